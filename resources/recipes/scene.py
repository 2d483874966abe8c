"""A seeded scene of people-like figures that walk over a plaza, with exact ground truth for every frame.

    scene = Scene(seed=3)
    picture, truth = scene.render(1.5)

Boxes, ids, 17 COCO keypoints and visible fractions belong to the very shapes that were drawn.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from resources.recipes.backdrop import draw_lamp, paint_plaza
from resources.recipes.figures import FigureLook, FigureSprite, draw_figure, random_look

Floats = NDArray[np.float32]
_TICK_S = 0.02
_EYE = 1 / 3
"""Row of the horizon, in picture heights."""
_BODY = 0.68
"""Body height over camera height."""


@dataclass(frozen=True)
class GroundTruth:
    """What one frame shows; N figures, those that are not in the picture have nan boxes and keypoints.

    Attributes:
        ids: (N,) from 1.
        boxes: (N, 4) x, y, w, h in px of the whole figure with its hidden parts, cut at the picture's border.
        keypoints: (N, 17, 3) x, y in px and confidence: 1 seen, 0.5 hidden, 0 outside the picture.
        visibility: (N,) share of the figure's pixels that are seen, 0..1.
    """

    ids: NDArray[np.int64]
    boxes: Floats
    keypoints: Floats
    visibility: Floats


@dataclass(frozen=True)
class Walk:
    """A figure's way, sampled every `_TICK_S` seconds.

    Attributes:
        place: (K, 2) x in picture widths, nearness 0 (far) .. 1 (near).
        yaw: (K,) direction of walking, see `figures.body_points`.
        phase: (K,) radians of the walk cycle.
        effort: (K,) 0 stands, 1 walks.
    """

    place: NDArray[np.float64]
    yaw: NDArray[np.float64]
    phase: NDArray[np.float64]
    effort: NDArray[np.float64]

    def at(self, time_s: float) -> tuple[NDArray[np.float64], float, float, float]:
        """Place, yaw, phase and effort at a time, linear between samples."""
        step = np.clip(time_s / _TICK_S, 0, len(self.yaw) - 1.001)
        index, rest = int(step), step % 1
        between = [
            a[index] * (1 - rest) + a[index + 1] * rest
            for a in (self.place, self.yaw, self.phase, self.effort)
        ]
        return between[0], float(between[1]), float(between[2]), float(between[3])


@dataclass(frozen=True)
class _Drawn:
    """One item on its way into the picture; `column` is its index in the ground truth, None for a lamp."""

    nearness: float
    left: float
    top: float
    colour: Floats
    alpha: Floats
    column: int | None
    keypoints: Floats | None


def foot_row(nearness: float, height: int) -> float:
    """Picture row where something at this nearness (0..1) stands."""
    return height * (0.56 + 0.41 * nearness)


def body_height(nearness: float, height: int) -> float:
    """Pixels of an average body at this nearness."""
    return (foot_row(nearness, height) - _EYE * height) * _BODY


def _smoothed(values: NDArray[np.float64], width_s: float) -> NDArray[np.float64]:
    reach = int(width_s / _TICK_S)
    kernel = np.hanning(2 * reach + 3)
    return np.convolve(np.pad(values, reach + 1, mode="edge"), kernel / kernel.sum(), "valid")


def make_walk(
    times_s: NDArray[np.float64], points: NDArray[np.float64], duration_s: float, start_phase: float
) -> Walk:
    """A smooth walk through way points (K, 2) at the given times; outside them the figure stands.

    The walk cycle follows the distance covered on the ground, so feet do not slide much.
    """
    clock = np.arange(0, duration_s + 2 * _TICK_S, _TICK_S)
    place = np.stack([_smoothed(np.interp(clock, times_s, points[:, axis]), 0.6) for axis in (0, 1)], 1)
    # In body heights: sideways by the perspective scale, in depth by the change of that scale.
    size = np.array([body_height(n, 1) for n in place[:, 1]])
    sideways = np.gradient(place[:, 0], _TICK_S) * 16 / 9 / size
    nearer = np.gradient(place[:, 1], _TICK_S) * 1.2 / size * 0.6
    speed = np.hypot(sideways, nearer)
    heading = np.unwrap(np.arctan2(nearer, sideways + 1e-9))
    moving = speed > 0.05
    heading = np.interp(clock, clock[moving], heading[moving]) if moving.any() else heading
    phase = start_phase + np.cumsum(speed) * _TICK_S * 2 * np.pi / 0.85
    return Walk(place, _smoothed(heading, 0.35), phase, _smoothed(np.clip(speed / 0.7, 0, 1.0), 0.3))


def random_walk(rng: np.random.Generator, duration_s: float, stays: bool) -> Walk:
    """A figure that strolls about in view (`stays`), or one that crosses the picture, once or to and fro."""
    if stays:
        times, spots = [0.0], [np.array([rng.uniform(0.3, 0.6), rng.uniform(0.45, 0.75)])]
        while times[-1] < duration_s:
            spot = np.array([rng.uniform(0.15, 0.85), rng.uniform(0.35, 0.85)])
            apart = np.hypot((spot - spots[-1])[0], 0.4 * (spot - spots[-1])[1])
            if apart > 0.25:
                times.append(times[-1] + apart / rng.uniform(0.07, 0.095))
                spots.append(spot)
        return make_walk(np.array(times), np.array(spots), duration_s, rng.uniform(0, 6.3))
    nearness = float(rng.uniform(0.05, 1.0))
    margin = 0.12 + 0.12 * nearness
    ends = np.array([-margin, 1 + margin])[:: int(rng.choice((-1, 1)))]
    speed = rng.uniform(0.6, 0.95) * body_height(nearness, 1) * 9 / 16
    time, times, spots = float(rng.uniform(-0.8, 0.45) * duration_s), [], []
    for turn in range(4):
        times.append(time)
        spots.append(np.array([ends[turn % 2], np.clip(nearness + rng.normal(0, 0.08), 0.03, 1)]))
        time += (1 + 2 * margin) / speed + rng.uniform(0, 4) * (turn % 2)
    return make_walk(np.array(times), np.array(spots), duration_s, rng.uniform(0, 6.3))


class Scene:
    """Figures on a plaza under a slowly drifting camera; the same seed gives the same pixels."""

    def __init__(
        self,
        seed: int,
        size: tuple[int, int] = (1280, 720),
        figures: int = 8,
        duration_s: float = 30.0,
        staying: int = 2,
    ) -> None:
        rng, backdrop_rng = np.random.default_rng([seed, 0]), np.random.default_rng([seed, 1])
        self.width, self.height = size
        self._margin = self.width // 20
        wide, tall = self.width + 2 * self._margin, self.height + 2 * self._margin
        horizon = int(_EYE * self.height) + self._margin
        self._backdrop = paint_plaza(backdrop_rng, wide, tall, horizon)
        self.looks: list[FigureLook] = [
            random_look(rng, vivid=index < figures - 2) for index in range(figures)
        ]
        self.tallness = rng.uniform(0.92, 1.08, figures)
        self.walks = [random_walk(rng, duration_s, index < staying) for index in range(figures)]
        self._lamps = [(float(rng.uniform(0.08, 0.3)), 0.30), (float(rng.uniform(0.7, 0.92)), 0.62)]
        self._sway = rng.uniform(0, 6.3, 4)

    def camera_offset(self, time_s: float) -> NDArray[np.float64]:
        """Drift (x, y) of the camera in pixels: slow sweeps and a little hand shake."""
        slow = np.array([np.sin(0.23 * time_s + self._sway[0]), 0.5 * np.sin(0.31 * time_s + self._sway[1])])
        shake = np.array([np.sin(2.1 * time_s + self._sway[2]), np.cos(1.7 * time_s + self._sway[3])])
        return slow * self._margin * 0.55 + shake * self.width / 900

    def render(self, time_s: float) -> tuple[NDArray[np.uint8], GroundTruth]:
        """BGR picture (H, W, 3) and ground truth at a time in seconds."""
        drift = self.camera_offset(time_s)
        shift = np.array([[1, 0, -self._margin - drift[0]], [0, 1, -self._margin - drift[1]]])
        canvas = cv2.warpAffine(self._backdrop, shift, (self.width, self.height), flags=cv2.INTER_LINEAR)
        canvas = canvas.astype(np.float32) / 255
        items = [self._figure(column, time_s, drift) for column in range(len(self.walks))]
        items += [self._lamp(x, nearness, drift) for x, nearness in self._lamps]
        items.sort(key=lambda item: item.nearness)
        for item in items:
            _cast_shadow(canvas, item)
        owner = np.full((self.height, self.width), -1, np.int16)
        for item in items:
            _draw(canvas, owner, item)
        picture = np.clip(canvas * 255 + 0.5, 0, 255).astype(np.uint8)
        return picture, self._truth(items, owner)

    def _figure(self, column: int, time_s: float, drift: NDArray[np.float64]) -> _Drawn:
        (x, nearness), yaw, phase, effort = self.walks[column].at(time_s)
        tall = body_height(nearness, self.height) * self.tallness[column]
        sprite: FigureSprite = draw_figure(self.looks[column], phase, yaw, tall, effort)
        place = np.array([x * self.width, foot_row(nearness, self.height)]) - drift
        corner = place - sprite.foot
        colour, alpha = _shifted(sprite.colour, corner), _shifted(sprite.alpha, corner)
        return _Drawn(
            nearness, corner[0], corner[1], colour, alpha, column, sprite.keypoints + np.float32(corner)
        )

    def _lamp(self, x: float, nearness: float, drift: NDArray[np.float64]) -> _Drawn:
        lamp = draw_lamp(int(body_height(nearness, self.height) * 1.9))
        place = np.array([x * self.width, foot_row(nearness, self.height)]) - drift
        corner = place - (lamp.shape[1] / 2, lamp.shape[0])
        moved = _shifted(lamp, corner)
        return _Drawn(nearness, corner[0], corner[1], moved[..., :3], moved[..., 3], None, None)

    def _truth(self, items: list[_Drawn], owner: NDArray[np.int16]) -> GroundTruth:
        count = len(self.walks)
        boxes = np.full((count, 4), np.nan, np.float32)
        keypoints = np.full((count, 17, 3), np.nan, np.float32)
        visibility = np.zeros(count, np.float32)
        for item in items:
            if item.column is None or item.keypoints is None:
                continue
            box = _clipped_box(item, self.width, self.height)
            if box is None:
                continue
            boxes[item.column] = box
            visibility[item.column] = (owner == item.column).sum() / max(1, int((item.alpha > 0.5).sum()))
            keypoints[item.column] = _judged(item.keypoints, owner, item.column)
        ids = np.arange(1, count + 1)
        return GroundTruth(ids, boxes, keypoints, np.clip(visibility, 0, 1))


def _shifted(picture: Floats, corner: NDArray[np.float64]) -> Floats:
    """The picture moved by the fraction of a pixel that whole-pixel drawing at floor(corner) leaves out."""
    rest = corner - np.floor(corner)
    matrix = np.array([[1, 0, rest[0]], [0, 1, rest[1]]])
    size = (picture.shape[1] + 1, picture.shape[0] + 1)
    return cv2.warpAffine(picture, matrix, size, flags=cv2.INTER_LINEAR)


def _overlap(item: _Drawn, width: int, height: int) -> tuple[slice, slice, slice, slice] | None:
    """Rows and columns of the picture, and of the item, where both meet."""
    left, top = int(np.floor(item.left)), int(np.floor(item.top))
    x0, x1 = max(0, left), min(width, left + item.alpha.shape[1])
    y0, y1 = max(0, top), min(height, top + item.alpha.shape[0])
    if x1 <= x0 or y1 <= y0:
        return None
    return slice(y0, y1), slice(x0, x1), slice(y0 - top, y1 - top), slice(x0 - left, x1 - left)


def _draw(canvas: Floats, owner: NDArray[np.int16], item: _Drawn) -> None:
    meeting = _overlap(item, canvas.shape[1], canvas.shape[0])
    if meeting is None:
        return
    rows, cols, own_rows, own_cols = meeting
    alpha = item.alpha[own_rows, own_cols]
    canvas[rows, cols] = canvas[rows, cols] * (1 - alpha[..., None]) + item.colour[own_rows, own_cols]
    owner[rows, cols][alpha > 0.5] = -1 if item.column is None else item.column


def _cast_shadow(canvas: Floats, item: _Drawn) -> None:
    """Lays a soft, slanted shadow of the item on the ground, to the right and away from the viewer."""
    tall, wide = item.alpha.shape
    foot = tall * (1.05 / 1.12 if item.column is not None else 1.0)
    matrix = np.array([[1, -0.55, 0.55 * foot], [0, 0.22, foot * (1 - 0.22)]])
    shape = cv2.warpAffine(item.alpha, matrix, (wide + tall, tall))
    shape = cv2.GaussianBlur(shape, (0, 0), max(1.0, tall / 90))
    cover = _Drawn(item.nearness, item.left, item.top, shape, shape, None, None)
    meeting = _overlap(cover, canvas.shape[1], canvas.shape[0])
    if meeting is not None:
        rows, cols, own_rows, own_cols = meeting
        canvas[rows, cols] *= 1 - 0.42 * shape[own_rows, own_cols][..., None]


def _clipped_box(item: _Drawn, width: int, height: int) -> Floats | None:
    """x, y, w, h around the item's solid pixels, cut at the picture's border; None if nothing is inside."""
    x, y, w, h = cv2.boundingRect((item.alpha > 0.5).astype(np.uint8))
    left, top = x + int(np.floor(item.left)), y + int(np.floor(item.top))
    x0, y0, x1, y1 = max(0, left), max(0, top), min(width, left + w), min(height, top + h)
    return np.array([x0, y0, x1 - x0, y1 - y0], np.float32) if x1 - x0 > 1 and y1 - y0 > 1 else None


def _judged(points: Floats, owner: NDArray[np.int16], column: int) -> Floats:
    """Keypoints (17, 3) with their confidence: 1 seen, 0.5 hidden by something, 0 outside the picture."""
    height, width = owner.shape
    cells = np.floor(points).astype(int)
    inside = (cells >= 0).all(1) & (cells[:, 0] < width) & (cells[:, 1] < height)
    shown = np.zeros(len(points), np.float32)
    rows, cols = np.clip(cells[:, 1], 0, height - 1), np.clip(cells[:, 0], 0, width - 1)
    shown[inside] = np.where(owner[rows, cols] == column, 1.0, 0.5)[inside]
    return np.column_stack([points, shown]).astype(np.float32)
