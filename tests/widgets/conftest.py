"""Small pictures, and the theme every widget expects."""

from __future__ import annotations

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from engines.frame import Frame
from widgets.theme import DARK, apply_theme


@pytest.fixture(autouse=True)
def dressed(qapp, language_c_locale):
    apply_theme(qapp, DARK)


@pytest.fixture
def frame() -> Frame:
    return make_frame()


def make_frame(index: int = 7, width: int = 320, height: int = 240, value: int = 40) -> Frame:
    return Frame(index, index / 30, np.full((height, width, 3), value, np.uint8))


def show(qtbot: QtBot, widget, width: int = 640, height: int = 480):
    """Shows a widget and waits until it is there."""
    qtbot.addWidget(widget)
    widget.resize(width, height)
    with qtbot.waitExposed(widget):
        widget.show()
    return widget
