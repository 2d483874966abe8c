"""Procedural textures: everything a training crop can be covered with, made from random numbers alone."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.uint8]
Rng = np.random.Generator
TEXTURE_SIZE = 320


def random_colour(rng: Rng) -> NDArray[np.float32]:
    """One colour (3,) in 0..255; greys and earthy tones are as likely as vivid ones."""
    value = rng.uniform(15, 245)
    saturation = rng.choice([rng.uniform(0, 0.15), rng.uniform(0.1, 0.5), rng.uniform(0.4, 1.0)])
    hsv = np.array([[[rng.integers(0, 180), 255 * saturation, value]]], np.uint8)
    return cv2.cvtColor(hsv, cv2.COLOR_HSV2BGR)[0, 0].astype(np.float32)


def fractal_noise(rng: Rng, size: int, roughness: float, stretch: float = 1.0) -> NDArray[np.float32]:
    """Noise (size, size) in 0..1 with octave amplitudes falling by `roughness`; `stretch` flattens it."""
    total = np.zeros((size, size), np.float32)
    cells, amplitude = 2, 1.0
    while cells <= size:
        rows = max(1, min(size, round(cells * stretch)))
        grid = rng.standard_normal((rows, cells)).astype(np.float32)
        total += amplitude * cv2.resize(grid, (size, size), interpolation=cv2.INTER_CUBIC)
        cells, amplitude = cells * 2, amplitude * roughness
    low, high = np.percentile(total, (1, 99))
    return np.clip((total - low) / (high - low + 1e-6), 0, 1)


def colour_ramp(rng: Rng, values: NDArray[np.float32], stops: int | None = None) -> Picture:
    """Maps values in 0..1 to a picture through a random ramp of 2 to 5 colours."""
    stops = int(stops or rng.integers(2, 6))
    colours = np.stack([random_colour(rng) for _ in range(stops)])
    if rng.random() < 0.4:
        colours = colours[0] + (colours - colours[0]) * rng.uniform(0.1, 0.5)
    index = np.linspace(0, stops - 1, 256)
    ramp = np.stack([np.interp(index, np.arange(stops), colours[:, c]) for c in range(3)], -1)
    return np.clip(ramp, 0, 255).astype(np.uint8)[(values * 255).astype(np.uint8)]


def noise_texture(rng: Rng, size: int) -> Picture:
    """Clouds, stone, foliage or water, depending on roughness and stretch."""
    stretch = float(rng.choice([1.0, 1.0, 4.0, 0.25]))
    return colour_ramp(rng, fractal_noise(rng, size, rng.uniform(0.4, 1.0), stretch))


def leaf_texture(rng: Rng, size: int) -> Picture:
    """Dead leaves: shapes of power-law sizes on top of one another, as in natural pictures."""
    picture = colour_ramp(rng, fractal_noise(rng, size, 0.6))
    palette = [random_colour(rng) for _ in range(rng.integers(2, 9))]
    smallest = rng.uniform(2, 10)
    kind = rng.integers(0, 4)
    for _ in range(int(rng.integers(60, 400))):
        radius = smallest / max(rng.random(), 0.03) ** 0.7
        centre = rng.uniform(0, size, 2)
        colour = np.clip(palette[rng.integers(len(palette))] + rng.normal(0, 14), 0, 255).tolist()
        if kind == 0 or (kind == 3 and rng.random() < 0.5):
            axes = (int(radius) + 1, int(radius * rng.uniform(0.3, 1)) + 1)
            cv2.ellipse(picture, centre.astype(int).tolist(), axes, rng.uniform(0, 180), 0, 360, colour, -1)
        else:
            points = centre + random_polygon(rng, radius, 4 if kind == 1 else int(rng.integers(3, 8)))
            cv2.fillPoly(picture, [points.astype(np.int32)], colour, cv2.LINE_AA)
    return picture


def random_polygon(rng: Rng, radius: float, corners: int) -> NDArray[np.float64]:
    """Corners (corners, 2) around the origin in order of angle."""
    angles = np.sort(rng.uniform(0, 2 * np.pi, corners))
    return np.stack([np.cos(angles), np.sin(angles)], -1) * radius * rng.uniform(0.5, 1.0, (corners, 1))


def stripe_texture(rng: Rng, size: int) -> Picture:
    """Gratings, checks and plaids, slightly bent."""
    y, x = np.mgrid[0:size, 0:size].astype(np.float32)
    bend = (fractal_noise(rng, size, 0.3) - 0.5) * rng.choice([0.0, 20.0, 60.0])
    values = np.zeros((size, size), np.float32)
    for _ in range(int(rng.integers(1, 3))):
        angle, period = rng.choice([0, np.pi / 2, rng.uniform(0, np.pi)]), rng.uniform(4, 50)
        wave = np.sin(2 * np.pi * (x * np.cos(angle) + y * np.sin(angle) + bend) / period + rng.uniform(0, 6))
        values += np.sign(wave - rng.uniform(-0.7, 0.7)) if rng.random() < 0.6 else wave
    values += fractal_noise(rng, size, 0.8) * rng.uniform(0, 1.0)
    return colour_ramp(rng, (values - values.min()) / (np.ptp(values) + 1e-6))


def facade_texture(rng: Rng, size: int) -> Picture:
    """Walls with rows of windows or tiles."""
    picture = colour_ramp(rng, fractal_noise(rng, size, 0.8), 2)
    step_x, step_y = rng.integers(10, 60, 2)
    width, height = step_x * rng.uniform(0.3, 0.95), step_y * rng.uniform(0.3, 0.95)
    colours = [random_colour(rng) for _ in range(3)]
    for top in range(-int(rng.integers(0, step_y)), size, int(step_y)):
        for left in range(0, size, int(step_x)):
            colour = np.clip(colours[rng.choice(3, p=(0.7, 0.2, 0.1))] + rng.normal(0, 8), 0, 255)
            cv2.rectangle(picture, (left, top), (int(left + width), int(top + height)), colour.tolist(), -1)
    return picture


def text_texture(rng: Rng, size: int) -> Picture:
    """Posters, signs, number plates."""
    picture = colour_ramp(rng, fractal_noise(rng, size, 0.5), 2)
    letters = np.array(list("ABCDEFGHKLMNPRSTUVWXYZ0123456789abcdefghkmnopqrst#&%+-"))
    for _ in range(int(rng.integers(6, 30))):
        word = "".join(rng.choice(letters, int(rng.integers(1, 9))))
        place = (int(rng.integers(-20, size)), int(rng.integers(0, size)))
        scale, thickness = float(rng.uniform(0.4, 3.0)), int(rng.integers(1, 6))
        cv2.putText(
            picture, word, place, int(rng.integers(0, 8)), scale, random_colour(rng).tolist(), thickness
        )
    return picture


def horizon_texture(rng: Rng, size: int) -> Picture:
    """An outdoor view: sky, things at the horizon, and ground that gets coarser towards the viewer."""
    horizon = int(size * rng.uniform(0.15, 0.7))
    y = np.linspace(0, 1, size, dtype=np.float32)[:, None] * np.ones((1, size), np.float32)
    picture = colour_ramp(rng, np.clip(y + 0.3 * fractal_noise(rng, size, 0.6), 0, 1), 3)
    ground = colour_ramp(rng, fractal_noise(rng, size, 0.8, 3.0))
    corners = np.float32([[0, 0], [size, 0], [size * 2, size], [-size, size]])
    source = np.float32([[0, 0], [size, 0], [size, size], [0, size]])
    flat = cv2.warpPerspective(ground, cv2.getPerspectiveTransform(source, corners), (size, size))
    picture[horizon:] = flat[: size - horizon]
    for _ in range(int(rng.integers(0, 14))):
        left, width = rng.integers(-20, size), rng.integers(6, 90)
        top, bottom = horizon - rng.integers(5, horizon + 20), horizon + rng.integers(0, 25)
        part = facade_texture(rng, 96) if rng.random() < 0.3 else noise_texture(rng, 64)
        right = min(size, left + width)
        left, top = max(0, left), max(0, top)
        if right > left and bottom > top:
            picture[top:bottom, left:right] = cv2.resize(part, (int(right - left), int(bottom - top)))
    return picture


def mosaic_texture(rng: Rng, size: int) -> Picture:
    """Large regions, each with another texture: rooms, fields, clothes."""
    picture = noise_texture(rng, size)
    for _ in range(int(rng.integers(2, 9))):
        layer = rng.choice(_SIMPLE)(rng, size)
        mask = np.zeros((size, size), np.uint8)
        points = rng.uniform(0, size, 2) + random_polygon(
            rng, size * rng.uniform(0.2, 0.7), int(rng.integers(3, 7))
        )
        cv2.fillPoly(mask, [points.astype(np.int32)], 255)
        picture[mask > 0] = layer[mask > 0]
    return picture


_SIMPLE = np.array([noise_texture, leaf_texture, stripe_texture, facade_texture], dtype=object)
_KINDS: tuple[tuple[Callable[[Rng, int], Picture], float], ...] = (
    (noise_texture, 0.2),
    (leaf_texture, 0.28),
    (stripe_texture, 0.12),
    (facade_texture, 0.08),
    (text_texture, 0.06),
    (horizon_texture, 0.14),
    (mosaic_texture, 0.12),
)


def make_texture(rng: Rng, size: int = TEXTURE_SIZE) -> Picture:
    """One random BGR texture (size, size, 3), shaded by soft light."""
    kinds, shares = zip(*_KINDS, strict=True)
    picture = kinds[rng.choice(len(kinds), p=shares)](rng, size)
    light = 1 + (fractal_noise(rng, size, 0.25) - 0.5) * rng.uniform(0, 0.9)
    picture = np.clip(picture * light[..., None], 0, 255).astype(np.uint8)
    return cv2.GaussianBlur(picture, (0, 0), float(rng.uniform(0.4, 2.5))) if rng.random() < 0.5 else picture


def texture_pool(seed: int, count: int, size: int = TEXTURE_SIZE) -> list[Picture]:
    """`count` textures that depend on `seed` only."""
    return [make_texture(np.random.default_rng([seed, index]), size) for index in range(count)]
