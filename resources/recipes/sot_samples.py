"""Training samples for the single-object tracker: a template and search crops of one imagined video each."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from resources.recipes.sprites import CANVAS, Thing, draw_state, random_thing, recoloured
from resources.recipes.textures import Picture, Rng

TEMPLATE, SEARCH = 128, 256
TARGET_PX = 64.0
"""Side of the target, sqrt(w*h), in both crops at their nominal factors 2 and 4."""


@dataclass(frozen=True)
class Film:
    """What stays the same over one imagined video."""

    target: Thing
    others: tuple[Picture, ...]
    background: Picture
    far_background: Picture
    window: tuple[float, float, float, float] | None
    margin: NDArray[np.float64]
    aspect: NDArray[np.float64]
    source_px: float
    grey: bool
    tone: NDArray[np.float64]
    noise: float
    jpeg: int
    blur: float
    contrast: float
    dimming: float


@dataclass(frozen=True)
class View:
    """One crop: BGR picture, target box (cx, cy, w, h) in crop sides, and the share of it that is visible."""

    picture: Picture
    box: NDArray[np.float64]
    visible: float


def random_film(rng: Rng, pool: list[Picture]) -> Film:
    """A new video: target, other things, background and camera."""
    target = random_thing(rng, pool)
    others = [
        recoloured(rng, target, pool) if rng.random() < 0.45 else random_thing(rng, pool)
        for _ in range(int(rng.choice([0, 1, 2, 3], p=(0.2, 0.35, 0.3, 0.15))))
    ]
    background = pool[rng.integers(len(pool))]
    return Film(
        target=target,
        others=tuple(draw_state(rng, other) for other in others),
        background=background,
        far_background=pool[rng.integers(len(pool))] if rng.random() < 0.25 else background,
        window=_random_window(rng, target),
        margin=np.exp(rng.normal(0.03, 0.09, 2)),
        aspect=np.exp(np.array([1, -1]) * rng.normal(0, 0.2)),
        source_px=float(np.exp(rng.uniform(np.log(9), np.log(110)))),
        grey=bool(rng.random() < 0.2),
        tone=rng.normal(0, 0.18, 3),
        noise=float(rng.choice([0, 3, 8, 14]) * rng.random()),
        jpeg=int(rng.integers(30, 96)),
        blur=float(rng.choice([0, 0, 0.7, 1.5])),
        contrast=float(rng.choice([1.0, 1.0, rng.uniform(0.25, 1.0)])),
        dimming=float(np.exp(rng.uniform(-3.0, -0.7))) if rng.random() < 0.12 else 1.0,
    )


def _random_window(rng: Rng, target: Thing) -> tuple[float, float, float, float] | None:
    """Part of the thing (cx, cy, w, h in its box) that is the target, None for all of it."""
    if target.portrait is not None:
        return (
            0.5,
            float(rng.uniform(0.28, 0.36)),
            float(rng.uniform(0.3, 0.48)),
            float(rng.uniform(0.36, 0.56)),
        )
    if rng.random() > 0.3:
        return None
    if target.figure is not None:
        h = rng.uniform(0.15, 0.55)
        return 0.5, float(rng.uniform(h / 2, 1 - h / 2)), float(rng.uniform(0.5, 1.0)), float(h)
    w, h = rng.uniform(0.2, 0.6, 2)
    return float(rng.uniform(0.3, 0.7)), float(rng.uniform(0.25, 0.75)), float(w), float(h)


def _linear(rng: Rng, film: Film, strong: bool) -> NDArray[np.float64]:
    """Rotation, aspect and shear of a momentary state, (2, 2)."""
    turn = rng.normal(0, 0.3 if strong else 0.1)
    stretch = np.diag(film.aspect * np.exp(np.array([1, -1]) * rng.normal(0, 0.07)))
    shear = np.array([[1, rng.normal(0, 0.08)], [0, 1]])
    rotation = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    return rotation @ shear @ stretch


def _outline(sprite: Picture, window: tuple[float, float, float, float] | None) -> NDArray[np.float64]:
    """Points (K, 2) on the sprite whose bounding box is the target's box."""
    box = cv2.boundingRect((sprite[..., 3] > 100).astype(np.uint8))
    if window is not None:
        cx, cy = box[0] + window[0] * box[2], box[1] + window[1] * box[3]
        w, h = max(6.0, window[2] * box[2]) / 2, max(6.0, window[3] * box[3]) / 2
        return np.array([[cx - w, cy - h], [cx + w, cy - h], [cx + w, cy + h], [cx - w, cy + h]])
    contours, _ = cv2.findContours(
        (sprite[..., 3] > 100).astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE
    )
    if not contours:
        return np.array([[50.0, 50.0], [78.0, 78.0]])
    return cv2.convexHull(np.concatenate(contours))[:, 0].astype(np.float64)


