"""What a detector costs around its network: letterbox, packing and decoding, beside the bare run.

One thread. Frames are a recorded one in three sizes; the raw answers that are decoded are the shared pose
networks' own for it, one decoded and one with nine raw heads, so that as many cells are over the threshold
as in real life. Each part is timed in turn with the plain way to do it: a grey picture and a tensor that are
made anew by whole-array arithmetic, and a decoder that takes every cell. The bare side is `session.run` of
the session that the detector uses, on feeds that are kept.

Sources of the bars: 1.5 ms for a 1080p letterbox and 1 ms for a pose detector's letterbox, packing and
decoding are this project's own. Both are ms, so mind the machine.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from bench.measure import Effort, Ratio, interleaved
from bench.places import NO_ASSETS, assets
from bench.process import in_fresh_process
from bench.rows import Row, missing
from engines.detections import Detections
from engines.detectors.candidates import settle
from engines.detectors.cells import Cells, sigmoid
from engines.detectors.letterbox import ULTRALYTICS, Letterbox, place
from engines.detectors.yolo_pose import YoloPose, YoloPoseParameters
from engines.frame import Frame
from engines.networks.local import LocalNetwork
from engines.networks.network import PixelFormat, Tensor, TensorSpec
from engines.timing import StageClock
from engines.video.images import read_picture

LETTERBOX_BAR_MS, AROUND_BAR_MS = 1.5, 1.0
_SIDE = 640
_SIZES = {"640x480": (640, 480), "720p": (1280, 720), "1080p": (1920, 1080)}
_POSE = {"decoded": "yolov8n-pose_640.onnx", "raw": "yolov8n-pose_640_raw9.onnx"}
_PIXELS = PixelFormat("RGB", (0.0, 0.0, 0.0), (1 / 255, 1 / 255, 1 / 255))
# Single calls: a median of them is hardly moved by other work on the machine, a mean of several is.
_THRESHOLD, _ROUNDS = 0.25, (201, 5)
Call = Callable[[], object]


def run(effort: Effort) -> Iterator[Row]:
    folder = assets()
    if folder is None:
        yield missing("detectors", "letterbox, packing and decoding", NO_ASSETS)
        return
    yield from in_fresh_process(measure, folder, effort)


def measure(folder: Path, effort: Effort) -> list[Row]:
    """All rows; needs a fresh process, because onnxruntime's shared pool has one size."""
    cv2.setNumThreads(1)
    bgr = read_picture(folder / "videos" / "mot" / "TUD-Campus" / "img1" / "000001.jpg")
    frames = {name: Frame(0, 0.0, cv2.resize(bgr, size)) for name, size in _SIZES.items()}
    rows = []
    for name, frame in frames.items():
        rows.append(_letterbox_row(name, frame, effort))
    for kind, file in _POSE.items():
        rows += _PoseBench(folder / "models" / file, kind).rows(frames, effort)
    return rows


def _letterbox_row(name: str, frame: Frame, effort: Effort) -> Row:
    letterbox = Letterbox(_SIDE, _SIDE, ULTRALYTICS)
    ratio = _against(lambda: letterbox.put(frame.bgr), lambda: plain_letterbox(frame.bgr), effort)
    bar = LETTERBOX_BAR_MS if name == "1080p" else None
    return _row(f"letterbox {name} to {_SIDE}x{_SIDE}", ratio, bar)


