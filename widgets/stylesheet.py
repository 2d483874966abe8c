"""The Qt style sheet of a theme. Fusion draws what it does not mention."""

# ruff: noqa: E501  (one rule per line reads better than wrapped ones)

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from widgets.theme import Theme

_SHEET = Template("""
QMainWindow, QDialog { background: $window; }
QMainWindow::separator { background: $window; width: 4px; height: 4px; }
QMainWindow::separator:hover { background: $accent; }
QToolTip { background: $raised; color: $text; border: 1px solid $line; padding: 4px 8px; }

QMenuBar { background: $panel; border-bottom: 1px solid $line; padding: 0 4px; }
QMenuBar::item { padding: 5px 10px; background: transparent; border-radius: 4px; }
QMenuBar::item:selected { background: $hover; }
QMenu { background: $raised; border: 1px solid $line; padding: 4px; }
QMenu::item { padding: 6px 24px 6px 12px; border-radius: 4px; }
QMenu::icon { padding-left: 8px; }
QMenu::item:selected { background: $selection; color: $text; }
QMenu::item:disabled { color: $faded; }
QMenu::separator { height: 1px; background: $line; margin: 4px 8px; }

QToolBar#topBar { background: $panel; border: none; border-bottom: 1px solid $line; padding: 0; spacing: 0; }
QStatusBar { background: $panel; border-top: 1px solid $line; }
QStatusBar::item { border: none; }

QDockWidget { titlebar-close-icon: none; titlebar-normal-icon: none; }
QLabel#dockTitle { background: $panel; color: $text; padding: 0 8px; border-bottom: 1px solid $line; }
QWidget#panel, QScrollArea#panel, QWidget#panelBody, QScrollArea > QWidget > QWidget#panelBody { background: $panel; }
QScrollArea { border: none; background: transparent; }
QTabBar { background: $panel; qproperty-drawBase: 0; }
QTabBar::tab { background: $panel; color: $muted; padding: 7px 12px 6px 12px; border: none; border-bottom: 2px solid transparent; }
QTabBar::tab:selected { color: $text; border-bottom: 2px solid $accent; }
QTabBar::tab:hover { color: $text; }
QTabBar::tab:focus { color: $accent; }

QLabel#heading { color: $muted; font-weight: 600; font-size: 11px; }
QLabel#heading[latin="false"] { font-size: 13px; }
QLabel#muted { color: $muted; }
QLabel#title { font-size: 20px; font-weight: 600; }
QLabel#good { color: $good; }
QLabel#warning { color: $warning; }
QLabel#bad { color: $bad; }
QLabel#strong { font-weight: 600; }

QPushButton, QToolButton { background: $raised; border: 1px solid $line; border-radius: 5px; padding: 5px 12px; min-height: 18px; }
QToolButton { padding: 5px; }
QPushButton:hover, QToolButton:hover { background: $hover; }
QPushButton:pressed, QToolButton:pressed, QToolButton:checked { background: $selection; }
QPushButton:disabled, QToolButton:disabled { color: $faded; background: $panel; }
QPushButton:focus, QToolButton:focus { border: 1px solid $accent; outline: none; }
QPushButton#wide { text-align: left; padding-left: 10px; }
QPushButton:checked { background: $selection; }
QPushButton#primary { background: $accent; color: $on_accent; border: 1px solid $accent; font-weight: 600; }
QPushButton#primary:hover { background: $accent_hover; }
QPushButton#primary:focus { border: 2px solid $text; padding: 4px 11px; }
QPushButton#primary:disabled { background: $hover; color: $faded; border: 1px solid $line; }
QToolButton#flat, QPushButton#flat { background: transparent; border: 1px solid transparent; }
QToolButton#flat:hover, QPushButton#flat:hover { background: $hover; }
QToolButton#flat:checked { background: $selection; }
QToolButton#flat:focus, QPushButton#flat:focus { border: 1px solid $accent; }
QToolButton::menu-indicator { image: none; }
QPushButton#section, QPushButton#section:checked { background: transparent; border: 1px solid transparent; color: $muted; font-weight: 600; font-size: 11px; text-align: left; padding: 4px 0; margin-left: -3px; }
QPushButton#section[latin="false"] { font-size: 13px; }
QPushButton#section:hover { color: $text; }
QPushButton#section:focus { border: 1px solid $accent; }

QLineEdit, QComboBox, QSpinBox, QDoubleSpinBox { background: $raised; border: 1px solid $line; border-radius: 5px; padding: 4px 8px; min-height: 20px; selection-background-color: $accent; selection-color: $on_accent; }
QAbstractSpinBox QLineEdit, QComboBox QLineEdit { border: none; padding: 0; background: transparent; min-height: 0; }
QAbstractSpinBox QLineEdit { padding-left: 6px; }
QLineEdit:focus, QComboBox:focus, QSpinBox:focus, QDoubleSpinBox:focus { border: 1px solid $accent; }
QLineEdit:disabled, QComboBox:disabled, QSpinBox:disabled, QDoubleSpinBox:disabled { color: $faded; background: $panel; }
QComboBox::drop-down { border: none; width: 22px; }
QComboBox::down-arrow { image: url("$arrow_down"); width: 12px; height: 12px; }
QSpinBox::up-button, QDoubleSpinBox::up-button { subcontrol-position: top right; width: 18px; border: none; background: transparent; }
QSpinBox::down-button, QDoubleSpinBox::down-button { subcontrol-position: bottom right; width: 18px; border: none; background: transparent; }
QSpinBox::up-arrow, QDoubleSpinBox::up-arrow { image: url("$arrow_up"); width: 10px; height: 10px; }
QSpinBox::down-arrow, QDoubleSpinBox::down-arrow { image: url("$arrow_down"); width: 10px; height: 10px; }
QComboBox QAbstractItemView { background: $raised; border: 1px solid $line; padding: 4px; outline: none; selection-background-color: $selection; selection-color: $text; }
QCheckBox { spacing: 8px; padding: 2px; border: 1px solid transparent; border-radius: 4px; }
QCheckBox:focus { border: 1px solid $accent; }
QCheckBox::indicator { width: 14px; height: 14px; border: 1px solid $muted; border-radius: 4px; background: $raised; }
QCheckBox::indicator:checked { background: $accent; border: 1px solid $accent; image: url("$tick"); }
QCheckBox::indicator:disabled { border: 1px solid $line; }
QRadioButton { spacing: 8px; padding: 2px; border: 1px solid transparent; border-radius: 4px; }
QRadioButton:focus { border: 1px solid $accent; }
QRadioButton:disabled { color: $faded; }
QRadioButton::indicator { width: 14px; height: 14px; border: 1px solid $muted; border-radius: 8px; background: $raised; }
QRadioButton::indicator:checked { width: 6px; height: 6px; border: 5px solid $accent; }
QRadioButton::indicator:disabled { border: 1px solid $line; }
QRadioButton::indicator:checked:disabled { border: 5px solid $line; }

QAbstractScrollArea { border: none; }
QTableView, QListView, QTreeView, QListWidget, QPlainTextEdit, QTextEdit { background: $panel; alternate-background-color: $window; border: none; selection-background-color: $selection; selection-color: $text; outline: none; }
QTableView { gridline-color: transparent; }
QListWidget:focus, QTableView:focus, QPlainTextEdit:focus { border: 1px solid $accent; }
QListWidget, QTableView, QPlainTextEdit { border: 1px solid transparent; }
QListWidget::item { border-radius: 5px; padding: 4px; }
QListWidget::item:hover { background: $hover; }
QListWidget::item:selected { background: $selection; color: $text; }
QHeaderView { background: $panel; border: none; }
QHeaderView::section { background: $panel; color: $muted; border: none; border-bottom: 1px solid $line; padding: 4px 4px; }
QHeaderView::down-arrow { image: url("$arrow_down"); width: 10px; height: 10px; subcontrol-position: center left; }
QHeaderView::up-arrow { image: url("$arrow_up"); width: 10px; height: 10px; subcontrol-position: center left; }
QTableCornerButton::section { background: $panel; border: none; }
QScrollBar:vertical { background: transparent; width: 10px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 0; }
QScrollBar::handle { background: $line; border-radius: 4px; margin: 1px; }
QScrollBar::handle:vertical { min-height: 32px; }
QScrollBar::handle:horizontal { min-width: 32px; }
QScrollBar::handle:hover { background: $muted; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QProgressBar { background: $hover; border: none; border-radius: 3px; max-height: 6px; min-height: 6px; }
QProgressBar::chunk { background: $accent; border-radius: 3px; }
QSplitter::handle { background: $line; }

QFrame#card { background: $raised; border: 1px solid $line; border-radius: 8px; }
QFrame#notice { background: $raised; border: none; border-bottom: 1px solid $line; }
QWidget#emptyState { background: $window; }
QWidget#transport, QWidget#bar { background: $panel; border-top: 1px solid $line; }
QLabel#hintLine { background: $panel; color: $muted; border-top: 1px solid $line; padding: 4px 12px; }
QPushButton#choice { background: $raised; border: 1px solid $line; border-radius: 8px; padding: 16px; text-align: center; }
QPushButton#choice:hover { border: 1px solid $accent; background: $hover; }
QPushButton#choice:focus { border: 2px solid $accent; }
QPushButton#choice[primary="true"] { border: 1px solid $accent; }
QPushButton#recent { background: transparent; border: 1px solid transparent; text-align: left; padding: 6px 12px; }
QPushButton#recent:hover { background: $hover; }
QPushButton#recent:focus { border: 1px solid $accent; }
QWidget#showStrip { background: $window; }
""")


def stylesheet(theme: Theme) -> str:
    """Style sheet of a theme."""
    roles = {name: value for name in theme.__slots__ if isinstance(value := getattr(theme, name), str)}
    return _SHEET.substitute(
        roles,
        faded=theme.faded,
        arrow_down=_image(f"style-chevron-down-{theme.name}"),
        arrow_up=_image(f"style-chevron-up-{theme.name}"),
        tick=_image(f"style-check-{theme.name}"),
    )


def _image(name: str) -> str:
    """Path of a drawing for `url()`; a style sheet cannot recolour, so each theme has its own file."""
    return Path(str(files("resources").joinpath("icons", f"{name}.svg"))).as_posix()
