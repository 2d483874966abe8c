"""The window of recordings with its controller: finding, opening, comparing, saving, and what goes wrong."""

from __future__ import annotations

import csv
import json
import os
import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from app import recordings_jobs
from app.logs import LogRelay
from app.paths import Paths
from app.recordings_controller import KEPT, RecordingsController
from app.settings import LoadedSettings, Settings
from app.wiring import Workbench
from engines.comparison import compare
from engines.errors import Cancelled
from engines.profiles.reading import read_profile
from engines.recorded_layers import layer_rows
from engines.recorder import Recorder
from engines.recording_reader import OpenRecording
from engines.report.comparison_page import comparison_page
from engines.report.recording_page import recording_page
from engines.report.tables import comparison_csv, layers_csv, stages_csv
from tests.engines.made_results import made_profile, made_result, made_track
from widgets.recordings.export import Export
from widgets.views import Severity

SAMPLES = Path(__file__).parents[1] / "data" / "profiles"


def record(folder, total_ms=2.0, *, frames=12, x=10.0, written_s=None):
    recorder = Recorder(folder, {"source": "/clips/a.mp4", "model": "vit", "board": "virtual"})
    for index in range(frames):
        layers = made_profile("stem", folder.name, total_ms=total_ms) if index % 3 == 0 else None
        track = made_track(x=x + index)
        recorder.write(made_result(index, track, layers=layers, step_ms=5.0 + (30.0 if index == 7 else 0.0)))
    recorder.close()
    if written_s is not None:
        os.utime(folder / "recording.json", (written_s, written_s))
    return folder


@pytest.fixture
def home(tmp_path):
    """A folder of recordings: an old one, a new one, one of a later version, and something else."""
    home = tmp_path / "recordings"
    record(home / "old", written_s=1_000_000)
    record(home / "new", 3.0, x=16.0, written_s=3_000_000)
    later = home / "later"
    later.mkdir()
    (later / "recording.json").write_text(json.dumps({"version": 99}))
    os.utime(later / "recording.json", (2_000_000, 2_000_000))
    (home / "no recording").mkdir()
    return home


@pytest.fixture
def desk(qtbot, language_c_locale, home, tmp_path):
    """The controller with its window on screen and the list read."""
    owner = QWidget()
    qtbot.addWidget(owner)
    controller = RecordingsController(owner, home, tmp_path / "state" / "window.ini")
    controller.show()
    qtbot.waitUntil(lambda: controller.window.list.count() == 3)
    yield controller
    controller.finish()


def choose(qtbot, desk, *paths):
    """As the user does: one, or a second one with Ctrl."""
    window = desk.window
    for number, path in enumerate(paths):
        at = [entry.key for entry in window.list.entries].index(str(path))
        place = window.list.visualItemRect(window.list.item(at)).center()
        modifier = Qt.KeyboardModifier.ControlModifier if number else Qt.KeyboardModifier.NoModifier
        qtbot.mouseClick(window.list.viewport(), Qt.MouseButton.LeftButton, modifier, place)
    qtbot.waitUntil(lambda: desk._keys_shown == tuple(map(str, paths)))


def notice(desk):
    return desk.window.notice_bar.current


def test_recordings_of_this_program_are_offered_newest_first(desk, home):
    entries = desk.window.list.entries
    assert [entry.title for entry in entries] == ["new", "later", "old"]
    assert entries[0].facts == ("frames: 12 · a.mp4", "vit · virtual")
    assert entries[1].is_broken and entries[1].facts[0] == "made by a later version"


def test_a_new_recording_is_found_by_looking_again(qtbot, desk, home):
    record(home / "newest", written_s=4_000_000)
    desk.refresh()
    qtbot.waitUntil(lambda: desk.window.list.count() == 4)
    assert desk.window.list.entries[0].title == "newest"


def test_one_entry_is_shown_and_its_spike_clicked(qtbot, desk, home):
    choose(qtbot, desk, home / "new")
    page = desk.window.page
    assert desk.window.current is page and page.layers.texts("name") == ["stem", "new"]
    strip = page.strip
    qtbot.mouseClick(strip, Qt.MouseButton.LeftButton, pos=QPoint(int(strip.x_of(7)), 40))
    assert page.frames.chosen_row == 7 and page.frames.texts("step_ms")[7] == "35.00"
    # An ordinary frame has no layer times; the profiled one after it has.
    page.frames.view.setCurrentIndex(page.frames.model.index(9, 0))
    qtbot.waitUntil(lambda: page.layers.texts("frame_ms") == ["3.00", "3.00"])
    assert page.layers.model.table.column("frame_ms").title == "#9 ms"


