"""What a diagnosis says."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from engines.diagnosis.measures import TensorError
from engines.diagnosis.peaks import PeakFigures
from engines.errors import TrackbenchError
from engines.geometry import Box
from engines.quantisation.formats import Format
from engines.texts import Text

COSINE_BELOW = 0.99


class NotAPair(TrackbenchError):
    what = "{b} is no quantised version of {a}: {reason}."
    remedy = "Name the files that were made from these, in the same order."


class OneTargetNeeded(TrackbenchError):
    what = "{entry} finds its objects by itself; only single-object trackers can be laid side by side."
    remedy = "Choose a single-object tracker."


class Verdict(StrEnum):
    """What is to be thought of B.

    Healthy: nothing to blame. Drifts: with A's crops it agrees, alone it parts. Broken: it disagrees.
    Unclear: A itself does not hold the target, so that this clip cannot tell.
    """

    HEALTHY = "healthy"
    UNCLEAR = "unclear"
    DRIFTS = "drifts"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class Effect:
    """What one layer alone, quantised in a float network, does to that network's outputs.

    Attributes:
        relative_l2: |a - b| / |a| of the outputs, mean over outputs and frames.
        cosine: mean over outputs and frames; None where an output is all zero.
        peaks: whether the peak of the score map stays; None for a network without one.
    """

    relative_l2: float
    cosine: float | None
    peaks: PeakFigures | None


@dataclass(frozen=True, slots=True)
class LayerError:
    """One layer of the ladder.

    Attributes:
        name: for people; `node` is the file's own.
        network: role of its network.
        op: type of the operator.
        order: place in the order of execution, from 0.
        accumulated: B's layer with B's own inputs, against A.
        single: B's layer with A's inputs, against A.
        jump: by how much the accumulated cosine falls here, from the worst of the layer's inputs; None where
            it has no cosine.
        channels_lost: share of output channels whose weights are all zero in B; None without weights or
            in float.
        weight_sqnr_db: signal-to-noise of its weights in dB; None the same way.
        weight_spread: greatest weight of the largest channel over that of the median channel.
        effect: of this layer alone on the outputs; None where it was not tried.
        left_out: why the layer does not count: fused, all zero, no counterpart; None where it does.
    """

    name: str
    node: str
    network: str
    op: str
    order: int
    accumulated: TensorError
    single: TensorError
    jump: float | None = None
    channels_lost: float | None = None
    weight_sqnr_db: float | None = None
    weight_spread: float | None = None
    effect: Effect | None = None
    left_out: Text | None = None


@dataclass(frozen=True, slots=True)
class OutputHealth:
    """Light of one output tensor of the quantised network.

    Attributes:
        network, name: whose and which.
        shape: of the tensor.
        zero_channels: how many channels are all zero in every frame, though A's are not.
        saturated: share of A's values beyond what B can represent; None where B's range is not known.
        range_used: range of A's values over the range B can represent; None likewise. 1 is all of it.
        error: against A.
        peaks: of the score map, where this is one.
        problem: what is wrong; None where nothing is.
    """

    network: str
    name: str
    shape: tuple[int, ...]
    zero_channels: int
    saturated: float | None
    range_used: float | None
    error: TensorError
    peaks: PeakFigures | None = None
    problem: Text | None = None


@dataclass(frozen=True, slots=True)
class LadderResult:
    """The error ladder of one network.

    Attributes:
        network: its role.
        layers: in the order of execution.
        first_below: the first layer whose accumulated cosine is below the threshold; None where none is.
        outputs: lights of its outputs.
        frames: indices of the frames it was made from.
        prepare_ms: making the sessions, once; measured.
        run_ms: one frame's ladder: three runs and all measures; measured.
        inference_ms: one plain run of A; measured.
    """

    network: str
    layers: tuple[LayerError, ...]
    first_below: LayerError | None
    outputs: tuple[OutputHealth, ...]
    frames: tuple[int, ...]
    prepare_ms: float
    run_ms: float
    inference_ms: float


@dataclass(frozen=True, slots=True)
class SideFrame:
    """One frame through both.

    Attributes:
        index: of the frame.
        a: the float tracker's box.
        b: the quantised tracker's box, each with its own crops (closed loop).
        forced: the quantised tracker's box where it looked where A looked (teacher-forced).
        truth: the annotated box; None where there is none.
        a_peak, forced_peak: cells of the peaks of the score maps, before any window.
        is_tracked: whether A itself believes to have the target.
    """

    index: int
    a: Box
    b: Box
    forced: Box
    truth: Box | None = None
    a_peak: tuple[int, int] | None = None
    forced_peak: tuple[int, int] | None = None
    is_tracked: bool = True


@dataclass(frozen=True, slots=True)
class Agreement:
    """How well B follows A on a clip.

    Attributes:
        frames: how many were compared, the first one left out.
        judged: frames in which A has the target, by the ground truth or else by its own word; teacher-forced
            figures are over these. What B makes of crops in which A is lost says little about B.
        a_is_lost: A has the target in so few annotated frames that its own word is taken for all.
        parted_at: first frame with an overlap below the threshold, closed loop; None where there is none.
        forced_parted_at: the same, teacher-forced.
        mean_iou: of A and B, closed loop.
        forced_iou: teacher-forced.
        forced_share: share of frames whose teacher-forced overlap reaches the threshold, 0...1.
        peaks: teacher-forced; None where the networks have no score map.
        auc_a, auc_b: success AUC against ground truth, closed loop; None without ground truth.
    """

    frames: int
    judged: int
    a_is_lost: bool
    parted_at: int | None
    forced_parted_at: int | None
    mean_iou: float
    forced_iou: float
    forced_share: float
    peaks: PeakFigures | None
    auc_a: float | None
    auc_b: float | None


@dataclass(frozen=True, slots=True)
class Attempt:
    """A remedy that was tried on the clip.

    Attributes:
        title: what was done.
        formats: of each network, in the entry's order.
        agreement: what came of it.
        bytes: size of all files together.
        is_enough: whether the pair counts as healthy then.
    """

    title: Text
    formats: tuple[Format, ...]
    agreement: Agreement
    bytes: int
    is_enough: bool


@dataclass(frozen=True, slots=True)
class Remedy:
    """What is proposed.

    Attributes:
        chosen: the attempt that is proposed.
        tried: all of them, in order.
        files: the proposed files, where they were to be kept; else empty.
        command: arguments of `trackbench` that make them again.
    """

    chosen: Attempt
    tried: tuple[Attempt, ...]
    files: tuple[Path, ...] = ()
    command: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """Everything that was found.

    Attributes:
        source, model: what was looked at.
        files_a, files_b: files of both pairs.
        verdict: in one word; `reason` in a sentence.
        side: frame by frame.
        agreement: figures of it.
        ladders: one for each network.
        blamed: layers, worst first, those left out excepted.
        remedy: None where nothing is to be cured, or nothing was tried.
        formats: of B's networks, as far as its files tell.
    """

    source: str
    model: str
    files_a: tuple[Path, ...]
    files_b: tuple[Path, ...]
    verdict: Verdict
    reason: Text
    side: tuple[SideFrame, ...]
    agreement: Agreement
    ladders: tuple[LadderResult, ...]
    blamed: tuple[LayerError, ...]
    remedy: Remedy | None
    formats: tuple[Format, ...] = ()
