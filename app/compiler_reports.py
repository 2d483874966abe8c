"""Looks from the window at what a board's compiler did: its log, or its stages on the board."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtWidgets import QFileDialog

from app.boards import host_side
from app.compiler_texts import log_view, stages_view
from app.parts import Parts
from app.paths import Paths
from app.speech import said
from app.workers import TaskHandle
from engines.geometry import Box
from engines.trackers.lost_rule import ASK, OWN
from widgets.compiler_report import CompilerReport
from widgets.diagnosis.values import TargetChoice

if TYPE_CHECKING:
    from engines.diagnosis.compiler_log import LogDiagnosis
    from engines.diagnosis.stages import StageLadder

#: Kind of the task: one at a time.
WORK = "compiler report"


class CompilerReports(QObject):
    """Joins two entries of the diagnosis panel with dialogs, a task and a window with tables."""

    def __init__(self, parts: Parts, paths: Paths) -> None:
        super().__init__(parts.window)
        self._window, self._run, self._catalog = parts.window, parts.run, parts.catalog
        self._board, self._tasks, self._paths = parts.board, parts.tasks, paths
        self.report = CompilerReport(parts.window)
        view = parts.window.diagnosis_view
        view.log_requested.connect(self.choose_log)
        view.stages_requested.connect(self.choose_stages)

    # -- RDK -----------------------------------------------------------------------------------

    @Slot()
    def choose_log(self) -> None:
        dialog = self._dialog(self.tr("Log of hb_mapper"))
        filters = [self.tr("Logs (*.log *.txt *.md)"), self.tr("All files (*)")]
        dialog.setNameFilters(filters)
        dialog.fileSelected.connect(lambda name: self.read_log(Path(name)))
        dialog.open()

    def read_log(self, path: Path) -> None:
        """Reads a log and shows what is in it."""

        def job(_handle: TaskHandle) -> LogDiagnosis:
            from engines.diagnosis.compiler_log import diagnose_log

            return diagnose_log(path)

        def done(found: LogDiagnosis) -> None:
            self.report.show_report(log_view(found))

        self._tasks.start(WORK, self.tr("Reading %s") % path.name, job, done)

    # -- Icraft --------------------------------------------------------------------------------

    @Slot()
    def choose_stages(self) -> None:
        """Asks for the folder of each network, one after the other."""
        self._ask_folder([])

    def _ask_folder(self, places: list[Path]) -> None:
        networks = self._catalog.entry.network
        if len(places) == len(networks):
            self.run_stages(places)
            return
        role = networks[len(places)].role
        dialog = self._dialog(self.tr("One of the files that Icraft's compiler made of %s") % role)
        dialog.setNameFilters([self.tr("Stages (*.json)")])
        dialog.fileSelected.connect(lambda name: self._ask_folder([*places, Path(name)]))
        if places:
            dialog.setDirectory(str(places[-1].parent))
        dialog.open()

    def run_stages(self, places: Sequence[Path]) -> None:
        """Runs every stage on the present board, or simulates them here; shows what came of it.

        Args:
            places: a folder of stages, or one of its files, for each network.
        """
        wish = self._wish(places)
        if wish is None:
            return
        entry, catalog = self._catalog.entry, self._catalog.catalog
        board, host = self._board.present, host_side(self._paths)
        model, clip = said(entry.title), self._run.info.title if self._run.info else ""

        def job(handle: TaskHandle) -> tuple[StageLadder, ...]:
            from engines.diagnosis.by_stage import diagnose_stages, find_all_stages
            from engines.diagnosis.stage_places import stage_openers

            find_all_stages(catalog, entry, wish)  # before anything that takes time
            cancel = handle.should_cancel
            report = _share_only(handle)
            with stage_openers(board, host, cancel) as openers:
                return diagnose_stages(catalog, entry, wish, openers, report=report, should_cancel=cancel)

        def done(ladders: tuple[StageLadder, ...]) -> None:
            self.report.show_report(stages_view(model, clip, ladders))

        self._tasks.start(WORK, self.tr("Stages of %s") % model, job, done)

    def _wish(self, places: Sequence[Path]) -> Any:
        """The clip as the panel's form has it; None where there is none."""
        from engines.diagnosis.by_stage import StageWish
        from engines.quantisation.crops import Clip

        info, wish = self._run.info, self._window.diagnosis_view.form.clip_wish
        if info is None:
            return None
        choice = self._run.feed.first_choice
        clip = Clip(info.spec, None, wish.first, wish.stop)
        if wish.target is TargetChoice.DRAWN and choice is not None:
            box = Box(choice.box.x, choice.box.y, choice.box.w, choice.box.h)
            clip = Clip(info.spec, box, choice.frame.index, wish.stop)
        values = self._catalog.chosen_values()
        if values.get("when_lost") == ASK:
            values["when_lost"] = OWN  # no detector is asked: what counts are the tracker's own networks
        return StageWish(clip, tuple(places), values=values)

    def _dialog(self, title: str) -> QFileDialog:
        dialog = QFileDialog(self._window, title)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        return dialog


def _share_only(handle: TaskHandle) -> Callable[[float | None, str], None]:
    def report(share: float | None, _what: str) -> None:
        handle.report(share)

    return report
