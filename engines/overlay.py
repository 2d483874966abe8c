"""What is drawn over a frame, as plain marks: the window paints them with Qt, a video file with OpenCV."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engines.geometry import Box, iou
from engines.palette import BESIDE_COLOR, LOST_COLOR, OTHER_COLOR, SEARCH_COLOR, TRUTH_COLOR, Rgb, track_color
from engines.search_look import SearchLook
from engines.track import Track, TrackState

# COCO order: nose, eyes, ears, shoulders, elbows, wrists, hips, knees, ankles.
SKELETON: tuple[tuple[int, int], ...] = (
    (0, 1), (0, 2), (1, 3), (2, 4), (5, 6), (5, 7), (7, 9), (6, 8), (8, 10),
    (5, 11), (6, 12), (11, 12), (11, 13), (13, 15), (12, 14), (14, 16),
)  # fmt: skip
MIN_KEYPOINT_CONFIDENCE = 0.3
SURE_KEYPOINT_CONFIDENCE = 0.6
"""From here on a keypoint gets a full dot; below, a small one."""


@dataclass(frozen=True, slots=True)
class RectMark:
    """An outlined box. `width` in screen pixels."""

    box: Box
    color: Rgb
    width: float = 2.0
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class TextMark:
    """Text on a plate at (x, y) of the frame: its bottom-left corner, or its top-left one for `hangs`."""

    x: float
    y: float
    text: str
    color: Rgb
    hangs: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class LinesMark:
    """Segments (N, 4): x1, y1, x2, y2 in pixels of the frame."""

    segments: NDArray[np.float64]
    color: Rgb
    width: float = 2.0


@dataclass(frozen=True, slots=True, eq=False)
class DotsMark:
    """Points (N, 2) in pixels of the frame; `radius` in screen pixels."""

    points: NDArray[np.float64]
    color: Rgb
    radius: float = 3.0


@dataclass(frozen=True, slots=True, eq=False)
class HeatMark:
    """A map of numbers (R, C) over a part of the frame, see-through where they are small."""

    box: Box
    values: NDArray[np.floating[Any]]


Mark = RectMark | TextMark | LinesMark | DotsMark | HeatMark


@dataclass(frozen=True, slots=True)
class OverlayOptions:
    """Which overlays are shown."""

    boxes: bool = True
    scores: bool = True
    trails: bool = True
    search: bool = False
    truth: bool = True
    skeletons: bool = True
    heat: bool = False


@dataclass(frozen=True, slots=True)
class OverlayInput:
    """Everything the overlay of one frame is made of.

    Attributes:
        tracks: of the frame's result.
        truth: annotated tracks of the same frame.
        others: tracks of the same frame from an imported result.
        beside: what a second tracker says of the same targets.
        trails: past centres by track id, oldest first, (N, 2).
        found: the tracks are a detector's finds, maybe many: each carries its id inside its box.
        selected: id whose track stands out; the others are dimmed. None dims nothing.
        looks: what the tracker looked at in this frame, where that is known.
        lost_word: how "lost" is said in the user's language.
    """

    tracks: Sequence[Track]
    truth: Sequence[Track] = ()
    others: Sequence[Track] = ()
    beside: Sequence[Track] = ()
    trails: Mapping[int, NDArray[np.float64]] = field(default_factory=dict)
    found: bool = False
    selected: int | None = None
    looks: Sequence[SearchLook] = ()
    lost_word: str = "lost"


def build_overlay(shown: OverlayInput, options: OverlayOptions) -> tuple[Mark, ...]:
    """Marks of one frame, bottom first."""
    marks: list[Mark] = []
    if options.heat:
        marks += [HeatMark(look.cells_in_frame, look.maps.scores) for look in shown.looks]
    if options.truth:
        marks += [RectMark(track.box, TRUTH_COLOR, 1.0, dashed=True) for track in shown.truth]
    for track in shown.others:
        marks += _other_marks(track, options)
    for track in shown.beside:
        marks += _beside_marks(track, shown, options)
    for track in shown.tracks:
        marks += _track_marks(track, shown, options)
    return tuple(marks)


def _other_marks(track: Track, options: OverlayOptions) -> list[Mark]:
    """What somebody else's result says: one colour, dashed, the id at the lower edge."""
    marks: list[Mark] = [RectMark(track.box, OTHER_COLOR, 1.5, dashed=True)]
    if options.skeletons and track.keypoints is not None:
        marks += _skeleton_marks(track.keypoints, OTHER_COLOR)
    if options.scores:
        marks.append(TextMark(track.box.x, track.box.bottom, f"{track.id}", OTHER_COLOR, hangs=True))
    return marks