def _placed(
    outline: NDArray[np.float64],
    linear: NDArray[np.float64],
    side: float,
    at: NDArray[np.float64],
    margin: NDArray[np.float64],
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Affine map (2, 3) that gives the outline's box sqrt(w*h) = side and centre `at`; and the box, px."""
    moved = outline @ linear.T
    low, high = moved.min(0), moved.max(0)
    extent = (high - low + 1e-3) * margin
    scale = side / np.sqrt(extent[0] * extent[1])
    offset = at - (low + high) / 2 * scale
    return np.column_stack([linear * scale, offset]), np.concatenate([at, extent * scale])


def _paste(
    picture: Picture, sprite: Picture, affine: NDArray[np.float64], keep: NDArray[np.uint8] | None
) -> None:
    """Draws the sprite; `keep` (the target's visible mask) loses what it covers."""
    size = picture.shape[0]
    corners = np.array([[0, 0, 1], [CANVAS, 0, 1], [0, CANVAS, 1], [CANVAS, CANVAS, 1]]) @ affine.T
    left, top = np.clip(np.floor(corners.min(0)), 0, size).astype(int)
    right, bottom = np.clip(np.ceil(corners.max(0)), 0, size).astype(int)
    if right - left < 2 or bottom - top < 2:
        return
    local = affine.copy()
    local[:, 2] -= (left, top)
    shown = cv2.warpAffine(sprite, local, (int(right - left), int(bottom - top)), flags=cv2.INTER_LINEAR)
    alpha = shown[..., 3:].astype(np.uint16)
    region = picture[top:bottom, left:right]
    region[:] = ((region * (255 - alpha) + shown[..., :3] * alpha) // 255).astype(np.uint8)
    if keep is not None:
        hidden = shown[..., 3] > 127
        keep[top:bottom, left:right][hidden] = 0


def _background(rng: Rng, texture: Picture, size: int, anchor: NDArray[np.float64]) -> Picture:
    side = texture.shape[0]
    scale, turn = float(anchor[2]) * np.exp(rng.normal(0, 0.05)), rng.normal(0, 0.05)
    matrix = cv2.getRotationMatrix2D((side / 2, side / 2), np.degrees(turn), scale)
    matrix[:, 2] += size / 2 - side / 2 + anchor[:2] + rng.normal(0, 25, 2)
    return cv2.warpAffine(texture, matrix, (size, size), borderMode=cv2.BORDER_REFLECT_101)


def _developed(rng: Rng, film: Film, picture: Picture, strong: bool) -> Picture:
    """What camera and file format make of a crop: tone, low resolution, blur, noise, JPEG."""
    size = picture.shape[0]
    source = int(np.clip(size * film.source_px / TARGET_PX * np.exp(rng.normal(0, 0.05)), 16, size))
    small = cv2.resize(picture, (source, source), interpolation=cv2.INTER_AREA)
    if film.blur:
        small = cv2.GaussianBlur(small, (0, 0), film.blur)
    if rng.random() < 0.28:
        length = int(rng.integers(3, max(4, source // rng.choice([7, 14]))))
        kernel = np.zeros((length, length), np.float32)
        tip = np.array([np.cos(a := rng.uniform(0, np.pi)), np.sin(a)]) * length / 2
        middle = np.full(2, (length - 1) / 2)
        ends = [tuple(np.round(middle + s * tip).astype(int).tolist()) for s in (-1, 1)]
        cv2.line(kernel, ends[0], ends[1], 1.0)
        small = cv2.filter2D(small, -1, kernel / kernel.sum())
    spread = 0.3 if strong else 0.06
    gain = np.exp(film.tone * 0.5 + rng.normal(0, spread) + rng.normal(0, spread / 4, 3))
    levels = (np.arange(256)[:, None] / 255 - 0.5) * film.contrast + 0.5
    levels = np.clip(levels * gain + rng.normal(0, spread / 4), 0, 1) ** np.exp(rng.normal(0, spread))
    small = cv2.LUT(
        small, (levels * (255 * film.dimming ** rng.uniform(0.7, 1.0))).astype(np.uint8)[:, None, :]
    )
    if film.grey:
        small = cv2.cvtColor(cv2.cvtColor(small, cv2.COLOR_BGR2GRAY), cv2.COLOR_GRAY2BGR)
    if film.noise > 1:
        grain = np.empty((source, source, 1 if film.grey else 3), np.int16)
        cv2.setRNGSeed(int(rng.integers(1 << 30)))
        cv2.randn(grain, 0, max(1.0, film.noise * film.dimming**0.5))
        small = np.clip(small + grain, 0, 255).astype(np.uint8)
    if rng.random() < 0.7:
        small = cv2.imdecode(
            cv2.imencode(".jpg", small, [cv2.IMWRITE_JPEG_QUALITY, film.jpeg])[1], cv2.IMREAD_COLOR
        )
    return cv2.resize(small, (size, size), interpolation=cv2.INTER_LINEAR)


def _cut_border(rng: Rng, picture: Picture, box: NDArray[np.float64]) -> NDArray[np.float64]:
    """Blackens what lies outside an imagined border; returns the box clipped to it (cx, cy, w, h in px)."""
    size = picture.shape[0]
    low, high = box[:2] - box[2:] / 2, box[:2] + box[2:] / 2
    for axis in np.flatnonzero(rng.random(2) < 0.6):
        room = float(low[axis] + box[2 + axis] * rng.uniform(0, 0.4))
        edge = int(rng.uniform(0, max(1.0, room)))
        if rng.random() < 0.5:
            picture[(slice(None), slice(0, edge)) if axis == 0 else slice(0, edge)] = 0
            low[axis] = max(low[axis], edge)
        else:
            room = float(high[axis] - box[2 + axis] * rng.uniform(0, 0.4))
            edge = int(rng.uniform(min(room, size - 1), size))
            picture[(slice(None), slice(edge, None)) if axis == 0 else slice(edge, None)] = 0
            high[axis] = min(high[axis], edge)
    return np.concatenate([(low + high) / 2, high - low])


def _draw_others(
    rng: Rng,
    film: Film,
    picture: Picture,
    box: NDArray[np.float64],
    keep: NDArray[np.uint8] | None,
    sprites: tuple[Picture, ...],
) -> None:
    """Scatters other things of about the target's size; over the target if `keep` is given."""
    size = picture.shape[0]
    for sprite in sprites:
        at = rng.uniform(0, size, 2)
        if keep is not None:
            at = box[:2] + rng.normal(0, 0.75, 2) * box[2:]
        side = np.sqrt(box[2] * box[3]) * np.exp(rng.normal(0, 0.25 if film.window is None else 0.8))
        linear = _linear(rng, film, False)
        affine, _ = _placed(_outline(sprite, None), linear, float(side), at, np.ones(2))
        _paste(picture, sprite, affine, keep)


def make_view(rng: Rng, film: Film, anchor: NDArray[np.float64], search: bool) -> View:
    """Draws one crop; in a template the target is centred and hardly covered."""
    size = SEARCH if search else TEMPLATE
    strong = search and rng.random() < 0.25
    texture = film.far_background if search else film.background
    picture = _background(rng, texture, size, anchor)
    at, side = np.full(2, size / 2) + rng.normal(0, 1.5, 2), TARGET_PX * np.exp(rng.normal(0, 0.04))
    if search:
        spread = size * rng.choice([0.04, 0.1, 0.18])
        side = TARGET_PX * np.exp(np.clip(rng.normal(-0.03, 0.28 if strong else 0.17), -0.6, 0.7))
        if rng.random() < 0.15:
            side, spread = side / rng.uniform(1.2, 2.0), 0.2 * size
        at = size / 2 + np.clip(rng.normal(0, spread, 2), -0.43 * size, 0.43 * size)
    sprite = draw_state(rng, film.target)
    affine, box = _placed(
        _outline(sprite, film.window), _linear(rng, film, strong), float(side), at, film.margin
    )
    behind = rng.random(len(film.others)) < 0.7
    absent = search and rng.random() < 0.12
    _draw_others(
        rng, film, picture, box, None, tuple(o for o, b in zip(film.others, behind, strict=True) if b)
    )
    keep = np.zeros((size, size), np.uint8)
    area = 1.0
    if not absent:
        _paste(picture, sprite, affine, None)
        low = np.clip(box[:2] - box[2:] / 2, 0, size).astype(int)
        high = np.clip(box[:2] + box[2:] / 2, 0, size).astype(int)
        keep[low[1] : high[1] + 1, low[0] : high[0] + 1] = 1
        shown = cv2.warpAffine(sprite[..., 3], affine, (size, size))
        keep[shown < 100] = 0
        area = float(box[2] * box[3]) * max(0.2, float(keep.sum()) / max(1.0, float(box[2] * box[3])))
    if search or rng.random() < 0.15:
        fore = tuple(o for o, b in zip(film.others, behind, strict=True) if not b)
        _draw_others(rng, film, picture, box, keep, fore)
    outside = np.zeros((size, size), bool)
    if rng.random() < 0.2:
        box = _cut_border(rng, picture, box)
        outside = ~picture.any(2)
        keep[outside] = 0
    picture = _developed(rng, film, picture, strong)
    picture[outside] = 0
    visible = 0.0 if absent else float(keep.sum()) / max(area, 1.0)
    return View(picture, box / size, min(1.0, visible))


def make_group(rng: Rng, pool: list[Picture], searches: int) -> list[View]:
    """One template followed by `searches` search views of the same imagined video.

    A quarter of the templates are blends of two moments, as the tracker makes them while it follows a target.
    """
    while True:
        film = random_film(rng, pool)
        anchor = np.array([*rng.uniform(-60, 60, 2), np.exp(rng.uniform(-0.3, 0.8))])
        template = make_view(rng, film, anchor, False)
        if template.visible < 0.55 or not 0.2 < template.box[2] / template.box[3] < 5:
            continue
        if rng.random() < 0.25:
            other = make_view(rng, film, anchor, False)
            share = float(rng.uniform(0.2, 0.6))
            blend = cv2.addWeighted(template.picture, 1 - share, other.picture, share, 0)
            template = View(blend, template.box, template.visible)
        return [template, *(make_view(rng, film, anchor, True) for _ in range(searches))]
