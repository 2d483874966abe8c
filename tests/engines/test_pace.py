import pytest

from engines import pace as pace_module
from engines.pace import Pace


@pytest.fixture
def now(monkeypatch):
    time = [100.0]
    monkeypatch.setattr(pace_module, "perf_counter", lambda: time[0])
    return time


@pytest.mark.parametrize(
    ("interval_s", "speed", "wait_s"),
    [(0.04, 1, 0.04), (0.04, 2, 0.02), (0.04, 0.125, 0.32), (1.0, 1, 1.0), (5.0, 0.5, 10.0), (0.04, 0, 0)],
)
def test_the_next_frame_waits_for_its_time(now, interval_s, speed, wait_s):
    pace = Pace()
    pace.take(0.0, speed)
    assert pace.wait_s == 0  # how long a frame stays is known with the one after it
    pace.take(interval_s, speed)
    assert pace.wait_s == pytest.approx(wait_s)


def test_work_on_a_frame_is_taken_off_its_time(now):
    pace = Pace()
    for i in range(4):
        pace.take(i * 0.04, 1)
    now[0] += 0.1
    assert pace.wait_s == pytest.approx(0.02)
    now[0] += 0.1
    assert pace.wait_s == 0


def test_a_little_lag_is_caught_up_with(now):
    pace = Pace()
    pace.take(0.0, 1)
    pace.take(0.04, 1)
    now[0] += 0.1
    pace.take(0.08, 1)  # due at 100.08
    assert pace.wait_s == 0
    pace.take(0.16, 1)
    assert pace.wait_s == pytest.approx(0.06)


def test_a_long_lag_is_not(now):
    pace = Pace()
    pace.take(0.0, 1)
    now[0] += 60
    pace.take(0.04, 1)
    pace.take(0.08, 1)
    assert pace.wait_s == pytest.approx(0.04)


def test_after_a_jump_it_begins_anew(now):
    pace = Pace()
    pace.take(0.0, 1)
    pace.take(50.0, 1)
    pace.restart()
    assert pace.wait_s == 0
    pace.take(2.0, 1)
    pace.take(2.04, 1)
    assert pace.wait_s == pytest.approx(0.04)


def test_time_that_goes_back_is_no_reason_to_wait(now):
    pace = Pace()
    pace.take(10.0, 1)
    pace.take(0.0, 1)
    assert pace.wait_s == 0
