"""Menus from the table of actions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenuBar

from widgets.actions_view import ActionSpec


def menu_titles() -> dict[str, str]:
    """Menus by key, in their order on screen."""
    translate = QCoreApplication.translate
    return {
        "file": translate("Menus", "&File"),
        "board": translate("Menus", "&Board"),
        "play": translate("Menus", "&Play"),
        "target": translate("Menus", "&Target"),
        "view": translate("Menus", "&View"),
        "tools": translate("Menus", "T&ools"),
        "help": translate("Menus", "&Help"),
    }


def build_menus(
    bar: QMenuBar, specs: Sequence[ActionSpec], actions: Mapping[str, QAction], panels: Sequence[QAction]
) -> None:
    """Fills the menu bar.

    Args:
        bar: where menus go.
        specs: lines in order; the menu "view" also gets the panels.
        actions: by the name of their spec.
        panels: switches that show and hide docks.
    """
    for key, title in menu_titles().items():
        entries = [spec for spec in specs if spec.menu == key]
        if not entries and key != "view":
            continue
        menu = bar.addMenu(title)
        for spec in entries:
            if spec.separator_before:
                menu.addSeparator()
            menu.addAction(actions[spec.name])
        if key == "view":
            menu.addSeparator()
            menu.addActions(list(panels))
