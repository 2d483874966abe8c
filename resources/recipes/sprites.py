"""Random things to follow: blobs, polygons, jointed compounds, heads, walking figures, in changing states."""

from __future__ import annotations

from dataclasses import dataclass, field

import cv2
import numpy as np
from numpy.typing import NDArray

from resources.recipes.figures import FigureLook, draw_figure, random_look
from resources.recipes.portraits import CANVAS, Portrait, draw_portrait, random_portrait
from resources.recipes.textures import Picture, Rng, fractal_noise, random_colour, random_polygon


@dataclass(frozen=True)
class Part:
    """One patch of a compound: outline (K, 2) around its joint at `place`, canvas pixels, and its surface."""

    outline: NDArray[np.float64]
    place: NDArray[np.float64]
    surface: Picture
    swing: float


@dataclass(frozen=True)
class Thing:
    """The lasting identity of an object; `draw_state` shows it in a momentary state."""

    parts: tuple[Part, ...] = ()
    figure: FigureLook | None = None
    yaw: float = 0.0
    portrait: Portrait | None = None
    softness: float = 0.0
    light: NDArray[np.float32] = field(default_factory=lambda: np.ones((CANVAS, CANVAS), np.float32))


def smooth_outline(rng: Rng, radius: float) -> NDArray[np.float64]:
    """A closed blob (48, 2) around the origin made of a few harmonics."""
    angles = np.linspace(0, 2 * np.pi, 48, endpoint=False)
    wave = sum(rng.normal(0, 0.35 / k) * np.cos(k * angles + rng.uniform(0, 6.3)) for k in range(2, 6))
    flat = np.array([1.0, rng.uniform(0.35, 1.0)])
    blob = (
        np.stack([np.cos(angles), np.sin(angles)], -1) * radius * np.clip(1 + wave, 0.3, 1.8)[:, None] * flat
    )
    turn = rng.choice([0, np.pi / 2, rng.uniform(0, np.pi)])
    return blob @ np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]])


def random_outline(rng: Rng, radius: float) -> NDArray[np.float64]:
    """A blob, a polygon or a (rounded) rectangle of about this radius around the origin."""
    kind = rng.random()
    if kind < 0.45:
        return smooth_outline(rng, radius)
    if kind < 0.7:
        return random_polygon(rng, radius * 1.2, int(rng.integers(4, 9)))
    angles = np.linspace(0, 2 * np.pi, 48, endpoint=False)
    power = rng.choice([0.15, 0.4, 1.0])
    corner = np.stack([np.cos(angles), np.sin(angles)], -1)
    return (
        np.sign(corner)
        * np.abs(corner) ** power
        * radius
        * np.array([1.0, rng.uniform(0.3, 1.0)])[:: rng.choice((-1, 1))]
    )


def random_surface(rng: Rng, pool: list[Picture]) -> Picture:
    """A CANVAS-sized cut from the pool, or nearly one colour."""
    if rng.random() < 0.3:
        colour = random_colour(rng) * (0.85 + 0.3 * rng.random())
        return np.full((CANVAS, CANVAS, 3), np.clip(colour, 0, 255), np.uint8)
    texture = pool[rng.integers(len(pool))]
    side = int(rng.integers(60, texture.shape[0]))
    top, left = rng.integers(0, texture.shape[0] - side + 1, 2)
    cut = texture[top : top + side, left : left + side, :: int(rng.choice((-1, 1)))]
    return cv2.resize(cut, (CANVAS, CANVAS), interpolation=cv2.INTER_AREA)


