"""Small videos whose pictures say their own frame number, as twelve light or dark blocks."""

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import av
import numpy as np

BITS, BLOCK = 12, 16
WIDTH, HEIGHT = BITS * BLOCK, 2 * BLOCK


def numbered_picture(number: int) -> np.ndarray:
    lit = [number >> bit & 1 for bit in range(BITS)]
    row = np.repeat(np.array(lit, np.uint8) * 200 + 25, BLOCK)
    return np.ascontiguousarray(np.broadcast_to(row[None, :, None], (HEIGHT, WIDTH, 3)))


def number_in(bgr: np.ndarray) -> int:
    block = bgr.shape[1] // BITS
    middle = bgr[bgr.shape[0] // 4 : -bgr.shape[0] // 4]
    return sum(1 << b for b in range(BITS) if middle[:, b * block + 4 : (b + 1) * block - 4].mean() > 128)


def write_clip(
    path: Path,
    count: int,
    *,
    codec: str = "libx264",
    options: dict[str, str] | None = None,
    times: Sequence[int] | None = None,
    muxer: str | None = None,
    muxer_options: dict[str, str] | None = None,
) -> Path:
    """A clip of `count` numbered pictures, 25 per second, or at the given `times` in ms."""
    with av.open(str(path), "w", format=muxer, options=muxer_options or {}) as container:
        stream = container.add_stream(codec, rate=25, options=options or {})
        stream.width, stream.height = WIDTH, HEIGHT
        stream.pix_fmt = "yuvj420p" if codec == "mjpeg" else "yuv420p"
        if times is not None:
            stream.codec_context.time_base = Fraction(1, 1000)
        for number in range(count):
            picture = av.VideoFrame.from_ndarray(numbered_picture(number), format="bgr24")
            picture.pts = number if times is None else times[number]
            picture.time_base = Fraction(1, 25) if times is None else Fraction(1, 1000)
            container.mux(stream.encode(picture))
        container.mux(stream.encode(None))
    return path
