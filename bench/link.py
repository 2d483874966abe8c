"""What the link to a board costs: the agent's own time, 100 Mbit/s with 0.5 ms of delay, and SSH.

The agent's models compute nothing and take published times, so that everything else is what is measured. The
agent and the link are processes of their own. Pictures are frames of the bundled clip.

- overhead: wall time of a call less the network's time, for 250 kB in and 50 kB out over loopback; a vendor's
  library runs in a child of the agent, so both ways are measured.
- SOT: pack a 288 x 288 crop, send it as JPEG, 16.763 ms of network, outputs back.
- pose: a pipeline over frames (letterbox to 640 x 640, JPEG, nine heads of which only cells with a score come
  back, boxes and keypoints), over the link and without one. The bar is for the pipeline as it runs over
  files, which looks ahead on both sides; without looking ahead it has none.
- SSH: the same call through an SSH connection over that link, and plain over that link.
"""

from __future__ import annotations

import contextlib
import itertools
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from time import perf_counter_ns

import cv2
import numpy as np
from numpy.typing import NDArray

from app.demo import demo_clip
from bench.clips import read_clip
from bench.link_server import serving
from bench.measure import Effort, interleaved
from bench.rows import Row
from bench.shaped_link import shaped
from engines.board_values import PublishedTime
from engines.boards.board import Board
from engines.boards.ssh_login import Access
from engines.detectors.look_ahead import looking_ahead
from engines.detectors.yolo_pose import YoloPose, YoloPoseParameters
from engines.frame import Frame
from engines.frame_result import Stage
from engines.networks.network import Network, PixelFormat, Tensor
from engines.networks.packing import ImagePacker
from engines.networks.picture_wire import Wire, WireFormat
from engines.networks.remote import LoadRequest, RemoteNetwork, RemoteOptions, Traffic
from engines.networks.sparse import FilterGroup
from engines.pipeline import Pipeline
from engines.timing import StageClock
from engines.trackers.detect_and_track import DetectAndTrack
from engines.trackers.untracked import Untracked
from engines.virtual.launch import VirtualBoardProcess

MBIT_PER_S, DELAY_MS = 100.0, 0.5
OVERHEAD_BAR_MS, SOT_BAR_PER_S, POSE_BAR, SSH_BAR = 1.5, 45.0, 0.85, 1.5
SOT_MS = PublishedTime(16.763)
#: Pose is measured with the same time, and for information with that of YOLO11n-pose on an RDK X5.
POSE_MS = (SOT_MS, PublishedTime(8.3))
#: As the catalog has it for E.T.Track on boards.
_SOT_QUALITY = 70
_POSE_QUALITY = 80
#: Frames in one go. With the last one nothing is looked ahead to, so that nothing is left under way.
_FRAMES_EACH = 20
_RGB = PixelFormat("RGB")
_IMAGENET = PixelFormat("RGB", (123.7, 116.3, 103.5), (0.0171, 0.0175, 0.0174))
_LINK = {"mbit_per_s": MBIT_PER_S, "delay_ms": DELAY_MS}
_LINK_WORDS = f"{MBIT_PER_S:g} Mbit/s, {DELAY_MS:g} ms"


def run(effort: Effort) -> Iterator[Row]:
    yield _overhead(effort)
    yield _overhead(effort, "--child")
    with serving("--child") as port, shaped(port, **_LINK) as far:
        yield from _sot(effort, far)
        for time_ms, bar in zip(POSE_MS, (POSE_BAR, None), strict=True):
            yield from _pose(effort, port, far, time_ms, bar)
        yield from _ssh(effort, port, far)


def _overhead(effort: Effort, *arguments: str) -> Row:
    values = []
    with serving(*arguments) as port, _opened(port, "plain") as network:
        feeds = {"x": np.random.default_rng(1).integers(0, 256, (1, 250_000), dtype=np.uint8)}
        for number in range(effort.count(600, 60)):
            clock = StageClock()
            began_ns = perf_counter_ns()
            network.run(feeds, clock)
            total_ms = (perf_counter_ns() - began_ns) / 1e6
            own_ms = sum(entry.ms for entry in clock.stages if entry.stage is Stage.BOARD_HARD)
            if number >= 20:
                values.append(total_ms - own_ms)
    low, middle, high = np.percentile(values, (25, 50, 75))
    where = "in a child of the agent" if arguments else "in the agent"
    what = f"overhead of a call, network {where}"
    samples = f"{len(values)} calls, quartiles {low:.2f}-{high:.2f}"
    return Row("link", what, float(middle), "ms", OVERHEAD_BAR_MS, samples=samples)


