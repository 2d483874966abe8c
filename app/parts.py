"""The parts of a workbench that belong together, for those who need several of them."""

from __future__ import annotations

from dataclasses import dataclass

from app.board_controller import BoardController
from app.catalog_controller import CatalogController
from app.recording import Recordings
from app.run_controller import RunController
from app.settings_store import SettingsStore
from app.tasks import Tasks
from widgets.main_window import MainWindow


@dataclass(frozen=True, slots=True)
class Parts:
    """Made once by the wiring; whoever gets it uses what it needs."""

    window: MainWindow
    run: RunController
    catalog: CatalogController
    board: BoardController
    settings: SettingsStore
    recordings: Recordings
    tasks: Tasks
