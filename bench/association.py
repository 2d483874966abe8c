"""Our ByteTrack against the published Python program and against roboflow's `trackers`.

One pass is a whole seeded crowd through a new tracker: 12, 100 or 300 people who walk, are missed, are seen
with a low score, and false detections beside them. Detections lie ready in each side's own format before
the clock starts; one thread each. The others run in an environment of their own (`oracles/README.md`), in
processes that wait while it is not their turn. What counts is the processor time of a pass, not the time on
the wall: all three are plain loops on one thread, and other work on the machine then hardly disturbs. Ours
ends with `Track` values for the window, the original with its own objects, `trackers` with arrays.

That ours does the same work is measured too: the share of frames with the original's identities and boxes.

Sources of the bars: at least 3 times as fast as the original, and 1.5 times as fast as `trackers` 2.6.1, the
fastest of those that were compared.
"""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from time import process_time_ns

import numpy as np
from numpy.typing import NDArray

from bench.measure import Effort, Times
from bench.process import in_fresh_process
from bench.rows import Row, missing
from engines.detections import Detections
from engines.frame import Frame
from engines.track import Track
from engines.trackers.byte_track import ByteTrack, ByteTrackParameters

ORACLES_VARIABLE = "TRACKBENCH_ORACLES"
CROWDS = (12, 100, 300)
BARS = {"original": 3.0, "roboflow": 1.5}
TITLES = {"original": "ByteTrack's own program", "roboflow": "roboflow trackers"}
_ROOT = Path(__file__).resolve().parents[1]
_RUNNER = Path(__file__).parent / "oracles" / "runner.py"
_HOW = f"make the environment of bench/oracles/README.md, or name its folder in {ORACLES_VARIABLE}"
_THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
_WIDTH, _HEIGHT = 1920, 1080
_SAME_PX = 1e-6
_NO_PICTURE = Frame(0, 0.0, np.zeros((1, 1, 3), np.uint8))

Floats = NDArray[np.float64]


def run(effort: Effort) -> Iterator[Row]:
    os.environ.update(dict.fromkeys(_THREADS, "1"))  # read when numpy is loaded, so by new processes only
    for people in CROWDS:
        yield from in_fresh_process(measure, people, effort)


def crowd(people: int, frames: int, seed: int = 7) -> list[Floats]:
    """Detections by frame, (N, 5) float64 left, top, right, bottom in pixels of 1920 x 1080, and score."""
    rng = np.random.default_rng(seed)
    height = rng.uniform(60, 160, people) * (1.0 if people < 50 else 0.7)
    size = np.stack([height * rng.uniform(0.35, 0.6, people), height], axis=1)
    area = np.array([_WIDTH, _HEIGHT])
    place, speed = rng.uniform(0, area, (people, 2)), rng.normal(0, 3, (people, 2))
    made = []
    for _ in range(frames):
        place += speed
        speed[(place < 0) | (place > area)] *= -1
        place = place.clip(0, area)
        seen = rng.random(people) < 0.95
        count, besides = int(seen.sum()), int(rng.poisson(people * 0.03))
        centres = np.concatenate(
            [place[seen] + rng.normal(0, 1.5, (count, 2)), rng.uniform(0, area, (besides, 2))]
        )
        sizes = np.concatenate(
            [size[seen] * rng.normal(1, 0.02, (count, 2)), rng.uniform(20, 120, (besides, 2))]
        )
        scores = np.concatenate(
            [rng.normal(0.75, 0.15, count).clip(0.12, 0.99), rng.uniform(0.1, 0.6, besides)]
        )
        made.append(np.column_stack([centres - sizes / 2, centres + sizes / 2, scores]))
    return made


def measure(people: int, effort: Effort) -> list[Row]:
    """Rows of one crowd; needs a fresh process, for its number of threads."""
    frames = crowd(people, effort.count(200 if people < 50 else 60, 20))
    ready = [_as_detections(rows) for rows in frames]
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="trackbench-bench-")))
        file = folder / "crowd.npz"
        np.savez(file, rows=np.concatenate(frames), counts=[len(rows) for rows in frames])
        others, reasons = _others(stack, file)
        times = Times(("ours", *others))
        for number in range(-1, effort.count(9, 2)):
            took = {"ours": _pass_ms(ready), **{name: other.pass_ms() for name, other in others.items()}}
            for name, ms in took.items() if number >= 0 else ():
                times.add(name, ms)
        tracks = _tracks(ready)
        same = _agreement(tracks, others["original"].tracks()) if "original" in others else None
    listed = sum(map(len, tracks)) / len(tracks)
    return _rows(people, times, reasons, same, listed)


