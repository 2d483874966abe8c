"""The offset of a far clock, learned from made-up clocks and links."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engines.networks.clock_offset import DRIFT_NS, EXPIRY_NS, ClockOffset, Exchange, FarTimes

US, MS, S, HOUR = 1_000, 1_000_000, 1_000_000_000, 3_600_000_000_000


def exchange(began_ns, out_ns, back_ns, offset_ns, *, body_ns=0, answering_ns=5 * MS):
    """First bytes take `out_ns` and `back_ns`, the rest of the request `body_ns` more."""
    first_ns = began_ns + out_ns
    whole_ns = first_ns + body_ns
    sending_ns = whole_ns + answering_ns
    far = FarTimes(*(moment + offset_ns for moment in (first_ns, whole_ns, sending_ns)))
    return Exchange(began_ns, far, sending_ns + back_ns)


def learned(*exchanges):
    clock = ClockOffset()
    for each in exchanges:
        clock.add(each)
    return clock


def test_nothing_is_known_before_the_first_exchange():
    clock = ClockOffset()
    assert clock.offset_ns is None and clock.bound_ns(S) is None


@pytest.mark.parametrize("offset_ns", [0, 1, -7 * HOUR, 1000 * HOUR, -300 * MS])
@pytest.mark.parametrize("body_ns", [0, 20 * MS, 2 * S])
def test_of_equal_delays_the_offset_is_exact_however_large_the_request(offset_ns, body_ns):
    clock = learned(exchange(10 * S, 600 * US, 600 * US, offset_ns, body_ns=body_ns))
    assert clock.offset_ns == offset_ns


# Delays there and back of several exchanges, and by how much the offset is wrong then, in us.
DELAYS = {
    "equal": ([(500, 500)], 0),
    "one way alone is slower": ([(900, 500)], 200),
    "the best of both ways need not come together": ([(500, 9000), (7000, 500)], 0),
    "a late answer each time but once": ([(500, 5000), (510, 700), (520, 5000)], -100),
    "noise of one way": ([(500, 500), (5000, 500), (9000, 500)], 0),
}


@pytest.mark.parametrize("delays, wrong_us", DELAYS.values(), ids=DELAYS)
def test_it_is_wrong_by_half_the_difference_of_the_least_delays(delays, wrong_us):
    offset_ns = -5 * HOUR
    clock = learned(
        *(
            exchange(S + i * 20 * MS, out * US, back * US, offset_ns)
            for i, (out, back) in enumerate(delays)
        )
    )  # fmt: skip
    assert clock.offset_ns - offset_ns == pytest.approx(wrong_us * US, abs=2 * US)
    least_us = min(out for out, _ in delays) + min(back for _, back in delays)
    now_ns = S + len(delays) * 20 * MS
    assert clock.bound_ns(now_ns) == pytest.approx(least_us * US / 2, abs=now_ns / DRIFT_NS)


@given(
    delays=st.lists(st.tuples(st.integers(0, 50 * MS), st.integers(0, 50 * MS)), min_size=1, max_size=60),
    pause_ns=st.integers(MS, 20 * S),
    offset_ns=st.integers(-1000 * HOUR, 1000 * HOUR),
    drift=st.floats(-1.0 / DRIFT_NS, 1.0 / DRIFT_NS),
)
def test_it_is_never_wrong_by_more_than_it_says(delays, pause_ns, offset_ns, drift):
    clock, now_ns = ClockOffset(), 100 * S
    for out_ns, back_ns in delays:

        def far(moment_ns):
            return offset_ns + moment_ns + round(moment_ns * drift)

        first_ns, sending_ns = now_ns + out_ns, now_ns + out_ns + 3 * MS
        heard_ns = sending_ns + back_ns
        clock.add(Exchange(now_ns, FarTimes(far(first_ns), far(first_ns), far(sending_ns)), heard_ns))
        assert abs(clock.offset_ns - (far(heard_ns) - heard_ns)) <= clock.bound_ns(heard_ns) + 2
        now_ns = heard_ns + pause_ns


def test_many_noisy_exchanges_come_close_and_keep_little():
    rng, clock, offset_ns = random.Random(5), ClockOffset(), 77 * HOUR
    for i in range(3000):
        out_ns = 500 * US + round(rng.expovariate(1 / (3 * MS)))  # this way is loaded, the other is not
        clock.add(exchange(i * 10 * MS, out_ns, 500 * US + rng.randrange(50 * US), offset_ns))
    assert abs(clock.offset_ns - offset_ns) < 150 * US
    assert max(len(clock._out.samples), len(clock._back.samples)) <= 64


def test_ever_worse_exchanges_are_not_all_kept():
    clock = learned(*(exchange(i * MS, 500 * US + i * US, 500 * US + i * US, 0) for i in range(2000)))
    assert len(clock._out.samples) <= 64 and clock.offset_ns == 0
    clock.add(exchange(2000 * MS + EXPIRY_NS, 9 * MS, 9 * MS, 0))
    assert clock.bound_ns(2 * S + EXPIRY_NS) < 10 * MS


@pytest.mark.parametrize("age_ns, expected_us", [(EXPIRY_NS - S, 0), (EXPIRY_NS + S, 2000)])
def test_what_was_best_once_expires(age_ns, expected_us):
    best = exchange(10 * S, 500 * US, 500 * US, HOUR)
    clock = learned(best, exchange(10 * S + age_ns, 8000 * US, 4000 * US, HOUR))
    assert clock.offset_ns - HOUR == expected_us * US


def test_a_little_worse_but_fresh_is_better_than_old():
    """After 20 s clocks may have parted by 2 ms, and have by 1 ms: 0.1 ms more of delay weigh less."""
    drifted_ns = 10 * S // DRIFT_NS
    fresh = exchange(20 * S, 600 * US, 600 * US, drifted_ns)
    assert learned(exchange(0, 500 * US, 500 * US, 0), fresh).offset_ns == drifted_ns == MS


@pytest.mark.parametrize("jump_ns", [-50 * HOUR, -20 * MS, 20 * MS, 50 * HOUR])
def test_a_clock_that_jumps_is_learned_anew(jump_ns):
    before = [exchange(S + i * 20 * MS, 500 * US, 500 * US, 3 * HOUR) for i in range(5)]
    after = exchange(2 * S, 700 * US, 700 * US, 3 * HOUR + jump_ns)
    assert learned(*before, after).offset_ns == 3 * HOUR + jump_ns


def test_an_exchange_that_contradicts_itself_is_left_out():
    # Answering is said to have taken 50 ms of an exchange of 10 ms.
    nonsense = Exchange(2 * S, FarTimes(2 * S, 2 * S, 2 * S + 50 * MS), 2 * S + 10 * MS)
    assert learned(nonsense).offset_ns is None
    assert learned(exchange(S, MS, MS, HOUR), nonsense).offset_ns == HOUR


def test_loading_a_model_for_a_minute_contradicts_nothing():
    """Clocks that part by 50 ppm differ by 3 ms after it, which may be more than a link takes."""
    began_ns, took_ns = 100 * S, 60 * S
    far = FarTimes(began_ns + 100 * US, began_ns + 100 * US, began_ns + 100 * US + took_ns + 3 * MS)
    clock = learned(Exchange(began_ns, far, began_ns + took_ns + 200 * US))
    assert clock.offset_ns is not None
    assert abs(clock.offset_ns - 3 * MS) <= clock.bound_ns(began_ns + took_ns)


def test_copies_go_on_alone():
    clock = learned(exchange(S, 900 * US, 500 * US, HOUR))
    other = clock.copy()
    other.add(exchange(2 * S, 500 * US, 500 * US, HOUR))
    assert (clock.offset_ns - HOUR, other.offset_ns - HOUR) == (200 * US, 0)
