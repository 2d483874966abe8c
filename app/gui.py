"""The window's start: application, logs, settings, first window."""

from __future__ import annotations

import contextlib
import sys
import tempfile
from collections.abc import Iterator, Sequence
from importlib import resources
from pathlib import Path

from PySide6.QtCore import QLibraryInfo, QLocale, QObject, QTimer, QTranslator, Slot
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QApplication

from app import logs
from app.paths import Paths, paths_below, user_paths
from app.settings import load_settings
from app.wiring import Workbench
from engines.errors import CannotWrite, TrackbenchError
from engines.frame_result import FrameResult
from widgets.theme import ThemeSwitch


def run_window(arguments: Sequence[str] = (), *, demo: bool = False, source: str | None = None) -> int:
    """Opens the window and stays until it is closed.

    Args:
        arguments: for Qt.
        demo: connects to the virtual board and opens the demo clip.
        source: opened at once.
    """
    with running_workbench(arguments) as workbench:
        if demo:
            workbench.commands.open_demo()
        elif source is not None:
            workbench.commands.open_source(source)
        return QApplication.exec()


@contextlib.contextmanager
def running_workbench(arguments: Sequence[str] = (), paths: Paths | None = None) -> Iterator[Workbench]:
    """The window on screen with everything behind it; all of it is ended afterwards.

    Args:
        arguments: for Qt.
        paths: where settings and the like are; the user's own by default.
    """
    paths = paths or user_paths()
    app = make_application(arguments)
    running_logs = logs.start(paths.log_file)
    loaded = load_settings(paths.settings_file)
    translators = translate(app, loaded.settings.language)
    look = ThemeSwitch(app)
    look.choose(loaded.settings.theme)
    workbench = Workbench(paths, loaded, running_logs.relay)
    workbench.theme_chosen.connect(look.choose)
    workbench.window.show()
    try:
        yield workbench
    finally:
        workbench.finish()
        running_logs.stop()
        del translators


def photograph_demo(path: Path, frames: int = 120, timeout_s: float = 60.0) -> None:
    """Runs the demo in the window until it has followed its target for some frames; saves a picture.

    Raises:
        CannotWrite: the picture could not be written.
        DemoNotSeen: the target was not followed in time.
    """
    with (
        tempfile.TemporaryDirectory() as folder,
        running_workbench(paths=paths_below(Path(folder))) as workbench,
    ):
        photographer = _Photographer(workbench, frames)
        QTimer.singleShot(int(timeout_s * 1000), photographer.give_up)
        workbench.run.result_shown.connect(photographer.look)
        workbench.window.resize(1600, 960)
        workbench.window.reset_layout()
        workbench.commands.open_demo()
        QApplication.exec()
        if photographer.picture is None:
            raise DemoNotSeen(waited_s=timeout_s)
        if not photographer.picture.save(str(path)):
            raise CannotWrite(path=path, reason="the picture was not saved")


class DemoNotSeen(TrackbenchError):
    what = "The demo target was not followed in the window within {waited_s:g} s."
    remedy = "`trackbench board check virtual` shows whether the board works."


class _Photographer(QObject):
    """Takes the picture once enough frames were followed on the board."""

    def __init__(self, workbench: Workbench, frames: int) -> None:
        super().__init__()
        self._workbench, self._left = workbench, frames
        self.picture: QPixmap | None = None

    @Slot(object)
    def look(self, result: FrameResult) -> None:
        self._left -= result.bytes_out is not None
        if self._left <= 0 and self.picture is None:
            self.picture = self._workbench.window.grab()
            QApplication.exit(0)

    @Slot()
    def give_up(self) -> None:
        QApplication.exit(1)


def make_application(arguments: Sequence[str] = ()) -> QApplication:
    app = QApplication([sys.argv[0], *arguments])
    app.setApplicationName("trackbench")
    app.setApplicationDisplayName("Trackbench")
    app.setDesktopFileName("trackbench")
    return app


def translate(app: QApplication, language: str) -> list[QTranslator]:
    """Installs the user's language; the translators must be kept."""
    locale = QLocale.system() if language == "system" else QLocale(language)
    if locale.language() != QLocale.Language.Chinese:
        return []
    own, qt = QTranslator(app), QTranslator(app)
    folder = resources.files("resources") / "translations"
    translators = []
    if qt.load("qtbase_zh_CN", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        translators.append(qt)
    if own.load(str(folder / "trackbench_zh_CN.qm")):
        translators.append(own)
    for translator in translators:
        app.installTranslator(translator)
    return translators
