from time import perf_counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engines.frame import Frame
from engines.frame_result import Stage
from engines.geometry import Box
from engines.layer_time import LayerTime
from engines.origin import Origin
from engines.pipeline import BoxUnusable, Pipeline, usable_box
from engines.track import Track

WIDTH, HEIGHT = 64, 48


def frame(index=0):
    return Frame(index, index / 25, np.zeros((HEIGHT, WIDTH, 3), np.uint8))


class Watch:
    """A clock that goes only when told."""

    def __init__(self):
        self.now_ns = 1_000_000_000

    def passes(self, ms):
        self.now_ns += int(ms * 1e6)


class Slow:
    """A tracker that takes its time, in named stages and between them."""

    needs_targets = True

    def __init__(self, watch):
        self.watch = watch
        self.started, self.clocks, self.closed = [], [], 0

    def start(self, frame, targets, clock):
        self.started.append(dict(targets))
        self.clocks.append(clock)
        self.watch.passes(2)
        return tuple(Track(i, box, 1.0) for i, box in targets.items())

    def update(self, frame, clock):
        self.clocks.append(clock)
        with clock.stage(Stage.PREPROCESS):
            self.watch.passes(3)
        with clock.stage(Stage.INFER):
            self.watch.passes(12)
        self.watch.passes(4)
        if clock.wants_layers:
            clock.add_layers([LayerTime(0, "a", "Conv", "cpu")], Origin.MEASURED)
        return (Track(1, Box(1, 1, 5, 5), 0.5),)

    def drop(self, target_id):
        self.dropped = target_id

    def relocate(self, boxes):
        self.relocated = boxes

    def close(self):
        self.closed += 1


@pytest.fixture
def tracker(monkeypatch):
    watch = Watch()
    for module in ("engines.pipeline", "engines.timing"):
        monkeypatch.setattr(f"{module}.perf_counter_ns", lambda: watch.now_ns)
    return Slow(watch)


def test_stages_add_up_to_the_wall_time_of_the_step(tracker):
    result = Pipeline(tracker).step(frame(1))
    assert result.step_ms == 19
    assert {entry.stage: entry.ms for entry in result.stages} == {
        Stage.PREPROCESS: 3, Stage.INFER: 12, Stage.OTHER: 4
    }  # fmt: skip


def test_they_do_so_on_a_real_clock():
    class Busy(Slow):
        def update(self, frame, clock):
            with clock.stage(Stage.INFER):
                np.linalg.svd(np.ones((120, 120)))
            return ()

    pipeline, shares = Pipeline(Busy(Watch())), []
    for _ in range(8):
        began = perf_counter()
        result = pipeline.step(frame())
        wall_ms = (perf_counter() - began) * 1000
        shares.append(sum(entry.ms for entry in result.stages) / wall_ms)
    # Another program may take the processor between two readings of the clock, but not every time.
    assert max(shares) == pytest.approx(1, abs=0.03)


def test_decoding_and_queue_are_told_beside_the_step(tracker):
    result = Pipeline(tracker).step(frame(), decode_ms=100.0, queue_ms=50.0, dropped=2)
    assert (result.stage_ms(Stage.DECODE), result.stage_ms(Stage.QUEUE), result.dropped) == (100, 50, 2)
    assert result.step_ms == 19 and result.stage_ms(Stage.OTHER) == 4
    assert sum(e.ms for e in result.stages) == 169
    assert [e.stage for e in result.stages][:2] == [Stage.DECODE, Stage.QUEUE]


def test_what_did_not_happen_is_absent(tracker):
    result = Pipeline(tracker).step(frame())
    assert result.stage_ms(Stage.DECODE) is None and result.stage_ms(Stage.LINK) is None
    assert result.layers is None and result.bytes_out is None and result.bytes_in is None


def test_time_that_stages_claim_twice_makes_nothing_negative(tracker):
    """The hardware's own figure may be larger than the wall time of the run that simulates it."""

    class Simulating(Slow):
        def update(self, frame, clock):
            clock.add(Stage.BOARD_HARD, 500.0, Origin.SIMULATED)
            return ()

    result = Pipeline(Simulating(tracker.watch)).step(frame())
    assert result.stage_ms(Stage.OTHER) == 0 and result.step_ms == 0


@pytest.mark.parametrize(
    ("every", "profiled"), [(0, []), (1, [0, 1, 2, 3, 4, 5, 6]), (3, [1, 4]), (100, [1])]
)
def test_every_nth_step_is_profiled(tracker, every, profiled):
    tracker.update = lambda frame, clock: tracker.clocks.append(clock) or ()
    pipeline = Pipeline(tracker, profile_every=every)
    for index in range(7):
        pipeline.step(frame(index))
    assert [i for i, clock in enumerate(tracker.clocks) if clock.wants_layers] == profiled


def test_layers_come_with_the_result(tracker):
    result = Pipeline(tracker, profile_every=1).step(frame())
    assert (
        result.layers.layers == (LayerTime(0, "a", "Conv", "cpu"),)
        and result.layers.origin is Origin.MEASURED
    )


def test_a_start_gives_the_first_result(tracker):
    result = Pipeline(tracker).start(frame(7), {1: Box(1, 2, 10, 10)})
    assert (result.frame_index, result.time_s) == (7, 7 / 25)
    assert [(t.id, t.box, t.score) for t in result.tracks] == [(1, Box(1, 2, 10, 10), 1.0)]
    assert result.step_ms == 2 and [(e.stage, e.ms) for e in result.stages] == [(Stage.OTHER, 2)]


# -- boxes -------------------------------------------------------------------------------------


def test_targets_are_clipped_to_the_picture(tracker):
    Pipeline(tracker).start(frame(), {1: Box(-10, -10, 30, 30), 2: Box(50, 40, 100, 100)})
    assert tracker.started == [{1: Box(0, 0, 20, 20), 2: Box(50, 40, 14, 8)}]


@pytest.mark.parametrize(
    ("box", "reason"),
    [
        (Box(WIDTH, 0, 10, 10), "outside"),
        (Box(-20, 5, 20, 10), "outside"),
        (Box(5, 1000, 10, 10), "outside"),
        (Box(5, 5, 1, 1), "1 x 1"),
        (Box(5, 5, 30, 1.9), "30 x 2"),
        (Box(WIDTH - 1, 5, 30, 30), "1 x 30"),
    ],
)
def test_a_box_of_no_use_says_why_and_nothing_starts(tracker, box, reason):
    pipeline = Pipeline(tracker)
    with pytest.raises(BoxUnusable, match=reason) as caught:
        pipeline.start(frame(), {1: Box(1, 1, 10, 10), 2: box})
    assert tracker.started == [] and "2 pixels" in str(caught.value)


@given(st.builds(Box, *[st.floats(-200, 200)] * 2, *[st.floats(0.01, 400)] * 2))
def test_a_box_is_refused_or_lies_in_the_picture(box):
    try:
        usable = usable_box(box, frame())
    except BoxUnusable:
        return
    assert usable.x >= 0 and usable.y >= 0 and min(usable.w, usable.h) >= 2
    assert usable.right <= WIDTH + 1e-9 and usable.bottom <= HEIGHT + 1e-9


def test_the_rest_is_passed_on(tracker):
    pipeline = Pipeline(tracker)
    pipeline.drop(3)
    pipeline.relocate({1: Box(0, 0, 5, 5)})
    pipeline.close()
    assert pipeline.needs_targets
    assert (tracker.dropped, tracker.relocated, tracker.closed) == (3, {1: Box(0, 0, 5, 5)}, 1)
