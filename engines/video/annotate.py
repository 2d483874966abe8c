"""Overlay marks drawn into a picture with OpenCV, for videos and pictures that leave the workbench."""

from __future__ import annotations

import functools
from collections.abc import Iterable
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from engines.heat import heat_bgra
from engines.overlay import DotsMark, HeatMark, LinesMark, Mark, RectMark, TextMark
from engines.palette import Rgb

# Marks have screen pixels; at this picture height one of them is one pixel of the video.
_BASE_HEIGHT = 720
_DASH_PX, _GAP_PX = 6.0, 4.0
_TEXT_HEIGHT_PX = 14.0
_HERSHEY = cv2.FONT_HERSHEY_SIMPLEX
_HERSHEY_UNITS = 21.0  # height of its capitals at scale 1
_SHIFT = 4  # OpenCV draws at fractions of a pixel: 1/16
_MAX_COORDINATE = 2**15


def draw_marks(bgr: NDArray[np.uint8], marks: Iterable[Mark]) -> NDArray[np.uint8]:
    """A copy of a picture with marks on it; (H, W, 3) uint8 BGR in and out."""
    canvas = bgr.copy()
    scale = max(bgr.shape[0] / _BASE_HEIGHT, 0.5)
    for mark in marks:
        if isinstance(mark, RectMark):
            _draw_rect(canvas, mark, scale)
        elif isinstance(mark, TextMark):
            _draw_text(canvas, mark, scale)
        elif isinstance(mark, LinesMark):
            _draw_lines(canvas, mark.segments, mark.color, mark.width * scale)
        elif isinstance(mark, HeatMark):
            _draw_heat(canvas, mark)
        else:
            _draw_dots(canvas, mark, scale)
    return canvas


def _draw_heat(canvas: NDArray[np.uint8], mark: HeatMark) -> None:
    """Blends the map into the part of the picture that it covers."""
    rows, columns = mark.values.shape
    step_x, step_y = mark.box.w / columns, mark.box.h / rows
    matrix = np.array([[step_x, 0, mark.box.x + step_x / 2], [0, step_y, mark.box.y + step_y / 2]])
    size = canvas.shape[1], canvas.shape[0]
    heat = cv2.warpAffine(heat_bgra(mark.values), matrix, size, flags=cv2.INTER_NEAREST)
    opacity = heat[..., 3:].astype(np.float32) / 255
    canvas[:] = (canvas * (1 - opacity) + heat[..., :3] * opacity).astype(np.uint8)


def _draw_rect(canvas: NDArray[np.uint8], mark: RectMark, scale: float) -> None:
    box = mark.box
    left, top, right, bottom = box.x, box.y, box.right, box.bottom
    sides = np.array(
        [
            [left, top, right, top],
            [right, top, right, bottom],
            [right, bottom, left, bottom],
            [left, bottom, left, top],
        ]
    )
    if mark.dashed:
        sides = np.vstack([_dashes(side, scale) for side in sides])
    _draw_lines(canvas, sides, mark.color, mark.width * scale)


def _dashes(side: NDArray[np.float64], scale: float) -> NDArray[np.float64]:
    """The dashes of one side, (N, 4)."""
    start, end = side[:2], side[2:]
    length = float(np.hypot(*(end - start)))
    step, dash = (_DASH_PX + _GAP_PX) * scale, _DASH_PX * scale
    # A box of a lost target may be huge; more dashes than this cannot be told apart anyway.
    begins = np.arange(0.0, length, max(step, length / 500)) if length > 0 else np.zeros(1)
    ends = np.minimum(begins + dash, length)
    direction = (end - start) / length if length > 0 else np.zeros(2)
    return np.hstack([start + begins[:, None] * direction, start + ends[:, None] * direction])


def _draw_lines(canvas: NDArray[np.uint8], segments: NDArray[np.float64], color: Rgb, width: float) -> None:
    if not len(segments):
        return
    points = _fixed_point(segments).reshape(-1, 2, 1, 2)
    cv2.polylines(canvas, list(points), False, _bgr(color), _thickness(width), cv2.LINE_AA, _SHIFT)


def _draw_dots(canvas: NDArray[np.uint8], mark: DotsMark, scale: float) -> None:
    radius = round(mark.radius * scale * 2**_SHIFT)
    for x, y in _fixed_point(mark.points).tolist():
        cv2.circle(canvas, (x, y), radius, _bgr(mark.color), cv2.FILLED, cv2.LINE_AA, _SHIFT)


def _draw_text(canvas: NDArray[np.uint8], mark: TextMark, scale: float) -> None:
    letters_px = round(_TEXT_HEIGHT_PX * scale)
    pad = round(3 * scale)
    width, above, below = _measure(mark.text, letters_px)
    full_width, full_height = width + 2 * pad, above + below + 2 * pad
    # Kept inside the picture, so that the caption of a box at the border can be read.
    left = round(min(max(mark.x, 0), max(canvas.shape[1] - full_width, 0)))
    wanted = mark.y + full_height if mark.hangs else mark.y
    bottom = round(min(max(wanted, full_height), canvas.shape[0]))
    corner = (left + full_width, bottom - full_height)
    cv2.rectangle(canvas, (left, bottom), corner, _bgr(mark.color), cv2.FILLED)
    _write(canvas, mark.text, (left + pad, bottom - pad - below), letters_px, _ink_on(mark.color))


@functools.cache
def _true_type() -> Any:
    """OpenCV 5's own font, which has Chinese too; None before 5, where other letters come out as "?"."""
    return cv2.FontFace("uni") if hasattr(cv2, "FontFace") else None


def _measure(text: str, letters_px: int) -> tuple[int, int, int]:
    """Width, and height above and below the base line."""
    font = _true_type()
    if font is not None:
        _, top, width, height = cv2.getTextSize((0, 0), text, (0, 0), font, letters_px)
        return int(width), int(-top), int(height + top)
    (width, above), below = cv2.getTextSize(
        text, _HERSHEY, _hershey_size(letters_px), _thickness(letters_px / 14)
    )
    return int(width), int(above), int(below)


def _write(
    canvas: NDArray[np.uint8], text: str, at: tuple[int, int], letters_px: int, ink: tuple[int, int, int]
) -> None:
    font = _true_type()
    if font is not None:
        cv2.putText(canvas, text, at, ink, font, letters_px)
        return
    size, thickness = _hershey_size(letters_px), _thickness(letters_px / 14)
    cv2.putText(canvas, text, at, _HERSHEY, size, ink, thickness, cv2.LINE_AA)


def _hershey_size(letters_px: int) -> float:
    return 0.75 * letters_px / _HERSHEY_UNITS


def _ink_on(plate: Rgb) -> tuple[int, int, int]:
    """Black or white, whichever stands out (luma by ITU-R BT.601)."""
    luma = 0.299 * plate[0] + 0.587 * plate[1] + 0.114 * plate[2]
    return (0, 0, 0) if luma > 128 else (255, 255, 255)


def _bgr(color: Rgb) -> tuple[int, int, int]:
    return color[2], color[1], color[0]


def _thickness(width: float) -> int:
    return max(round(width), 1)


def _fixed_point(points: NDArray[np.float64]) -> NDArray[np.int32]:
    bounded = np.clip(np.nan_to_num(points), -_MAX_COORDINATE, _MAX_COORDINATE)
    return np.asarray(np.round(bounded * 2**_SHIFT), dtype=np.int32)
