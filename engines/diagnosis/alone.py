"""One layer at a time: only this layer quantised, everything else float. It finds the culprit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from engines.diagnosis.cuts import ReplacedNetwork
from engines.diagnosis.ladder import Ladder, Shot, by_single
from engines.diagnosis.measures import compare
from engines.diagnosis.peaks import Cell, PeakFigures, peak_of
from engines.diagnosis.values import Effect, LadderResult, LayerError
from engines.errors import Cancelled
from engines.networks.network import Tensor
from engines.quantisation.formats import Report, ShouldCancel, never, silent
from engines.texts import Text

MOST_LAYERS, MOST_FRAMES = 24, 4


def one_at_a_time(
    ladder: Ladder,
    result: LadderResult,
    shots: Sequence[Shot],
    *,
    most: int | None = MOST_LAYERS,
    report: Report = silent,
    should_cancel: ShouldCancel = never,
) -> LadderResult:
    """The ladder with the effect of its worst layers, each quantised alone, on the network's outputs.

    A layer's answer to A's own tensors is known from the cut network; it is put into the float network
    in the place of the float answer. So each try is one run of the float network.

    Args:
        ladder: its sessions.
        result: what it found; its layers' single errors say which layers are tried.
        shots: frames to try them on.
        most: how many layers; None for all.
        report: told after each run.
        should_cancel: asked before each run.
    """
    tensors = {each.layer.name: each.tensor for each in ladder.pair.compared if each.tensor is not None}
    candidates = [each for each in by_single(result.layers) if each.name in tensors][:most]
    if not candidates or not shots:
        return result
    network = ReplacedNetwork(ladder.pair, [tensors[each.name] for each in candidates])
    tries: dict[str, _Tries] = {each.name: _Tries() for each in candidates}
    outputs = ladder.pair.a.outputs
    runs = len(shots) * len(candidates)
    for number, shot in enumerate(shots):
        inside_a, answers = ladder.inside(shot.feeds)
        for place, layer in enumerate(candidates):
            if should_cancel():
                raise Cancelled
            tensor = tensors[layer.name]
            changed = network.run(shot.feeds, tensor, answers[tensor])
            tries[layer.name].add({name: inside_a[name] for name in outputs}, changed)
            done = number * len(candidates) + place + 1
            report(done / runs, Text("one layer at a time: {network}", network=ladder.pair.role))
    return replace(result, layers=tuple(_with_effect(each, tries) for each in result.layers))


class _Tries:
    """Outcomes of one layer."""

    def __init__(self) -> None:
        self._relative: list[float] = []
        self._cosines: list[float] = []
        self._peaks: list[tuple[Cell, Cell]] = []

    def add(self, expected: dict[str, Tensor], found: dict[str, Tensor]) -> None:
        for name, a in expected.items():
            error = compare(a, found[name])
            if error.relative_l2 is not None:
                self._relative.append(error.relative_l2)
            if error.cosine is not None:
                self._cosines.append(error.cosine)
        peaks = peak_of(expected), peak_of(found)
        if peaks[0] is not None and peaks[1] is not None:
            self._peaks.append((peaks[0], peaks[1]))

    @property
    def effect(self) -> Effect | None:
        if not self._relative:
            return None
        cosine = float(np.mean(self._cosines)) if self._cosines else None
        return Effect(float(np.mean(self._relative)), cosine, PeakFigures.of(self._peaks))


def _with_effect(layer: LayerError, tries: dict[str, _Tries]) -> LayerError:
    found = tries.get(layer.name)
    return layer if found is None else replace(layer, effect=found.effect)
