"""Which layer of one profile is which of another, by name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from engines.layer_stats import LayerRow

# Compilers cut the beginning off long names and put this in its place.
_CUT = "..."
_Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class LayerMatch:
    """Places in both profiles. Every place of either is in exactly one of the three.

    Attributes:
        pairs: in the order of the first profile.
        only_a, only_b: what has no counterpart, in order.
    """

    pairs: tuple[_Pair, ...]
    only_a: tuple[int, ...]
    only_b: tuple[int, ...]


def match_layers(a: Sequence[LayerRow], b: Sequence[LayerRow]) -> LayerMatch:
    """Matches by network and name, then by what is left of names that were cut.

    Networks are matched by their names too, unless both profiles have a single one: files of vendors
    often do not name it. A layer without a name goes by its type. Layers of the same name are matched in
    their order where both sides have as many, else only where their numbers are equal.
    """
    one_network = len({row.network for row in a}) <= 1 and len({row.network for row in b}) <= 1

    def key(row: LayerRow) -> tuple[str, str]:
        return ("" if one_network else row.network, row.name or f"\0{row.op_type}")

    groups_a, groups_b = _grouped(a, key), _grouped(b, key)
    pairs: list[_Pair] = []
    for name, places in groups_a.items():
        pairs += _same_name(places, groups_b.get(name, []), a, b)
    free_a, free_b = _free(a, (p[0] for p in pairs)), _free(b, (p[1] for p in pairs))
    pairs += _by_ending(free_a, free_b, [key(row) for row in a], [key(row) for row in b])
    return LayerMatch(
        tuple(sorted(pairs)), tuple(_free(a, (p[0] for p in pairs))), tuple(_free(b, (p[1] for p in pairs)))
    )


def _grouped(
    rows: Sequence[LayerRow], key: Callable[[LayerRow], tuple[str, str]]
) -> dict[tuple[str, str], list[int]]:
    groups: dict[tuple[str, str], list[int]] = {}
    for place, row in enumerate(rows):
        groups.setdefault(key(row), []).append(place)
    return groups


def _same_name(
    places_a: list[int], places_b: list[int], a: Sequence[LayerRow], b: Sequence[LayerRow]
) -> list[_Pair]:
    if len(places_a) == len(places_b):
        return list(zip(places_a, places_b, strict=True))
    numbers: dict[int, list[int]] = {}
    for place in places_b:
        numbers.setdefault(b[place].op_id, []).append(place)
    pairs = []
    for place in places_a:
        same = numbers.get(a[place].op_id)
        if same:
            pairs.append((place, same.pop(0)))
    return pairs


def _free(rows: Sequence[LayerRow], taken: Iterable[int]) -> list[int]:
    used = set(taken)
    return [place for place in range(len(rows)) if place not in used]


def _by_ending(
    free_a: list[int], free_b: list[int], keys_a: list[tuple[str, str]], keys_b: list[tuple[str, str]]
) -> list[_Pair]:
    """Pairs of a cut name and the only one that ends like it."""
    pairs: list[_Pair] = []
    for place_a in free_a:
        network, name = keys_a[place_a]
        taken = {pair[1] for pair in pairs}
        fitting = [
            place_b
            for place_b in free_b
            if place_b not in taken
            and keys_b[place_b][0] == network
            and _ends_alike(name, keys_b[place_b][1])
        ]
        if len(fitting) == 1:
            others = sum(_ends_alike(keys_a[other][1], keys_b[fitting[0]][1]) for other in free_a)
            if others == 1:
                pairs.append((place_a, fitting[0]))
    return pairs


def _ends_alike(a: str, b: str) -> bool:
    """Whether one is the other without its beginning."""
    if a.startswith(_CUT) == b.startswith(_CUT):
        return False
    cut, whole = (a, b) if a.startswith(_CUT) else (b, a)
    return len(cut) > len(_CUT) and whole.endswith(cut[len(_CUT) :])
