"""A beside B: which second model runs on the same frames, and how far the two agree."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from app.catalog_controller import CatalogController, SecondModel
from app.run_controller import RunController
from app.speech import said
from app.target_histories import TargetHistories
from app.tasks import Tasks
from engines.catalog import LOCAL_OFFER
from engines.fitting import arranged
from engines.frame_result import FrameResult
from engines.geometry import iou
from engines.pair_history import PairHistory, PairPoint
from engines.pipeline import Pipeline
from engines.side_by_side import BesideMode
from engines.track import Track
from widgets.compare_view import CompareView
from widgets.views import ChoiceView

_FIGURES_MS = 300
# While it plays, the picture may be this many frames behind the results.
_LAG = 3


class CompareController(QObject):
    """Keeps the choice of B, and feeds the view from the run.

    What is chosen runs, or the view says why it does not; what could not be opened is not chosen any more.

    Signals:
        files_requested(): the user wants other weights for B; wants `use_files`.
    """

    files_requested = Signal()

    def __init__(
        self, run: RunController, catalog: CatalogController, view: CompareView, tasks: Tasks
    ) -> None:
        super().__init__(view)
        self._run, self._catalog, self._view, self._tasks = run, catalog, view, tasks
        self._second = SecondModel("")
        self._before: SecondModel | None = None
        self._histories = TargetHistories(run.feed, PairHistory)
        self._target: int | None = None
        self._newest = -1
        self._has_news = False
        self._timer = QTimer(self, interval=_FIGURES_MS)
        self._timer.timeout.connect(self._show_figures)
        run.feed.listeners.append(self)
        run.source_opened.connect(self.clear)
        view.second_chosen.connect(self._choose)
        view.files_requested.connect(self.files_requested)
        view.files_dropped.connect(lambda: self.use_files(()))
        view.place_chosen.connect(self._place)
        view.forced_chosen.connect(self._force)
        view.frame_chosen.connect(run.go_to)
        catalog.choice_changed.connect(self.show)
        catalog.pipeline_ready.connect(self._opened)
        # What is told when a job has ended is told before its result is handed over.
        self._check = QTimer(self, interval=0, singleShot=True)
        self._check.timeout.connect(self._check_opened)
        tasks.hidden.connect(self._check.start)
        self.show()

    @property
    def second(self) -> SecondModel:
        return self._second

    @Slot()
    def show(self) -> None:
        """Shows what can run beside, and what does."""
        entries = [entry for entry in self._catalog.entries if entry.detector is None]
        choices = tuple(ChoiceView(entry.name, said(entry.title)) for entry in entries)
        names = ", ".join(file.name for file in self._second.files)
        self._view.show_choices(choices, self._second.name, names)
        self._view.show_places(
            has_board=self._catalog.offer.family != LOCAL_OFFER.family,
            chosen="board" if self._second.on_board else "local",
        )
        self._view.show_hindrance(self._hindrance())
        self._catalog.compare_with(self._runnable())

    def _hindrance(self) -> str:
        """Why the chosen B cannot run beside the chosen A; "" where it can."""
        catalog, second = self._catalog, self._second
        if not second.name:
            return ""
        if catalog.entry.detector is not None:
            text = self.tr(
                "{model} finds its objects anew in every frame: choose a single-object model as A."
            )
            return text.format(model=said(catalog.entry.title))
        if self._runnable() == second:
            return ""
        text = self.tr(
            "B does not run: {model} has no weights here yet. Import them, or choose other weights."
        )
        return text.format(model=said(catalog.entry_of(second.name).title))

    def _runnable(self) -> SecondModel:
        """The chosen B; nothing where it has no weights yet."""
        catalog, second = self._catalog, self._second
        is_served = second.on_board and catalog.offer.has_models
        if not second.name or second.files or is_served:
            return second
        entry = catalog.entry_of(second.name)
        return second if catalog.catalog.has_weights(entry) else replace(second, name="")

    @Slot(object)
    def use_files(self, files: tuple[Path, ...]) -> None:
        """Other weights for B, one for each of its networks in any order; none for its own."""
        if files and len(files) == len(self._catalog.entry_of(self._second.name).network):
            files = arranged(self._catalog.entry_of(self._second.name), files)
        self._use(replace(self._second, files=files))

    def run_beside(self, name: str, files: tuple[Path, ...]) -> None:
        """A model with other weights than its own as B, on this computer."""
        self._use(replace(self._second, name=name, files=files, on_board=False))

    # -- from the run --------------------------------------------------------------------------

    def take_result(self, result: FrameResult) -> None:
        self._newest = result.frame_index
        beside = {track.id: track for track in result.beside or ()}
        for first in result.tracks:
            if first.id in beside:
                self._histories.of(first.id).add(self._point(result.frame_index, first, beside[first.id]))
        if beside and not self._has_news:
            self._has_news = True
            self._timer.start()

    def _point(self, index: int, first: Track, second: Track) -> PairPoint:
        true = self._run.feed.true_box(index, first.id)
        between = iou(first.box, second.box)
        if true is None:
            return PairPoint(index, between)
        return PairPoint(index, between, iou(first.box, true), iou(second.box, true))

    def show_frame(self, index: int) -> None:
        target = self._histories.wanted
        if target is not None and target != self._target:
            self._target = target
            self._view.show_history(self._histories.of(target), target)
        self._view.show_position(index)

    @Slot()
    def clear(self) -> None:
        """Another network or another source: what was compared is past."""
        self._histories.clear()
        self._target, self._newest = None, -1
        info = self._run.info
        self._view.begin(info.frame_count if info else None)

    @Slot()
    def _show_figures(self) -> None:
        self._timer.stop()
        self._has_news = False
        self._view.show_figures()

    # -- from the view -------------------------------------------------------------------------

    @Slot(str)
    def _choose(self, name: str) -> None:
        if name != self._second.name:
            self._use(replace(self._second, name=name, files=()))

    @Slot(str)
    def _place(self, place: str) -> None:
        self._use(replace(self._second, on_board=place == "board"))

    @Slot(bool)
    def _force(self, is_forced: bool) -> None:
        """A switch while it runs; figures of two questions are not mixed.

        Nothing is opened anew, unless frames after the one on screen are known already: they would keep
        what the other mode gave.
        """
        mode = BesideMode.TEACHER_FORCED if is_forced else BesideMode.CLOSED_LOOP
        self._second = replace(self._second, mode=mode)
        second = replace(self._catalog.second, mode=mode)
        shown = self._run.feed.shown
        is_behind = shown is not None and shown.frame.index < self._newest - _LAG
        self.clear()
        if is_behind and second.name:
            self._catalog.compare_with(second)
        else:
            self._catalog.second = second
            self._run.set_beside_mode(mode)

    def _use(self, second: SecondModel) -> None:
        """Runs another B, from now on."""
        before, self._second = self._before or self._second, second
        self.show()
        self._before = before if self._is_opening else None

    # -- whether it could be opened ------------------------------------------------------------

    @property
    def _is_opening(self) -> bool:
        return self._tasks.is_running("load model")

    @Slot(object)
    def _opened(self, pipeline: Pipeline) -> None:
        self._before = None
        pipeline.set_beside_mode(self._second.mode)  # it may have been switched since the job began

    @Slot()
    def _check_opened(self) -> None:
        """Failed or cancelled: the pair that ran before runs on, and is what the view shows again."""
        if self._before is not None and not self._is_opening:
            self._second, self._before = self._before, None
            self._catalog.second = self._runnable()
            self.show()
