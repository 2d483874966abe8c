"""ByteTrack: every detection counts; those with a low score may only carry on what is already followed.

A frame goes in three rounds: tracks and lost ones against detections with a high score (IoU times score),
tracks still open against detections with a low score (IoU), and tracks that are one frame old against what
is left. A Kalman filter says where each track is expected. What is new starts from a high score and counts
once it is found a second time; in the very first frame it counts at once.

With its defaults it gives the identities and boxes of the published Python program, habits included: a track
that timed out stays findable for one frame more and, if found then, is dropped as soon as it is lost again; a
score of exactly `track_thresh` is in neither round; tracks one frame old are compared where they were seen.

Source: Zhang et al., "ByteTrack: Multi-Object Tracking by Associating Every Detection Box", ECCV 2022.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engines import assignment
from engines.detections import Detections
from engines.frame import Frame
from engines.geometry import Box
from engines.track import Track, TrackState
from engines.trackers import kalman
from engines.trackers.kinds import AssociationKind
from engines.trackers.matching import best_matching, overlapping_pairs
from engines.trackers.parameters import parameter

Floats = NDArray[np.float64]
Indices = NDArray[np.intp]
Mask = NDArray[np.bool_]

_SECOND_LIMIT, _UNCONFIRMED_LIMIT = 0.5, 0.7
_DUPLICATE_DISTANCE = 0.15
# Beyond these a box is not one of a picture, and the filter's squares would no longer be numbers.
_FARTHEST_PX, _SMALLEST_PX = 1e9, 1e-3
# Rows of what is kept of each track beside its motion.
_ID, _CLASS, _START, _LAST, _CONFIRMED, _RETIRED = range(6)


@dataclass(frozen=True, slots=True)
class ByteTrackParameters:
    track_thresh: float = parameter(
        0.5, "High score", "Detections above this may match any track", minimum=0.0, maximum=1.0
    )
    low_thresh: float = parameter(
        0.1, "Low score", "Detections above this may carry on a track", minimum=0.0, maximum=1.0
    )
    new_track_margin: float = parameter(
        0.1, "New track margin", "A new track needs the high score and this much more",
        minimum=0.0, maximum=1.0,
    )  # fmt: skip
    match_thresh: float = parameter(
        0.8, "Match limit", "Largest distance (1 - IoU x score) of a track and a detection",
        minimum=0.0, maximum=1.0,
    )  # fmt: skip
    track_buffer: int = parameter(
        30, "Keep lost", "How long a lost track can be found again, counted at 30 frames per second",
        unit="frames", minimum=0, maximum=3000,
    )  # fmt: skip
    frame_rate: float = parameter(
        30.0, "Frame rate", "Stretches how long lost tracks are kept", unit="fps", minimum=1.0, maximum=1000.0
    )
    fuse_score: bool = parameter(
        True,
        "Weigh by score",
        "Multiplies the overlap with the detection's score; off: as ByteTrack does for MOT20",
    )
    class_aware: bool = parameter(False, "Keep class", "A track only takes detections of its own class")
    report: str = parameter(
        "kalman", "Reported boxes", "kalman: smoothed by the filter; detection: as detected",
        choices=("kalman", "detection"),
    )  # fmt: skip
    show_lost: bool = parameter(False, "Show lost", "Lists lost tracks too, where they are believed to be")


class ByteTrack:
    """Identities for detections (`association.Association`).

    All arrays hold the tracks of the last frame first, then the lost ones.
    """

    Parameters = ByteTrackParameters
    keeps_identities = True

    def __init__(self, parameters: ByteTrackParameters, labels: tuple[str, ...] = ()) -> None:
        self._parameters = parameters
        self._labels = labels
        self._new_above = parameters.track_thresh + parameters.new_track_margin
        self._longest_loss = int(parameters.frame_rate / 30.0 * parameters.track_buffer)
        assignment.load()
        self.reset()

    def reset(self) -> None:
        self._frame = 0
        self._last_id = 0
        self._tracked = 0
        self._motion = np.zeros((5, 0, 4))
        self._facts = np.zeros((6, 0), np.int64)
        self._scores = np.zeros(0)

    def associate(self, frame: Frame, detections: Detections) -> tuple[Track, ...]:
        self._frame += 1
        detections = _usable(detections)
        states = self._predicted()
        boxes = kalman.boxes_from_means(states[kalman.MEAN])
        rows, cols, is_new = self._match(boxes, detections)
        sources = self._advance(states, rows, cols, np.flatnonzero(is_new), detections)
        boxes = kalman.boxes_from_means(self._motion[kalman.MEAN])
        sources, boxes = self._without_duplicates(sources, boxes)
        return self._tracks(sources, boxes, detections)

    def _predicted(self) -> Floats:
        """(5, K, 4) states where they are compared with detections."""
        self._motion[kalman.VELOCITY, self._tracked :, kalman.HEIGHT] = 0
        states = kalman.predict(self._motion)
        unconfirmed = self._facts[_CONFIRMED] == 0
        if unconfirmed.any():
            states[:, unconfirmed] = self._motion[:, unconfirmed]
        return states

    def _match(self, boxes: Floats, detections: Detections) -> tuple[Indices, Indices, Mask]:
        """Tracks and the detections they took, and which detections begin a track."""
        p, scores = self._parameters, detections.scores
        high = scores > p.track_thresh
        rows, cols, overlaps = overlapping_pairs(boxes, detections.boxes)
        if p.class_aware:
            same = self._facts[_CLASS, rows] == detections.classes[cols]
            rows, cols, overlaps = rows[same], cols[same], overlaps[same]
        likeness = overlaps * scores[cols] if p.fuse_score else overlaps
        pair_high, pair_old = high[cols], self._facts[_CONFIRMED, rows] > 0
        gains = (likeness + (p.match_thresh - 1)) * (pair_high & pair_old)
        taken = best_matching(rows, cols, gains)
        # The two other rounds have no track and no detection in common: one matching serves both.
        free_rows, free = np.arange(len(boxes)) < self._tracked, np.ones(len(scores), np.bool_)
        free_rows[taken[0]] = free[taken[1]] = False
        pair_low = ((scores > p.low_thresh) & (scores < p.track_thresh))[cols]
        allowed = np.where(pair_old, pair_low, pair_high) & free_rows[rows] & free[cols]
        if allowed.any():
            second, unconfirmed = overlaps + (_SECOND_LIMIT - 1), likeness + (_UNCONFIRMED_LIMIT - 1)
            more = best_matching(rows, cols, np.where(pair_old, second, unconfirmed) * allowed)
            taken = np.concatenate((taken[0], more[0])), np.concatenate((taken[1], more[1]))
            free[more[1]] = False
        return *taken, free & high & (scores >= self._new_above)

    def _advance(
        self, states: Floats, rows: Indices, cols: Indices, fresh: Indices, detections: Detections
    ) -> Indices:
        """Takes the frame in. Returns the detection of each track of this frame, (tracked,) indices."""
        measured = kalman.measured_from_boxes(detections.boxes)
        facts, scores = self._facts, self._scores
        states[:, rows] = kalman.update(states[:, rows], measured[cols])
        scores[rows] = detections.scores[cols]
        facts[_CLASS, rows], facts[_LAST, rows] = detections.classes[cols], self._frame
        found = np.full(len(scores), -1, np.intp)
        found[rows] = cols
        split, seen = self._tracked, found >= 0
        kept = ~seen & (facts[_CONFIRMED] > facts[_RETIRED])
        still_lost = kept[split:].nonzero()[0] + split
        overdue = self._frame - facts[_LAST, still_lost] > self._longest_loss
        facts[_RETIRED, still_lost[overdue]] = 1
        facts[_CONFIRMED, rows] = 1
        if len(fresh):
            states = np.concatenate((states, kalman.initiate(measured[fresh])), axis=1)
            facts = np.concatenate((facts, self._first_facts(detections.classes[fresh])), axis=1)
            scores, found = np.concatenate((scores, detections.scores[fresh])), np.concatenate((found, fresh))
        going_on, refound = seen[:split].nonzero()[0], seen[split:].nonzero()[0] + split
        new = np.arange(len(seen), len(scores))
        order = np.concatenate((going_on, new, refound, still_lost, kept[:split].nonzero()[0]))
        self._tracked = len(going_on) + len(new) + len(refound)
        self._motion, self._facts, self._scores = states.take(order, 1), facts.take(order, 1), scores[order]
        sources: Indices = found[order[: self._tracked]]
        return sources

    def _first_facts(self, classes: NDArray[np.int64]) -> NDArray[np.int64]:
        facts = np.zeros((6, len(classes)), np.int64)
        facts[_ID] = np.arange(self._last_id + 1, self._last_id + 1 + len(classes))
        facts[_CLASS] = classes
        facts[_START] = facts[_LAST] = self._frame
        facts[_CONFIRMED] = self._frame == 1
        self._last_id += len(classes)
        return facts

    def _without_duplicates(self, sources: Indices, boxes: Floats) -> tuple[Indices, Floats]:
        """Of a track and a lost one at the same place, the one that was followed for less time goes."""
        split = self._tracked
        if split == len(self._scores):
            return sources, boxes
        rows, cols, overlaps = overlapping_pairs(boxes[:split], boxes[split:])
        close = 1 - overlaps < _DUPLICATE_DISTANCE
        if self._parameters.class_aware:
            close &= self._facts[_CLASS, rows] == self._facts[_CLASS, cols + split]
        if not close.any():
            return sources, boxes
        rows, cols = rows[close], cols[close] + split
        followed = self._facts[_LAST] - self._facts[_START]
        stays = np.ones(len(followed), np.bool_)
        stays[np.where(followed[rows] > followed[cols], cols, rows)] = False
        self._motion, self._facts = self._motion[:, stays], self._facts[:, stays]
        self._scores, self._tracked = self._scores[stays], int(stays[:split].sum())
        return sources[stays[:split]], boxes[stays]

    def _tracks(self, sources: Indices, boxes: Floats, detections: Detections) -> tuple[Track, ...]:
        """Confirmed tracks of the frame, then the lost ones if wanted; `sources` are their detections."""
        p, split = self._parameters, self._tracked
        # The filter may believe that something shrank to nothing; nothing is no box.
        real = boxes[:, 2:].min(axis=1, initial=np.inf) > 0
        if p.report == "detection":
            boxes[:split] = detections.boxes[sources]
        elif not real[:split].all():
            boxes[:split] = np.where(real[:split, None], boxes[:split], detections.boxes[sources])
        ids, classes, _, _, confirmed, retired = self._facts.tolist()
        scores, corners = self._scores.tolist(), boxes.tolist()
        labels = [self._label(index) for index in classes]
        points, tracks = detections.keypoints, []
        for at, source in enumerate(sources.tolist()):
            if confirmed[at]:
                keypoints = None if points is None else points[source]
                tracks.append(
                    Track(ids[at], Box(*corners[at]), scores[at], TrackState.TRACKED, labels[at], keypoints)
                )
        for at in range(split, len(ids) if p.show_lost else split):
            if real[at] and not retired[at]:
                tracks.append(Track(ids[at], Box(*corners[at]), scores[at], TrackState.LOST, labels[at]))
        return tuple(tracks)

    def _label(self, index: int) -> str | None:
        return self._labels[index] if 0 <= index < len(self._labels) else None


def _usable(detections: Detections) -> Detections:
    """Those with a finite box of some size and a finite score."""
    boxes, scores = detections.boxes, detections.scores
    if not len(scores):
        return detections
    # A comparison with nan is never true.
    is_plain = np.abs(boxes).max() < _FARTHEST_PX and np.abs(scores).max() < np.inf
    if is_plain and boxes[:, 2:].min() >= _SMALLEST_PX:
        return detections
    near = (np.abs(boxes) < _FARTHEST_PX).all(axis=1)
    return detections.where(near & (boxes[:, 2:] >= _SMALLEST_PX).all(axis=1) & np.isfinite(scores))


TRACKERS = {
    "bytetrack": AssociationKind(ByteTrackParameters, lambda labels, chosen: ByteTrack(chosen, tuple(labels)))
}
