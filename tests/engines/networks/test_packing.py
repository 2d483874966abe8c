from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engines.networks.network import PixelFormat, TensorSpec
from engines.networks.packing import ImagePacker

HEIGHT, WIDTH = 6, 5
MEAN, SCALE = (123.7, 116.3, 103.5), (0.017, -0.018, 0.5)


def spec(color, layout, dtype="float32", mean=MEAN, scale=SCALE):
    shape = (1, 3, HEIGHT, WIDTH) if layout == "NCHW" else (1, HEIGHT, WIDTH, 3)
    return TensorSpec("x", shape, dtype, layout, PixelFormat(color, mean, scale))


def plain_formula(crop_bgr, color, layout, mean=MEAN, scale=SCALE):
    """(pixel - mean) * scale over the whole array, in double precision."""
    ordered = crop_bgr[..., ::-1] if color == "RGB" else crop_bgr
    values = (ordered.astype(np.float64) - mean) * scale
    return (values.transpose(2, 0, 1) if layout == "NCHW" else values)[None]


def crop(seed=0):
    return np.random.default_rng(seed).integers(0, 256, (HEIGHT, WIDTH, 3), np.uint8)


ORDERS = list(product(("RGB", "BGR"), ("NCHW", "NHWC")))


@pytest.mark.parametrize(("color", "layout"), ORDERS)
def test_equals_the_plain_formula(color, layout):
    packed = ImagePacker(spec(color, layout)).pack(crop())
    assert packed.dtype == np.float32 and packed.flags.c_contiguous
    np.testing.assert_allclose(packed, plain_formula(crop(), color, layout), rtol=1e-5, atol=1e-4)


@pytest.mark.parametrize(("color", "layout"), ORDERS)
@pytest.mark.parametrize("dtype", ["uint8", "int32"])
def test_whole_numbers_are_the_pixels_themselves(color, layout, dtype):
    """Mean and scale are then applied on the far side of a link."""
    packed = ImagePacker(spec(color, layout, dtype)).pack(crop())
    plain = plain_formula(crop(), color, layout, (0, 0, 0), (1, 1, 1))
    assert packed.dtype == dtype
    np.testing.assert_array_equal(packed, plain.astype(dtype))


def test_half_precision():
    packed = ImagePacker(spec("RGB", "NCHW", "float16")).pack(crop())
    assert packed.dtype == np.float16
    np.testing.assert_allclose(packed, plain_formula(crop(), "RGB", "NCHW"), rtol=2e-2, atol=5e-2)


@settings(max_examples=30, deadline=None)
@given(
    seed=st.integers(0, 10**6),
    mean=st.tuples(*[st.floats(0, 255)] * 3),
    scale=st.tuples(*[st.floats(-2, 2)] * 3),
    order=st.sampled_from(ORDERS),
)
def test_any_mean_and_scale(seed, mean, scale, order):
    packed = ImagePacker(spec(*order, mean=mean, scale=scale)).pack(crop(seed))
    np.testing.assert_allclose(packed, plain_formula(crop(seed), *order, mean, scale), rtol=1e-4, atol=1e-3)


def test_the_buffer_is_kept_and_new_ones_are_not():
    packer = ImagePacker(spec("RGB", "NCHW"))
    kept = packer.pack_new(crop(1))
    before = kept.copy()
    first = packer.pack(crop(2))
    second = packer.pack(crop(3))
    assert first is second
    np.testing.assert_array_equal(kept, before)


def test_the_crop_itself_is_not_touched():
    picture = crop()
    picture.flags.writeable = False
    ImagePacker(spec("RGB", "NHWC")).pack(picture)
    np.testing.assert_array_equal(picture, crop())


def test_a_free_batch_dimension_is_one():
    free = TensorSpec("x", (None, 3, HEIGHT, WIDTH), "float32", "NCHW", PixelFormat())
    assert ImagePacker(free).pack(crop()).shape == (1, 3, HEIGHT, WIDTH)


def test_a_crop_of_another_size_is_a_bug():
    with pytest.raises(ValueError, match="crop"):
        ImagePacker(spec("RGB", "NCHW")).pack(crop().transpose(1, 0, 2))


@pytest.mark.parametrize(
    "other",
    [
        TensorSpec("x", (1, 3, 4, 4), "float32", "NCHW"),
        TensorSpec("x", (1, 3, 4, 4), "float32", "", PixelFormat()),
    ],
)
def test_what_is_no_picture_is_no_input_for_it(other):
    with pytest.raises(ValueError, match="not an image input"):
        ImagePacker(other)
