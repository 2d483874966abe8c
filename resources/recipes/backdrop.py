"""A painted plaza: sky, house fronts with shops, trees and paved ground, from a seed alone."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from resources.recipes.textures import Picture, Rng, fractal_noise

Layer = NDArray[np.float32]
_WALLS = (
    (150, 175, 200),
    (120, 140, 175),
    (185, 195, 200),
    (135, 160, 160),
    (105, 120, 165),
    (170, 165, 150),
)
_AWNINGS = ((50, 50, 170), (60, 120, 60), (150, 90, 40), (40, 130, 190))


def _noise(rng: Rng, height: int, width: int, roughness: float, stretch: float = 1.0) -> Layer:
    square = fractal_noise(rng, 512, roughness, stretch)
    return cv2.resize(square, (width, height), interpolation=cv2.INTER_CUBIC)


def _shade(region: Picture, factor: Layer | float) -> None:
    """Multiplies a part of the picture in place."""
    region[:] = np.clip(region * factor, 0, 255)


def _paint_sky(rng: Rng, picture: Picture, horizon: int) -> None:
    height, width = picture.shape[:2]
    down = np.linspace(0, 1, height, dtype=np.float32)[:, None, None]
    picture[:] = np.float32([215, 165, 105]) * (1 - down) + np.float32([235, 225, 215]) * down
    clouds = np.clip(_noise(rng, horizon, width, 0.55, 2.0) * 2.2 - 1.0, 0, 1)[..., None]
    picture[:horizon] = picture[:horizon] * (1 - 0.8 * clouds) + 248 * 0.8 * clouds


def _rectangle(
    picture: Picture, left: float, top: float, right: float, bottom: float, colour: NDArray[np.float32]
) -> None:
    corners = [(int(left), int(top)), (int(right) - 1, int(bottom) - 1)]
    cv2.rectangle(picture, corners[0], corners[1], [float(c) for c in colour], -1)


def _paint_window(rng: Rng, picture: Picture, left: float, top: float, width: float, height: float) -> None:
    frame, glass = np.float32([215, 220, 222]), np.float32([95, 80, 62]) * rng.uniform(0.6, 1.5)
    _rectangle(picture, left - 3, top - 3, left + width + 3, top + height + 3, frame)
    _rectangle(picture, left, top, left + width, top + height, glass)
    for row in range(int(height)):
        y = int(top) + row
        if 0 <= y < picture.shape[0]:
            _shade(picture[y, max(0, int(left)) : max(0, int(left + width))], 1.35 - 0.55 * row / height)
    if rng.random() < 0.4:
        _rectangle(
            picture,
            left,
            top,
            left + width * 0.28,
            top + height,
            np.float32([190, 205, 215]) * rng.uniform(0.8, 1.05),
        )
    _rectangle(picture, left + width / 2 - 1, top, left + width / 2 + 1, top + height, frame)
    _rectangle(picture, left - 6, top + height + 3, left + width + 6, top + height + 7, frame * 0.8)


def _paint_shop(rng: Rng, picture: Picture, left: float, right: float, top: float, foot: float) -> None:
    _rectangle(picture, left + 6, top, right - 6, foot, np.float32([70, 72, 78]) * rng.uniform(0.8, 1.5))
    panes = max(2, int((right - left) // 70))
    step = (right - left - 24) / panes
    door = rng.integers(0, panes)
    for pane in range(panes):
        x = left + 12 + pane * step
        bottom = foot - (2 if pane == door else 22)
        glass = np.float32([120, 105, 90]) * rng.uniform(0.5, 1.2)
        _rectangle(picture, x + 3, top + 26, x + step - 3, bottom, glass)
        for _ in range(8):
            at = (int(x + rng.uniform(8, max(9, step - 8))), int(rng.uniform(top + 40, foot - 26)))
            cv2.circle(
                picture,
                at,
                int(rng.integers(3, 9)),
                (glass * 0.5 + rng.uniform(20, 110, 3)).tolist(),
                -1,
                cv2.LINE_AA,
            )
    colour = np.float32(_AWNINGS[rng.integers(len(_AWNINGS))])
    for stripe, x in enumerate(np.arange(left + 4, right - 4, 13)):
        shade = colour if stripe % 2 else np.float32([225, 230, 232])
        points = np.array([(x, top - 4), (x + 13, top - 4), (x + 14, top + 24), (x - 1, top + 24)], np.int32)
        cv2.fillPoly(picture, [points], shade.tolist(), cv2.LINE_AA)
    word = str(rng.choice(["CAFE", "BOOKS", "MARKET", "BAKERY", "RADIO", "OPTIK", "FLORA", "CINEMA"]))
    size = min(0.9, (right - left - 40) / 150)
    place = (int(left + 20), int(top - 12))
    cv2.putText(picture, word, place, cv2.FONT_HERSHEY_DUPLEX, size, (60, 60, 60), 2, cv2.LINE_AA)


def _paint_houses(rng: Rng, picture: Picture, horizon: int, foot: int) -> None:
    width, left = picture.shape[1], -40.0
    while left < width:
        right = left + rng.uniform(150, 300)
        roof = rng.uniform(0.03, 0.42) * horizon
        wall = np.float32(_WALLS[rng.integers(len(_WALLS))]) * rng.uniform(0.8, 1.1)
        _rectangle(picture, left, roof, right, foot, wall)
        _rectangle(picture, left - 3, roof - 7, right + 3, roof + 3, wall * 0.72)
        shop_top = foot - rng.uniform(95, 120)
        columns = max(2, int((right - left) // 62))
        pitch = (right - left) / columns
        for y in np.arange(roof + 22, shop_top - 72, 74):
            for column in range(columns):
                _paint_window(rng, picture, left + pitch * (column + 0.26), y, pitch * 0.48, 46)
        _paint_shop(rng, picture, left, right, shop_top, foot)
        shade = np.linspace(0.82, 1.06, max(1, int(min(right, width)) - max(0, int(left))), dtype=np.float32)
        _shade(picture[int(roof) : foot, max(0, int(left)) : int(min(right, width))], shade[None, :, None])
        left = right
    grain = _noise(rng, foot, width, 0.9)
    _shade(picture[:foot], (0.9 + 0.2 * grain)[..., None])


def _paint_ground(rng: Rng, picture: Picture, foot: int) -> None:
    height, width = picture.shape[:2]
    size = 1024
    tiles = np.empty((size, size, 3), np.uint8)
    tiles[:] = np.float32([158, 166, 172])
    for row in range(0, size, 32):
        for col in range(-(row // 32 % 2) * 16, size, 32):
            tone = (
                1 + rng.normal(0, 0.05) - (0.16 if (row // 32 % 8 == 0 or (col + 16) // 32 % 8 == 0) else 0)
            )
            _rectangle(tiles, col + 1, row + 1, col + 31, row + 31, np.float32([160, 168, 174]) * tone)
            cv2.line(tiles, (col, row), (col + 32, row), (120, 126, 132), 1)
            cv2.line(tiles, (col, row), (col, row + 32), (120, 126, 132), 1)
    source = np.float32([[0, 0], [size, 0], [size, size], [0, size]])
    target = np.float32([[0, foot], [width, foot], [width * 2.1, height], [-width * 1.1, height]])
    matrix = cv2.getPerspectiveTransform(source, target)
    ground = cv2.warpPerspective(
        tiles, matrix, (width, height), flags=cv2.INTER_AREA, borderMode=cv2.BORDER_REFLECT
    )
    stains = _noise(rng, height, width, 0.75, 3.0)
    far = np.linspace(1.05, 0.86, height - foot, dtype=np.float32)[:, None, None]
    picture[foot:] = ground[foot:] * (0.8 + 0.35 * stains[foot:, :, None]) * far
    _rectangle(picture, 0, foot - 3, width, foot + 5, np.float32([135, 140, 145]))


def _paint_tree(rng: Rng, picture: Picture, x: float, foot: float, tall: float) -> None:
    trunk = np.array(
        [(x - 6, foot), (x + 6, foot), (x + 3, foot - tall * 0.6), (x - 3, foot - tall * 0.6)], np.int32
    )
    cv2.fillPoly(picture, [trunk], (45, 58, 72), cv2.LINE_AA)
    base = np.float32([45, 105, 75]) * rng.uniform(0.8, 1.15)
    for _ in range(700):
        angle, reach = rng.uniform(0, 2 * np.pi), np.sqrt(rng.random())
        at = np.array([np.cos(angle) * 0.34, np.sin(angle) * 0.32]) * reach * tall + (x, foot - tall * 0.78)
        light = (
            0.75
            - 0.5 * (at[1] - foot + tall * 0.78) / (0.32 * tall) * 0.5
            - 0.15 * np.cos(angle)
            + rng.normal(0, 0.14)
        )
        radius = (int(rng.integers(3, 9)), int(rng.integers(2, 6)))
        colour = np.clip(base * max(0.25, light) * 1.25, 0, 255).tolist()
        cv2.ellipse(
            picture,
            at.astype(int).tolist(),
            radius,
            float(rng.uniform(0, 180)),
            0,
            360,
            colour,
            -1,
            cv2.LINE_AA,
        )


def paint_plaza(rng: Rng, width: int, height: int, horizon: int) -> Picture:
    """BGR picture (height, width, 3) of an empty plaza; the camera's eye level is at row `horizon`."""
    picture = np.empty((height, width, 3), np.uint8)
    foot = int(horizon + 0.16 * height)
    _paint_sky(rng, picture, foot)
    _paint_houses(rng, picture, horizon, foot)
    _paint_ground(rng, picture, foot)
    for x in np.arange(rng.uniform(60, 200), width, rng.uniform(260, 340)):
        _paint_tree(rng, picture, float(x), foot + rng.uniform(4, 24), rng.uniform(150, 230))
    return cv2.GaussianBlur(picture, (0, 0), 0.7)


