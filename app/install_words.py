"""Words of an installation: what a bitstream would mean, the question, and its steps as they tick."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from PySide6.QtCore import QObject

from app.speech import said
from engines.board_values import Bitstream
from engines.boards.bitstreams import judge_bitstream, needs_of_entry
from engines.boards.board import Board
from engines.boards.install_values import BitstreamRolledBack, InstallPlan, InstallProgress, InstallResult
from engines.boards.install_values import InstallStep as Step
from engines.catalog import CatalogEntry
from engines.errors import Cancelled, TrackbenchError
from widgets.object_views import QuestionView, ReviewView
from widgets.texts import bytes_text
from widgets.views import ModelView, StepState, StepView, Verdict

_VERDICTS = {True: Verdict.FITS, False: Verdict.DOES_NOT_FIT, None: Verdict.UNKNOWN}
#: Shown from the start; the last one comes only where it is needed.
_PLANNED = tuple(step for step in Step if step is not Step.ROLL_BACK)


class ReviewWords(QObject):
    """What the user reads before anything is done."""

    def review(
        self,
        board: Board,
        new: Bitstream,
        file_name: str,
        entries: Sequence[CatalogEntry],
        chosen: CatalogEntry,
    ) -> ReviewView:
        """Verdicts for a bitstream that is not on yet.

        Args:
            board: a connected one.
            new: the bitstream, as far as it is known.
            file_name: of what would be installed.
            entries: models for this family.
            chosen: the model that would run next.
        """
        views = {entry.name: self._verdict(entry, new, board) for entry in entries}
        present = [views.pop(chosen.name)] if chosen.name in views else []
        others = _together(view for view in views.values() if view.verdict is not Verdict.FITS)
        more_fit = sum(view.verdict is Verdict.FITS for view in views.values())
        running = board.summary.bitstream
        unknown = self.tr("not known")
        facts = (
            self.tr("runs now: %s") % (_named(running) if running is not None else unknown),
            self.tr("would run: %s") % (_named(new) if new.identity else unknown),
            self.tr("hard operators: %s") % _operators(new, unknown),
            "MMU: " + {True: self.tr("yes"), False: self.tr("no"), None: unknown}[new.has_mmu],
        )
        title = self.tr("What {name} would mean").format(name=file_name)
        return ReviewView(title, facts, (*present, *others), more_fit)

    def _verdict(self, entry: CatalogEntry, new: Bitstream, board: Board) -> ModelView:
        verdict = judge_bitstream(needs_of_entry(entry), new, board.summary.runtime_version)
        reasons = verdict.missing or verdict.unknown or verdict.warnings
        reason = "; ".join(said(text) for text in reasons)
        return ModelView(entry.name, said(entry.title), _VERDICTS[verdict.fits], reason)

    def question(self, plan: InstallPlan) -> QuestionView:
        """Whether the board may be restarted."""
        facts = self.tr(
            "{boot_file} becomes {name}. The board restarts and is away for a while; "
            "whatever runs on it ends."
        ).format(boot_file=plan.boot_file, name=plan.name)
        advice = self.tr("It runs {running} now; {expected} is expected.").format(
            running=plan.running or self.tr("an unknown bitstream"),
            expected=plan.identity or self.tr("one that nobody knows"),
        )
        if plan.backup:
            kept = self.tr("The earlier file is kept as {backup} there and {copy} here.")
            advice += " " + kept.format(backup=plan.backup, copy=plan.copy)
        else:
            advice += " " + self.tr("There is no earlier boot file.")
        title = self.tr("Restart {host} with another bitstream?").format(host=plan.host)
        return QuestionView(title, facts, advice, self.tr("Restart the board"), self.tr("Leave it"))


class StepWords(QObject):
    """Steps of one installation as the panel shows them."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._views: dict[Step, StepView] = {}
        self._present: Step | None = None

    def begin(self) -> tuple[StepView, ...]:
        """All that are planned; none has begun."""
        self._present = None
        self._views = {step: self._view(step, StepState.WAITING) for step in _PLANNED}
        return tuple(self._views.values())

    def advance(self, progress: InstallProgress) -> tuple[StepView, ...]:
        """What changes when a step begins or goes on."""
        step, text = progress.step, said(progress.text)
        if progress.total:
            text = f"{bytes_text(progress.done)} / {bytes_text(progress.total)}"
        if self._present is Step.ROLL_BACK:  # it restarts the board as well
            return (self._set(step=Step.ROLL_BACK, state=StepState.RUNNING, evidence=text),)
        changed = []
        if self._present is not None and self._present is not step:
            state = StepState.FAILED if step is Step.ROLL_BACK else StepState.PASSED
            changed.append(self._set(self._present, state))
        words = self.tr("not needed")
        changed += [self._set(earlier, StepState.SKIPPED, words) for earlier in self._not_begun(step)]
        self._present = step
        return (*changed, self._set(step, StepState.RUNNING, text))

    def end(self, result: InstallResult | None, error: TrackbenchError | None) -> tuple[StepView, ...]:
        """How the last one ended; what was not begun is skipped."""
        changed = []
        if self._present is not None:
            state = StepState.PASSED if result is not None else StepState.FAILED
            if isinstance(error, Cancelled):
                state = StepState.SKIPPED
            elif isinstance(error, BitstreamRolledBack) and self._present is Step.ROLL_BACK:
                state = StepState.PASSED
            evidence = str(error) if state is StepState.FAILED and error is not None else ""
            changed.append(self._set(self._present, state, evidence))
        changed += [self._set(step, StepState.SKIPPED) for step in self._not_begun(None)]
        return tuple(changed)

    def _not_begun(self, before: Step | None) -> Iterator[Step]:
        for step, view in tuple(self._views.items()):
            if step is before:
                return
            if view.state is StepState.WAITING:
                yield step

    def _set(self, step: Step, state: StepState, evidence: str = "") -> StepView:
        self._views[step] = view = self._view(step, state, evidence)
        return view

    def _view(self, step: Step, state: StepState, evidence: str = "") -> StepView:
        title = {
            Step.LOOK: self.tr("Board and file"),
            Step.BACK_UP: self.tr("Back up"),
            Step.UPLOAD: self.tr("Copy, verify"),
            Step.CONFIRM: self.tr("Your answer"),
            Step.REPLACE: self.tr("Replace, sync"),
            Step.REBOOT: self.tr("Restart"),
            Step.WAIT: self.tr("Wait for it"),
            Step.IDENTIFY: self.tr("Read what runs"),
            Step.ROLL_BACK: self.tr("Put back"),
        }[step]
        return StepView(f"install-{step}", title, state, evidence)


def _together(views: Iterable[ModelView]) -> Iterator[ModelView]:
    """Models that miss the same thing, in one line."""
    titles: dict[tuple[Verdict, str], list[str]] = {}
    for view in views:
        titles.setdefault((view.verdict, view.reason), []).append(view.title)
    for (verdict, reason), named in titles.items():
        yield ModelView(", ".join(named), ", ".join(named), verdict, reason)


def _named(bitstream: Bitstream) -> str:
    return f"{bitstream.name} ({bitstream.identity})" if bitstream.identity else bitstream.name


def _operators(bitstream: Bitstream, unknown: str) -> str:
    operators = bitstream.hard_operators
    return unknown if operators is None else ", ".join(sorted(operators)) or "–"