def _beside_marks(track: Track, shown: OverlayInput, options: OverlayOptions) -> list[Mark]:
    """A second tracker's box: one colour, its caption at the lower edge, dashed where it is lost."""
    is_lost = track.state is TrackState.LOST
    color = LOST_COLOR if is_lost else BESIDE_COLOR
    marks: list[Mark] = [RectMark(track.box, color, 2.0, dashed=is_lost)]
    if options.scores:
        word = shown.lost_word if is_lost else f"{track.score:.2f}"
        first = next((other.box for other in shown.tracks if other.id == track.id), None)
        same = "" if first is None else f"  IoU {iou(first, track.box):.2f}"
        caption = f"B #{track.id}  {word}{same}"
        marks.append(TextMark(track.box.x, track.box.bottom, caption, color, hangs=True))
    return marks


def _track_marks(track: Track, shown: OverlayInput, options: OverlayOptions) -> list[Mark]:
    lost = track.state is TrackState.LOST
    color = LOST_COLOR if lost or shown.selected not in (None, track.id) else track_color(track.id)
    marks: list[Mark] = []
    if options.search and track.search is not None:
        marks.append(RectMark(track.search, SEARCH_COLOR, 1.0, dashed=True))
    trail = shown.trails.get(track.id)
    if options.trails and trail is not None and len(trail) > 1:
        marks.append(LinesMark(np.hstack([trail[:-1], trail[1:]]), color, 1.0))
    if options.boxes:
        marks.append(RectMark(track.box, color, 2.0, dashed=lost))
    if options.skeletons and track.keypoints is not None:
        marks += _skeleton_marks(track.keypoints, color)
    if options.scores:
        caption = _caption(track, shown)
        marks.append(TextMark(track.box.x, track.box.y, caption, color, hangs=shown.found))
    return marks


def _caption(track: Track, shown: OverlayInput) -> str:
    parts = [f"#{track.id}"]
    # Where all are of one kind, its name says nothing.
    if track.label and (not shown.found or any(other.label != track.label for other in shown.tracks)):
        parts.append(track.label)
    if shown.found and shown.selected != track.id:
        return " ".join(parts)
    parts.append(shown.lost_word if track.state is TrackState.LOST else f"{track.score:.2f}")
    truth = _true_box(track, shown)
    if truth is not None:
        parts.append(f"IoU {iou(track.box, truth):.2f}")
    return "  ".join(parts)


def _true_box(track: Track, shown: OverlayInput) -> Box | None:
    """The annotated box a track is compared with: of the same id, or where ids differ the nearest one."""
    if shown.found:
        return max((true.box for true in shown.truth), key=lambda box: iou(track.box, box), default=None)
    same = next((true.box for true in shown.truth if true.id == track.id), None)
    if same is None and len(shown.truth) == 1 and len(shown.tracks) == 1:
        return shown.truth[0].box
    return same


def _skeleton_marks(keypoints: NDArray[np.float64], color: Rgb) -> list[Mark]:
    seen = keypoints[:, 2] >= MIN_KEYPOINT_CONFIDENCE
    bones = [(a, b) for a, b in SKELETON if seen[a] and seen[b]]
    marks: list[Mark] = []
    if bones:
        a, b = np.array(bones).T
        marks.append(LinesMark(np.hstack([keypoints[a, :2], keypoints[b, :2]]), color, 2.0))
    sure = keypoints[:, 2] >= SURE_KEYPOINT_CONFIDENCE
    for which, radius in ((seen & sure, 3.5), (seen & ~sure, 2.0)):
        if which.any():
            marks.append(DotsMark(keypoints[which, :2], color, radius))
    return marks
