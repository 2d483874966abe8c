"""Two trackers on the same frames: closed loop and teacher-forced, and how far they agree."""

from __future__ import annotations

import numpy as np
import pytest

from engines.assembly import Beside, NotComparable, local_opener, open_pipeline
from engines.catalog import load_catalog
from engines.frame import Frame
from engines.frame_result import Stage
from engines.geometry import Box
from engines.pair_history import CAPACITY, PairHistory, PairPoint
from engines.pipeline import Pipeline
from engines.side_by_side import BesideMode, SideBySide
from engines.timing import StageClock
from engines.track import Track
from engines.trackers.per_target import PerTarget

START = Box(100, 50, 20, 20)


class Moving:
    """Moves each box by so many pixels a frame."""

    def __init__(self, pixels: float) -> None:
        self.pixels = pixels

    def begin(self, frame, box, clock):
        return box

    def step(self, state, target_id, frame, clock):
        yield from ()
        moved = Box(state.x + self.pixels, state.y, state.w, state.h)
        return moved, Track(target_id, moved, 0.5)

    def relocate(self, state, box):
        return box


def frame(index: int) -> Frame:
    return Frame(index, index / 25, np.zeros((200, 400, 3), np.uint8))


def run(mode: BesideMode, frames: int = 5):
    first, second = PerTarget(Moving(1), []), PerTarget(Moving(5), [])
    pipeline = Pipeline(SideBySide(first, second, mode))
    pipeline.start(frame(0), {1: START})
    return [pipeline.step(frame(index)) for index in range(1, frames + 1)]


def xs(results):
    return [(result.tracks[0].box.x, result.beside[0].box.x) for result in results]


def test_in_closed_loop_each_goes_its_own_way():
    assert xs(run(BesideMode.CLOSED_LOOP)) == [(100 + i, 100 + 5 * i) for i in range(1, 6)]


def test_teacher_forced_each_step_begins_where_the_first_one_is():
    assert xs(run(BesideMode.TEACHER_FORCED)) == [(100 + i, 99 + i + 5) for i in range(1, 6)]


def test_the_mode_can_change_while_it_runs():
    tracker = SideBySide(PerTarget(Moving(1), []), PerTarget(Moving(5), []))
    pipeline = Pipeline(tracker)
    pipeline.start(frame(0), {1: START})
    pipeline.step(frame(1))
    pipeline.set_beside_mode(BesideMode.TEACHER_FORCED)
    result = pipeline.step(frame(2))
    assert xs([result]) == [(102, 106)]


def test_the_second_ones_time_is_a_stage_of_its_own():
    (result,) = run(BesideMode.CLOSED_LOOP, 1)
    assert result.stage_ms(Stage.BESIDE) is not None
    assert sum(entry.ms for entry in result.stages) == pytest.approx(result.step_ms, rel=0.03)


def test_targets_are_the_same_for_both():
    tracker = SideBySide(PerTarget(Moving(1), []), PerTarget(Moving(5), []))
    clock = StageClock()
    tracker.start(frame(0), {1: START, 2: START}, clock)
    assert [track.id for track in clock.beside] == [1, 2]
    tracker.drop(1)
    tracker.relocate({2: Box(0, 0, 20, 20)})
    clock = StageClock()
    (track,) = tracker.update(frame(1), clock)
    assert (track.id, track.box.x, clock.beside[0].id, clock.beside[0].box.x) == (2, 1, 2, 5)
    tracker.reset()
    assert tracker.update(frame(2), StageClock()) == ()


def test_who_finds_its_objects_cannot_be_compared(tmp_path):
    class Finding(PerTarget):
        needs_targets = False

    with pytest.raises(ValueError, match="chosen targets"):
        SideBySide(PerTarget(Moving(1), []), Finding(Moving(1), []))
    catalog = load_catalog(tmp_path)
    with pytest.raises(NotComparable):
        open_pipeline(
            catalog,
            catalog.entry("demo-sot"),
            local_opener(),
            beside=Beside(catalog.entry("demo-mot"), local_opener()),
        )


def test_two_models_of_the_catalog(tmp_path):
    catalog = load_catalog(tmp_path)
    beside = Beside(catalog.entry("demo-siamrpn"), local_opener())
    pipeline = open_pipeline(catalog, catalog.entry("demo-ettrack"), local_opener(), beside=beside)
    try:
        pipeline.start(frame(0), {1: START})
        assert len(pipeline.step(frame(1)).beside) == 1
    finally:
        pipeline.close()


# -- how far they agree ------------------------------------------------------------------------


def test_summary_by_hand():
    history = PairHistory()
    for index, between in enumerate((1.0, 0.8, 0.49, 0.9)):
        history.add(PairPoint(index, between, first=0.5, second=None))
    summary = history.summary()
    assert (summary.frames, summary.parted_at, summary.mean_second) == (4, 2, None)
    assert summary.mean_between == pytest.approx((1 + 0.8 + 0.49 + 0.9) / 4)
    assert summary.mean_first == pytest.approx(0.5)
    assert history.at(2).between == pytest.approx(0.49) and history.at(9) is None


def test_going_back_replaces_and_nothing_grows_without_end():
    history = PairHistory()
    history.add(PairPoint(3, 0.1))
    history.add(PairPoint(3, 0.9))
    assert history.summary().parted_at is None and history.at(1) is None
    history.add(PairPoint(CAPACITY, 0.1))
    history.add(PairPoint(-1, 0.1))
    assert len(history) == 4
    history.clear()
    assert history.summary().frames == 0 and history.summary().mean_between is None
