import numpy as np
import pytest

from engines.networks.batch import Ask, run_each, run_together
from engines.networks.network import TensorSpec
from engines.timing import StageClock


class Doubling:
    """Doubles `x`; notes the batch size of every run."""

    name = "doubling"

    def __init__(self, batch):
        self.inputs = (TensorSpec("x", (batch, 2), "float32"),)
        self.outputs = (TensorSpec("y", (batch, 2), "float32"),)
        self.runs = []

    def run(self, feeds, clock):
        self.runs.append(len(feeds["x"]))
        return {"y": feeds["x"] * 2}

    def close(self):
        pass


def feeds(value):
    return {"x": np.full((1, 2), value, np.float32)}


def asking(network, value, rounds):
    for _ in range(rounds):
        outputs = yield Ask(network, feeds(value))
        value = float(outputs["y"][0, 0])
    return value


@pytest.mark.parametrize(("batch", "runs"), [(None, [3]), (1, [1, 1, 1])])
def test_a_free_batch_dimension_makes_one_run_of_several(batch, runs):
    network = Doubling(batch)
    outputs = run_each(network, [feeds(1), feeds(2), feeds(3)], StageClock())
    assert [each["y"].tolist() for each in outputs] == [[[2, 2]], [[4, 4]], [[6, 6]]]
    assert network.runs == runs


def test_one_asker_runs_alone_without_a_copy():
    network = Doubling(None)
    given = feeds(1)
    run_each(network, [given], StageClock())
    assert network.runs == [1]


def test_each_round_goes_together_and_those_that_end_leave():
    network = Doubling(None)
    works = {"a": asking(network, 1, 1), "b": asking(network, 2, 3), "c": asking(network, 5, 0)}
    assert run_together(works, StageClock()) == {"a": 2.0, "b": 16.0, "c": 5}
    assert network.runs == [2, 1, 1]


def test_wishes_for_different_networks_are_kept_apart():
    one, other = Doubling(None), Doubling(None)
    works = {1: asking(one, 1, 1), 2: asking(other, 3, 1), 3: asking(one, 4, 1)}
    assert run_together(works, StageClock()) == {1: 2.0, 2: 6.0, 3: 8.0}
    assert (one.runs, other.runs) == ([2], [1])


def test_feeds_of_different_shapes_are_not_stacked():
    network = Doubling(None)
    wide = {"x": np.ones((1, 3), np.float32)}
    outputs = run_each(network, [feeds(1), wide], StageClock())
    assert [each["y"].shape for each in outputs] == [(1, 2), (1, 3)] and network.runs == [1, 1]
