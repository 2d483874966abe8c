"""A beside B: which second model runs on the same frames, and how far the two agree."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from app.catalog_controller import CatalogController, SecondModel
from app.run_controller import RunController
from app.speech import said
from engines.catalog import LOCAL_OFFER
from engines.fitting import arranged
from engines.frame_result import FrameResult
from engines.geometry import iou
from engines.pair_history import PairPoint
from engines.side_by_side import BesideMode
from engines.track import Track
from widgets.compare_view import CompareView
from widgets.views import ChoiceView

_FIGURES_MS = 300


class CompareController(QObject):
    """Keeps the choice of B, and feeds the view from the run.

    Signals:
        files_requested(): the user wants other weights for B; wants `use_files`.
    """

    files_requested = Signal()

    def __init__(self, run: RunController, catalog: CatalogController, view: CompareView) -> None:
        super().__init__(view)
        self._run, self._catalog, self._view = run, catalog, view
        self._second = SecondModel("")
        self._has_news = False
        self._timer = QTimer(self, interval=_FIGURES_MS)
        self._timer.timeout.connect(self._show_figures)
        run.feed.listeners.append(self)
        run.source_opened.connect(lambda info: view.begin(info.frame_count))
        view.second_chosen.connect(self._choose)
        view.files_requested.connect(self.files_requested)
        view.files_dropped.connect(lambda: self.use_files(()))
        view.place_chosen.connect(self._place)
        view.forced_chosen.connect(self._force)
        view.frame_chosen.connect(run.seek)
        catalog.choice_changed.connect(self.show)
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
        if result.beside is None:
            return
        first = self._focus(result.tracks)
        second = next((track for track in result.beside if first and track.id == first.id), None)
        if first is None or second is None:
            return
        true = self._run.feed.true_box(result.frame_index, first.id)
        self._view.append(
            PairPoint(
                result.frame_index,
                iou(first.box, second.box),
                None if true is None else iou(first.box, true),
                None if true is None else iou(second.box, true),
            )
        )
        if not self._has_news:
            self._has_news = True
            self._timer.start()

    def show_frame(self, index: int) -> None:
        self._view.show_position(index)

    def clear(self) -> None:
        """Another network or another source: what was compared is past."""
        info = self._run.info
        self._view.begin(info.frame_count if info else None)

    def _focus(self, tracks: tuple[Track, ...]) -> Track | None:
        wanted = self._run.feed.selected
        return next((t for t in tracks if t.id == wanted), next(iter(tracks), None))

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
        """A switch while it runs: nothing is opened anew."""
        mode = BesideMode.TEACHER_FORCED if is_forced else BesideMode.CLOSED_LOOP
        self._second = self._catalog.second = replace(self._second, mode=mode)
        self._run.set_beside_mode(mode)

    def _use(self, second: SecondModel) -> None:
        self._second = second
        self.show()
        self._catalog.compare_with(second)
