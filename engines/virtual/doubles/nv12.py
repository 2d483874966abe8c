"""Pictures as the X5's camera pipeline gives them to a compiled model."""

from __future__ import annotations

from typing import Any

import numpy as np

#: The compiled-in scale of the vendor's samples (`norm_type data_scale`).
_SCALE = 0.003921568627451


def nv12_to_rgb(data: Any, height: int, width: int) -> Any:
    """uint8 of H*W luma, then U,V in pairs -> float32 `[1, 3, H, W]`, 0 to 1 (BT.601, limited range)."""
    flat = np.asarray(data).reshape(-1)
    luma = (flat[: height * width].reshape(height, width).astype(np.float32) - 16) * 1.164
    chroma = flat[height * width :].reshape(height // 2, width // 2, 2).astype(np.float32) - 128
    chroma = chroma.repeat(2, axis=0).repeat(2, axis=1)
    u, v = chroma[..., 0], chroma[..., 1]
    rgb = np.stack((luma + 1.596 * v, luma - 0.391 * u - 0.813 * v, luma + 2.018 * u))
    return np.ascontiguousarray(np.clip(rgb, 0, 255)[None] * np.float32(_SCALE), np.float32)
