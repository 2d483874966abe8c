"""A widget as a picture: points for PNG, shapes and text for SVG."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QColor, QImage, QImageWriter
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QWidget

# Pictures go into documents: twice as many points as on an ordinary screen.
_SCALE = 2.0


def png_of(widget: QWidget) -> bytes:
    """The widget as it is on screen, at twice its size in points."""
    size = widget.size()
    image = QImage(size * _SCALE, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(_SCALE)
    image.fill(QColor(widget.palette().window().color()))
    widget.render(image)
    return _written(lambda buffer: QImageWriter(buffer, QByteArray(b"png")).write(image))


def svg_of(widget: QWidget, title: str) -> bytes:
    """The widget as shapes that stay sharp at every size."""

    def write(buffer: QBuffer) -> None:
        generator = QSvgGenerator()
        generator.setOutputDevice(buffer)
        generator.setSize(widget.size())
        generator.setViewBox(widget.rect())
        generator.setTitle(title)
        widget.render(generator)

    return _written(write)


def _written(write: Callable[[QBuffer], object]) -> bytes:
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    write(buffer)
    buffer.close()
    return bytes(content.data())