def test_a_recording_whose_file_goes_away_says_so_when_a_frame_is_wanted(qtbot, desk, home):
    choose(qtbot, desk, home / "old")
    (home / "old" / "frames.jsonl").unlink()
    desk.window.page.frames.view.setCurrentIndex(desk.window.page.frames.model.index(3, 0))
    qtbot.waitUntil(lambda: notice(desk) is not None)
    assert "old" in notice(desk).title and desk.window.current is desk.window.page
    shutil.copy(home / "new" / "frames.jsonl", home / "old")  # and goes on once it is back
    desk.window.page.frames.view.setCurrentIndex(desk.window.page.frames.model.index(0, 0))
    qtbot.waitUntil(lambda: desk.window.page.layers.texts("frame_ms") == ["2.00", "2.00"])


def test_two_entries_are_compared_and_swapped(qtbot, desk, home):
    choose(qtbot, desk, home / "old", home / "new")
    page = desk.window.comparison
    assert desk.window.current is page and page.titles == ("A  old", "B  new")
    assert page.layers.texts("in") == ["both", "only A", "only B"]
    assert page.layers.texts("difference_ms")[0] == "+1.00"
    desk.swap()
    qtbot.waitUntil(lambda: page.titles == ("A  new", "B  old"))
    assert page.layers.texts("difference_ms")[0] == "-1.00"
    assert desk.window.list.keys == (str(home / "new"), str(home / "old"))


def test_three_entries_are_too_many(qtbot, desk, home):
    choose(qtbot, desk, home / "old", home / "new")
    desk.window.list.selectAll()
    assert desk.window.current not in (desk.window.page, desk.window.comparison)
    assert "two to compare" in desk.window.hint


def test_the_seeds_kind_of_log_is_imported_and_shown(qtbot, desk):
    desk.open_paths([str(SAMPLES / "hb_mapper.log")])
    qtbot.waitUntil(lambda: desk.window.current is desk.window.page)
    page = desk.window.page
    profile = read_profile(SAMPLES / "hb_mapper.log")
    assert desk.window.list.entries[0].title == "hb_mapper.log"
    worst = [f"{layer.cosine:.6f}" for layer in profile.worst(3)]
    assert page.layers.texts("cosine")[:3] == worst
    assert page.outputs.model.rowCount() == len(profile.outputs)
    assert notice(desk) is None


def test_a_recording_is_compared_with_a_profile(qtbot, desk, home):
    desk.open_paths([str(home / "old"), str(SAMPLES / "time_results.csv")])
    qtbot.waitUntil(lambda: desk.window.current is desk.window.comparison)
    assert desk.window.comparison.titles[0] == "A  old"
    assert "No layer of old has a counterpart" in desk.window.comparison.notes_text


def test_problems_of_an_import_are_listed_with_their_line(qtbot, desk, tmp_path):
    text = (SAMPLES / "hb_mapper.log").read_text()
    broken = tmp_path / "broken.log"
    broken.write_text(text.replace("0.981250", "0.98x250"))
    expected = [text.facts["line"] for text in read_profile(broken).problems]
    desk.open_paths([str(broken)])
    qtbot.waitUntil(lambda: desk.window.current is desk.window.page)
    page = desk.window.page
    assert page.problems.texts("line") == [str(line) for line in expected] and expected
    assert "0.98x250" in page.problems.texts("why")[0]
    assert page.layers.model.rowCount() == 6 and "" in page.layers.texts("cosine")
    assert notice(desk).severity is Severity.WARNING and "broken.log" in notice(desk).title


@pytest.mark.parametrize("what", ["foreign", "too new", "truncated", "missing"])
def test_what_cannot_be_opened_is_told_and_changes_nothing(qtbot, desk, home, tmp_path, what):
    choose(qtbot, desk, home / "old")
    path = tmp_path / what
    if what == "foreign":
        path.write_text("Dear diary\n")
    elif what == "too new":
        shutil.copytree(home / "later", path)
    elif what == "truncated":
        record(path)
        lines = (path / "frames.jsonl").read_text().splitlines(keepends=True)
        (path / "frames.jsonl").write_text("".join([*lines[:3], lines[3][:40] + "\n", *lines[4:]]))
    before = desk.window.list.entries
    desk.open_paths([str(path)])
    qtbot.waitUntil(lambda: notice(desk) is not None)
    assert what in notice(desk).title and notice(desk).severity is Severity.ERROR
    if what == "truncated":
        assert "line 4" in notice(desk).title
    assert desk.window.list.entries == before and desk._keys_shown == (str(home / "old"),)
    assert desk.window.list.keys == (str(home / "old"),)


