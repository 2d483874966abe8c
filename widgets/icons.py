"""Icons: monochrome drawings in resources/icons, coloured by the theme when they are loaded."""

from __future__ import annotations

from importlib.resources import files

from PySide6.QtCore import QByteArray, QCoreApplication, QObject, QRectF, QSize, Qt
from PySide6.QtGui import QAction, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QAbstractButton

_NAME = "iconName"
_ON_ACCENT = "iconOnAccent"
_SIZES = (16, 20, 24, 32, 48)
# The colour every drawing uses; replaced when loaded.
_INK = b"#000000"


def icon_pixmap(name: str, color: str, size: int, ratio: float = 1.0) -> QPixmap:
    """One icon in one colour, `size` logical pixels wide."""
    svg = files("resources").joinpath("icons", f"{name}.svg").read_bytes().replace(_INK, color.encode())
    pixmap = QPixmap(QSize(size, size) * ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    QSvgRenderer(QByteArray(svg)).render(painter, QRectF(0, 0, pixmap.width(), pixmap.height()))
    painter.end()
    pixmap.setDevicePixelRatio(ratio)
    return pixmap


def icon(name: str, color: str | None = None) -> QIcon:
    """An icon in a colour, the theme's text colour by default; faded where disabled."""
    ink = color or _theme_text()
    made = QIcon()
    for size in _SIZES:
        for ratio in (1.0, 2.0):
            pixmap = icon_pixmap(name, ink, size, ratio)
            made.addPixmap(pixmap)
            made.addPixmap(_faded(pixmap), QIcon.Mode.Disabled)
    return made


def set_icon(target: QAbstractButton | QAction, name: str, *, on_accent: bool = False) -> None:
    """Gives a button or action an icon that follows the theme."""
    target.setProperty(_NAME, name)
    target.setProperty(_ON_ACCENT, on_accent)
    target.setIcon(icon(name, _theme_text("on_accent" if on_accent else "text")))


def recolour(target: QObject, text: str, on_accent: str) -> None:
    """Redraws the icon given by `set_icon`, if any, in the colours of another theme."""
    name = target.property(_NAME)
    if isinstance(name, str) and isinstance(target, QAbstractButton | QAction):
        target.setIcon(icon(name, on_accent if target.property(_ON_ACCENT) else text))


def _faded(pixmap: QPixmap) -> QPixmap:
    pale = QPixmap(pixmap.size())
    pale.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pale)
    painter.setOpacity(0.35)
    painter.drawPixmap(pale.rect(), pixmap, pixmap.rect())
    painter.end()
    pale.setDevicePixelRatio(pixmap.devicePixelRatio())
    return pale


def _theme_text(role: str = "text") -> str:
    app = QCoreApplication.instance()
    theme = app.property("trackbench_theme") if app is not None else None
    fallback = "#ffffff" if role == "on_accent" else "#1a1f27"
    return str(getattr(theme, role, fallback))
