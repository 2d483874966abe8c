"""Truth and tracks side by side, frame by frame, as the figures of multi-object tracking need them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from engines.assignment import assign
from engines.ground_truth import GroundTruth
from engines.mot_rows import BOX, CLASS, FRAME, ID, SCORE, parse_mot_rows
from engines.texts import Text, text_of
from engines.track import Track, TrackState
from engines.video.annotations import read_text
from engines.video.errors import BadGroundTruth

Floats = NDArray[np.float64]
Indices = NDArray[np.intp]

EPS = float(np.finfo(np.float64).eps)
MATCH_IOU = 0.5
_PEDESTRIAN = 1


class MotRules(StrEnum):
    """Which rows of a MOTChallenge truth count, and which tracks are forgiven."""

    MOT15 = "mot15"
    MOT17 = "mot17"
    MOT20 = "mot20"


# Person on a vehicle, static person, distractor, reflection; MOT20 adds vehicles without a motor.
_DISTRACTORS = {MotRules.MOT15: (), MotRules.MOT17: (2, 7, 8, 12), MotRules.MOT20: (2, 6, 7, 8, 12)}


@dataclass(frozen=True, slots=True, eq=False)
class TruthFrame:
    """What is true about one frame.

    Attributes:
        ids: (N,) int64, none twice.
        boxes: (N, 4) float64 x, y, w, h in pixels.
        counts: (N,) bool; the others are annotated but need not be found.
        distracts: (N,) bool; a track on one of these is neither right nor wrong.
    """

    ids: NDArray[np.int64]
    boxes: Floats
    counts: NDArray[np.bool_]
    distracts: NDArray[np.bool_]


Truth = GroundTruth | Sequence[TruthFrame]
Tracks = Sequence[Sequence[Track]]


@dataclass(frozen=True, slots=True, eq=False)
class FramePair:
    """One frame: N true things and M tracks that count.

    Attributes:
        truth, tracks: (N,) and (M,) indices into the comparison's ids.
        overlaps: (N, M) IoU.
    """

    truth: Indices
    tracks: Indices
    overlaps: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Comparison:
    """A sequence, ready to be scored. Identities are counted through from 0.

    Attributes:
        frames: one per frame of the longer side.
        truth_ids, track_ids: the identities as they were given.
    """

    frames: tuple[FramePair, ...]
    truth_ids: NDArray[np.int64]
    track_ids: NDArray[np.int64]

    @property
    def truth_counts(self) -> NDArray[np.int64]:
        """(identities,) how many frames each true thing is in."""
        return _counts([pair.truth for pair in self.frames], len(self.truth_ids))

    @property
    def track_counts(self) -> NDArray[np.int64]:
        """(identities,) how many frames each track is in."""
        return _counts([pair.tracks for pair in self.frames], len(self.track_ids))


def _counts(parts: list[Indices], length: int) -> NDArray[np.int64]:
    return np.bincount(np.concatenate(parts, dtype=np.intp) if parts else [], minlength=length)


def parse_truth(text: str, rules: MotRules | None = None) -> tuple[TruthFrame, ...]:
    """Truth of a MOTChallenge file with all that its rules need.

    Args:
        text: rows of frame (from 1), id, x, y, w, h, flag and, from MOT16 on, class and visibility.
        rules: None takes MOT17's (which are MOT16's) for rows of nine columns, else MOT15's.

    Raises:
        ValueError: a row is not like this, or an identity is twice in a frame.
    """
    rows = parse_mot_rows(text)
    if rules is None:
        has_classes = len(rows) > 0 and bool((rows[:, CLASS] >= 1).all() and (rows[:, 9] == -1).all())
        rules = MotRules.MOT17 if has_classes else MotRules.MOT15
    if len(rows) and not np.isfinite(rows[:, : SCORE + 1]).all():
        bad = rows[~np.isfinite(rows[:, : SCORE + 1]).all(axis=1)][0]
        raise ValueError(Text("frame {frame}: a number is missing", frame=int(bad[FRAME])))
    rows = rows[np.argsort(rows[:, FRAME], kind="stable")]
    last = int(rows[-1, FRAME]) if len(rows) else 0
    cuts = np.searchsorted(rows[:, FRAME], np.arange(2, last + 1))
    return tuple(_truth_frame(part, rules) for part in np.split(rows, cuts)) if last else ()


def _truth_frame(rows: Floats, rules: MotRules) -> TruthFrame:
    ids = rows[:, ID].astype(np.int64)
    if len(np.unique(ids)) < len(ids):
        raise ValueError(Text("frame {frame}: an identity appears twice", frame=int(rows[0, FRAME])))
    counts = rows[:, SCORE] != 0
    if rules is not MotRules.MOT15:
        counts &= rows[:, CLASS] == _PEDESTRIAN
    return TruthFrame(ids, rows[:, BOX], counts, np.isin(rows[:, CLASS], _DISTRACTORS[rules]))


def read_truth(path: Path, rules: MotRules | None = None) -> tuple[TruthFrame, ...]:
    """Truth of a MOTChallenge file, see `parse_truth`. Raises BadGroundTruth."""
    try:
        return parse_truth(read_text(path), rules)
    except ValueError as error:
        raise BadGroundTruth(path=path, reason=text_of(error)) from error


def compare(truth: Truth, tracks: Tracks) -> Comparison:
    """Truth and tracks of the same frames; lost tracks do not count, a missing frame is an empty one.

    A track that overlaps a distractor most (IoU from 0.5, one to one) is taken out, as MOT16 and later want.

    Raises:
        ValueError: a track's identity is twice in a frame.
    """
    true_frames = [_from_tracks(f) for f in truth.frames] if isinstance(truth, GroundTruth) else list(truth)
    found = [_arrays(frame) for frame in tracks]
    nothing = _from_tracks(())
    parts = []
    for at in range(max(len(true_frames), len(found))):
        true = true_frames[at] if at < len(true_frames) else nothing
        ids, boxes = found[at] if at < len(found) else (nothing.ids, nothing.boxes)
        if len(np.unique(ids)) < len(ids):
            raise ValueError(Text("frame {frame}: an identity appears twice", frame=at))
        overlaps = overlap_matrix(true.boxes, boxes)
        kept = _not_on_distractors(true.distracts, overlaps)
        parts.append((true.ids[true.counts], ids[kept], overlaps[np.ix_(true.counts, kept)]))
    truth_ids, truth_at = _numbered([part[0] for part in parts])
    track_ids, track_at = _numbered([part[1] for part in parts])
    pairs = zip(truth_at, track_at, parts, strict=True)
    return Comparison(tuple(FramePair(t, k, part[2]) for t, k, part in pairs), truth_ids, track_ids)


def _from_tracks(tracks: Sequence[Track]) -> TruthFrame:
    ids, boxes = _arrays(tracks)
    return TruthFrame(ids, boxes, np.ones(len(ids), np.bool_), np.zeros(len(ids), np.bool_))


def _arrays(tracks: Sequence[Track]) -> tuple[NDArray[np.int64], Floats]:
    """(N,) ids and (N, 4) boxes of those that are not lost."""
    shown = [track for track in tracks if track.state is TrackState.TRACKED]
    boxes = [(t.box.x, t.box.y, t.box.w, t.box.h) for t in shown]
    return np.array([t.id for t in shown], np.int64), np.array(boxes, np.float64).reshape(-1, 4)


def _numbered(parts: list[NDArray[np.int64]]) -> tuple[NDArray[np.int64], list[Indices]]:
    """The distinct ids, ascending, and each part as indices into them."""
    if not parts:
        return np.zeros(0, np.int64), []
    names, at = np.unique(np.concatenate(parts), return_inverse=True)
    cuts = np.cumsum([len(part) for part in parts])[:-1]
    return names, np.split(at.astype(np.intp), cuts)


def _not_on_distractors(distracts: NDArray[np.bool_], overlaps: Floats) -> NDArray[np.bool_]:
    """(M,) which tracks stay, when truth and tracks are matched one to one."""
    kept = np.ones(overlaps.shape[1], np.bool_)
    if distracts.any() and len(kept):
        enough = np.where(overlaps < MATCH_IOU - EPS, 0.0, overlaps)
        rows, cols = assign(enough, maximize=True)
        kept[cols[(enough[rows, cols] > EPS) & distracts[rows]]] = False
    return kept


def overlap_matrix(a: Floats, b: Floats) -> Floats:
    """(N, M) IoU of (N, 4) and (M, 4) boxes x, y, w, h; 0 where a box has no extent."""
    low_a, size_a = a[:, None, :2], a[:, None, 2:]
    low_b, size_b = b[None, :, :2], b[None, :, 2:]
    shared = np.minimum(low_a + size_a, low_b + size_b) - np.maximum(low_a, low_b)
    common = shared.clip(min=0).prod(axis=2)
    union = size_a.prod(axis=2) + size_b.prod(axis=2) - common
    overlaps: Floats = np.divide(common, union, out=np.zeros_like(common), where=union > EPS)
    return overlaps
