"""Colours, spacing and fonts: one light and one dark theme, one accent, text at 4.5:1 or better."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, Signal
from PySide6.QtGui import QAction, QColor, QFont, QGuiApplication, QPalette
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from widgets.icons import icon, recolour
from widgets.stylesheet import stylesheet

__all__ = [
    "DARK", "LIGHT", "UNIT", "Theme", "ThemeSwitch", "apply_theme", "current_theme", "figure_font", "icon",
    "is_restyled", "system_theme",
]  # fmt: skip

# Every distance is a multiple of half of this many logical pixels.
UNIT = 8
_PROPERTY = "trackbench_theme"
# Fonts that carry tabular digits; the CJK ones keep Chinese from falling back to a serif or bold face.
_FAMILIES = [
    "Inter", "Segoe UI Variable", "Segoe UI", "SF Pro Text", "Noto Sans", "Cantarell", "Ubuntu",
    "DejaVu Sans", "Noto Sans CJK SC", "Microsoft YaHei UI", "PingFang SC", "WenQuanYi Micro Hei",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Theme:
    """Colours by role, as "#rrggbb".

    Attributes:
        window: behind everything; panel: docks and bars; raised: fields, buttons, cards.
        line: separators and outlines; picture: around the video.
        text, muted: on window, panel and raised alike.
        accent: focus, selection, primary button; on_accent: text upon it.
        good, warning, bad: states, readable as text on panels.
    """

    name: str
    is_dark: bool
    window: str
    panel: str
    raised: str
    hover: str
    line: str
    picture: str
    text: str
    muted: str
    accent: str
    accent_hover: str
    on_accent: str
    selection: str
    good: str
    warning: str
    bad: str

    @property
    def faded(self) -> str:
        """Colour of what cannot be used now: half-way between muted text and panel."""
        pairs = zip(_channels(self.muted), _channels(self.panel), strict=True)
        return "#" + "".join(f"{(a + b) // 2:02x}" for a, b in pairs)

    def color(self, role: str) -> QColor:
        """Colour of a role by its name."""
        return QColor(cast("str", getattr(self, role)))


DARK = Theme(
    name="dark", is_dark=True,
    window="#14171c", panel="#1a1e25", raised="#242a33", hover="#2d3540", line="#333c48", picture="#0e1014",
    text="#e7eaf0", muted="#a4aebd", accent="#5aa9ff", accent_hover="#7dbcff", on_accent="#08131f",
    selection="#23415f", good="#4cc38a", warning="#f2b84b", bad="#ff8580",
)  # fmt: skip
LIGHT = Theme(
    name="light", is_dark=False,
    window="#eef0f3", panel="#f8f9fb", raised="#ffffff", hover="#e6eaf0", line="#d3d9e1", picture="#1b1f26",
    text="#1a1f27", muted="#566072", accent="#1560c4", accent_hover="#0f4fa5", on_accent="#ffffff",
    selection="#d5e5fa", good="#147046", warning="#8a5300", bad="#bb2d26",
)  # fmt: skip


def system_theme() -> Theme:
    """The theme the desktop asks for; light where it does not say."""
    return DARK if QGuiApplication.styleHints().colorScheme() is Qt.ColorScheme.Dark else LIGHT


def current_theme() -> Theme:
    """The theme applied last; widgets that paint themselves ask for it when they paint."""
    app = QCoreApplication.instance()
    theme = app.property(_PROPERTY) if app is not None else None
    return theme if isinstance(theme, Theme) else LIGHT


def apply_theme(app: QApplication, theme: Theme) -> None:
    """Dresses the whole application, windows that are already open included."""
    if app.style().name() != "fusion":
        app.setStyle("Fusion")
    app.setProperty(_PROPERTY, theme)
    app.setFont(_base_font(app.font()))
    app.setPalette(_palette(theme))
    app.setStyleSheet(stylesheet(theme))
    for widget in app.allWidgets():
        if isinstance(widget, QAbstractButton):
            recolour(widget, theme.text, theme.on_accent)
        _recolour_actions(widget, theme)


class ThemeSwitch(QObject):
    """Dresses the application as the user wants it, or as the system does.

    Signals:
        changed(Theme): after the application was dressed anew.
    """

    changed = Signal(object)

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._app = app
        self._choice = "system"
        app.styleHints().colorSchemeChanged.connect(self._follow)

    def choose(self, name: str) -> None:
        """Takes "light", "dark" or "system"."""
        self._choice = name
        theme = {"light": LIGHT, "dark": DARK}.get(name) or system_theme()
        apply_theme(self._app, theme)
        self.changed.emit(theme)

    def _follow(self) -> None:
        if self._choice == "system" and system_theme() is not current_theme():
            self.choose("system")


def is_restyled(widget: QWidget, event: QEvent) -> bool:
    """Whether a change event of a widget that was on screen says that colours are others now."""
    is_style = event.type() in (QEvent.Type.StyleChange, QEvent.Type.PaletteChange)
    return is_style and widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished)


def figure_font(base: QFont, scale: float = 1.0, *, bold: bool = False) -> QFont:
    """A font whose digits all have one width, so that changing figures do not dance."""
    font = QFont(base)
    font.setFeature(QFont.Tag("tnum"), 1)
    if font.pixelSize() > 0:
        font.setPixelSize(max(1, round(font.pixelSize() * scale)))
    else:
        font.setPointSizeF(font.pointSizeF() * scale)
    if bold:
        font.setWeight(QFont.Weight.DemiBold)
    return font


def _recolour_actions(parent: QObject, theme: Theme) -> None:
    for action in parent.findChildren(QAction, options=Qt.FindChildOption.FindDirectChildrenOnly):
        recolour(action, theme.text, theme.on_accent)


def _base_font(font: QFont) -> QFont:
    base = QFont(font)
    base.setFamilies(_FAMILIES)
    base.setPixelSize(13)
    return base


def _palette(theme: Theme) -> QPalette:
    roles = {
        QPalette.ColorRole.Window: theme.window,
        QPalette.ColorRole.WindowText: theme.text,
        QPalette.ColorRole.Base: theme.raised,
        QPalette.ColorRole.AlternateBase: theme.panel,
        QPalette.ColorRole.Text: theme.text,
        QPalette.ColorRole.PlaceholderText: theme.muted,
        QPalette.ColorRole.Button: theme.raised,
        QPalette.ColorRole.ButtonText: theme.text,
        QPalette.ColorRole.ToolTipBase: theme.raised,
        QPalette.ColorRole.ToolTipText: theme.text,
        QPalette.ColorRole.Highlight: theme.accent,
        QPalette.ColorRole.HighlightedText: theme.on_accent,
        QPalette.ColorRole.Link: theme.accent,
        QPalette.ColorRole.Accent: theme.accent,
    }
    palette = QPalette()
    for role, color in roles.items():
        palette.setColor(role, QColor(color))
    for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(theme.faded))
    return palette


def _channels(color: str) -> tuple[int, int, int]:
    return int(color[1:3], 16), int(color[3:5], 16), int(color[5:7], 16)