def random_thing(rng: Rng, pool: list[Picture]) -> Thing:
    """A new object: figures, heads with shoulders, but mostly compounds of one to six parts."""
    kind = rng.random()
    if kind < 0.28:
        return Thing(figure=random_look(rng), yaw=float(rng.uniform(-np.pi, np.pi)))
    if kind < 0.38:
        return Thing(portrait=random_portrait(rng))
    centre = np.full(2, CANVAS / 2)
    parts = [Part(random_outline(rng, 36), centre, random_surface(rng, pool), 0.0)]
    for _ in range(int(rng.choice([0, 1, 2, 3, 5]))):
        inside = rng.random() < 0.6
        place = centre + rng.normal(0, 14 if inside else 24, 2)
        radius = rng.uniform(4, 18) if inside else rng.uniform(8, 26)
        swing = rng.choice([0.0, 0.3, 0.8])
        parts.append(Part(random_outline(rng, radius), place, random_surface(rng, pool), float(swing)))
    light = 1 + (fractal_noise(rng, CANVAS, 0.2) - 0.5) * rng.uniform(0, 1.0)
    return Thing(tuple(parts), softness=float(rng.choice([0.0, 2.0, 5.0])), light=light)


def recoloured(rng: Rng, thing: Thing, pool: list[Picture]) -> Thing:
    """A look-alike: the same build in other colours, or the same surfaces in another shape."""
    if thing.figure is not None:
        return Thing(figure=random_look(rng), yaw=thing.yaw)
    if thing.portrait is not None:
        return Thing(portrait=random_portrait(rng))
    parts = []
    for part in thing.parts:
        surface, outline = part.surface, part.outline
        if rng.random() < 0.6:
            surface = np.ascontiguousarray(255 - surface) if rng.random() < 0.3 else random_surface(rng, pool)
        else:
            outline = random_outline(rng, float(np.abs(outline).max()))
        parts.append(Part(outline, part.place, surface, part.swing))
    return Thing(tuple(parts), softness=thing.softness, light=thing.light)


def _rotation(angle: float) -> NDArray[np.float64]:
    return np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])


def _draw_compound(rng: Rng, thing: Thing) -> Picture:
    colour, alpha = np.zeros((CANVAS, CANVAS, 3), np.uint8), np.zeros((CANVAS, CANVAS), np.uint8)
    for part in thing.parts:
        outline = part.outline @ _rotation(rng.normal(0, 0.4) * part.swing)
        place = part.place + rng.normal(0, 6, 2) * part.swing
        mask = np.zeros((CANVAS, CANVAS), np.uint8)
        cv2.fillPoly(mask, [np.round((outline + place) * 16).astype(np.int32)], 255, cv2.LINE_AA, 4)
        dx, dy = np.round(place - CANVAS / 2).astype(int)
        surface = np.roll(part.surface, (dy, dx), (0, 1)) if (dx or dy) else part.surface
        colour = np.where(mask[..., None] > 0, surface, colour)
        np.maximum(alpha, mask, out=alpha)
    canvas = np.dstack([np.clip(colour * thing.light[..., None], 0, 255).astype(np.uint8), alpha])
    if thing.softness:
        field_xy = rng.normal(0, thing.softness, (4, 4, 2)).astype(np.float32)
        field_xy = cv2.resize(field_xy, (CANVAS, CANVAS), interpolation=cv2.INTER_CUBIC)
        y, x = np.mgrid[0:CANVAS, 0:CANVAS].astype(np.float32)
        canvas = cv2.remap(canvas, x + field_xy[..., 0], y + field_xy[..., 1], cv2.INTER_LINEAR)
    return canvas


def draw_state(rng: Rng, thing: Thing) -> Picture:
    """The thing in a random momentary state: BGRA (CANVAS, CANVAS, 4), colour not premultiplied."""
    if thing.portrait is not None:
        return draw_portrait(rng, thing.portrait)
    if thing.figure is None:
        return _draw_compound(rng, thing)
    yaw = thing.yaw + rng.normal(0, 0.35)
    sprite = draw_figure(
        thing.figure, float(rng.uniform(0, 6.3)), yaw, CANVAS * 0.85, float(rng.choice([0.1, 0.9, 1.2]))
    )
    colour = sprite.colour / np.maximum(sprite.alpha, 0.3)[..., None]
    bgra = np.dstack([np.clip(colour, 0, 1), sprite.alpha]) * 255
    canvas = np.zeros((CANVAS, CANVAS, 4), np.uint8)
    height, width = min(CANVAS, bgra.shape[0]), min(CANVAS, bgra.shape[1])
    left = (CANVAS - width) // 2
    canvas[:height, left : left + width] = bgra[:height, :width]
    return canvas
