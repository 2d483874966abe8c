"""The error ladder: how far each layer of a quantised network is from the float one.

Three runs per frame: A with all its layers as outputs, B likewise (accumulated), and B cut between all its
layers and fed with A's tensors (single layer). What need not wait is done at the same time: B's run beside
A's, and the cut one while the accumulated errors are measured.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from time import perf_counter

import numpy as np

from engines.diagnosis.cuts import CutNetwork
from engines.diagnosis.health import OutputSums
from engines.diagnosis.measures import ErrorSums, Extent, TensorError
from engines.diagnosis.pairs import Pair, PairedLayer
from engines.diagnosis.values import COSINE_BELOW, LadderResult, LayerError
from engines.errors import Cancelled
from engines.networks.network import Tensor
from engines.quantisation.crops import Feeds
from engines.quantisation.formats import Report, ShouldCancel, never, silent
from engines.quantisation.sessions import Probe
from engines.texts import Text


@dataclass(frozen=True, slots=True)
class Shot:
    """Inputs of a network in one frame, as A got them."""

    frame: int
    feeds: Feeds


class Ladder:
    """The three sessions of one network's ladder; made once, used for any number of frames."""

    def __init__(self, pair: Pair) -> None:
        began_s = perf_counter()
        self.pair = pair
        self._compared = pair.compared
        tensors = tuple(each.tensor for each in self._compared if each.tensor is not None)
        seen = tuple(each.seen for each in self._compared if each.seen is not None)
        self._a = Probe(pair.a.model, tuple(dict.fromkeys((*tensors, *pair.a.outputs))))
        self._b = Probe(pair.b.model, tuple(dict.fromkeys((*seen, *pair.a.outputs))))
        self._cut = CutNetwork(pair, self._a.shapes)
        self._plain = Probe(pair.a.model, pair.a.outputs)
        self.prepare_ms = (perf_counter() - began_s) * 1000

    def inside(self, feeds: Feeds) -> tuple[dict[str, Tensor], dict[str, Tensor]]:
        """A's tensors, and what each of B's layers makes of them, by A's names, until the next run."""
        inside_a = self._a.run(feeds)
        return inside_a, self._cut.run(feeds, inside_a)

    def climb(
        self,
        shots: Sequence[Shot],
        *,
        cosine_below: float = COSINE_BELOW,
        report: Report = silent,
        should_cancel: ShouldCancel = never,
    ) -> LadderResult:
        """The ladder over one or several frames.

        Args:
            shots: inputs of this network; figures are over all of them together.
            cosine_below: a layer whose accumulated cosine is less counts as below.
            report: told after each frame.
            should_cancel: asked before each frame.
        """
        sums = [(ErrorSums(), ErrorSums()) for _ in self._compared]
        outputs = OutputSums(self.pair)
        taken_ms, plain_ms = [], []
        self._plain.run(shots[0].feeds)  # the first run of a session takes twice the time
        with ThreadPoolExecutor(1) as beside:
            for done, shot in enumerate(shots):
                if should_cancel():
                    raise Cancelled
                began_s = perf_counter()
                self._measure(shot.feeds, sums, outputs, beside)
                taken_ms.append((perf_counter() - began_s) * 1000)
                began_s = perf_counter()
                self._plain.run(shot.feeds)
                plain_ms.append((perf_counter() - began_s) * 1000)
                report((done + 1) / len(shots), Text("error ladder of {network}", network=self.pair.role))
        layers = self._layers(sums)
        return LadderResult(
            network=self.pair.role,
            layers=layers,
            first_below=next((each for each in layers if _is_below(each, cosine_below)), None),
            outputs=outputs.lights,
            frames=tuple(shot.frame for shot in shots),
            prepare_ms=self.prepare_ms,
            run_ms=float(np.median(taken_ms)),
            inference_ms=float(np.median(plain_ms)),
        )

    def _measure(
        self,
        feeds: Feeds,
        sums: Sequence[tuple[ErrorSums, ErrorSums]],
        outputs: OutputSums,
        beside: ThreadPoolExecutor,
    ) -> None:
        inside_a = self._a.run(feeds)
        inside_b = self._b.run(feeds)
        # Only a whole run is worth another thread: with both measuring, a call of some microseconds each,
        # they take longer than one, for they wait for the interpreter.
        coming = beside.submit(self._cut.run, feeds, inside_a)
        extents = []
        for each, (accumulated, _single) in zip(self._compared, sums, strict=True):
            assert each.tensor is not None and each.seen is not None
            a = inside_a[each.tensor]
            extents.append(Extent.of(a))
            accumulated.add(a, inside_b[each.seen], each.limits, extents[-1])
        outputs.add(inside_a, inside_b)
        alone = coming.result()
        for each, (_accumulated, single), extent in zip(self._compared, sums, extents, strict=True):
            assert each.tensor is not None
            single.add(inside_a[each.tensor], alone[each.tensor], extent=extent)

    def _layers(self, sums: Sequence[tuple[ErrorSums, ErrorSums]]) -> tuple[LayerError, ...]:
        weights = self.pair.weights()
        found = dict(zip((each.layer.node for each in self._compared), sums, strict=True))
        reached: dict[str, float] = {}
        layers = []
        for order, paired in enumerate(self.pair.layers):
            layer = paired.layer
            before = min((reached.get(name, 1.0) for name in layer.inputs), default=1.0)
            both = found.get(layer.node)
            accumulated, single = (each.error for each in both) if both else (TensorError(), TensorError())
            now = accumulated.cosine
            reached[paired.tensor or layer.output] = before if now is None else now
            error = LayerError(
                layer.name, layer.node, self.pair.role, layer.op, order, accumulated, single,
                jump=None if now is None else before - now, left_out=_why_left_out(paired, accumulated),
            )  # fmt: skip
            known = weights.get(layer.name)
            if known is not None:
                error = replace(
                    error,
                    channels_lost=known.channels_lost,
                    weight_sqnr_db=known.sqnr_db,
                    weight_spread=known.spread,
                )
            layers.append(error)
        return tuple(layers)


def by_jump(layers: Sequence[LayerError]) -> list[LayerError]:
    """Layers that count, the one with the greatest jump first."""
    known = [each for each in layers if each.left_out is None and each.jump is not None]
    return sorted(known, key=lambda each: -(each.jump or 0.0))


def by_single(layers: Sequence[LayerError]) -> list[LayerError]:
    """Layers that count, the one that errs most by itself first."""
    known = [each for each in layers if each.left_out is None and each.single.relative_l2 is not None]
    return sorted(known, key=lambda each: -(each.single.relative_l2 or 0.0))


def _is_below(layer: LayerError, cosine_below: float) -> bool:
    cosine = layer.accumulated.cosine
    return layer.left_out is None and cosine is not None and cosine < cosine_below


def _why_left_out(paired: PairedLayer, error: TensorError) -> Text | None:
    if paired.left_out is not None:
        return paired.left_out
    # Nothing can be said of a layer that says nothing itself; one that only B silences does count.
    return error.problem if error.relative_l2 is None else None
