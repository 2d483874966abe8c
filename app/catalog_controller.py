"""Which model runs, with which parameters, and whether it fits the board; opens it when a run needs it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from PySide6.QtCore import QObject, Signal, Slot

from app.catalogs import user_catalog
from app.paths import Paths
from app.runtime_files import ImportedRuntimeFile, import_runtime_file, is_runtime_file
from app.speech import said, said_with
from app.tasks import Tasks
from app.workers import TaskHandle
from engines.assembly import Beside, NetworkOpener, local_opener, open_pipeline
from engines.boards.opening import ServedCatalog
from engines.boards.zoo_yaml import ZooUnlike
from engines.catalog import LOCAL_OFFER, BoardOffer, Catalog, CatalogEntry, judge, require_fit
from engines.errors import BadParameter, TrackbenchError
from engines.makeup import makeup_of, trackers_for
from engines.pipeline import Pipeline
from engines.recognise import recognise
from engines.side_by_side import BesideMode
from engines.texts import Text
from engines.weights import fetch_weights, import_weights
from widgets.views import ModelView, NoticeView, ParameterView, Severity, Verdict

#: Key of the notice that asks what a runtime file is like.
LIKE_CHOSEN = "like"
# Makes an opener that reports its progress and asks whether to stop through the job's handle.
OpenerFactory = Callable[[TaskHandle], NetworkOpener]


class ModelsView(Protocol):
    """Where models, their verdicts and parameters are shown."""

    def show_trackers(self, trackers: tuple[ModelView, ...], chosen: str) -> None: ...

    def show_followers(self, names: tuple[str, ...], chosen: str) -> None: ...

    def show_parameters(self, parameters: tuple[ParameterView, ...]) -> None: ...


@dataclass(frozen=True, slots=True)
class SecondModel:
    """What runs beside the chosen model.

    Attributes:
        name: a single-object model of the catalog; "" for none.
        files: weights in place of its own.
        on_board: on the present board; else on this computer.
        mode: what it looks at.
    """

    name: str
    files: tuple[Path, ...] = ()
    on_board: bool = False
    mode: BesideMode = BesideMode.CLOSED_LOOP


class CatalogController(QObject):
    """The chosen model.

    Signals:
        pipeline_ready(Pipeline): opened; the receiver owns it.
        choice_changed(): model, parameters, board or weights are others now, and are shown.
        model_changed(): a run has to open its model anew.
        noticed(NoticeView): something to know.
        failed(TrackbenchError): for the notice bar.
    """

    pipeline_ready = Signal(object)
    choice_changed = Signal()
    model_changed = Signal()
    noticed = Signal(object)
    failed = Signal(object)

    def __init__(
        self,
        catalog: Catalog,
        view: ModelsView,
        tasks: Tasks,
        *,
        model: str,
        profile_every: int,
        threads: int | None = None,
        paths: Paths | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._catalog, self._view, self._tasks = catalog, view, tasks
        self._threads, self._profile_every, self._paths = threads, profile_every, paths
        names = [entry.name for entry in catalog.entries]
        self._name = model if model in names else names[0]
        self._values: dict[str, dict[str, Any]] = {}
        self.second = SecondModel("")
        self._followers: dict[str, str] = {}
        self._unlike: Path | None = None
        self._offer: BoardOffer = LOCAL_OFFER
        self._make_opener: OpenerFactory = self._open_here

    @property
    def entry(self) -> CatalogEntry:
        return self._catalog.entry(self._name)

    @property
    def catalog(self) -> Catalog:
        """Where weights lie on this computer, whatever place the models run at."""
        return self._catalog

    def entry_of(self, name: str) -> CatalogEntry:
        """Another entry than the chosen one."""
        return self._catalog.entry(name)

    @property
    def tracker(self) -> str:
        """Name of the tracker that follows: the entry's own or the one the user chose instead."""
        return self._followers.get(self._name, self.entry.tracker)

    @property
    def entries(self) -> tuple[CatalogEntry, ...]:
        return self._catalog.entries

    @property
    def offer(self) -> BoardOffer:
        return self._offer

    @property
    def verdict_view(self) -> ModelView:
        return self._model_view(self.entry)

    @property
    def model_views(self) -> tuple[ModelView, ...]:
        """Every entry with its verdict."""
        return tuple(self._model_view(entry) for entry in self._catalog.entries)

    def single_for_box(self, preferred: str) -> str:
        """Name of the single-object model that follows a drawn box: the preferred one if it can run here."""
        singles = [e for e in self._catalog.entries if e.detector is None]
        usable = [e.name for e in singles if judge(e, self._offer).fits and self._reached.has_weights(e)]
        return preferred if preferred in usable or not usable else usable[0]

    def show(self) -> None:
        """Shows every entry with its verdict, and the chosen one's parameters."""
        self._view.show_trackers(self.model_views, self._name)
        self._view.show_followers(trackers_for(self.entry), self.tracker)
        self._view.show_parameters(self._parameter_views())
        self.choice_changed.emit()

    @Slot(str)
    def choose(self, name: str) -> None:
        if name != self._name:
            self._name = name
            self.show()
            self.model_changed.emit()

    @Slot(str)
    def choose_follower(self, tracker: str) -> None:
        """Another tracker behind the same detector; values of parameters it does not have are dropped."""
        if tracker == self.tracker:
            return
        self._followers[self._name] = tracker
        known = {info.name for info in makeup_of(self.entry, tracker).infos}
        values = self._values.get(self._name, {})
        self._values[self._name] = {name: value for name, value in values.items() if name in known}
        self.show()
        self.model_changed.emit()

    @Slot(str, object)
    def set_parameter(self, name: str, value: Any) -> None:
        """Changes one parameter; a value that cannot be used leaves the old one."""
        values = {**self._values.get(self._name, {}), name: value}
        try:
            makeup_of(self.entry, self.tracker).choose(self.entry.parameters, values)
        except TrackbenchError as error:
            self._view.show_parameters(self._parameter_views())
            self.failed.emit(error)
            return
        self._values[self._name] = values
        self.model_changed.emit()

    def use_board(self, offer: BoardOffer, make_opener: OpenerFactory | None) -> None:
        """Another place to run: verdicts are judged anew.

        Args:
            offer: what the board has.
            make_opener: makes what opens networks there; None for this computer.
        """
        self._offer = offer
        self._make_opener = make_opener or self._open_here
        self.show()

    def set_profile_every(self, frames: int) -> None:
        if frames != self._profile_every:
            self._profile_every = frames
            self.model_changed.emit()

    def compare_with(self, second: SecondModel) -> None:
        """Runs another single-object model beside the chosen one, or none any more."""
        if second != self.second:
            self.second = second
            self.model_changed.emit()

    @Slot()
    def open_pipeline(self) -> None:
        """Opens the chosen model in a thread; an answer that is no longer wanted is closed again."""
        entry, offer, make_opener = self.entry, self._offer, self._make_opener
        try:
            require_fit(entry, offer)
        except TrackbenchError as error:
            self.failed.emit(error)
            return
        asked: dict[str, Any] = {
            "values": dict(self._values.get(entry.name, {})),
            "tracker": self.tracker,
            "profile_every": self._profile_every,
        }

        second = self.second if self.second.name and entry.detector is None else None
        catalog = self._reached

        def job(handle: TaskHandle) -> Pipeline:
            beside = None if second is None else self._beside(second, make_opener, handle)
            return open_pipeline(catalog, entry, make_opener(handle), **asked, beside=beside)

        self._tasks.start(
            "load model", self.tr("Loading %s") % said(entry.title), job, self.pipeline_ready.emit
        )

    @property
    def _reached(self) -> Catalog:
        """The catalog for the present place: a server has its models itself, no file has to be here."""
        return ServedCatalog.of(self._catalog) if self._offer.has_models else self._catalog

    def _beside(self, second: SecondModel, make_opener: OpenerFactory, handle: TaskHandle) -> Beside:
        opener = make_opener if second.on_board else self._open_here
        entry = self._catalog.entry(second.name)
        values = self._values.get(second.name, {})
        return Beside(entry, opener(handle), second.files, values, second.mode)

    def _open_here(self, _handle: TaskHandle) -> NetworkOpener:
        return local_opener(self._threads)

    def import_files(self, files: tuple[Path, ...]) -> None:
        """Imports weights after loading and running them once, for the entry they turn out to belong to.

        Where they fit the chosen entry among others, it is the chosen one that is meant. A runtime file of
        the model zoo becomes an entry of its own.
        """
        preferred = self._name
        if any(is_runtime_file(file) for file in files):
            self._import_runtime_file(files)
            return

        def job(_handle: TaskHandle) -> str:
            recognition = recognise(self._catalog, files)
            whole = [found for found in recognition.candidates if not found.missing]
            mine = [found for found in whole if found.entry.name == preferred]
            candidate = mine[0] if mine else recognition.decide()
            import_weights(self._catalog, candidate.entry, files)
            return candidate.entry.name

        self._change_weights(self.tr("Importing %s") % ", ".join(file.name for file in files), job)

    def _import_runtime_file(self, files: tuple[Path, ...]) -> None:
        if len(files) > 1:
            reason, hint = Text("a runtime file is imported alone"), Text("Choose only that file.")
            names = ", ".join(file.name for file in files)
            self.failed.emit(BadParameter(name="files", value=names, reason=reason, hint=hint))
            return
        self._make_entry(files[0], None)

    @Slot()
    def import_like_chosen(self) -> None:
        """The runtime file that did not say what it is like, once more."""
        if self._unlike is not None:
            self._make_entry(self._unlike, self._name)

    def _make_entry(self, file: Path, like: str | None) -> None:
        """An entry for a runtime file, like another one or like what it says itself."""
        paths = self._paths

        def job(_handle: TaskHandle) -> tuple[ImportedRuntimeFile, Catalog] | ZooUnlike:
            try:
                imported = import_runtime_file(file, like=like, paths=paths)
            except ZooUnlike as error:
                return error
            return imported, user_catalog(paths)

        def done(result: tuple[ImportedRuntimeFile, Catalog] | ZooUnlike) -> None:
            if isinstance(result, ZooUnlike):
                self._unlike = file
                self.noticed.emit(self._question_of(result))
                return
            self._unlike = None
            imported, self._catalog = result
            self._use(imported.made.entry.name)
            self.noticed.emit(self._import_notice(imported))

        self._tasks.start("weights", self.tr("Importing %s") % file.name, job, done)

    def _question_of(self, error: ZooUnlike) -> NoticeView:
        """What nobody but the user can know: what the networks of a file are for."""
        hint = self.tr("If it is like the chosen model, %s, say so; else choose another one first.")
        return NoticeView(
            title=said_with(error.what, error.facts),
            hint=hint % said(self.entry.title),
            details=self.tr("Models it could be like: %s") % error.facts["names"],
            severity=Severity.WARNING,
            action=self.tr("Import it like the chosen one"),
            action_key=LIKE_CHOSEN,
        )

    def _import_notice(self, imported: ImportedRuntimeFile) -> NoticeView:
        made = imported.made
        title = self.tr("%s is in the list of models now, and chosen.") % made.entry.name
        warnings = [said(warning) for warning in made.warnings]
        hint = " · ".join([said(note) for note in made.notes] + warnings)
        files = ", ".join(file.name for file in made.files)
        details = "\n".join(filter(None, (*warnings, files, str(imported.written)))) if warnings else ""
        return NoticeView(title, hint, details, Severity.WARNING if warnings else Severity.SUCCESS)

    def fetch(self, name: str) -> None:
        """Downloads weights, with progress; cancelled or failed, it resumes next time."""
        entry = self._catalog.entry(name)

        def job(handle: TaskHandle) -> str:
            def report(done: int, total: int | None) -> None:
                handle.report(done / total if total else None)

            fetch_weights(self._catalog, entry, on_progress=report, should_cancel=handle.should_cancel)
            return name

        self._change_weights(self.tr("Getting the weights of %s") % said(entry.title), job)

    def _change_weights(self, label: str, job: Callable[[TaskHandle], str]) -> None:
        """Runs a job that brings weights and says whose; they are chosen then."""
        self._tasks.start("weights", label, job, self._use)

    def _use(self, name: str) -> None:
        """Chooses an entry whose weights have changed."""
        self._name = name
        self.show()
        self.model_changed.emit()

    def _model_view(self, entry: CatalogEntry) -> ModelView:
        verdict = judge(entry, self._offer)
        title = said(entry.title)
        details = f"{entry.task.upper()} · {entry.precision}"
        if not verdict.fits:
            reason = "; ".join(said(reason) for reason in verdict.reasons)
            return ModelView(entry.name, title, Verdict.DOES_NOT_FIT, reason, details)
        if self._offer.has_models:
            reason = self.tr("the server is asked for it")
            return ModelView(entry.name, title, Verdict.UNKNOWN, reason, details)
        if not self._catalog.has_weights(entry):
            reason = self.tr("its weights are not here yet")
            return ModelView(entry.name, title, Verdict.UNKNOWN, reason, details)
        return ModelView(entry.name, title, Verdict.FITS, "", details)

    def chosen_values(self) -> dict[str, Any]:
        """Every parameter of the present model by name, as it will be used."""
        entry, makeup = self.entry, makeup_of(self.entry, self.tracker)
        return makeup.choose(entry.parameters, self._values.get(entry.name, {})).values

    def _detectors(self) -> tuple[str, ...]:
        return ("", *(entry.name for entry in self._catalog.entries if entry.detector is not None))

    def _parameter_views(self) -> tuple[ParameterView, ...]:
        entry, makeup = self.entry, makeup_of(self.entry, self.tracker)
        chosen = self.chosen_values()
        return tuple(
            ParameterView(
                name=info.name,
                value=chosen[info.name],
                default=entry.parameters.get(info.name, info.default),
                minimum=info.minimum,
                maximum=info.maximum,
                choices=self._detectors() if info.name == "ask_model" else info.choices,
                hint=said(info.hint),
                label=said(info.label),
                unit=said(info.unit),
                section=said(info.section),
                at_minimum=said(info.at_minimum),
            )
            for info in makeup.infos
        )