class _PoseBench:
    """One form of the pose network's answer. Its parts are the detector's own."""

    def __init__(self, weights: Path, kind: str) -> None:
        self._kind = kind
        spec = TensorSpec("images", (1, 3, _SIDE, _SIDE), "float32", "NCHW", _PIXELS)
        self._network = LocalNetwork(weights, inputs=[spec], threads=1)
        self._detector = YoloPose([self._network], YoloPoseParameters())

    def rows(self, frames: Mapping[str, Frame], effort: Effort) -> Iterator[Row]:
        prepare, title = self._detector._picture.prepare, f"pose, {self._kind}"
        if self._kind == "decoded":
            for name, frame in frames.items():
                ratio = _against(lambda f=frame: prepare(f), lambda f=frame: plain_tensor(f.bgr), effort)  # type: ignore[misc]
                yield _row(f"letterbox and packing {name}", ratio)
        first = frames["640x480"]
        feeds, placing = prepare(first)
        kept = {name: tensor.copy() for name, tensor in feeds.items()}
        outputs = self._network.run(kept, StageClock())
        reader, choice = self._detector._reader, self._detector._choice

        def decode() -> Detections:
            return settle(reader.read(outputs, _THRESHOLD), placing, choice)

        plain = plain_decoded if self._kind == "decoded" else plain_raw
        yield _row(f"{title}: decoding", _against(decode, lambda: plain(outputs), effort))
        whole = {"ours": lambda: (prepare(first), decode())}
        ms = interleaved(whole, rounds=effort.count(*_ROUNDS), calls=1).of("ours")
        what = f"{title}: letterbox, packing and decoding 640x480"
        samples = f"median of {len(ms)} calls"
        yield Row("detectors", what, float(np.median(ms)), "ms", bar=AROUND_BAR_MS, samples=samples)
        session = self._network._session  # the same one, or it proves nothing
        sides: dict[str, Call] = {
            "ours": lambda: self._detector.detect(first, StageClock()),
            "bare": lambda: session.run(None, kept),
        }
        calls = effort.count(5, 1)
        times = interleaved(sides, rounds=effort.count(9, 1), calls=calls, settle=1)
        share = times.ratio("ours", "bare")
        yield Row(
            "detectors", f"{title}: detect / bare session.run", share.value, samples=share.samples(calls)
        )
        self._detector.close()


def _against(ours: Call, plain: Call, effort: Effort) -> Ratio:
    sides = {"ours": ours, "plain": plain}
    return interleaved(sides, rounds=effort.count(*_ROUNDS), calls=1).ratio("ours", "plain")


def _row(what: str, ratio: Ratio, bar: float | None = None) -> Row:
    samples = f"median of {ratio.rounds} calls, {ratio.value:.2f} of the plain {ratio.base_ms:.2f} ms"
    return Row("detectors", what, ratio.ours_ms, "ms", bar=bar, samples=samples)


def plain_letterbox(bgr: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """A picture that is made anew for each frame."""
    placing = place(bgr.shape[1], bgr.shape[0], _SIDE, _SIDE, ULTRALYTICS)
    inside = cv2.resize(bgr, (placing.width, placing.height))
    right, bottom = _SIDE - placing.left - placing.width, _SIDE - placing.top - placing.height
    grey = (ULTRALYTICS.grey,) * 3
    sides = (placing.top, bottom, placing.left, right)
    return cv2.copyMakeBorder(inside, *sides, cv2.BORDER_CONSTANT, value=grey)


def plain_tensor(bgr: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Letterbox, then arithmetic over the whole array."""
    rgb = plain_letterbox(bgr)[None, :, :, ::-1].transpose(0, 3, 1, 2)
    tensor: NDArray[np.float32] = np.ascontiguousarray(rgb).astype(np.float32) / np.float32(255)
    return tensor


def plain_decoded(outputs: Mapping[str, Tensor]) -> Tensor:
    """Boxes and keypoints of every cell, then those over the threshold; no suppression."""
    (table,) = outputs.values()
    rows = np.ascontiguousarray(table[0].T)
    boxes = np.concatenate((rows[:, :2] - rows[:, 2:4] / 2, rows[:, 2:]), axis=1)
    return boxes[boxes[:, 4] > _THRESHOLD]


def plain_raw(outputs: Mapping[str, Tensor]) -> Tensor:
    """The same from raw heads."""
    cells = Cells(_SIDE, _SIDE)

    def table(part: str) -> Tensor:
        heads = [outputs[f"{part}_{stride}"] for stride in (8, 16, 32)]
        return np.concatenate([head.reshape(head.shape[1], -1).T for head in heads])

    bins = np.exp(table("bbox").reshape(-1, 4, 16))
    edges = bins @ np.arange(16, dtype=np.float32) / bins.sum(axis=2)
    corners = (cells.places + 0.5 - edges[:, :2]) * cells.strides
    sizes = (edges[:, :2] + edges[:, 2:]) * cells.strides
    keypoints = table("kpt").reshape(-1, 17, 3)
    points = (2 * keypoints[..., :2] + cells.places[:, None]) * cells.strides[:, None]
    rest = np.concatenate((points, sigmoid(keypoints[..., 2:])), axis=2).reshape(len(cells), -1)
    rows = np.concatenate((corners, sizes, sigmoid(table("cls")), rest), axis=1)
    return rows[rows[:, 4] > _THRESHOLD]
