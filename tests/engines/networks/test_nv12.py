import cv2
import numpy as np
import pytest

from engines.networks.network import PixelFormat, TensorSpec
from engines.networks.nv12 import Nv12Converter, picture_size
from engines.networks.packing import ImagePacker

SIZES = [(2, 2), (4, 6), (6, 4), (64, 48), (640, 384)]


def smooth(width, height):
    """A picture whose colours change slowly: half the resolution in colour loses little of it."""
    x, y = np.meshgrid(np.linspace(0, 1, width), np.linspace(0, 1, height))
    return np.rint(np.stack((30 + 200 * x, 220 - 180 * y, 60 + 120 * x * y), axis=2)).astype(np.uint8)


def converted(bgr):
    height, width = bgr.shape[:2]
    out = np.zeros(height * width * 3 // 2, np.uint8)
    Nv12Converter(width, height).convert(bgr, out)
    return out


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_comes_back(width, height):
    bgr = smooth(width, height)
    back = cv2.cvtColor(converted(bgr).reshape(height * 3 // 2, width), cv2.COLOR_YUV2BGR_NV12)
    blocks = np.repeat(np.repeat(bgr[::2, ::2], 2, axis=0), 2, axis=1)
    step = np.abs(blocks.astype(int) - bgr).max()
    assert np.abs(back.astype(int) - bgr).max() <= 4 + 2 * step


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_planes_are_those_of_i420(width, height):
    bgr = np.random.default_rng(0).integers(0, 256, (height, width, 3), np.uint8)
    planar = cv2.cvtColor(bgr, cv2.COLOR_BGR2YUV_I420).ravel()
    pixels = width * height
    found = converted(bgr)
    np.testing.assert_array_equal(found[:pixels], planar[:pixels])
    np.testing.assert_array_equal(found[pixels::2], planar[pixels : pixels * 5 // 4])
    np.testing.assert_array_equal(found[pixels + 1 :: 2], planar[pixels * 5 // 4 :])


def test_u_comes_before_v():
    blue = np.full((2, 2, 3), (255, 0, 0), np.uint8)
    *_y, u, v = converted(blue)
    assert u > 200 and v < 128


def test_the_buffer_is_kept_clean():
    converter = Nv12Converter(4, 4)
    out = np.zeros(24, np.uint8)
    for value in (200, 7, 90):
        bgr = np.full((4, 4, 3), value, np.uint8)
        converter.convert(bgr, out)
        np.testing.assert_array_equal(out, converted(bgr))


@pytest.mark.parametrize(
    ("shape", "size"),
    [
        ((1, 960, 640), (640, 640)),
        ((1, 576, 640), (384, 640)),
        ((1, 3, 384, 640), (384, 640)),
        ((None, 3, 640, 640), (640, 640)),
        ((614400,), (640, 640)),
        ((1, 614400), (640, 640)),
        ((1, 6), (2, 2)),
    ],
)
def test_picture_sizes(shape, size):
    assert picture_size(shape) == size


@pytest.mark.parametrize(
    "shape",
    [
        (1, 961, 640), (1, 960, 641), (1, None, 640), (1, 3, 641, 640), (1, 3, None, 640),
        (1, 640, 640, 3), (1, 368640), (7,), (), (1, 0), (1, 0, 0), (1, 13), (1, 1, 960, 640, 1),
    ],
)  # fmt: skip
def test_what_is_no_nv12_picture(shape):
    with pytest.raises(ValueError, match="no NV12 picture"):
        picture_size(shape)


@pytest.mark.parametrize(
    ("shape", "given"),
    [
        ((1, 6, 6), (1, 6, 6)),
        ((1, 3, 4, 6), (36,)),
        ((1, 24), (1, 24)),
        ((24,), (24,)),
        ((None, 6, 6), (1, 6, 6)),
    ],
)
@pytest.mark.parametrize("pixels", [None, PixelFormat("RGB", (1.0, 2.0, 3.0), (4.0, 5.0, 6.0))])
def test_packing(shape, given, pixels):
    packer = ImagePacker(TensorSpec("x", shape, "uint8", "NV12", pixels))
    bgr = smooth(packer.width, packer.height)
    packed = packer.pack(bgr)
    assert packed.shape == given and packed.dtype == np.uint8 and packed.flags.c_contiguous
    np.testing.assert_array_equal(packed.ravel(), converted(bgr))
    assert packer.pack(bgr) is packed
    other = packer.pack_new(np.zeros_like(bgr))
    np.testing.assert_array_equal(packed.ravel(), converted(bgr))
    assert other.shape == given


def test_a_crop_of_another_size_is_a_bug():
    with pytest.raises(ValueError, match="crop"):
        ImagePacker(TensorSpec("x", (1, 6, 6), "uint8", "NV12")).pack(np.zeros((6, 4, 3), np.uint8))


LAYOUTS = [
    (layout, dtype) for layout in ("NCHW", "NHWC") for dtype in ("float32", "float16", "uint8", "int32")
]


@pytest.mark.parametrize(("layout", "dtype"), LAYOUTS)
@pytest.mark.parametrize("color", ["RGB", "BGR"])
def test_packing_only_what_has_changed(layout, dtype, color):
    shape = (1, 3, 6, 8) if layout == "NCHW" else (1, 6, 8, 3)
    spec = TensorSpec("x", shape, dtype, layout, PixelFormat(color, (1.0, 2.0, 3.0), (0.5, 0.25, 0.125)))
    packer, whole = ImagePacker(spec), ImagePacker(spec)
    rng = np.random.default_rng(0)
    crop = rng.integers(0, 256, (6, 8, 3), np.uint8)
    packer.pack(crop)
    part = slice(1, 4), slice(2, 7)
    before = crop.copy()
    crop[part] = rng.integers(0, 256, (3, 5, 3), np.uint8)
    np.testing.assert_array_equal(packer.pack(crop, part), whole.pack(crop))
    # What lies outside is left as it was.
    elsewhere = rng.integers(0, 256, (6, 8, 3), np.uint8)
    elsewhere[part] = crop[part]
    assert (elsewhere != before).any()
    np.testing.assert_array_equal(packer.pack(elsewhere, part), whole.pack(crop))
