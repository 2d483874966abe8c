"""What the link to a board costs: the agent's own time, 100 Mbit/s with 0.5 ms of delay, and SSH.

The agent's models compute nothing and take published times, so that everything else is what is measured. The
agent and the link are processes of their own. Pictures are frames of the bundled clip.

- overhead: wall time of a call less the network's time, for 250 kB in and 50 kB out over loopback; a vendor's
  library runs in a child of the agent, so both ways are measured.
- SOT: pack a 288 x 288 crop, send it as JPEG, 16.763 ms of network, outputs back.
- pose: letterboxed 640 x 640 pictures as JPEG, nine heads of which only cells with a score come back; the
  bar is for two requests under way, as a detector may have them.
- SSH: the same call through an SSH connection over that link, and plain over that link.
"""

from __future__ import annotations

import contextlib
import functools
import itertools
import tempfile
import threading
from collections.abc import Callable, Iterator
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
from engines.frame_result import Stage
from engines.networks.network import PixelFormat, Tensor
from engines.networks.packing import ImagePacker
from engines.networks.picture_wire import Wire, WireFormat
from engines.networks.remote import LoadRequest, RemoteNetwork, RemoteOptions, Traffic
from engines.networks.sparse import FilterGroup
from engines.timing import StageClock
from engines.virtual.launch import VirtualBoardProcess

MBIT_PER_S, DELAY_MS = 100.0, 0.5
OVERHEAD_BAR_MS, SOT_BAR_PER_S, POSE_BAR, SSH_BAR = 1.5, 45.0, 0.85, 1.5
SOT_MS = PublishedTime(16.763)
#: Pose is measured with the same time, and for information with that of YOLO11n-pose on an RDK X5.
POSE_MS = (SOT_MS, PublishedTime(8.3))
#: As the catalog has it for pictures of such networks.
_QUALITY = 80
#: Calls of a thread in one go.
_EACH = 8
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
    """Search steps: as JPEG, as uint8, and as float32, where the agent is told nothing of pictures."""
    jpeg = {"pixels": {"x": _IMAGENET}, "traffic": Traffic({"x": WireFormat(Wire.JPEG, _QUALITY)})}
    ways = {"JPEG": jpeg, "uint8": {"pixels": {"x": _IMAGENET}}, "float32": {}}
    crops = _crops(288)
    for words, options in ways.items():
        options = {**options, "load": LoadRequest("sot.sized", SOT_MS)}
        with _opened(far, "sot", **options) as network:
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
    """Rates with and without the link: one request at a time, and two under way at once.

    A detector's pictures do not wait for each other's results, so that the link can carry one while the
    accelerator is at another; boards are rated with two threads for the same reason.
    """
    filters = tuple(FilterGroup(f"score{s}", (f"box{s}", f"keypoints{s}"), -1.0986, 3) for s in (8, 16, 32))
    traffic = Traffic({"images": WireFormat(Wire.JPEG, _QUALITY)}, filters)
    pictures = _letterboxed(640)
    with contextlib.ExitStack() as stack:
        steps: dict[str, list[_Step]] = {}
        for side, port in (("here", near), ("there", far)):
            load = LoadRequest("pose.sized", time_ms)
            for also_load in (load, None):
                opened = _opened(port, f"pose-{side}", traffic=traffic, load=also_load)
                network = stack.enter_context(opened)
                step = _Step(network, "images", ImagePacker(network.inputs[0]), pictures, {})
                steps.setdefault(side, []).append(step)
        for count, words, its_bar in ((1, "one at a time", None), (2, "two under way", bar)):
            calls = {side: functools.partial(_together, some[:count]) for side, some in steps.items()}
            times = interleaved(calls, rounds=effort.count(15, 3), calls=2)
            ratio = times.ratio("here", "there")
            what = f"pose heads over {_LINK_WORDS} / without a link, network {time_ms.hard_ms} ms, {words}"
            samples, note = ratio.samples(2 * _EACH * count), steps["there"][0].bytes_words
            yield Row("link", what, ratio.value, bar=its_bar, at_least=True, samples=samples, note=note)


def _together(steps: list[_Step]) -> None:
    """`_EACH` calls of each, side by side."""
    threads = [threading.Thread(target=lambda step=step: [step() for _ in range(_EACH)]) for step in steps]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


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
                pixels={"x": _IMAGENET},
                traffic=Traffic({"x": WireFormat(wire, _QUALITY)}),
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
        out, back = np.median(np.array(self._bytes), axis=0) / 1000
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


def _frames() -> list[NDArray[np.uint8]]:
    return [frame.bgr for frame in read_clip(demo_clip(), 8).frames]


def _crops(side: int) -> list[NDArray[np.uint8]]:
    """Around the middle of each frame, at a search region's scale."""
    crops = []
    for bgr in _frames():
        height, width = bgr.shape[:2]
        half = min(height, width) // 3
        part = bgr[height // 2 - half : height // 2 + half, width // 2 - half : width // 2 + half]
        crops.append(cv2.resize(part, (side, side)))
    return crops


def _letterboxed(side: int) -> list[NDArray[np.uint8]]:
    pictures = []
    for bgr in _frames():
        scale = side / max(bgr.shape[:2])
        small = cv2.resize(bgr, None, fx=scale, fy=scale)
        picture = np.full((side, side, 3), 114, np.uint8)
        top = (side - small.shape[0]) // 2
        picture[top : top + small.shape[0], : small.shape[1]] = small[:, :side]
        pictures.append(picture)
    return pictures
