import threading
from time import sleep

import pytest

from engines.layer_time import LayerProfile, LayerTime
from engines.origin import Origin

LAYERS = (LayerTime(0, "a", "Conv", "cpu", total_ms=0.5), LayerTime(1, "b", "Relu", "cpu", total_ms=0.25))


class Maker:
    """Makes the layers and counts how often; slowly, so that threads meet in it."""

    def __init__(self, *, takes_s=0.0):
        self.calls = 0
        self._takes_s = takes_s

    def __call__(self):
        self.calls += 1
        sleep(self._takes_s)
        return LAYERS


def test_layers_are_made_by_the_first_look_and_once():
    make = Maker()
    profile = LayerProfile(make, Origin.MEASURED)
    assert make.calls == 0
    assert profile.layers == LAYERS
    assert profile.layers is profile.layers
    assert make.calls == 1


def test_threads_that_look_at_once_share_one_making():
    make = Maker(takes_s=0.05)
    profile = LayerProfile(make, Origin.MEASURED)
    seen, together = [], threading.Barrier(4)

    def look():
        together.wait()
        seen.append(profile.layers)

    threads = [threading.Thread(target=look) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen == [LAYERS] * 4
    assert make.calls == 1


@pytest.mark.parametrize(
    ("other", "is_equal"),
    [
        (LayerProfile(LAYERS, Origin.MEASURED), True),
        (LayerProfile(LAYERS, Origin.SIMULATED), False),
        (LayerProfile(LAYERS[:1], Origin.MEASURED), False),
        (LAYERS, False),
    ],
)
def test_profiles_are_equal_where_their_layers_and_origins_are(other, is_equal):
    profile = LayerProfile(Maker(), Origin.MEASURED)
    assert (profile == other) is is_equal
    if is_equal:
        assert hash(profile) == hash(other) and repr(profile) == repr(other)
