"""What one step of the pipeline says about one frame."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from engines.layer_time import LayerProfile
from engines.origin import Origin
from engines.search_look import SearchLook
from engines.track import Track


class Stage(StrEnum):
    """Timed parts of a step, in the order in which a frame meets them.

    A link is either `LINK_OUT` and `LINK_BACK`, where the far side is our agent, or `LINK`, where only
    their sum is known.
    """

    DECODE = "decode"
    QUEUE = "queue"
    PREPROCESS = "preprocess"
    ENCODE = "encode"
    LINK = "link"
    LINK_OUT = "link out"
    INFER = "infer"
    BOARD_QUEUE = "board queue"
    BOARD_COPY = "board copy"
    BOARD_HARD = "board hard"
    BOARD_OTHER = "board other"
    LINK_BACK = "link back"
    POSTPROCESS = "postprocess"
    ASSOCIATE = "associate"
    BESIDE = "beside"
    OTHER = "other"
    DRAW = "draw"


#: Together they are what a link took, whether or not its two ways are told apart.
LINK_STAGES = (Stage.LINK, Stage.LINK_OUT, Stage.LINK_BACK)


@dataclass(frozen=True, slots=True)
class StageTime:
    """Time of one stage in one frame, in ms, summed over everything the frame needed."""

    stage: Stage
    ms: float
    origin: Origin = Origin.MEASURED


@dataclass(frozen=True, slots=True)
class FrameResult:
    """Tracks and times of one frame.

    Attributes:
        frame_index: 0-based.
        time_s: presentation time of the frame.
        tracks: every track, lost ones included.
        stages: in order of `Stage`; a stage that did not happen is absent.
        step_ms: wall time of the whole step (decoding and queue aside), measured. All stages but those two
            add up to it.
        ahead_ms: how much of it passed beside the step, while the frame before was still under way; None
            where the frame was not begun early.
        layers: layer profile where this frame was profiled, else None.
        bytes_out, bytes_in: bytes sent to and received from a board, None without a link.
        dropped: frames of a live source that were skipped before this one.
        detections: how many things were detected, None where the tracker needs none.
        looks: what the tracker looked at, one for each target, where somebody asked.
        beside: tracks of the second of two trackers; None where there is one only.
    """

    frame_index: int
    time_s: float
    tracks: tuple[Track, ...]
    stages: tuple[StageTime, ...] = ()
    step_ms: float | None = None
    layers: LayerProfile | None = None
    bytes_out: int | None = None
    bytes_in: int | None = None
    dropped: int = 0
    detections: int | None = None
    ahead_ms: float | None = None
    looks: tuple[SearchLook, ...] = ()
    beside: tuple[Track, ...] | None = None

    def stage_ms(self, stage: Stage) -> float | None:
        """Time of one stage in ms, or None where the frame did not meet it."""
        return next((entry.ms for entry in self.stages if entry.stage is stage), None)