def _sot(effort: Effort, far: int) -> Iterator[Row]:
    """Search steps: as JPEG and as uint8, and as float32, where the agent is told nothing of pictures.

    The network is the one of the catalog's Icraft entry, which takes uint8; where it takes float32, the agent
    turns pictures into it.
    """
    wires = Traffic({"x": WireFormat(Wire.JPEG, _SOT_QUALITY)})
    ways: dict[str, tuple[str, dict[str, object]]] = {
        "JPEG": ("sot", {"pixels": {"x": _RGB}, "traffic": wires}),
        "JPEG, a network of float32": ("sot-float32", {"pixels": {"x": _IMAGENET}, "traffic": wires}),
        "uint8": ("sot", {"pixels": {"x": _RGB}}),
        "float32": ("sot-float32", {}),
    }
    crops = _crops(288)
    for words, (model, options) in ways.items():
        load = LoadRequest(f"{model}.sized", SOT_MS)
        with _opened(far, model, load=load, **options) as network:
            spec = next(spec for spec in network.inputs if spec.name == "x")
            if spec.pixels is None:
                spec = replace(spec, layout="NCHW", pixels=_IMAGENET)
            step = _Step(network, "x", ImagePacker(spec), crops, {"zf": np.ones((1, 96, 8, 8), np.float32)})
            ms = _step_ms(step, effort.count(300, 30))
        bar = SOT_BAR_PER_S if words == "JPEG" else None
        rate = 1000 / float(np.median(ms))
        note = f"{len(ms)} steps, {step.bytes_words}; network {SOT_MS.hard_ms} ms, simulated"
        what = f"SOT search steps over {_LINK_WORDS}, {words}"
        yield Row("link", what, rate, "frames/s", bar, at_least=True, samples=note)


def _pose(effort: Effort, near: int, far: int, time_ms: PublishedTime, bar: float | None) -> Iterator[Row]:
    """Rates over the link by those without it: frame after frame, and looking ahead as over files."""
    filters = tuple(FilterGroup(f"score{s}", (f"box{s}", f"keypoints{s}"), -1.0986, 3) for s in (8, 16, 32))
    traffic = Traffic({"images": WireFormat(Wire.JPEG, _POSE_QUALITY)}, filters)
    # Each another one: what a server has seen a moment ago is not sent again.
    frames = _frames(_FRAMES_EACH)
    with contextlib.ExitStack() as stack:
        runs: dict[str, _PoseRun] = {}
        for side, port in (("here", near), ("there", far)):
            load = LoadRequest("pose.sized", time_ms)
            network = stack.enter_context(_opened(port, f"pose-{side}", traffic=traffic, load=load))
            for words in ("frame after frame", "looking ahead"):
                run = runs[f"{side}, {words}"] = _PoseRun(network, frames, words == "looking ahead")
                stack.callback(run.close)
        times = interleaved(runs, rounds=effort.count(15, 3), calls=2, settle=1)
        what = f"pose heads over {_LINK_WORDS} / without a link, network {time_ms.hard_ms} ms"
        for words, its_bar in (("frame after frame", None), ("looking ahead", bar)):
            ratio = times.ratio(f"here, {words}", f"there, {words}")
            note = runs[f"there, {words}"].bytes_words
            samples = ratio.samples(2 * _FRAMES_EACH)
            yield Row(
                "link",
                f"{what}, {words}",
                ratio.value,
                bar=its_bar,
                at_least=True,
                samples=samples,
                note=note,
            )


class _PoseRun:
    """The same frames over and over through a pipeline; each call steps through some of them."""

    def __init__(self, network: RemoteNetwork, frames: list[NDArray[np.uint8]], looks_ahead: bool) -> None:
        def detector(networks: Sequence[Network]) -> YoloPose:
            return YoloPose(networks, YoloPoseParameters())

        made = looking_ahead(detector, [network]) if looks_ahead else detector([network])
        self._pipeline = Pipeline(DetectAndTrack(made, Untracked(made.labels)))
        self._frames, self._looks_ahead = frames, looks_ahead
        self._bytes: list[tuple[int, int]] = []

    def __call__(self) -> None:
        pictures = itertools.cycle(self._frames)
        frames = [Frame(index, index / 25, next(pictures)) for index in range(_FRAMES_EACH)]
        for frame, upcoming in zip(frames, [*frames[1:], None], strict=True):
            result = self._pipeline.step(frame, upcoming=upcoming if self._looks_ahead else None)
            self._bytes.append((result.bytes_out or 0, result.bytes_in or 0))

    @property
    def bytes_words(self) -> str:
        return _bytes_words(self._bytes)

    def close(self) -> None:
        self._pipeline.close()


