"""The window of recordings and profiles: what is in it, what is shown, and what is saved of it."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QSettings, QSize, QTimer, Slot
from PySide6.QtWidgets import QWidget

from app.notices import notice_of
from app.recordings_jobs import (
    Entry,
    Found,
    Opened,
    open_chosen,
    open_paths,
    recordings_in,
    write_bytes,
    write_trace,
)
from app.speech import said
from app.tasks import Tasks
from app.workers import JobQueue, TaskHandle
from engines.comparison import Comparison
from engines.errors import TrackbenchError
from engines.frame_result import FrameResult
from engines.recorder import RecordingTooNew
from engines.recording_reader import OpenRecording
from engines.report.comparison_page import comparison_page
from engines.report.recording_page import recording_page
from engines.report.tables import comparison_csv, layers_csv, stages_csv
from engines.texts import Text
from widgets.recordings.content import ProfileContent, RecordingContent
from widgets.recordings.export import Export
from widgets.recordings.list import EntryView
from widgets.recordings.window import RecordingsWindow
from widgets.view_picture import png_of, svg_of
from widgets.views import NoticeView, Severity

#: Entries whose figures are kept while others are shown: going back to one of these reads nothing.
KEPT = 4
_SIZE_KEY = "recordings_size"
_PAUSE_MS = 60


class RecordingsController(QObject):
    """Makes the window when it is wanted first. Everything that touches a file is a job of its own."""

    def __init__(self, owner: QWidget, folder: Path, layout_file: Path) -> None:
        """Nothing is read yet.

        Args:
            owner: the main window.
            folder: where this program records to.
            layout_file: keeps the window's size.
        """
        super().__init__(owner)
        self._owner, self._folder, self._layout_file = owner, folder, layout_file
        self._window: RecordingsWindow | None = None
        self.tasks = Tasks(self)
        self._offered: dict[str, Entry] = {}
        self._added: dict[str, Entry] = {}
        self._removed: set[str] = set()
        self._known: OrderedDict[str, Opened] = OrderedDict()
        self._shown: tuple[Opened, ...] = ()
        self._frames = JobQueue(self)
        self._frames.done.connect(self._frame_read)
        self._frames.failed.connect(self._frame_failed)
        self._reading: int | None = None
        self._wanted: int | None = None
        # Who runs through the frames does not want to see the layers of each.
        self._pause = QTimer(self, interval=_PAUSE_MS, singleShot=True)
        self._pause.timeout.connect(self._read_wanted)

    @property
    def window(self) -> RecordingsWindow:
        if self._window is None:
            self._window = self._make_window()
        return self._window

    @Slot()
    def show(self) -> None:
        """Opens the window, with what has been recorded until now."""
        self.window.show()
        self.window.raise_()
        self.window.activateWindow()

    def finish(self) -> None:
        """Ends what is running and keeps the window's size."""
        self.tasks.finish()
        self._shown, self._wanted = (), None  # nothing is to be read any more
        if self._frames.isRunning():
            self._frames.finish()
        if self._window is not None:
            stored = QSettings(str(self._layout_file), QSettings.Format.IniFormat)
            stored.setValue(_SIZE_KEY, self._window.size())
            stored.sync()
            self._window.close()

    def _make_window(self) -> RecordingsWindow:
        window = RecordingsWindow(self._owner)
        size = QSettings(str(self._layout_file), QSettings.Format.IniFormat).value(_SIZE_KEY)
        if isinstance(size, QSize) and size.isValid():
            window.resize(size.expandedTo(window.minimumSize()))
        window.start_in(str(Path.home()))
        window.shown.connect(self.refresh)
        window.refresh_requested.connect(self.refresh)
        window.paths_chosen.connect(self.open_paths)
        window.list.chosen.connect(self._choose)
        window.list.remove_requested.connect(self.remove)
        window.page.frame_wanted.connect(self._want_frame)
        window.page.export_requested.connect(self._ask_export)
        window.comparison.export_requested.connect(self._ask_export)
        window.comparison.swap_requested.connect(self.swap)
        window.progress_strip.cancel_requested.connect(self._cancel)
        self.tasks.shown.connect(window.progress_strip.show_progress)
        self.tasks.hidden.connect(window.progress_strip.finish)
        self.tasks.failed.connect(self._failed)
        window.show_nothing()
        return window

    # -- the list ------------------------------------------------------------------------------

    @Slot()
    def refresh(self) -> None:
        """Looks for recordings that this program has made."""

        def done(entries: tuple[Entry, ...]) -> None:
            self._offered = {entry.key: entry for entry in entries}
            self._show_list()

        job = partial(recordings_in, self._folder)
        self.tasks.start("list", self.tr("Looking for recordings"), job, done)

    @Slot(list)
    def open_paths(self, paths: Sequence[str]) -> None:
        """Opens folders of recordings and files of profiles, and shows them: one, or two compared."""

        def done(found: Found) -> None:
            for entry in (*reversed(found.listed), *(opened.entry for opened in reversed(found.opened))):
                self._removed.discard(entry.key)
                self._added = {entry.key: entry} | self._added
            for opened in found.opened:
                self._keep(opened)
                self._tell_problems(opened)
            for problem in found.problems:
                self.window.notice_bar.show_notice(notice_of(problem))
            self._show_list()
            keys = tuple(opened.entry.key for opened in found.opened)
            if keys:
                self._select(keys if len(keys) == 2 else keys[:1])

        names = ", ".join(Path(path).name for path in paths[:3])
        job = partial(open_paths, [Path(path) for path in paths])
        if paths:
            self.window.start_in(str(Path(paths[0]).parent))
            self.tasks.start("open", self.tr("Opening %s") % names, job, done)

    @Slot(object)
    def remove(self, keys: Sequence[str]) -> None:
        """Takes entries off the list; the files stay."""
        for key in keys:
            self._removed.add(key)
            self._added.pop(key, None)
            self._known.pop(key, None)
        self._show_list()
        left = tuple(key for key in self._keys_shown if key not in keys)
        if left != self._keys_shown:
            self._select(left)

    @property
    def _entries(self) -> dict[str, Entry]:
        """What is on the list: what the user opened last, then what was recorded last."""
        every = self._added | {key: e for key, e in self._offered.items() if key not in self._added}
        return {key: entry for key, entry in every.items() if key not in self._removed}

    def _show_list(self) -> None:
        self.window.list.show_entries([self._view(entry) for entry in self._entries.values()])
        if not self._shown:
            self.window.show_nothing()

    def _view(self, entry: Entry) -> EntryView:
        name = entry.path.name
        if entry.problem is not None:
            notice = notice_of(entry.problem)
            facts = (self._reason(entry.problem), "")
            return EntryView(entry.key, name, facts, f"{notice.title} {notice.hint}", is_broken=True)
        if not entry.is_recording:
            return EntryView(entry.key, name, (self.tr("profile of a vendor's tool"), ""), entry.key)
        about = entry.about
        source, model, board = (str(about.get(key, "")) for key in ("source", "model", "board"))
        frames = self.tr("frames: {count}").format(count=f"{entry.frames or 0:,}")
        first = " · ".join(filter(None, (frames, Path(source).name)))
        second = " · ".join(filter(None, (model, board)))
        return EntryView(entry.key, name, (first, second), f"{entry.key}\n{first}\n{second}")

    def _reason(self, problem: TrackbenchError) -> str:
        """Why an entry cannot be opened, in few words."""
        if isinstance(problem, RecordingTooNew):
            return self.tr("made by a later version")
        return said(problem.facts.get("reason", "")) or str(problem)

    # -- what is shown -------------------------------------------------------------------------

    @property
    def _keys_shown(self) -> tuple[str, ...]:
        return tuple(opened.entry.key for opened in self._shown)

    def _select(self, keys: Sequence[str]) -> None:
        self.window.list.choose(keys)
        self._choose(tuple(keys))

    @Slot(object)
    def _choose(self, keys: tuple[str, ...]) -> None:
        """Shows one entry, or two compared; until that has worked, what was shown stays."""
        self.tasks.cancel("show")
        if not 0 < len(keys) <= 2:
            self._shown = ()
            self.window.show_nothing()
            return
        entries = [self._entries[key] for key in keys]
        broken = next((entry.problem for entry in entries if entry.problem is not None), None)
        if broken is not None:
            self._failed(broken)
            return
        names = ", ".join(entry.path.name for entry in entries)
        job = partial(open_chosen, entries, dict(self._known))
        self.tasks.start("show", self.tr("Opening %s") % names, job, self._show)

    def _show(self, result: tuple[tuple[Opened, ...], Comparison | None]) -> None:
        opened, comparison = result
        for one in opened:
            self._keep(one)
        self._shown, self._wanted = opened, None
        window = self.window
        window.list.choose(self._keys_shown)
        if comparison is not None:
            window.comparison.show_comparison(comparison, [said(note) for note in comparison.notes])
            window.show_compared()
            return
        content, title = opened[0].content, opened[0].entry.path.name
        if isinstance(content, RecordingContent):
            window.page.show_recording(title, content)
        else:
            problems = [(_line_of(text), said(text)) for text in content.profile.problems]
            window.page.show_profile(title, content, said(content.profile.origin_note), problems)
        window.show_page()

    @Slot()
    def swap(self) -> None:
        """A becomes B."""
        self._select(self._keys_shown[::-1])

    @Slot()
    def _cancel(self) -> None:
        self.tasks.cancel_all()
        self.window.list.choose(self._keys_shown)

    @Slot(object)
    def _failed(self, error: TrackbenchError) -> None:
        """Says why, and goes back to what is shown."""
        self.window.notice_bar.show_notice(notice_of(error))
        self.window.list.choose(self._keys_shown)

    def _keep(self, opened: Opened) -> None:
        self._known[opened.entry.key] = opened
        self._known.move_to_end(opened.entry.key)
        while len(self._known) > KEPT:
            self._known.popitem(last=False)

    def _tell_problems(self, opened: Opened) -> None:
        if isinstance(opened.content, ProfileContent) and opened.content.profile.problems:
            title = self.tr("Not all of %s could be read.") % opened.entry.path.name
            hint = self.tr("The rest is shown; what is missing stands under Problems.")
            self.window.notice_bar.show_notice(NoticeView(title, hint, "", Severity.WARNING))

    # -- layer times of one frame --------------------------------------------------------------

    @Slot(int)
    def _want_frame(self, at: int) -> None:
        """Reads one frame at a time; of those that were wanted meanwhile only the last."""
        self._wanted = at
        self._read_wanted()

    @Slot()
    def _read_wanted(self) -> None:
        content = self._shown[0].content if len(self._shown) == 1 else None
        is_busy = self._reading is not None or self._pause.isActive()
        if is_busy or self._wanted is None or not isinstance(content, RecordingContent):
            return
        self._pause.start()
        at, self._wanted = self._wanted, None
        if not self._frames.isRunning():
            self._frames.start()
        self._reading = self._frames.put(partial(_read_frame, content.recording, at))

    @Slot(int, object)
    def _frame_read(self, _number: int, answer: tuple[OpenRecording, int, FrameResult]) -> None:
        self._reading = None
        recording, at, result = answer
        content = self.window.page.content
        if isinstance(content, RecordingContent) and content.recording is recording:
            self.window.page.show_frame(at, result)
        self._read_wanted()

    @Slot(int, object)
    def _frame_failed(self, _number: int, error: TrackbenchError) -> None:
        self._reading = self._wanted = None
        self._failed(error)

    # -- saving --------------------------------------------------------------------------------

    @Slot(object)
    def _ask_export(self, kind: Export) -> None:
        names = [opened.entry.path.stem for opened in self._shown]
        dialog = self.window.ask_where(kind, " - ".join(names))
        dialog.fileSelected.connect(lambda path: self.write(kind, Path(path)))

    def write(self, kind: Export, path: Path) -> None:
        """Saves what is shown. Pictures are made here and now; all else is made and written by a job."""
        job = self._trace_job(path) if kind is Export.TRACE else self._content_job(kind, path)

        def done(_nothing: None) -> None:
            title = self.tr("%s has been saved.") % path.name
            self.window.notice_bar.show_notice(NoticeView(title, str(path.parent), "", Severity.SUCCESS))

        self.tasks.start("save", self.tr("Saving %s") % path.name, job, done)

    def _trace_job(self, path: Path) -> Callable[[TaskHandle], None]:
        content = self._shown[0].content
        assert isinstance(content, RecordingContent)
        return partial(write_trace, path, content.recording)

    def _content_job(self, kind: Export, path: Path) -> Callable[[TaskHandle], None]:
        if kind in (Export.PNG, Export.SVG):
            view = self.window.current
            picture = png_of(view) if kind is Export.PNG else svg_of(view, path.stem)
            return lambda handle: write_bytes(path, picture, handle)
        text = self._text(kind)
        return lambda handle: write_bytes(path, text().encode(), handle)

    def _text(self, kind: Export) -> Callable[[], str]:
        """Makes the text of a file from what is shown now."""
        if len(self._shown) == 2:
            found, whole = self.window.comparison.found(), self.window.comparison.comparison
            assert found is not None and whole is not None
            return (
                partial(comparison_csv, found) if kind is Export.LAYERS else partial(comparison_page, whole)
            )
        content, page = self._shown[0].content, self.window.page
        if isinstance(content, ProfileContent):
            return page.layers.shown().as_csv
        texts: dict[Export, Callable[[], str]] = {
            Export.LAYERS: partial(layers_csv, page.layers_shown),
            Export.FRAMES: partial(stages_csv, content.recording),
            Export.REPORT: partial(recording_page, content.recording),
        }
        return texts[kind]


def _read_frame(recording: OpenRecording, at: int) -> tuple[OpenRecording, int, FrameResult]:
    return recording, at, recording.result(at)


def _line_of(text: str) -> int | None:
    line = text.facts.get("line") if isinstance(text, Text) else None
    return line if isinstance(line, int) else None
