"""The rows of the settings dialog: one line per setting a person may change there."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from app.settings import Settings
from widgets.views import ChoiceView, SettingKind, SettingRow


def _tr(text: str) -> str:
    return QCoreApplication.translate("settings", text)


def setting_rows(now: Settings) -> tuple[SettingRow, ...]:
    """Rows in the user's language, with the present values."""
    tr = _tr
    look, run, time, boards = tr("Appearance"), tr("Run"), tr("Timing"), tr("Boards")
    themes = (
        ChoiceView("system", tr("As the system")),
        ChoiceView("light", tr("Light")),
        ChoiceView("dark", tr("Dark")),
    )
    languages = (
        ChoiceView("system", tr("As the system")),
        ChoiceView("en", "English"),
        ChoiceView("zh_CN", "简体中文"),
    )
    places = (
        ChoiceView("auto", tr("On the board if it can, else here")),
        ChoiceView("board", tr("On the board")),
        ChoiceView("computer", tr("On this computer, over icraft-serve")),
    )
    return (
        SettingRow("theme", tr("Theme"), SettingKind.CHOICE, now.theme, look, themes),
        SettingRow(
            "language", tr("Language"), SettingKind.CHOICE, now.language, look, languages,
            hint=tr("Takes effect when Trackbench is started again"),
        ),
        SettingRow("loop", tr("Start again at the end of a video"), SettingKind.SWITCH, now.loop, run),
        SettingRow(
            "threads", tr("Threads on this computer"), SettingKind.INTEGER, now.threads, run,
            minimum=0, maximum=64, special=tr("automatic"),
            hint=tr("0 leaves one core to the window. Takes effect at the next start"),
        ),
        SettingRow(
            "profile_every", tr("Profile every Nth frame"), SettingKind.INTEGER, now.profile_every, time,
            minimum=0, maximum=10_000, unit=tr("frames"), special=tr("never"),
            hint=tr("0 never asks for layer times"),
        ),
        SettingRow(
            "icraft_agent", tr("Icraft runtime"), SettingKind.CHOICE, now.icraft_agent, boards, places,
            hint=tr("Where the vendor's Python package is. Takes effect at the next connection"),
        ),
        SettingRow(
            "icraft_python", tr("Python with Icraft's package"), SettingKind.TEXT, now.icraft_python, boards,
            hint=tr("Path of a Python 3.8 on this computer, for the runtime over icraft-serve"),
        ),
    )  # fmt: skip
