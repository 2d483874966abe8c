"""Heads with shoulders that turn, nod and change their expression; faces drawn from random numbers alone."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from resources.recipes.figures import FigureLook, random_look
from resources.recipes.textures import Picture, Rng

CANVAS = 128
"""Side of all sprites in pixels."""


@dataclass(frozen=True)
class Portrait:
    """What one head looks like; lengths in canvas pixels."""

    look: FigureLook
    width: float
    height: float
    fringe: float
    brow: float
    beard: bool
    glasses: bool
    light: NDArray[np.float32]


def random_portrait(rng: Rng) -> Portrait:
    """A new head."""
    return Portrait(
        look=random_look(rng),
        width=float(rng.uniform(19, 25)),
        height=float(rng.uniform(26, 32)),
        fringe=float(rng.uniform(-0.75, -0.35)),
        brow=float(rng.uniform(1, 4)),
        beard=bool(rng.random() < 0.2),
        glasses=bool(rng.random() < 0.25),
        light=np.float32(rng.normal(0, 0.25, 2)),
    )


def _moved(point: NDArray[np.float64], dx: float, dy: float) -> NDArray[np.float64]:
    return point + np.array([dx, dy])


def _ellipse(
    canvas: Picture,
    centre: NDArray[np.float64],
    axes: tuple[float, float],
    colour: NDArray[np.float32],
    span: tuple[float, float] = (0, 360),
    thickness: int = -1,
) -> None:
    at = [round(float(v) * 16) for v in centre]
    size = [max(8, round(axis * 16)) for axis in axes]
    paint = [*(float(c) for c in np.clip(colour, 0, 255)), 255.0]
    cv2.ellipse(canvas, at, size, 0, span[0], span[1], paint, thickness, cv2.LINE_AA, 4)


def _draw_features(
    rng: Rng, canvas: Picture, person: Portrait, centre: NDArray[np.float64], turn: NDArray[np.float64]
) -> None:
    """Eyes, brows, nose and mouth, moved by the head's turn (x, y) in -1..1."""
    w, h, skin = person.width, person.height, person.look.skin
    middle = centre + turn * (w, h) * 0.55
    dark = np.float32([30, 30, 35])
    for side in (-1, 1):
        squeeze = max(0.25, 1 - abs(turn[0] + 0.5 * side * turn[0]))
        eye = _moved(middle, side * 0.42 * w * squeeze, -0.12 * h)
        _ellipse(canvas, eye, (4.0 * squeeze, 2.0), np.float32([225, 230, 235]))
        if rng.random() > 0.1:
            _ellipse(canvas, eye, (1.8, 1.9), dark)
        _ellipse(canvas, eye - (0, 4.5), (5.5 * squeeze, person.brow / 2), person.look.hair)
        if person.glasses:
            _ellipse(canvas, eye, (6.5 * squeeze, 5.5), dark, thickness=1)
    nose = middle + turn * 4
    _ellipse(canvas, _moved(nose, 0, 0.12 * h), (2.6, 5.0), skin * 0.8)
    _ellipse(canvas, _moved(nose, -0.8, 0.08 * h), (1.4, 4.0), skin * 1.1)
    if person.beard:
        _ellipse(canvas, _moved(middle, 0, 0.55 * h), (0.6 * w, 0.3 * h), person.look.hair)
    mouth = _moved(middle, 0, 0.45 * h)
    smile = rng.uniform(0.8, 4.5)
    _ellipse(canvas, mouth, (0.3 * w, smile), skin * np.float32([0.5, 0.45, 0.75]))
    if smile > 2.5:
        _ellipse(canvas, mouth, (0.24 * w, smile * 0.4), np.float32([225, 230, 235]))


def draw_portrait(rng: Rng, person: Portrait) -> Picture:
    """The person in a random momentary state: BGRA (CANVAS, CANVAS, 4); the face is in the upper middle."""
    canvas = np.zeros((CANVAS, CANVAS, 4), np.uint8)
    w, h, look = person.width, person.height, person.look
    centre = np.array([CANVAS / 2, 44.0]) + rng.normal(0, 1.5, 2)
    turn = np.clip(rng.normal(0, (0.3, 0.14)), -0.8, 0.8)
    if look.long_hair:
        _ellipse(canvas, _moved(centre, 0, 8), (w * 1.35, h * 1.35), look.hair * 0.85)
    _ellipse(canvas, np.array([64.0, 134.0]), (52 * look.build, 46), look.top)
    if look.pattern:
        for x in np.arange(20, 110, 9.0 + 4 * look.pattern):
            cv2.line(canvas, (int(x), 100), (int(x), 127), [*look.accent.tolist(), 255], look.pattern)
    _ellipse(canvas, np.array([64.0, 84.0]) + turn, (w * 0.55, 22), look.skin * 0.8)
    for side in (-1, 1):
        _ellipse(
            canvas, _moved(centre, side * w * (1 - 0.25 * side * turn[0]), 1), (3.5, 6), look.skin * 0.85
        )
    _ellipse(canvas, centre, (w * 1.08, h * 1.06), look.hair)
    _ellipse(canvas, centre + turn * (w, h) * 0.18 + np.array([0, 0.1 * h]), (w, h * 0.95), look.skin)
    _ellipse(canvas, centre - turn * 3, (w * 1.06, h * 1.04), look.hair, (180 + 25, 360 - 25))
    face_top = centre + turn * (w, h) * 0.2 + np.array([0, h * (person.fringe + 0.75)])
    _ellipse(canvas, face_top, (w * 0.86, h * 0.55), look.skin, (180, 360))
    _draw_features(rng, canvas, person, centre, turn)
    y, x = np.mgrid[-1 : 1 : CANVAS * 1j, -1 : 1 : CANVAS * 1j].astype(np.float32)
    shade = 1 + person.light[0] * x + person.light[1] * y
    canvas[..., :3] = np.clip(canvas[..., :3] * shade[..., None], 0, 255)
    return canvas
