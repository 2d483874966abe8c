"""Pictures to what a network takes: every layout, type and order of colours, however they were sent."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from engines.agent import pictures
from engines.agent.model import TensorInfo
from engines.agent.pixels import make_inputs
from engines.agent.refusal import Refusal
from engines.agent.tensors import GivenInput

HEIGHT, WIDTH = 24, 32
MEAN, SCALE = [10.0, 20.0, 30.0], [0.5, 0.25, 0.125]


def smooth(seed: int) -> np.ndarray:
    """(H, W, 3) uint8 BGR that JPEG hardly changes, its channels far apart."""
    small = np.random.default_rng(seed).integers(60, 120, (3, 4, 3), dtype=np.uint8)
    small[:, :, 0] //= 3
    small[:, :, 2] += 100
    return cv2.resize(small, (WIDTH, HEIGHT), interpolation=cv2.INTER_LINEAR)


def as_jpegs(bgr: list[np.ndarray]) -> GivenInput:
    files = [cv2.imencode(".jpg", each, [cv2.IMWRITE_JPEG_QUALITY, 98])[1].tobytes() for each in bgr]
    given = GivenInput("x", np.frombuffer(b"".join(files), np.uint8), None, "jpeg")
    given.sizes = [len(file) for file in files] if len(files) > 1 else []
    return given


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("color", ["RGB", "BGR"])
@pytest.mark.parametrize("layout", ["NCHW", "NHWC"])
@pytest.mark.parametrize("datatype", ["FP32", "FP16", "UINT8"])
@pytest.mark.parametrize("decoder", ["opencv", "old opencv", "without"])
def test_a_picture_becomes_what_the_network_wants(monkeypatch, decoder, datatype, layout, color, count):
    if decoder == "old opencv":  # which gives one order of colours only
        ways = {"BGR": lambda data: cv2.imdecode(data, cv2.IMREAD_COLOR)}
        old = pictures.JpegDecoder("OpenCV 4.6", ways)
        monkeypatch.setattr("engines.agent.pixels.jpeg_decoder", lambda: old)
    jpegs = pictures.jpeg_decoder()
    if decoder == "without":  # the decoder is whichever there is; the rest is numpy's
        monkeypatch.setattr(pictures, "opencv", lambda: None)
        monkeypatch.setattr("engines.agent.pixels.jpeg_decoder", lambda: jpegs)
    mean, scale = (MEAN, SCALE) if datatype != "UINT8" else ([0.0] * 3, [1.0] * 3)
    shape = [-1, 3, HEIGHT, WIDTH] if layout == "NCHW" else [-1, HEIGHT, WIDTH, 3]
    (taker,) = make_inputs(
        [TensorInfo("x", datatype, shape)], {"x": {"mean": mean, "scale": scale, "color": color}}
    )
    for round_number in range(2):  # what is kept from one call must not leak into the next
        bgr = [smooth(10 * round_number + index) for index in range(count)]
        ordered = np.stack(bgr if color == "BGR" else [each[:, :, ::-1] for each in bgr])
        wanted = (ordered.astype(np.float64) - mean) * scale
        wanted = wanted.transpose(0, 3, 1, 2) if layout == "NCHW" else wanted
        off = 8 * max(scale)
        for given, most in ((GivenInput("x", ordered), 0.05 * max(scale)), (as_jpegs(bgr), off)):
            fed = taker.feed(given)
            assert fed.dtype == {"FP32": "f4", "FP16": "f2", "UINT8": "u1"}[datatype]
            np.testing.assert_allclose(fed, wanted, atol=most)


@pytest.mark.parametrize(
    ("sizes", "words"), [([10, 10], "other sizes"), ([], "cannot be decoded|no JPEG"), ([5], "other sizes")]
)
def test_jpegs_of_other_sizes_than_announced(sizes, words):
    (taker,) = make_inputs(
        [TensorInfo("x", "FP32", [1, 3, HEIGHT, WIDTH])], {"x": {"mean": MEAN, "scale": SCALE}}
    )
    given = as_jpegs([smooth(1)])
    given.sizes = sizes
    if not sizes:
        given.array = given.array[: given.array.size // 2][:20]
    with pytest.raises(Refusal, match=words):
        taker.feed(given)