def draw_lamp(tall: int) -> NDArray[np.float32]:
    """A street lamp as premultiplied BGRA (tall, w, 4) in 0..1; it stands on the middle of the lower edge."""
    width = max(8, int(tall * 0.16))
    lamp = np.zeros((tall * 2, width * 2, 4), np.float32)
    middle = float(width)
    for half, light in ((0.012, 0.16), (0.004, 0.34)):
        r = half * tall * 2
        corners = [
            (middle - r * 1.3, tall * 2),
            (middle + r * 1.3, tall * 2),
            (middle + r, tall * 0.2),
            (middle - r, tall * 0.2),
        ]
        cv2.fillPoly(lamp, [np.array(corners, np.int32)], (light, light, light, 1.0))
    cv2.ellipse(
        lamp,
        (int(middle), int(tall * 0.14)),
        (int(width * 0.6), int(tall * 0.11)),
        0,
        0,
        360,
        (0.2, 0.2, 0.2, 1),
        -1,
    )
    cv2.ellipse(
        lamp,
        (int(middle), int(tall * 0.15)),
        (int(width * 0.45), int(tall * 0.085)),
        0,
        0,
        360,
        (0.75, 0.9, 0.95, 1),
        -1,
    )
    cv2.rectangle(
        lamp,
        (int(middle - tall * 0.05), int(tall * 1.93)),
        (int(middle + tall * 0.05), tall * 2),
        (0.18, 0.18, 0.18, 1),
        -1,
    )
    return cv2.resize(lamp, (width, tall), interpolation=cv2.INTER_AREA)
