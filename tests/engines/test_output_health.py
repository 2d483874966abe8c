"""Lights of outputs, with tensors made by hand."""

from __future__ import annotations

import numpy as np
import pytest

from engines.output_health import Light, lights_of, worst_light

RAMP = np.arange(1, 17, dtype=np.float32).reshape(1, 1, 4, 4)
HALF_DEAD = np.concatenate([RAMP, np.zeros_like(RAMP), RAMP, np.zeros_like(RAMP)], axis=1)


def with_value(value, at=(0, 0, 1, 2)):
    made = RAMP.copy()
    made[at] = value
    return made


@pytest.mark.parametrize(
    ("tensor", "light", "problem"),
    [
        (RAMP, Light.GOOD, None),
        (-RAMP, Light.GOOD, None),
        (RAMP.astype(np.float16), Light.GOOD, None),
        # One value alone is neither constant nor dead.
        (np.full((1, 1), 3.0, np.float32), Light.GOOD, None),
        (np.array([0.0, 1.0], np.float32), Light.GOOD, None),
        (HALF_DEAD, Light.WARNING, "2 of 4 channels are all zero"),
        # Channels last: a row of zeros is no channel, a channel of zeros is one.
        (np.moveaxis(HALF_DEAD, 1, 3)[:, :, :, :3], Light.WARNING, "1 of 3 channels are all zero"),
        (RAMP.reshape(1, 4, 4, 1) * (np.arange(4) > 0)[None, :, None, None], Light.GOOD, None),
        # A channel with a single value in it is alive.
        (np.concatenate([RAMP, with_value(0.0) * 0 + np.eye(4)[None, None]], 1), Light.GOOD, None),
        (np.zeros((1, 2, 4, 4), np.float32), Light.BAD, "all values are 0"),
        (np.full((1, 1, 4, 4), -0.25, np.float32), Light.BAD, "all values are -0.25"),
        (with_value(np.nan), Light.BAD, "1 of 16 values are NaN or infinite"),
        (with_value(np.inf), Light.BAD, "1 of 16 values are NaN or infinite"),
        (with_value(-np.inf), Light.BAD, "1 of 16 values are NaN or infinite"),
        (np.full((1, 1, 4, 4), np.nan, np.float32), Light.BAD, "16 of 16 values are NaN or infinite"),
        (np.zeros((1, 0, 4), np.float32), Light.BAD, "it has no values"),
        # Two axes are no channels: rows of a table may well be zero.
        (np.array([[0.0, 0.0], [1.0, 2.0]], np.float32), Light.GOOD, None),
        (np.array([[3, 3], [3, 3]], np.int32), Light.BAD, "all values are 3"),
    ],
)
def test_a_tensor_and_its_light(tensor, light, problem):
    (found,) = lights_of({"cls": tensor})
    assert (found.name, found.light) == ("cls", light)
    assert found.problem == problem


def test_every_output_has_a_light_and_the_worst_one_counts():
    lights = lights_of({"a": RAMP, "b": HALF_DEAD, "c": with_value(np.nan)})
    assert [each.name for each in lights] == ["a", "b", "c"]
    assert worst_light(lights) is Light.BAD
    assert worst_light(lights[:2]) is Light.WARNING
    assert worst_light(lights[:1]) is Light.GOOD and worst_light(()) is Light.GOOD
