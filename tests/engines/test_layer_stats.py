from __future__ import annotations

import pytest

from engines.layer_stats import LayerStats
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