def test_an_offered_entry_that_is_broken_leaves_what_is_shown(qtbot, desk, home):
    choose(qtbot, desk, home / "old")
    desk._select((str(home / "later"),))
    assert "99" in notice(desk).title
    assert desk.window.list.keys == (str(home / "old"),) and desk.window.current is desk.window.page


def test_one_bad_path_does_not_keep_the_others_out(qtbot, desk, tmp_path):
    foreign = tmp_path / "foreign.txt"
    foreign.write_text("Dear diary\n")
    desk.open_paths([str(foreign), str(SAMPLES / "ort.json")])
    qtbot.waitUntil(lambda: desk.window.current is desk.window.page)
    assert "foreign.txt" in notice(desk).title
    assert desk.window.list.entries[0].title == "ort.json"


def test_a_file_of_a_recording_and_a_folder_of_recordings_stand_for_them(qtbot, desk, home, tmp_path):
    record(tmp_path / "take")
    desk.open_paths([str(tmp_path / "take" / "frames.jsonl")])
    qtbot.waitUntil(lambda: desk._keys_shown == (str(tmp_path / "take"),))
    record(tmp_path / "more" / "one")
    record(tmp_path / "more" / "two")
    desk.open_paths([str(tmp_path / "more")])
    qtbot.waitUntil(lambda: desk.window.list.count() == 6)
    assert {entry.title for entry in desk.window.list.entries} >= {"one", "two", "take"}


def test_removing_takes_off_the_list_and_leaves_the_files(qtbot, desk, home):
    choose(qtbot, desk, home / "old", home / "new")
    desk.remove((str(home / "new"),))
    qtbot.waitUntil(lambda: desk._keys_shown == (str(home / "old"),))
    assert desk.window.current is desk.window.page
    desk.refresh()
    qtbot.waitUntil(lambda: not desk.tasks.is_running("list"))
    assert [entry.title for entry in desk.window.list.entries] == ["later", "old"]
    assert (home / "new" / "frames.jsonl").is_file()
    desk.open_paths([str(home / "new")])  # it can be opened again
    qtbot.waitUntil(lambda: desk._keys_shown == (str(home / "new"),))


def test_a_recording_that_has_grown_is_read_again(qtbot, desk, home):
    choose(qtbot, desk, home / "old")
    record(home / "old", frames=20)
    choose(qtbot, desk, home / "new")
    choose(qtbot, desk, home / "old")
    qtbot.waitUntil(lambda: desk.window.page.frames.model.rowCount() == 20)


def test_no_more_than_a_few_are_kept(qtbot, desk, tmp_path):
    for number in range(KEPT + 2):
        folder = record(tmp_path / f"take {number}")
        desk.open_paths([str(folder)])
        qtbot.waitUntil(lambda key=str(folder): desk._keys_shown == (key,))
    assert list(desk._known) == [str(tmp_path / f"take {number}") for number in range(2, KEPT + 2)]


# -- saving ----------------------------------------------------------------------------------------


def saved(qtbot, desk, kind, path):
    desk.write(kind, path)
    qtbot.waitUntil(lambda: not desk.tasks.is_running("save"))
    return path.read_text(encoding="utf-8") if kind is not Export.PNG else path


def test_a_recording_is_saved_as_the_command_line_does(qtbot, desk, home, tmp_path):
    choose(qtbot, desk, home / "old")
    opened = OpenRecording(home / "old")
    assert saved(qtbot, desk, Export.LAYERS, tmp_path / "a.csv") == layers_csv(layer_rows(opened))
    assert saved(qtbot, desk, Export.FRAMES, tmp_path / "b.csv") == stages_csv(opened)
    assert saved(qtbot, desk, Export.REPORT, tmp_path / "c.html") == recording_page(opened)
    slices = [e for e in json.loads(saved(qtbot, desk, Export.TRACE, tmp_path / "d.json")) if e["ph"] == "X"]
    assert sum(e["cat"] == "frame" for e in slices) == 12 and sum(e["cat"] == "layer" for e in slices) == 8
    assert notice(desk).severity is Severity.SUCCESS and "d.json" in notice(desk).title
    assert list(tmp_path.glob("*.part")) == []


