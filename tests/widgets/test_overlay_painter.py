from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QFont, QImage, QPainter

from engines.geometry import Box
from engines.overlay import DotsMark, LinesMark, RectMark, TextMark
from widgets.overlay_painter import OverlayPainter
from widgets.picture_transform import PictureTransform

RED = (255, 0, 0)


def paint(*marks, transform=PictureTransform()):  # noqa: B008
    image = QImage(200, 200, QImage.Format.Format_RGB32)
    image.fill(QColor(0, 0, 0))
    painter = QPainter(image)
    OverlayPainter(QFont()).paint(painter, marks, transform, QRectF(image.rect()))
    painter.end()
    return image


def is_red(image, x, y):
    color = image.pixelColor(x, y)
    return color.red() > 200 and color.green() < 60


def test_a_box_is_outlined_where_the_transform_says(qapp):
    image = paint(RectMark(Box(10, 20, 30, 40), RED), transform=PictureTransform(2.0, 5.0, 0.0))
    assert is_red(image, 25, 80)
    assert is_red(image, 85, 80)
    assert not is_red(image, 55, 80)


@pytest.mark.parametrize("count", [3, 900])
def test_lines_are_drawn_few_or_many(qapp, count):
    segments = np.tile(np.array([[10.0, 50.0, 150.0, 50.0]]), (count, 1))
    image = paint(LinesMark(segments, RED, 2.0), LinesMark(np.empty((0, 4)), RED))
    assert is_red(image, 80, 50)


@pytest.mark.parametrize("count", [3, 300])
def test_dots_are_drawn_few_or_many(qapp, count):
    image = paint(DotsMark(np.tile(np.array([[60.0, 70.0]]), (count, 1)), RED))
    assert is_red(image, 60, 70)
    assert not is_red(image, 68, 70)


def test_texts_stay_within_the_view(qapp):
    image = paint(TextMark(-40, -5, "#1", RED), TextMark(500, 190, "#2", RED))
    assert is_red(image, 1, 5)
    assert any(is_red(image, x, 180) for x in range(100, 200))


def test_many_marks_of_every_kind(qapp):
    rng = np.random.default_rng(1)
    boxes = [RectMark(Box(*rng.uniform(1, 90, 4)), RED, dashed=i % 2 == 0) for i in range(200)]
    texts = [TextMark(*rng.uniform(0, 200, 2), f"#{i}", RED) for i in range(200)]
    image = paint(*boxes, *texts)
    assert not image.isNull()