def _others(stack: ExitStack, crowd_file: Path) -> tuple[dict[str, Oracle], dict[str, str]]:
    """The other sides that can be had here, and why the rest cannot."""
    others, reasons = {}, {}
    for name in BARS:
        if not is_there(name):
            reasons[name] = _HOW
            continue
        try:
            others[name] = stack.enter_context(Oracle(name, crowd_file))
        except OracleFailed as error:
            reasons[name] = str(error)
    return others, reasons


def _rows(people: int, times: Times, reasons: dict[str, str], same: float | None, listed: float) -> list[Row]:
    ours_ms = float(np.median(times.of("ours")))
    note = f"{listed:.1f} tracks per frame, {1e3 * ours_ms / max(listed, 1):.1f} us each"
    rows = [Row("association", f"ours, {people} people, per frame", ours_ms, "ms", note=note)]
    for name, bar in BARS.items():
        what = f"{TITLES[name]} / ours, {people} people"
        if name in reasons:
            rows.append(missing("association", what, reasons[name]))
            continue
        ratio = times.ratio(name, "ours")
        rows.append(Row("association", what, ratio.value, bar=bar, at_least=True, samples=ratio.samples()))
    if same is not None:
        what = f"frames with the tracks of {TITLES['original']}, {people} people"
        rows.append(Row("association", what, same, "", bar=1.0, at_least=True))
    return rows


def _as_detections(rows: Floats) -> Detections:
    boxes = np.column_stack([rows[:, :2], rows[:, 2:4] - rows[:, :2]])
    return Detections(boxes, rows[:, 4].copy(), np.zeros(len(rows), np.int64))


def _tracks(ready: list[Detections]) -> list[tuple[Track, ...]]:
    tracker = ByteTrack(ByteTrackParameters())
    return [tracker.associate(_NO_PICTURE, detections) for detections in ready]


def _pass_ms(ready: list[Detections]) -> float:
    """Processor time per frame of one pass."""
    tracker = ByteTrack(ByteTrackParameters())
    began_ns = process_time_ns()
    for detections in ready:
        tracker.associate(_NO_PICTURE, detections)
    return (process_time_ns() - began_ns) / 1e6 / len(ready)


def _agreement(ours: list[tuple[Track, ...]], theirs: list[list[list[float]]]) -> float:
    """Share of frames with the same identities at the same places."""
    same = 0
    for tracks, rows in zip(ours, theirs, strict=True):
        table = [[t.id, t.box.x, t.box.y, t.box.w, t.box.h] for t in tracks]
        same += len(table) == len(rows) and bool(
            np.allclose(sorted(table), sorted(rows), rtol=0, atol=_SAME_PX)
        )
    return same / len(ours)


def _places() -> tuple[Path, Path]:
    """The environment's Python, and the checkout of ByteTrack."""
    named = os.environ.get(ORACLES_VARIABLE)
    folder = Path(named) if named else _ROOT / "out" / "oracles"
    inside = Path("Scripts/python.exe") if os.name == "nt" else Path("bin/python")
    return folder / "venv" / inside, folder / "ByteTrack"


def is_there(name: str) -> bool:
    """The environment exists, and what this side needs beside it."""
    python, checkout = _places()
    return python.is_file() and (name != "original" or checkout.is_dir())


class OracleFailed(RuntimeError):
    """Another tracker could not be run."""


class Oracle:
    """Another tracker in a process of its environment, which works only while it is asked."""

    def __init__(self, name: str, crowd_file: Path) -> None:
        python, checkout = _places()
        self._name = name
        command = [str(python), str(_RUNNER), name, str(crowd_file), str(checkout)]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self._answer()

    def __enter__(self) -> Oracle:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.communicate()

    def pass_ms(self) -> float:
        """Processor time per frame of one pass."""
        return float(self._ask("time"))

    def tracks(self) -> list[list[list[float]]]:
        """Id, x, y, w, h of each track of each frame."""
        found: list[list[list[float]]] = json.loads(self._ask("tracks"))
        return found

    def _ask(self, what: str) -> str:
        assert self._process.stdin is not None
        print(what, file=self._process.stdin, flush=True)
        return self._answer()

    def _answer(self) -> str:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            code = self._process.wait()
            raise OracleFailed(
                f"{self._name} in that environment ended with {code}; its message stands above"
            )
        return line
