import pytest
from hypothesis import given
from hypothesis import strategies as st

from engines.frame_result import Stage, StageTime
from engines.layer_time import LayerTime
from engines.origin import Origin
from engines.timing import Percentiles, StageClock, Window


def test_stages_add_up_in_the_order_of_a_frames_way():
    clock = StageClock()
    clock.add(Stage.POSTPROCESS, 1.0)
    clock.add(Stage.INFER, 2.0)
    clock.add(Stage.INFER, 3.0)
    clock.add(Stage.DECODE, 4.0)
    assert clock.stages == (
        StageTime(Stage.DECODE, 4.0), StageTime(Stage.INFER, 5.0), StageTime(Stage.POSTPROCESS, 1.0)
    )  # fmt: skip
    assert clock.total_ms == 10.0


@given(st.lists(st.tuples(st.sampled_from(Stage), st.floats(0, 100))))
def test_nothing_gets_lost(stamps):
    clock = StageClock()
    for stage, ms in stamps:
        clock.add(stage, ms)
    assert clock.total_ms == pytest.approx(sum(ms for _stage, ms in stamps))
    assert [entry.stage for entry in clock.stages] == [
        s for s in Stage if s in {stage for stage, _ in stamps}
    ]


def test_a_block_is_timed_also_when_it_fails(monkeypatch):
    now = iter([1_000_000, 4_500_000, 10_000_000, 10_250_000])
    monkeypatch.setattr("engines.timing.perf_counter_ns", lambda: next(now))
    clock = StageClock()
    with clock.stage(Stage.INFER):
        pass
    with pytest.raises(RuntimeError), clock.stage(Stage.LINK):
        raise RuntimeError
    assert clock.stages == (StageTime(Stage.LINK, 0.25), StageTime(Stage.INFER, 3.5))


@pytest.mark.parametrize(
    ("origins", "origin"),
    [
        ([Origin.MEASURED], Origin.MEASURED),
        ([Origin.MEASURED, Origin.SIMULATED], Origin.SIMULATED),
        ([Origin.SIMULATED, Origin.MEASURED], Origin.SIMULATED),
        ([Origin.PUBLISHED, Origin.MEASURED], Origin.PUBLISHED),
    ],
)
def test_what_is_partly_simulated_counts_as_simulated(origins, origin):
    clock = StageClock()
    for one in origins:
        clock.add(Stage.BOARD_HARD, 1.0, one)
    assert clock.stages == (StageTime(Stage.BOARD_HARD, float(len(origins)), origin),)


def test_unknown_is_none():
    clock = StageClock()
    assert clock.layers is None and clock.bytes_out_in is None and clock.stages == () and clock.total_ms == 0
    assert not clock.wants_layers


def test_layers_and_bytes_of_several_networks():
    first, second = LayerTime(0, "a", "Conv", "cpu"), LayerTime(0, "b", "Conv", "cpu")
    clock = StageClock(wants_layers=True)
    clock.add_layers([first], Origin.MEASURED)
    clock.add_layers([second], Origin.MEASURED)
    clock.add_bytes(100, 5)
    clock.add_bytes(20, 0)
    assert clock.layers.layers == (first, second)
    assert clock.bytes_out_in == (120, 5)


def test_layers_that_are_still_to_be_made_wait_for_a_look():
    made = []

    def make():
        made.append(1)
        return (LayerTime(0, "b", "Conv", "cpu"),)

    clock = StageClock(wants_layers=True)
    clock.add_layers(make, Origin.SIMULATED)
    alone = clock.layers
    clock.add_layers([LayerTime(0, "a", "Conv", "cpu")], Origin.MEASURED)
    together = clock.layers
    assert (alone.origin, together.origin, made) == (Origin.SIMULATED, Origin.MEASURED, [])
    assert [layer.name for layer in together.layers] == ["b", "a"]
    assert [layer.name for layer in alone.layers] == ["b"]
    assert [layer.name for layer in clock.layers.layers] == ["b", "a"]
    assert made == [1]


@pytest.mark.parametrize(
    ("values", "p50", "p95", "p99"),
    [
        ([7.0], 7, 7, 7),
        ([1.0, 3.0], 2, 2.9, 2.98),
        ([float(i) for i in range(101)], 50, 95, 99),
        ([10.0, 0.0, 5.0], 5, 9.5, 9.9),
    ],
)
def test_percentiles_by_hand(values, p50, p95, p99):
    found = Percentiles.of(values)
    assert (found.p50, found.p95, found.p99) == pytest.approx((p50, p95, p99))
    assert found.count == len(values)


def test_no_values_no_percentiles():
    assert Percentiles.of([]) is None
    assert Window().percentiles is None


@given(st.lists(st.floats(-1e6, 1e6), min_size=1))
def test_percentiles_are_ordered_and_within(values):
    found = Percentiles.of(values)
    assert min(values) - 1e-6 <= found.p50 <= found.p95 + 1e-6 and found.p95 <= found.p99 + 1e-6
    assert found.p99 <= max(values) + 1e-6


def test_a_window_forgets_the_oldest():
    window = Window(3)
    for value in (100.0, 1.0, 2.0, 3.0):
        window.add(value)
    assert window.values == (1.0, 2.0, 3.0) and len(window) == 3
    assert window.percentiles.p50 == 2
