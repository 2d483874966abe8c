"""How far the boxes of two recordings of the same frames are apart."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engines.geometry import PARTED_BELOW
from engines.recording_reader import OpenRecording


@dataclass(frozen=True, slots=True, eq=False)
class ComparedTrack:
    """One identity in both recordings, in frames that both have.

    Attributes:
        id: of the track, the same on both sides.
        frame_index: int64 [k], frames in which both have a box, ascending.
        iou: float64 [k], of the two boxes, 0...1.
        score_difference: float64 [k], b - a.
        both_tracked: bool [k], where neither side says lost.
        only_a, only_b: in how many frames only one side has the track at all.
        parted_at: first frame in which only one side has the track or follows it, or in which the boxes
            share less than `PARTED_BELOW`; None where there is no such frame.
    """

    id: int
    frame_index: NDArray[np.int64]
    iou: NDArray[np.float64]
    score_difference: NDArray[np.float64]
    both_tracked: NDArray[np.bool_]
    only_a: int
    only_b: int
    parted_at: int | None

    @property
    def mean_iou(self) -> float | None:
        """Over the frames in which both follow it; None where there are none."""
        return float(self.iou[self.both_tracked].mean()) if self.both_tracked.any() else None

    @property
    def mean_score_difference(self) -> float | None:
        return float(self.score_difference.mean()) if len(self.score_difference) else None


@dataclass(frozen=True, slots=True, eq=False)
class _Rows:
    """Tracks of the frames that count and that both recordings have, [m]."""

    frame_index: NDArray[np.int64]
    id: NDArray[np.int64]
    box: NDArray[np.float64]
    score: NDArray[np.float64]
    lost: NDArray[np.bool_]

    def of(self, track_id: int) -> _Rows:
        chosen = self.id == track_id
        return _Rows(*(getattr(self, name)[chosen] for name in _Rows.__slots__))


def compare_tracks(
    a: OpenRecording, b: OpenRecording, *, parted_below: float = PARTED_BELOW
) -> tuple[ComparedTrack, ...]:
    """Tracks of the same identity, by identity. Of frames that were tracked again the last result counts."""
    common = np.intersect1d(a.frames.frame_index, b.frames.frame_index)
    rows_a, rows_b = _rows(a, common), _rows(b, common)
    ids = np.intersect1d(rows_a.id, rows_b.id).tolist()
    return tuple(_compared(number, rows_a.of(number), rows_b.of(number), parted_below) for number in ids)


def _rows(recording: OpenRecording, common: NDArray[np.int64]) -> _Rows:
    counts = np.zeros(len(recording), np.bool_)
    latest = recording.latest
    counts[latest] = np.isin(recording.frames.frame_index[latest], common)
    tracks = recording.tracks
    chosen = counts[tracks.row]
    return _Rows(
        frame_index=recording.frames.frame_index[tracks.row[chosen]],
        id=tracks.id[chosen],
        box=tracks.box[chosen],
        score=tracks.score[chosen],
        lost=tracks.lost[chosen],
    )


def _compared(number: int, a: _Rows, b: _Rows, parted_below: float) -> ComparedTrack:
    both, at_a, at_b = np.intersect1d(a.frame_index, b.frame_index, return_indices=True)
    iou = iou_of(a.box[at_a], b.box[at_b])
    lost_a, lost_b = a.lost[at_a], b.lost[at_b]
    both_tracked = ~lost_a & ~lost_b
    apart = (lost_a != lost_b) | (both_tracked & (iou < parted_below))
    alone = np.setxor1d(a.frame_index, b.frame_index)
    parted = np.concatenate([both[apart], alone])
    return ComparedTrack(
        id=number,
        frame_index=both,
        iou=iou,
        score_difference=b.score[at_b] - a.score[at_a],
        both_tracked=both_tracked,
        only_a=len(np.setdiff1d(a.frame_index, b.frame_index)),
        only_b=len(np.setdiff1d(b.frame_index, a.frame_index)),
        parted_at=int(parted.min()) if len(parted) else None,
    )


def iou_of(a: NDArray[np.float64], b: NDArray[np.float64]) -> NDArray[np.float64]:
    """Intersection over union, row by row, of boxes [k, 4] x, y, w, h; as `geometry.iou`."""
    low = np.maximum(a[:, :2], b[:, :2])
    high = np.minimum(a[:, :2] + a[:, 2:], b[:, :2] + b[:, 2:])
    sides = np.clip(high - low, 0, None)
    shared = sides[:, 0] * sides[:, 1]
    whole = a[:, 2] * a[:, 3] + b[:, 2] * b[:, 3] - shared
    return np.asarray(shared / whole, np.float64)
