"""A 1080p60 file with a target that moves over a moving texture, of any length, made in seconds."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np
from numpy.typing import NDArray

from engines.geometry import Box

WIDTH, HEIGHT, FPS = 1920, 1080, 60
_PERIOD = 120  # frames after which the picture is where it was
_SIDE = 160
_ENCODER = {"preset": "ultrafast", "tune": "zerolatency", "crf": "23"}


def first_box() -> Box:
    """The target in frame 0."""
    x, y = _corner(0)
    return Box(x, y, _SIDE, _SIDE)


def write_moving_clip(path: Path, seconds: float) -> None:
    """Encodes one period and repeats its packets with later stamps: encoding is the slow part."""
    period = path.with_name(f"{path.stem}.period{path.suffix}")
    _write_period(period)
    with av.open(str(period)) as source, av.open(str(path), "w") as container:
        template = source.streams.video[0]
        stream = container.add_stream_from_template(template)
        packets = [(bytes(p), p.is_keyframe) for p in source.demux(template) if p.size]
        for number in range(round(seconds * FPS)):
            data, is_key = packets[number % len(packets)]
            packet = av.Packet(data)
            packet.stream, packet.time_base = stream, Fraction(1, FPS)
            packet.pts = packet.dts = number
            packet.is_keyframe = is_key
            container.mux(packet)
    period.unlink()


def _write_period(path: Path) -> None:
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=FPS, options=dict(_ENCODER))
        stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        for bgr in _pictures():
            container.mux(stream.encode(av.VideoFrame.from_ndarray(bgr, format="bgr24")))
        container.mux(stream.encode(None))


def _pictures() -> Iterator[NDArray[np.uint8]]:
    texture, target = _noise(HEIGHT + 200, WIDTH + 200, 12, 1), _noise(_SIDE, _SIDE, 20, 2)
    for i in range(_PERIOD):
        angle = 2 * np.pi * i / _PERIOD
        dx, dy = round(100 + 99 * np.sin(angle)), round(100 + 99 * np.cos(angle))
        bgr = texture[dy : dy + HEIGHT, dx : dx + WIDTH].copy()
        x, y = _corner(i)
        bgr[y : y + _SIDE, x : x + _SIDE] = target
        yield bgr


def _corner(i: int) -> tuple[int, int]:
    angle = 2 * np.pi * i / _PERIOD
    return round(WIDTH / 2 + 400 * np.sin(angle)), round(HEIGHT / 2 + 200 * np.sin(2 * angle))


def _noise(height: int, width: int, coarse: int, seed: int) -> NDArray[np.uint8]:
    small = np.random.default_rng(seed).integers(0, 256, (height // coarse, width // coarse, 3), np.uint8)
    return np.asarray(cv2.resize(small, (width, height), interpolation=cv2.INTER_CUBIC), np.uint8)
