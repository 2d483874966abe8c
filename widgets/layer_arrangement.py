"""Which lines a table of layers shows, and in which order: filter, groups with sums, pins, sources. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from engines.layer_stats import LayerRow, PublishedTotal

Key = tuple[str | int, ...]
Value = str | float | None


class Grouping(StrEnum):
    """By what layers are put together."""

    NONE = "none"
    TYPE = "type"
    DEVICE = "device"
    NETWORK = "network"


class LineKind(StrEnum):
    LAYER = "layer"
    GROUP = "group"
    SOURCE = "source"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table.

    Attributes:
        kind: a layer, a group with the sums of its layers, or a layer of the file behind a merged operator.
        key: tells the line from all others, also after new figures.
        row: figures; a source has none of its own.
        title: what stands in the first column.
        is_open: what belongs to it is shown below; None where there is nothing.
        is_pinned: stays at the top.
        depth: how far it is indented.
        layers: how many layers a group has.
    """

    kind: LineKind
    key: Key
    row: LayerRow
    title: str
    is_open: bool | None = None
    is_pinned: bool = False
    depth: int = 0
    layers: int = 0


@dataclass(frozen=True, slots=True)
class Wish:
    """How the user wants to see the layers.

    Attributes:
        sort: reads what lines are sorted by; None for the order of execution.
        descending: largest first; what is unknown is last either way.
        words: each has to occur in a layer's texts.
        pinned: (network, name) of the layers at the top.
        closed: keys of groups whose layers are hidden; opened: keys of layers whose sources are shown.
    """

    sort: Callable[[LayerRow], Value] | None = None
    descending: bool = False
    words: tuple[str, ...] = ()
    grouping: Grouping = Grouping.NONE
    pinned: frozenset[tuple[str, str]] = frozenset()
    closed: frozenset[Key] = frozenset()
    opened: frozenset[Key] = frozenset()
    published: tuple[PublishedTotal, ...] = ()


def key_of(row: LayerRow) -> Key:
    return "layer", row.network, row.op_id, row.name


def pin_of(row: LayerRow) -> tuple[str, str]:
    """By what a pin remembers a layer, from run to run."""
    return row.network, title_of(row)


def title_of(row: LayerRow) -> str:
    """A layer's name; where the runtime has none for it, its type and number."""
    return row.name or f"{short_type(row.op_type) or 'op'} {row.op_id}"


def short_type(op_type: str) -> str:
    """An operator's type without the vendor's name spaces."""
    return op_type.rpartition("::")[2]


def matches(row: LayerRow, words: Sequence[str]) -> bool:
    """Whether every word occurs in name, type, device, network or the sources."""
    text = " ".join((row.name, row.op_type, row.device, row.network, *row.sources)).lower()
    return all(word in text for word in words)


def arrange(rows: Sequence[LayerRow], wish: Wish) -> list[Line]:
    """Pinned layers first, then all others, in groups or without."""
    found = [row for row in rows if matches(row, wish.words)]
    pinned = [row for row in rows if pin_of(row) in wish.pinned]
    lines = [line for row in _sorted(pinned, wish) for line in _with_sources(row, wish, 0, is_pinned=True)]
    if wish.grouping is Grouping.NONE:
        free = [row for row in found if pin_of(row) not in wish.pinned]
        return lines + [line for row in _sorted(free, wish) for line in _with_sources(row, wish, 0)]
    for group, members in _groups(found, wish):
        key: Key = ("group", wish.grouping.value, group.name)
        is_open = key not in wish.closed
        lines.append(Line(LineKind.GROUP, key, group, group.name, is_open, layers=len(members)))
        if is_open:
            free = [row for row in members if pin_of(row) not in wish.pinned]
            lines += [line for row in _sorted(free, wish) for line in _with_sources(row, wish, 1)]
    return lines


def total_of(rows: Iterable[LayerRow], name: str) -> LayerRow:
    """One row with the sums of what is known of several; percentiles other than the median have no sum."""
    members = list(rows)
    first = members[0]
    # All rows of one table were seen over the same frames.
    recent = tuple(_sum(values) for values in zip(*(row.recent for row in members), strict=True))
    return LayerRow(
        op_id=first.op_id,
        name=name,
        op_type=_common(row.op_type for row in members),
        device=_common(row.device for row in members),
        network=_common(row.network for row in members),
        total_p50=_sum(row.total_p50 for row in members),
        total_p95=None,
        memcpy_ms=_sum(row.memcpy_ms for row in members),
        hard_ms=_sum(row.hard_ms for row in members),
        other_ms=_sum(row.other_ms for row in members),
        share=_sum(row.share for row in members),
        count=max(row.count for row in members),
        origin=first.origin,
        order=min(row.order for row in members),
        recent=recent,
        published_ms=_sum(row.published_ms for row in members),
    )


def _groups(rows: Sequence[LayerRow], wish: Wish) -> list[tuple[LayerRow, list[LayerRow]]]:
    field = {Grouping.TYPE: "op_type", Grouping.DEVICE: "device", Grouping.NETWORK: "network"}[wish.grouping]
    members: dict[str, list[LayerRow]] = {}
    for row in rows:
        members.setdefault(str(getattr(row, field)), []).append(row)
    totals = {name: total_of(group, name) for name, group in members.items()}
    if wish.grouping is Grouping.NETWORK:
        known = {entry.network: entry.hard_ms for entry in wish.published}
        totals = {name: replace(total, published_ms=known.get(name)) for name, total in totals.items()}
    return [(total, members[total.name]) for total in _sorted(list(totals.values()), wish)]


def _with_sources(row: LayerRow, wish: Wish, depth: int, *, is_pinned: bool = False) -> list[Line]:
    key = key_of(row)
    is_open = key in wish.opened if row.sources else None
    line = Line(LineKind.LAYER, key, row, title_of(row), is_open, is_pinned, depth)
    if not is_open:
        return [line]
    return [
        line,
        *(
            Line(LineKind.SOURCE, ("source", *key, i), row, source, is_pinned=is_pinned, depth=depth + 1)
            for i, source in enumerate(row.sources)
        ),
    ]


def _sorted(rows: list[LayerRow], wish: Wish) -> list[LayerRow]:
    if wish.sort is None:
        return rows
    read = wish.sort
    known = [row for row in rows if read(row) is not None]
    unknown = [row for row in rows if read(row) is None]
    return sorted(known, key=lambda row: _comparable(read(row)), reverse=wish.descending) + unknown


def _comparable(value: Value) -> tuple[str, float]:
    return (value.lower(), 0.0) if isinstance(value, str) else ("", value or 0.0)


def _sum(values: Iterable[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return sum(known) if known else None


def _common(values: Iterable[str]) -> str:
    """What all have in common, else nothing."""
    found = set(values)
    return found.pop() if len(found) == 1 else ""
