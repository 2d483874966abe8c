from __future__ import annotations

import pytest

from engines.geometry import Box
from widgets.picture_transform import PictureTransform
from widgets.viewport import Viewport


def test_fit_centres_the_whole_picture():
    fitted = PictureTransform.fit(320, 240, 800, 480)
    assert fitted == PictureTransform(2.0, 80.0, 0.0)
    assert fitted.box_to_view(Box(0, 0, 320, 240)) == Box(80, 0, 640, 480)


@pytest.mark.parametrize("factor", [0.5, 1.25, 8.0])
def test_zooming_keeps_the_pixel_under_the_pointer(factor):
    before = PictureTransform(2.0, 80.0, 10.0)
    after = before.zoomed(factor, 300.0, 200.0, 0.01)
    assert after.to_frame(300.0, 200.0) == pytest.approx(before.to_frame(300.0, 200.0))


def test_to_frame_undoes_to_view():
    transform = PictureTransform(1.7, -33.0, 12.5)
    assert transform.to_frame(*transform.to_view(11.0, 22.0)) == pytest.approx((11.0, 22.0))


def test_panning_never_loses_the_picture():
    viewport = Viewport()
    viewport.resize(640, 480)
    viewport.show_picture(320, 240)
    viewport.pan(10_000, -10_000)
    assert viewport.transform.dx == 640 - 64
    assert viewport.transform.dy == 64 - 480


def test_a_fitted_picture_follows_the_window_and_a_zoomed_one_does_not():
    viewport = Viewport()
    viewport.resize(640, 480)
    viewport.show_picture(320, 240)
    viewport.resize(320, 240)
    assert viewport.transform.scale == 1.0
    viewport.zoom(2.0)
    viewport.resize(640, 480)
    assert viewport.transform.scale == 2.0
    viewport.fit()
    assert viewport.transform == PictureTransform(2.0, 0.0, 0.0)
