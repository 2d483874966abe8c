"""Folders of pictures as videos."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from engines.errors import TrackbenchError
from engines.frame import Frame
from engines.ground_truth import GroundTruth
from engines.video.errors import BadPicture, FileMissing, NoPictures
from engines.video.source import SourceInfo

PICTURE_SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".bmp", ".tif", ".tiff", ".webp"})
# Only for time stamps: folders do not say how fast they were taken.
_ASSUMED_FPS = 25.0


def natural_key(name: str) -> tuple[tuple[int, int, str], ...]:
    """Sort key that puts 2 before 10, and is the same on every system."""
    parts = re.split(r"([0-9]+)", name)
    return tuple((0, int(p), p) if at % 2 else (1, 0, p.casefold()) for at, p in enumerate(parts))


def pictures_in(folder: Path) -> list[Path]:
    """Picture files directly in a folder, in natural order. Hidden ones (macOS leaves "._x.jpg") are not."""
    found = (
        p for p in folder.iterdir() if p.suffix.lower() in PICTURE_SUFFIXES and not p.name.startswith(".")
    )
    return sorted(found, key=lambda path: (natural_key(path.name), path.name))


def read_picture(path: Path) -> NDArray[np.uint8]:
    """(H, W, 3) uint8 BGR. Raises FileMissing and BadPicture."""
    try:
        # Not cv2.imread: it cannot open names with other than ASCII letters on Windows.
        data = np.fromfile(path, np.uint8)
    except FileNotFoundError as error:
        raise FileMissing(path=path) from error
    except OSError as error:
        raise BadPicture(path=path, details=str(error)) from error
    try:
        bgr = cv2.imdecode(data, cv2.IMREAD_COLOR) if data.size else None
    except cv2.error as error:
        raise BadPicture(path=path, details=str(error)) from error
    if bgr is None:
        raise BadPicture(path=path, details="" if data.size else "The file is empty.")
    return np.asarray(bgr, dtype=np.uint8)


class ImageFolder:
    """An open folder of pictures (a FrameSource). Pictures may differ in size; info tells the first one's.

    A broken picture raises BadPicture once, with its name; the next `read` goes on behind it.
    """

    def __init__(
        self,
        folder: Path,
        *,
        pictures: Sequence[Path] | None = None,
        title: str | None = None,
        fps: float | None = None,
        ground_truth: GroundTruth | None = None,
        problem: TrackbenchError | None = None,
    ) -> None:
        if not folder.exists():
            raise FileMissing(path=folder)
        self._pictures = list(pictures if pictures is not None else pictures_in(folder))
        if not self._pictures:
            raise NoPictures(path=folder)
        self._ground_truth, self._fps, self._next = ground_truth, fps, 0
        first = read_picture(self._pictures[0])
        self._info = SourceInfo(
            spec=str(folder),
            title=title or folder.name,
            width=int(first.shape[1]),
            height=int(first.shape[0]),
            fps=fps,
            frame_count=len(self._pictures),
            is_live=False,
            problem=problem,
        )

    @property
    def info(self) -> SourceInfo:
        return self._info

    @property
    def ground_truth(self) -> GroundTruth | None:
        return self._ground_truth

    def read(self, timeout_s: float = 10.0) -> Frame | None:
        """The next picture, or None at the end."""
        at = self._next
        if at >= len(self._pictures):
            return None
        self._next = at + 1
        return Frame(at, at / (self._fps or _ASSUMED_FPS), read_picture(self._pictures[at]))

    def seek(self, index: int) -> None:
        """Makes picture `index` the next one; numbers outside go to the start or the end."""
        self._next = min(max(index, 0), len(self._pictures))

    def close(self) -> None:
        self._next = len(self._pictures)
        self._pictures = self._pictures[:0]
