"""Charts as SVG inside the page. Sizes in its own units; the page scales them to its width."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engines.palette import Rgb
from engines.report.page import escaped, number

_WIDTH, _ROW, _LABEL, _VALUE = 900, 22, 330, 110
_LONGEST_LABEL = 46
_MOST_POINTS = 600
#: Time of a frame at 60 and at 30 frames/s.
BUDGETS_MS = (1000 / 60, 1000 / 30)


@dataclass(frozen=True, slots=True)
class Bar:
    """A row of a bar chart: one length per side; None draws nothing."""

    label: str
    lengths: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a stacked bar."""

    label: str
    length: float
    color: Rgb


def bar_chart(bars: Sequence[Bar], unit: str, *, about: str) -> str:
    """Horizontal bars from a common zero; negative ones go to the left of it.

    Args:
        bars: with as many lengths each.
        unit: of the lengths.
        about: says what is shown, for those who cannot see it.
    """
    lengths = [length for bar in bars for length in bar.lengths if length is not None]
    if not lengths:
        return ""
    low, high = min(0.0, *lengths), max(0.0, *lengths)
    scale = (_WIDTH - _LABEL - _VALUE) / ((high - low) or 1.0)
    zero = _LABEL - low * scale
    height = _ROW * len(bars) + 4
    rows = [_bar_row(bar, place * _ROW, zero, scale, unit) for place, bar in enumerate(bars)]
    axis = f'<line class="axis" x1="{zero:.1f}" y1="0" x2="{zero:.1f}" y2="{height}"/>'
    return _svg(height, about, axis + "".join(rows))


def _bar_row(bar: Bar, top: float, zero: float, scale: float, unit: str) -> str:
    thickness = (_ROW - 6) / len(bar.lengths)
    label = f'<text x="{_LABEL - 8}" y="{top + 15}" text-anchor="end">{_short(bar.label)}</text>'
    drawn, ends = [], [zero]
    for place, (length, side) in enumerate(zip(bar.lengths, "ab", strict=False)):
        if length is None:
            continue
        left, width = zero + min(length, 0) * scale, abs(length) * scale
        y = top + 3 + place * thickness
        drawn.append(
            f'<rect class="{side}" x="{left:.1f}" y="{y:.1f}" width="{width:.2f}" height="{thickness:.1f}"/>'
        )
        ends.append(left + width)
    told = " / ".join("-" if length is None else number(length) for length in bar.lengths)
    value = f'<text x="{max(ends) + 6:.1f}" y="{top + 15}">{escaped(f"{told} {unit}")}</text>'
    title = f"<title>{escaped(f'{bar.label}: {told} {unit}')}</title>"
    return f"<g>{title}{label}{''.join(drawn)}{value}</g>"


def stacked_bar(parts: Sequence[Part], unit: str, *, about: str) -> str:
    """One bar of pieces, with a legend and the frame budgets that are in reach. Lengths are above zero."""
    whole = sum(part.length for part in parts)
    if whole <= 0:
        return ""
    reach = max(whole, *(budget for budget in BUDGETS_MS if budget < 3 * whole), 0.0)
    scale, at, pieces = (_WIDTH - 20) / reach, 0.0, []
    for part in parts:
        color = "rgb({},{},{})".format(*part.color)
        pieces.append(
            f'<rect x="{at * scale:.1f}" y="4" width="{part.length * scale:.2f}" height="28" fill="{color}">'
            f"<title>{escaped(part.label)}: {escaped(number(part.length))} {escaped(unit)}</title></rect>"
        )
        at += part.length
    for budget in (budget for budget in BUDGETS_MS if budget <= reach):
        x = budget * scale
        pieces.append(f'<line class="budget" x1="{x:.1f}" y1="0" x2="{x:.1f}" y2="38"/>')
        text = f"{budget:.1f} ms: {1000 / budget:.0f} frames/s"
        pieces.append(f'<text class="dim" x="{min(x, _WIDTH - 130):.1f}" y="50">{text}</text>')
    legend, height = _legend(parts, 66)
    return _svg(height, about, "".join(pieces) + legend)


def _legend(parts: Sequence[Part], top: float) -> tuple[str, float]:
    drawn, columns = [], 5
    for place, part in enumerate(parts):
        x, y = place % columns * (_WIDTH / columns), top + place // columns * 20
        color = "rgb({},{},{})".format(*part.color)
        drawn.append(
            f'<rect x="{x:.0f}" y="{y - 10:.0f}" width="12" height="12" fill="{color}"/>'
            f'<text x="{x + 17:.0f}" y="{y:.0f}">{_short(f"{part.label} {number(part.length)} ms")}</text>'
        )
    return "".join(drawn), top + (len(parts) + columns - 1) // columns * 20


def line_chart(x: NDArray[np.int64], y: NDArray[np.float64], *, low: float, high: float, about: str) -> str:
    """A line over frames; of frames that share a point the lowest value is drawn: no dip is lost."""
    if len(x) < 2:
        return ""
    groups = np.array_split(np.arange(len(x)), min(len(x), _MOST_POINTS))
    lowest = np.array([group[np.argmin(y[group])] for group in groups])
    left, top, width, height = 50, 8, _WIDTH - 70, 120
    across = left + (x[lowest] - x[0]) / max(int(x[-1] - x[0]), 1) * width
    down = top + (high - np.clip(y[lowest], low, high)) / (high - low) * height
    points = " ".join(f"{px:.1f},{py:.1f}" for px, py in zip(across.tolist(), down.tolist(), strict=True))
    bottom = top + height
    texts = (
        f'<text class="dim" x="{left - 6}" y="{top + 5}" text-anchor="end">{high:g}</text>'
        f'<text class="dim" x="{left - 6}" y="{bottom}" text-anchor="end">{low:g}</text>'
        f'<text class="dim" x="{left}" y="{bottom + 16}">frame {int(x[0])}</text>'
        f'<text class="dim" x="{left + width}" y="{bottom + 16}" text-anchor="end">frame {int(x[-1])}</text>'
    )
    axes = f'<path class="axis" fill="none" d="M{left} {top}V{bottom}H{left + width}"/>'
    return _svg(bottom + 24, about, f'{axes}{texts}<polyline class="trace" points="{points}"/>')


def _svg(height: float, about: str, inside: str) -> str:
    label = escaped(about)
    return f'<svg viewBox="0 0 {_WIDTH} {height:.0f}" role="img" aria-label="{label}">{inside}</svg>'


def _short(label: str) -> str:
    """The end of a long name says more than its beginning."""
    return escaped(label if len(label) <= _LONGEST_LABEL else "…" + label[-_LONGEST_LABEL + 1 :])
