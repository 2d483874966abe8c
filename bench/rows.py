"""What a bench says: rows of one table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

_HEADS = ("bench", "what", "value", "bar", "met?", "samples")
_WORDS = {True: "yes", False: "NO", None: ""}


@dataclass(frozen=True, slots=True)
class Row:
    """One figure.

    Attributes:
        bench: name of the bench.
        what: what was measured against what.
        value: None where it could not be measured; `note` then says why.
        unit: "x" for a ratio, "" for a score, else a unit such as "ms".
        bar: what it should reach; None for a figure that only informs.
        at_least: the bar is a lower bound.
        samples: what the figure rests on, and its spread.
        note: what else a reader needs to know.
    """

    bench: str
    what: str
    value: float | None
    unit: str = "x"
    bar: float | None = None
    at_least: bool = False
    samples: str = ""
    note: str = ""

    @property
    def is_met(self) -> bool | None:
        """None where there is no bar, or no value to hold against it."""
        if self.bar is None or self.value is None:
            return None
        return self.value >= self.bar if self.at_least else self.value <= self.bar

    @property
    def cells(self) -> tuple[str, ...]:
        value = "-" if self.value is None else _figure(self.value, self.unit)
        bar = "" if self.bar is None else f"{'>=' if self.at_least else '<='} {_figure(self.bar, self.unit)}"
        remarks = "; ".join(text for text in (self.samples, self.note) if text)
        return self.bench, self.what, value, bar, _WORDS[self.is_met], remarks


def missing(bench: str, what: str, reason: str) -> Row:
    """A figure that could not be had here, and why."""
    return Row(bench, what, None, note=f"not measured: {reason}")


def table(rows: Sequence[Row]) -> str:
    """All rows, aligned; the last column is as wide as it wants."""
    lines = [_HEADS, *(row.cells for row in rows)]
    widths = [max(len(line[i]) for line in lines) for i in range(len(_HEADS) - 1)]
    return "\n".join(_aligned(line, widths).rstrip() for line in lines)


def _aligned(cells: Sequence[str], widths: Sequence[int]) -> str:
    fitted = [
        cell.rjust(width) if i in (2, 3) else cell.ljust(width)
        for i, (cell, width) in enumerate(zip(cells, widths, strict=False))
    ]
    return "  ".join([*fitted, cells[-1]])


def _figure(value: float, unit: str) -> str:
    if unit == "x":
        return f"{value:.2f}x"
    text = f"{value:.3f}" if abs(value) < 10 else f"{value:.1f}" if abs(value) < 1000 else f"{value:,.0f}"
    return f"{text} {unit}".rstrip()