def _ssh(effort: Effort, port: int, far: int) -> Iterator[Row]:
    """The same calls over the same link, once inside an SSH connection."""
    with tempfile.TemporaryDirectory(prefix="tb-") as folder, contextlib.ExitStack() as stack:
        virtual = stack.enter_context(VirtualBoardProcess(Path(folder)))
        shaped_port = stack.enter_context(shaped(virtual.address.port, **_LINK))
        hosts = virtual.known_hosts
        known = hosts.read_text(encoding="utf-8").replace(f":{virtual.address.port} ", f":{shaped_port} ")
        hosts.write_text(hosts.read_text(encoding="utf-8") + known, encoding="utf-8")
        address = replace(virtual.address, port=shaped_port)
        board = Board.connect(address, Access(hosts, use_ssh_agent=False))
        stack.callback(board.close)
        link = board.link
        link.run(["true"])
        crops = _crops(288)
        for words, wire in (("JPEG", Wire.JPEG), ("uint8", Wire.UINT8)):
            options = RemoteOptions(
                pixels={"x": _RGB},
                traffic=Traffic({"x": WireFormat(wire, _SOT_QUALITY)}),
                load=LoadRequest("sot.sized", SOT_MS),
            )
            plain = stack.enter_context(_opened(far, f"plain-{words}", **_fields(options)))
            inside = RemoteNetwork(
                lambda: link.open_channel("127.0.0.1", port), "ssh", f"ssh-{words}", options
            )
            stack.callback(inside.close)
            template = {"zf": np.ones((1, 96, 8, 8), np.float32)}
            steps = {
                side: _Step(network, "x", ImagePacker(network.inputs[0]), crops, template)
                for side, network in (("ssh", inside), ("plain", plain))
            }
            ratio = interleaved(steps, rounds=effort.count(20, 3), calls=10).ratio("ssh", "plain")
            what = f"SOT step through SSH / plain TCP, {_LINK_WORDS}, {words}"
            yield Row("link", what, ratio.value, bar=SSH_BAR, samples=ratio.samples(10))


class _Step:
    """Packs a picture, another one each time, and runs the network."""

    def __init__(
        self,
        network: RemoteNetwork,
        name: str,
        packer: ImagePacker,
        pictures: list[NDArray[np.uint8]],
        others: dict[str, Tensor],
    ) -> None:
        self._network, self._name, self._packer, self._others = network, name, packer, others
        self._pictures = itertools.cycle(pictures)
        self._bytes: list[tuple[int, int]] = []

    def __call__(self) -> None:
        clock = StageClock()
        feeds = {self._name: self._packer.pack(next(self._pictures)), **self._others}
        self._network.run(feeds, clock)
        self._bytes.append(clock.bytes_out_in or (0, 0))

    @property
    def bytes_words(self) -> str:
        return _bytes_words(self._bytes)


def _bytes_words(counts: list[tuple[int, int]]) -> str:
    out, back = np.median(np.array(counts), axis=0) / 1000
    return f"{out:.1f} kB out, {back:.1f} kB back"


def _step_ms(step: Callable[[], None], count: int) -> list[float]:
    values = []
    for number in range(count + 5):
        began_ns = perf_counter_ns()
        step()
        if number >= 5:
            values.append((perf_counter_ns() - began_ns) / 1e6)
    return values


@contextlib.contextmanager
def _opened(port: int, name: str, **options: object) -> Iterator[RemoteNetwork]:
    chosen = RemoteOptions(**{"load": LoadRequest(f"{name}.sized"), **options})  # type: ignore[arg-type]
    network = RemoteNetwork.at_url(f"http://127.0.0.1:{port}", name, chosen)
    yield network
    network.close()


def _fields(options: RemoteOptions) -> dict[str, object]:
    return {"pixels": options.pixels, "traffic": options.traffic, "load": options.load}


def _frames(count: int) -> list[NDArray[np.uint8]]:
    return [frame.bgr for frame in read_clip(demo_clip(), count).frames]


def _crops(side: int) -> list[NDArray[np.uint8]]:
    """Around the middle of each frame, at a search region's scale."""
    crops = []
    for bgr in _frames(8):
        height, width = bgr.shape[:2]
        half = min(height, width) // 3
        part = bgr[height // 2 - half : height // 2 + half, width // 2 - half : width // 2 + half]
        crops.append(cv2.resize(part, (side, side)))
    return crops
