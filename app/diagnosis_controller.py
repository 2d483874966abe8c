"""Quantises and diagnoses from the window: reads the present run, starts jobs, shows what they find."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal, Slot

from app.compare_controller import CompareController
from app.diagnosis_files import DiagnosisFiles
from app.diagnosis_texts import diagnosis_view, folder_name, free_folder, made_text
from app.parts import Parts
from app.speech import said
from app.targets import Choice
from app.workers import TaskHandle
from engines.diagnosis.values import Diagnosis
from engines.fitting import arranged
from engines.geometry import Box
from engines.trackers.lost_rule import ASK, OWN
from widgets.diagnosis.values import FilesView, SubjectView, TargetChoice
from widgets.views import NoticeView, Severity

if TYPE_CHECKING:
    from engines.quantisation.quantise import Quantised

#: Kind of the task: one at a time.
WORK = "diagnosis"
#: Key of the notice that offers to run the files that were just made.
RUN_MADE = "run made"


def _quantise(*arguments: Any, **named: Any) -> tuple[Quantised, ...]:
    from engines.quantisation.quantise import quantise_entry  # imports onnx, which takes its time

    return quantise_entry(*arguments, **named)


def _diagnose(catalog: Any, entry: Any, *, report: Any, should_cancel: Any, **wish: Any) -> Diagnosis:
    from engines.diagnosis.diagnose import Wish, diagnose

    return diagnose(catalog, entry, Wish(**wish), report=report, should_cancel=should_cancel)


@dataclass(frozen=True, slots=True)
class Doctors:
    """Who does the work: `quantise_entry`, and `diagnose` with the fields of its `Wish` by name."""

    quantise: Callable[..., tuple[Quantised, ...]] = _quantise
    diagnose: Callable[..., Diagnosis] = _diagnose


@dataclass(frozen=True, slots=True)
class _Against:
    """Files of B, of which model they are, and what is known of them."""

    files: tuple[Path, ...] = ()
    model: str = ""
    origin: str = ""
    facts: str = ""


class DiagnosisController(QObject):
    """Joins the diagnosis panel with run, catalog and A beside B."""

    # From a job's thread: which job, the share that is done, what is being done.
    _told = Signal(int, object, object)

    def __init__(
        self, parts: Parts, compare: CompareController, folder: Path, doctors: Doctors | None = None
    ) -> None:
        """`folder` gets a folder for each set of files that is made."""
        super().__init__(parts.window)
        self._window, self._run, self._catalog = parts.window, parts.run, parts.catalog
        self._tasks, self._compare, self._folder = parts.tasks, compare, folder
        self._doctors = doctors or Doctors()
        self._view = parts.window.diagnosis_view
        self._against, self._compared = _Against(), _Against()
        self.files = DiagnosisFiles(parts.window, parts.tasks, folder)
        self._job, self._label = 0, ""
        self._begins_anew = False
        self._drawn: Choice | None = None
        self._connect_view()
        self._told.connect(self._show_progress)
        self._tasks.hidden.connect(self._show_state)
        self._tasks.failed.connect(self._show_state)
        for signal in (self._run.source_opened, self._run.source_closed, self._run.state_changed):
            signal.connect(self.show)
        self._run.result_shown.connect(self._look_at_target)
        self._catalog.choice_changed.connect(self.show)
        self._catalog.model_changed.connect(self.show)
        # Not when a pipeline is ready: the run must have it, and one opened before must not be taken for it.
        self._run.pipeline_used.connect(self._begin_anew)
        self.show()

    def _connect_view(self) -> None:
        view, form = self._view, self._view.form
        view.shown.connect(self.show)
        view.frame_chosen.connect(self._run.go_to)
        view.use_requested.connect(self.use_remedy)
        view.report_requested.connect(self.files.choose_report)
        view.table_requested.connect(self.files.choose_table)
        view.cancel_requested.connect(self.cancel)
        form.quantise_requested.connect(self.quantise)
        form.diagnose_requested.connect(self.diagnose)
        form.formats_changed.connect(self._show_folder)
        form.folder_requested.connect(self.files.choose_folder)
        form.files_requested.connect(self.files.choose_files)
        form.run_requested.connect(self.run_beside)
        self.files.folder_chosen.connect(form.choose_folder)
        self.files.files_chosen.connect(self.use_files)

    # -- what the panel shows ------------------------------------------------------------------

    @Slot()
    def show(self) -> None:
        """Brings the panel up to date with model, clip, target and files."""
        self._look_at_compared()
        if self._against.model != self._catalog.entry.name:
            self._against = self._compared if self._compared.model == self._catalog.entry.name else _Against()
        self._view.show_subject(self._subject())
        self._show_files()
        self._show_folder()
        info, found = self._run.info, self.files.found
        self._view.band.show_can_go(found is not None and info is not None and info.spec == found.source)

    @Slot()
    def _look_at_target(self) -> None:
        """A target that was drawn anew, or begins by itself, changes nothing else."""
        if self._run.feed.first_choice is not self._drawn:
            self.show()

    def _subject(self) -> SubjectView:
        entry, info = self._catalog.entry, self._run.info
        choice = self._drawn = self._run.feed.first_choice
        subject = SubjectView(
            model=said(entry.title),
            networks=tuple(network.role for network in entry.network),
            frame_count=info.frame_count if info is not None else None,
            drawn_at=choice.frame.index if choice is not None else None,
            has_truth=self._run.feed.truth is not None,
        )
        return replace(subject, problem=self._problem(subject))

    def _problem(self, subject: SubjectView) -> str:
        info = self._run.info
        if self._catalog.entry.detector is not None:
            text = self.tr("%s finds its objects by itself: choose a single-object tracker to quantise it.")
            return text % subject.model
        if info is None:
            return self.tr("Open a clip first: it is what the networks are calibrated on, and judged by.")
        if info.is_live:
            return self.tr("A live source cannot be gone through twice. Record a clip and open that.")
        if subject.drawn_at is None and not subject.has_truth:
            return self.tr("Draw a box round what to follow: quantising and diagnosis begin there.")
        return ""

    def _show_files(self) -> None:
        against = self._against
        names = ", ".join(path.name for path in against.files)
        folder = str(against.files[0].parent) if against.files else ""
        origin = " · ".join(part for part in (against.origin, folder) if part)
        self._view.show_files(FilesView(names, origin, against.facts, bool(names)))

    @Slot()
    def _show_folder(self) -> None:
        formats = self._view.form.quantise_wish.formats
        name = folder_name(self._catalog.entry.name, formats)
        self._view.form.show_folder(str(free_folder(self._folder, name)))

    def _look_at_compared(self) -> None:
        """Files that the user chose for B under A beside B count here, too; the newest choice does."""
        second = self._compare.second
        compared = _Against(second.files, second.name, self.tr("as under A beside B"))
        if compared != self._compared:
            self._compared = compared
            if compared.files and compared.files != self._against.files:
                self._against = compared

    # -- making files --------------------------------------------------------------------------

    @Slot()
    def quantise(self) -> None:
        """Makes files of the chosen formats with crops from the open clip; they become B's."""
        wish, clip = self._view.form.quantise_wish, self._clip()
        if clip is None or not wish.folder:
            return
        entry, catalog, values = self._catalog.entry, self._catalog.catalog, self._values()
        doctor = self._doctors.quantise

        def work(report: Any, should_cancel: Any) -> tuple[Quantised, ...]:
            formats, folder = wish.formats, Path(wish.folder).expanduser()
            told = {"report": report, "should_cancel": should_cancel}
            return doctor(catalog, entry, clip, formats, folder, values=values, **told)

        def done(made: tuple[Quantised, ...]) -> None:
            self._made(entry.name, made)

        self._start(self.tr("Quantising %s") % said(entry.title), work, done)

    def _made(self, model: str, made: tuple[Quantised, ...]) -> None:
        files, facts = tuple(each.path for each in made), made_text(made)
        self._against = _Against(files, model, self.tr("made here"), facts)
        self._view.form.forget_folder()
        self.show()
        notice = NoticeView(
            self.tr("Quantised: %s") % ", ".join(path.name for path in files),
            self.tr("Run them beside A, or press Diagnose to see which layers suffer."),
            f"{facts}\n{files[0].parent}" if files else facts,
            Severity.SUCCESS,
            self.tr("Run it beside A"),
            RUN_MADE,
        )
        self._window.notice_bar.show_notice(notice)

    @Slot()
    def run_beside(self) -> None:
        """B's files run beside A from where the target was drawn."""
        self._run_files(self._against.model, self._against.files)

    def _run_files(self, model: str, files: tuple[Path, ...]) -> None:
        if not files:
            return
        self._compared = _Against(files, model, self._compared.origin)
        self._begins_anew = True
        self._compare.run_beside(model, files)
        self._window.show_panel("compare")

    @Slot()
    def _begin_anew(self) -> None:
        """Both trackers begin at the box that the user drew: what one has lost before says nothing."""
        choice = self._run.feed.first_choice
        if self._begins_anew and choice is not None:
            self._run.draw_target(choice.frame, choice.box, False)
            self._run.play()
        self._begins_anew = False

    # -- looking at them -----------------------------------------------------------------------

    @Slot()
    def diagnose(self) -> None:
        """Finds out why B differs, and tries what helps; the proposed files are kept."""
        clip, against = self._clip(), self._against
        if clip is None or not against.files:
            return
        entry, catalog, form = self._catalog.entry, self._catalog.catalog, self._view.form
        doctor = self._doctors.diagnose
        wish: dict[str, Any] = {
            "clip": clip,
            "against": against.files,
            "values": self._values(),
            "try_remedies": form.tries_remedies,
            "keep_in": free_folder(self._folder, f"{entry.name}-remedy"),
        }

        def work(report: Any, should_cancel: Any) -> Diagnosis:
            return doctor(catalog, entry, report=report, should_cancel=should_cancel, **wish)

        model, clip_title = said(entry.title), self._run.info.title if self._run.info else ""

        def done(found: Diagnosis) -> None:
            self.files.found = found
            self._view.show_result(diagnosis_view(found, model, clip_title))
            self.show()
            self._window.show_panel("diagnosis")

        self._start(self.tr("Diagnosing %s") % model, work, done)

    @Slot()
    def use_remedy(self) -> None:
        """The proposed files become B and run beside A."""
        found = self.files.found
        if found is None or found.remedy is None or not found.remedy.files:
            return
        facts = said(found.remedy.chosen.title)
        self._against = _Against(found.remedy.files, found.model, self.tr("the proposed remedy"), facts)
        self.run_beside()
        self.show()

    # -- jobs ----------------------------------------------------------------------------------

    def _start(self, label: str, work: Callable[[Any, Any], Any], on_done: Callable[[Any], None]) -> None:
        self._job += 1
        number, self._label = self._job, label

        def job(handle: TaskHandle) -> Any:
            def report(share: float | None, what: str) -> None:
                self._told.emit(number, share, what)

            return work(report, handle.should_cancel)

        def done(result: Any) -> None:
            self._show_state()
            on_done(result)

        self._tasks.start(WORK, label, job, done)
        self._view.show_work(label, None)

    @Slot(int, object, object)
    def _show_progress(self, number: int, share: float | None, what: str) -> None:
        if number != self._job or not self._tasks.is_running(WORK):
            return  # a late word of a job that was cancelled
        text = f"{self._label}: {said(what)}" if what else self._label
        self._view.show_work(text, share)
        self._tasks.shown.emit(text, share)

    @Slot()
    def _show_state(self) -> None:
        if not self._tasks.is_running(WORK):
            self._view.show_idle()

    @Slot()
    def cancel(self) -> None:
        self._tasks.cancel(WORK)
        self._show_state()

    def _clip(self) -> Any:
        """The frames to go through, with the first box; None where nothing can be done."""
        from engines.quantisation.crops import Clip

        info, wish = self._run.info, self._view.form.clip_wish
        if info is None or self._subject().problem:
            return None
        choice = self._run.feed.first_choice
        if wish.target is TargetChoice.DRAWN and choice is not None:
            return Clip(info.spec, _plain(choice.box), choice.frame.index, wish.stop)
        return Clip(info.spec, None, wish.first, wish.stop)

    def _values(self) -> dict[str, Any]:
        """The tracker's parameters; no detector is asked, what counts are the tracker's own networks."""
        values = self._catalog.chosen_values()
        if values.get("when_lost") == ASK:
            values["when_lost"] = OWN
        return values

    # -- files and frames ----------------------------------------------------------------------

    @property
    def notice_actions(self) -> dict[str, Callable[[], None]]:
        """What the buttons of notices do, by their key."""
        return {RUN_MADE: self.run_beside}

    @Slot(object)
    def use_files(self, files: tuple[Path, ...]) -> None:
        """Files of B that the user chose, in any order."""
        entry = self._catalog.entry
        if len(files) == len(entry.network):
            files = arranged(entry, files)
        self._against = _Against(files, entry.name, self.tr("chosen"))
        self.show()


def _plain(box: Box) -> Box:
    return Box(box.x, box.y, box.w, box.h)