def test_the_view_is_saved_as_a_picture(qtbot, desk, home, tmp_path):
    choose(qtbot, desk, home / "old")
    picture = QImage(str(saved(qtbot, desk, Export.PNG, tmp_path / "a.png")))
    assert picture.width() == 2 * desk.window.page.width()
    text = saved(qtbot, desk, Export.SVG, tmp_path / "a.svg")
    assert text.lstrip().startswith("<?xml") and text.count("<rect") > 12


def test_a_comparison_is_saved_as_it_is_shown(qtbot, desk, home, tmp_path):
    choose(qtbot, desk, home / "old", home / "new")
    whole = compare(OpenRecording(home / "old"), OpenRecording(home / "new"))
    assert saved(qtbot, desk, Export.LAYERS, tmp_path / "a.csv") == comparison_csv(whole)
    assert saved(qtbot, desk, Export.REPORT, tmp_path / "a.html") == comparison_page(whole)
    desk.window.comparison.layers.field.setText("stem")
    rows = list(csv.DictReader(saved(qtbot, desk, Export.LAYERS, tmp_path / "b.csv").splitlines()))
    assert [row["name"] for row in rows] == ["stem"] and float(rows[0]["difference_ms"]) == pytest.approx(1.0)


def test_a_profile_is_saved_with_what_the_tool_tells(qtbot, desk, tmp_path):
    desk.open_paths([str(SAMPLES / "hb_mapper.log")])
    qtbot.waitUntil(lambda: desk.window.current is desk.window.page)
    rows = list(csv.DictReader(saved(qtbot, desk, Export.LAYERS, tmp_path / "a.csv").splitlines()))
    assert [float(row["cosine"]) for row in rows[:2]] == pytest.approx([0.84508, 0.912])
    assert rows[0]["total_ms"] == "" and rows[0]["threshold"] == ""  # unknown is empty, never zero


def test_a_file_that_cannot_be_written_is_told(qtbot, desk, home, tmp_path):
    choose(qtbot, desk, home / "old")
    desk.write(Export.LAYERS, tmp_path / "nowhere" / "a.csv")
    qtbot.waitUntil(lambda: notice(desk) is not None)
    assert "a.csv" in notice(desk).title and notice(desk).severity is Severity.ERROR


class Stopped:
    """A handle of a job that is cancelled after some reports."""

    def __init__(self, reports):
        self._left, self.reported = reports, []

    def report(self, share):
        self._left -= 1
        self.reported.append(share)

    def should_cancel(self):
        return self._left < 0


def test_a_cancelled_trace_leaves_the_file_that_was_there(tmp_path):
    opened = OpenRecording(record(tmp_path / "long", frames=200))
    target = tmp_path / "trace.json"
    target.write_text("before")
    handle = Stopped(1)
    with pytest.raises(Cancelled):
        recordings_jobs.write_trace(target, opened, handle)
    assert handle.reported == [0.0, 0.25]
    assert target.read_text() == "before" and list(tmp_path.glob("*.part")) == []


def test_looking_for_recordings_can_be_cancelled(home):
    with pytest.raises(Cancelled):
        recordings_jobs.recordings_in(home, Stopped(0))


def test_cancelling_brings_the_choice_back_that_is_shown(qtbot, desk, home):
    choose(qtbot, desk, home / "old")
    desk._select((str(home / "new"),))
    desk.window.progress_strip.cancel_requested.emit()
    qtbot.wait(200)
    assert desk._keys_shown == (str(home / "old"),) and desk.window.list.keys == (str(home / "old"),)
    assert desk.window.progress_strip.isHidden()


# -- in the workbench ------------------------------------------------------------------------------


def test_the_action_opens_it_beside_the_main_window_and_its_size_is_kept(qtbot, language_c_locale, tmp_path):
    paths = Paths(*(tmp_path / name for name in ("config", "data", "state", "cache")))
    record(paths.data / "recordings" / "take")
    workbench = Workbench(paths, LoadedSettings(Settings()), LogRelay())
    qtbot.addWidget(workbench.window)
    workbench.window.show()
    action = workbench.window.action("recordings")
    assert [key.toString() for key in action.shortcuts()] == ["Ctrl+Shift+R"]
    action.trigger()
    window = workbench.browser.controller.window
    qtbot.waitUntil(lambda: window.list.count() == 1)
    assert window.isVisible() and not window.isModal() and window.parent() is workbench.window
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert not window.isVisible() and workbench.window.isVisible()
    window.resize(1010, 610)
    workbench.finish()
    again = RecordingsController(workbench.window, paths.data / "recordings", paths.layout_file)
    assert again.window.size() == QSize(1010, 610)
    again.finish()
