from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engines.layer_stats import RECENT, LayerStats
from engines.layer_time import LayerProfile, LayerTime
from engines.origin import Origin


def profile(*layers, origin=Origin.MEASURED):
    return LayerProfile(tuple(layers), origin)


def layer(op_id, total, name="", network="net", **parts):
    return LayerTime(op_id, name or f"op{op_id}", "Conv", "cpu", network, total, **parts)


def test_no_profile_no_rows():
    assert LayerStats().rows() == ()


def test_percentiles_and_shares_over_frames():
    stats = LayerStats()
    for total in (1.0, 2.0, 3.0):
        stats.add(profile(layer(0, total), layer(1, 6.0)))
    first, second = stats.rows()
    assert (first.total_p50, first.total_p95) == (2.0, pytest.approx(2.9))
    assert (first.share, second.share) == (0.25, 0.75)
    assert (first.count, first.origin) == (3, Origin.MEASURED)


def test_unknown_stays_unknown():
    stats = LayerStats()
    stats.add(profile(layer(0, None), layer(1, 4.0, memcpy_ms=1.0, other_ms=-0.5)))
    unknown, known = stats.rows()
    assert (unknown.total_p50, unknown.total_p95, unknown.share) == (None, None, None)
    assert (known.memcpy_ms, known.hard_ms, known.other_ms, known.share) == (1.0, None, -0.5, 1.0)


def test_a_layer_known_in_some_frames_only():
    stats = LayerStats()
    stats.add(profile(layer(0, None)))
    stats.add(profile(layer(0, 2.0)))
    (row,) = stats.rows()
    assert (row.total_p50, row.count) == (2.0, 2)


def test_networks_keep_their_layers_apart():
    stats = LayerStats()
    stats.add(profile(layer(0, 1.0, network="net1"), layer(0, 3.0, network="net2")))
    assert [(row.network, row.total_p50) for row in stats.rows()] == [("net1", 1.0), ("net2", 3.0)]


def test_old_profiles_are_forgotten():
    stats = LayerStats(capacity=2)
    for total in (100.0, 1.0, 3.0):
        stats.add(profile(layer(0, total)))
    assert stats.rows()[0].total_p50 == 2.0
    assert len(stats) == 2


def test_origins_do_not_mix():
    stats = LayerStats()
    stats.add(profile(layer(0, 100.0)))
    stats.add(profile(layer(0, 1.0), origin=Origin.SIMULATED))
    (row,) = stats.rows()
    assert (row.total_p50, row.origin) == (1.0, Origin.SIMULATED)


def test_order_recent_times_and_sources():
    stats = LayerStats()
    for total in (1.0, None, 3.0):
        stats.add(profile(layer(5, 0.5), layer(0, total, sources=("conv", "relu"))))
    first, second = stats.rows()
    assert [(row.op_id, row.order) for row in (first, second)] == [(5, 0), (0, 1)]
    assert second.recent == (1.0, None, 3.0) and second.sources == ("conv", "relu")
    assert second.published_ms is None


def test_recent_times_are_the_newest_and_bounded():
    stats = LayerStats(capacity=40)
    for total in range(100):
        stats.add(profile(layer(0, float(total))))
    (row,) = stats.rows()
    assert row.recent == tuple(float(i) for i in range(100 - RECENT, 100))
    assert (row.total_p50, row.count) == (79.5, 40)


def test_a_layer_that_ran_for_several_targets_tells_the_time_of_one_run():
    stats = LayerStats()
    stats.add(profile(layer(0, 1.0), layer(0, 3.0, hard_ms=2.0), layer(1, 4.0)))
    several, once = stats.rows()
    assert (several.total_p50, several.hard_ms, several.count) == (2.0, 2.0, 2)
    assert (once.total_p50, once.count) == (4.0, 1)


def test_memory_stays_the_same_however_long_a_run_is():
    stats = LayerStats()
    for total in range(500):
        stats.add(profile(*(layer(i, float(total)) for i in range(200))))
    assert stats._ms.nbytes + stats._is_there.nbytes <= 100 * 256 * (4 * 4 + 4)
    assert len(stats.rows()) == 200


@given(st.lists(st.one_of(st.none(), st.floats(0, 1000, width=32)), min_size=1, max_size=60))
def test_percentiles_are_numpys(totals):
    stats = LayerStats()
    for total in totals:
        stats.add(profile(layer(0, total)))
    (row,) = stats.rows()
    known = [total for total in totals if total is not None]
    if not known:
        assert (row.total_p50, row.total_p95) == (None, None)
        return
    p50, p95 = np.percentile(known, (50, 95))
    assert (row.total_p50, row.total_p95) == (pytest.approx(p50, rel=1e-5), pytest.approx(p95, rel=1e-5))
