"""Pictures as they cross the link: JPEG and NV12 to channels and back, with what the board has."""

from __future__ import annotations

import functools
import importlib
import io
from typing import Any, Callable

import numpy as np

from engines.agent.refusal import Refusal

_LARGEST_SIDE = 8192
_SIZE_MARKERS = set(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
#: BT.601, Y in 16...235, as OpenCV has it: R, G, B from (Y - 16, U - 128, V - 128).
_FROM_YUV = {"R": (1.164, 0.0, 1.596), "G": (1.164, -0.391, -0.813), "B": (1.164, 2.018, 0.0)}
#: And back: Y - 16, U - 128, V - 128 from R, G, B.
_TO_YUV = ((0.257, 0.504, 0.098), (-0.148, -0.291, 0.439), (0.439, -0.368, -0.071))


class JpegDecoder:
    """Some library's decoder, which `title` names, with a way for each order of channels that it knows."""

    def __init__(self, title: str, ways: dict[str, Callable[[Any], np.ndarray[Any, Any]]]) -> None:
        self.title = title
        self._ways = ways

    def nearest(self, color: str) -> str:
        """The order that is wanted, "RGB" or "BGR", if it can be had, else the other one."""
        return color if color in self._ways else next(iter(self._ways))

    def decode(self, data: np.ndarray[Any, Any], color: str, height: int, width: int) -> Any:
        """A picture, (H, W, 3) uint8.

        Args:
            data: flat uint8, the file.
            color: one that `nearest` gave.
            height: what it should be, -1 for any; looked up before anything is decoded.
            width: likewise.
        """
        found = jpeg_size(data)
        if found is None:
            raise Refusal(400, "the picture is no JPEG")
        if any(want not in (-1, have) for want, have in zip((height, width), found)):  # noqa: B905
            raise Refusal(400, "the JPEG has %d x %d pixels, not %d x %d" % (*found, height, width))
        if max(found) > _LARGEST_SIDE or min(found) < 1:
            raise Refusal(400, "a JPEG of %d x %d pixels is too large" % found)
        try:
            picture = self._ways[color](data)
        except Exception as error:  # noqa: BLE001 (each library has its own)
            raise Refusal(400, "the JPEG cannot be decoded: %.200s" % error) from None
        if picture is None or picture.shape != (found[0], found[1], 3):
            raise Refusal(400, "the JPEG cannot be decoded")
        return picture


@functools.lru_cache(maxsize=1)
def jpeg_decoder() -> JpegDecoder | None:
    """OpenCV's or Pillow's, whichever is there; None where neither is."""
    cv2 = opencv()
    if cv2 is not None:
        as_stored = cv2.IMREAD_IGNORE_ORIENTATION
        ways = {"BGR": lambda data: cv2.imdecode(data, cv2.IMREAD_COLOR | as_stored)}
        if hasattr(cv2, "IMREAD_COLOR_RGB"):  # since 4.11
            ways["RGB"] = lambda data: cv2.imdecode(data, cv2.IMREAD_COLOR_RGB | as_stored)
        return JpegDecoder("OpenCV %s" % cv2.__version__, ways)
    try:
        pillow = importlib.import_module("PIL.Image")
    except ImportError:
        return None

    def by_pillow(data: Any) -> Any:
        with pillow.open(io.BytesIO(data.tobytes()), formats=("JPEG",)) as image:
            return np.asarray(image.convert("RGB"))

    return JpegDecoder("Pillow %s" % pillow.__version__, {"RGB": by_pillow})


@functools.lru_cache(maxsize=1)
def opencv() -> Any:
    """The module, or None."""
    try:
        import cv2
    except ImportError:
        return None
    return cv2


def jpeg_size(data: np.ndarray[Any, Any]) -> tuple[int, int] | None:
    """Height and width from a JPEG's frame header; None where there is none."""
    if data[:2].tobytes() != b"\xff\xd8":
        return None
    at = 2
    while at + 9 <= len(data):
        if data[at] != 0xFF:
            return None
        marker = data[at + 1]
        if marker == 0xFF:  # a fill byte
            at += 1
        elif marker in _SIZE_MARKERS:
            return _pair(data, at + 5), _pair(data, at + 7)
        else:
            at += 2 + _pair(data, at + 2)
    return None


def _pair(data: np.ndarray[Any, Any], at: int) -> int:
    return int(data[at]) << 8 | int(data[at + 1])


def from_nv12(vector: np.ndarray[Any, Any], height: int, width: int, color: str) -> np.ndarray[Any, Any]:
    """(H, W, 3) uint8 from a flat NV12 vector."""
    cv2 = opencv()
    rows = vector.reshape(height * 3 // 2, width)
    if cv2 is not None:
        code = cv2.COLOR_YUV2RGB_NV12 if color == "RGB" else cv2.COLOR_YUV2BGR_NV12
        return np.asarray(cv2.cvtColor(rows, code))
    luma = rows[:height].astype(np.float32) - 16
    chroma = rows[height:].reshape(height // 2, width // 2, 2).astype(np.float32) - 128
    chroma = chroma.repeat(2, axis=0).repeat(2, axis=1)
    picture = np.empty((height, width, 3), np.uint8)
    for channel, letter in enumerate(color):
        y, u, v = _FROM_YUV[letter]
        values = y * luma + u * chroma[:, :, 0] + v * chroma[:, :, 1]
        picture[:, :, channel] = np.clip(np.rint(values), 0, 255)
    return picture


def planes_of(picture: np.ndarray[Any, Any], kept: list[np.ndarray[Any, Any]]) -> list[np.ndarray[Any, Any]]:
    """The three channels of (H, W, 3) uint8, each in one piece with OpenCV; `kept` is written again."""
    cv2 = opencv()
    if cv2 is None:
        return [picture[:, :, channel] for channel in range(3)]
    return list(cv2.split(picture, kept))


def turned(picture: np.ndarray[Any, Any], kept: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """(H, W, 3) uint8 with red and blue exchanged; `kept` is written."""
    cv2 = opencv()
    if cv2 is None:
        np.copyto(kept, picture[:, :, ::-1])
        return kept
    return np.asarray(cv2.cvtColor(picture, cv2.COLOR_BGR2RGB, dst=kept))


def to_nv12(picture: np.ndarray[Any, Any], color: str) -> np.ndarray[Any, Any]:
    """A flat NV12 vector from (H, W, 3) uint8; each square of four takes its first pixel's colour."""
    height, width = picture.shape[:2]
    cv2 = opencv()
    vector = np.empty(height * width * 3 // 2, np.uint8)
    pairs = vector[height * width :].reshape(height // 2, width // 2, 2)
    if cv2 is not None:
        code = cv2.COLOR_RGB2YUV_I420 if color == "RGB" else cv2.COLOR_BGR2YUV_I420
        planar = cv2.cvtColor(picture, code).reshape(-1)
        vector[: height * width] = planar[: height * width]
        quarter = height * width // 4
        pairs[:, :, 0] = planar[height * width : height * width + quarter].reshape(pairs.shape[:2])
        pairs[:, :, 1] = planar[height * width + quarter :].reshape(pairs.shape[:2])
        return vector
    rgb = picture if color == "RGB" else picture[:, :, ::-1]
    luma = rgb.astype(np.float32) @ np.array(_TO_YUV[0], np.float32) + 16
    vector[: height * width] = np.clip(np.rint(luma), 0, 255).reshape(-1)
    corners = rgb[::2, ::2].astype(np.float32)
    pairs[...] = np.clip(np.rint(corners @ np.array(_TO_YUV[1:], np.float32).T + 128), 0, 255)
    return vector
