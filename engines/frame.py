"""One picture on its way through the house."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """One picture with its place in the source.

    Attributes:
        index: 0-based number of the frame in its source.
        time_s: presentation time in seconds from the start of the source.
        bgr: (H, W, 3) uint8, channel order blue, green, red. Not written to by anyone once made.
    """

    index: int
    time_s: float
    bgr: NDArray[np.uint8]

    def __post_init__(self) -> None:
        if self.bgr.ndim != 3 or self.bgr.shape[2] != 3 or self.bgr.dtype != np.uint8:
            raise ValueError(f"a frame is HxWx3 uint8, got {self.bgr.shape} {self.bgr.dtype}")

    @property
    def width(self) -> int:
        return int(self.bgr.shape[1])

    @property
    def height(self) -> int:
        return int(self.bgr.shape[0])
