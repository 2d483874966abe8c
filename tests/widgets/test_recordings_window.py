"""The window of recordings: what is shown of an entry and of two, clicks, sorting, and what it asks for."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication

from engines.comparison import compare
from engines.frame_result import Stage, StageTime
from engines.origin import Origin
from engines.profiles.reading import read_profile
from engines.recorder import Recorder
from engines.recording_reader import OpenRecording
from tests.engines.made_results import made_profile, made_result, made_track
from tests.widgets.conftest import show
from widgets.recordings.chart import FramesStrip
from widgets.recordings.compare import ComparisonPage
from widgets.recordings.content import content_of
from widgets.recordings.export import Export
from widgets.recordings.list import EntryView, RecordingsList
from widgets.recordings.page import EntryPage
from widgets.recordings.window import RecordingsWindow
from widgets.view_picture import svg_of

SAMPLES = Path(__file__).parents[1] / "data" / "profiles"
SPIKE, FRAMES = 41, 60


def record(folder, frames=FRAMES, *, factor=1.0, last="tail", x=10.0, about=None, spike=SPIKE):
    """Every tenth frame profiled with three layers; one frame takes ten times as long."""
    recorder = Recorder(folder, about or {"source": "clip.mp4", "model": "vit", "tracker": "vittrack"})
    for index in range(frames):
        layers = made_profile("stem", "head", last, total_ms=2.0 * factor) if index % 10 == 0 else None
        ms = 50.0 if index == spike else 5.0 * factor
        stages = (StageTime(Stage.INFER, ms - 1, Origin.SIMULATED), StageTime(Stage.OTHER, 1.0))
        track = made_track(x=x + index)
        recorder.write(made_result(index, track, layers=layers, step_ms=ms, stages=stages))
    recorder.close()
    return OpenRecording(folder)


@pytest.fixture
def content(tmp_path):
    return content_of(record(tmp_path / "a"))


@pytest.fixture
def page(qtbot, content):
    page = show(qtbot, EntryPage(), 1000, 600)
    page.show_recording("a", content)
    return page


def click(qtbot, widget, x):
    qtbot.mouseClick(widget, Qt.MouseButton.LeftButton, pos=QPoint(int(x), widget.height() // 2))


# -- one recording ---------------------------------------------------------------------------------


def test_a_recording_says_what_it_is(page):
    facts = dict(page.facts.facts)
    assert facts["Source"] == "clip.mp4" and facts["Model"] == "vit" and facts["Tracker"] == "vittrack"
    assert facts["Frames"] == "60, of these profiled: 6"
    assert facts["Times are"] == "measured, simulated"
    assert facts["In memory"].endswith("layer times stay in the file")
    assert "Board" not in facts  # nobody told it


def test_stages_have_percentiles_and_origin(page):
    assert page.figures.texts("stage") == ["step, ordinary frames", "step, profiled frames", "infer", "other"]
    assert page.figures.texts("p50_ms") == ["5.00", "5.00", "4.00", "1.00"]
    # The spike is one of 54 ordinary frames: p99 lies 53/54 up, between it and the next one below.
    expected = np.percentile([*[5.0] * 53, 50.0], 99)
    assert float(page.figures.texts("p99_ms")[0]) == pytest.approx(expected, abs=0.01)
    assert page.figures.texts("origin") == ["simulated", "simulated", "simulated", "measured"]


def test_layers_show_percentiles_and_hide_what_nobody_knows(page):
    assert page.layers.texts("name") == ["stem", "head", "tail"]
    assert page.layers.texts("max_ms") == ["2.00"] * 3
    assert page.layers.texts("share") == ["33.3 %"] * 3
    hidden = {
        column.key
        for at, column in enumerate(page.layers.model.table.columns)
        if page.layers.view.isColumnHidden(at)
    }
    assert hidden == {"device", "network", "frame_ms", "copy_ms", "hard_ms", "other_ms"}
    assert page.layers.note == "layers: 3 · cpu"


def test_a_click_on_a_spike_goes_to_its_frame(qtbot, page):
    wanted = []
    page.frame_wanted.connect(wanted.append)
    click(qtbot, page.strip, page.strip.x_of(SPIKE))
    assert wanted == [SPIKE] and page.row == SPIKE and page.strip.marked == SPIKE
    assert page.left.currentWidget() is page.frames and page.frames.chosen_row == SPIKE
    assert page.strip.head_text() == f"frame {SPIKE} · 50.00 ms"


def test_where_frames_are_narrower_than_points_the_spike_is_hit(qtbot, tmp_path):
    strip = show(qtbot, FramesStrip(), 200, 90)
    strip.show_recording(record(tmp_path / "long", 2000, spike=1234))
    # Ten frames share a point; any click on that point means the one that stands out.
    clicked = []
    strip.row_chosen.connect(clicked.append)
    click(qtbot, strip, 1234 * strip.width() / 2000)
    assert clicked == [1234]


def test_the_strip_stays_shapes_in_a_document(page):
    text = svg_of(page.strip, "strip").decode()
    assert "<image" not in text and text.count("<rect") + text.count("<path") > FRAMES


def test_the_layers_of_the_frame_that_is_looked_at_stand_beside(page, content):
    page.frames.view.setCurrentIndex(page.frames.model.index(20, 0))
    page.show_frame(20, content.recording.result(20))
    assert page.layers.texts("frame_ms") == ["2.00"] * 3
    assert page.layers.model.table.column("frame_ms").title == "#20 ms"
    page.show_frame(30, content.recording.result(30))  # an answer that comes too late
    assert page.layers.model.table.column("frame_ms").title == "#20 ms"


def test_frames_can_be_sorted_and_the_mark_stays_with_the_frame(page):
    page.frames.sort_by("step_ms")
    assert page.frames.texts("frame")[0] == str(SPIKE)
    page.frames.view.setCurrentIndex(page.frames.model.index(0, 0))
    assert page.row == SPIKE
    page.frames.sort_by("frame", descending=False)
    assert page.frames.chosen_row == SPIKE
    assert page.frames.texts("profiled").count("✓") == 6


def test_layers_are_filtered_and_saved_as_they_are_shown(page):
    page.layers.field.setText("head")
    assert [row.name for row in page.layers_shown] == ["head"]
    page.layers.field.clear()
    page.layers.sort_by("name")
    assert [row.name for row in page.layers_shown] == ["tail", "stem", "head"]


def test_a_recording_without_frames_is_told_as_such(qtbot, tmp_path):
    page = show(qtbot, EntryPage(), 1000, 600)
    page.show_recording("empty", content_of(record(tmp_path / "empty", 0)))
    assert page.strip.head_text() == "No frame was recorded."
    assert page.layers.note == "No frame of it was profiled."
    click(qtbot, page.strip, 100)
    assert page.row is None


@pytest.mark.parametrize("kind", [Export.LAYERS, Export.FRAMES, Export.TRACE, Export.REPORT, Export.PNG])
def test_the_menu_asks_for_what_was_chosen(qtbot, page, kind):
    with qtbot.waitSignal(page.export_requested) as heard:
        page.export.press(kind)
    assert heard.args == [kind]


# -- profiles --------------------------------------------------------------------------------------


def shown_profile(qtbot, name, problems=()):
    page = show(qtbot, EntryPage(), 1000, 600)
    page.show_profile(name, content_of(read_profile(SAMPLES / name)), "the compiler's estimate", problems)
    return page


def test_a_log_of_a_compiler_shows_its_worst_layers_first(qtbot):
    page = shown_profile(qtbot, "hb_mapper.log")
    cosines = [float(text) for text in page.layers.texts("cosine") if text]
    assert cosines == sorted(cosines) and cosines[0] == pytest.approx(0.84508)
    assert dict(page.facts.facts)["Note"] == "the compiler's estimate"
    assert not page.strip.isVisibleTo(page)
    assert [page.right.tabText(at) for at in range(page.right.count())] == ["Layers", "Outputs"]
    assert "0.912000" in page.outputs.texts("cosine")


def test_times_of_a_runtime_keep_their_sign_and_smallness(qtbot):
    page = shown_profile(qtbot, "time_results.csv")
    assert "-5.49" in page.layers.texts("other_ms")
    assert "1.5e-05" in page.layers.texts("total_ms") + page.layers.texts("hard_ms")
    column = page.layers.model.table.column("other_ms")
    roles = {column.role(row) for row in range(len(column.values))}
    assert "warning" in roles


def test_problems_stand_beside_the_sound_part(qtbot):
    problems = ((7, "FPS is 'x', which is no finite number."), (None, "The table is not finished."))
    page = shown_profile(qtbot, "hb_mapper.log", problems)
    assert page.right.tabText(2) == "Problems (2)" and page.layers.model.rowCount() == 6
    assert page.problems.texts("line") == ["7", ""]
    assert page.problems.texts("why")[1] == "The table is not finished."


def test_after_a_profile_a_recording_has_its_frames_again(qtbot, content):
    page = shown_profile(qtbot, "hb_mapper.log")
    page.show_recording("a", content)
    assert page.strip.isVisibleTo(page) and page.left.count() == 2 and page.right.count() == 1
    assert page.layers.texts("name") == ["stem", "head", "tail"]  # in the order in which they ran


# -- two ------------------------------------------------------------------------------------------


@pytest.fixture
def comparison(tmp_path):
    a = record(tmp_path / "a")
    b = record(tmp_path / "b", factor=3.0, last="other", x=22.0)
    return compare(a, b)


@pytest.fixture
def compared(qtbot, comparison):
    page = show(qtbot, ComparisonPage(), 1000, 600)
    page.show_comparison(comparison, ["They are of different origin."])
    return page


def test_layers_of_both_with_difference_ratio_and_what_has_no_counterpart(compared):
    layers = compared.layers
    assert layers.texts("name") == ["stem", "head", "tail", "other"]
    assert layers.texts("in") == ["both", "both", "only A", "only B"]
    assert layers.texts("difference_ms") == ["+4.00", "+4.00", "", ""]
    assert layers.texts("ratio") == ["3.00", "3.00", "", ""]
    assert layers.note == "in both: 2 · only in A: 1 · only in B: 1"
    assert compared.notes_text == "They are of different origin."
    layers.sort_by("b_ms")
    assert layers.texts("b_ms") == ["6.00", "6.00", "6.00", ""]


def test_stages_stand_beside_each_other(compared):
    assert compared.stages.texts("stage")[0] == "step, ordinary frames"
    assert compared.stages.texts("a_p50_ms")[0] == "5.00" and compared.stages.texts("b_p50_ms")[0] == "15.00"
    assert compared.stages.texts("ratio")[0] == "3.00"
    infer = compared.stages.texts("stage").index("infer")
    assert compared.stages.texts("difference_ms")[infer] == "+10.00"


def test_boxes_show_where_they_part(compared, comparison):
    # Boxes of 30.25 x 40 that lie 12 apart share 18.25 of 42.25.
    assert compared.tracks.texts("mean_iou") == [f"{18.25 / 42.25:.2f}"]
    assert compared.tracks.texts("parted_at") == ["0"]
    assert compared.chart.track is comparison.tracks[0]
    assert compared.tabs.isTabVisible(2)


def test_two_profiles_have_no_boxes(qtbot):
    page = show(qtbot, ComparisonPage(), 900, 500)
    profile = read_profile(SAMPLES / "hb_mapper.log")
    page.show_comparison(compare(profile, profile), [])
    assert not page.tabs.isTabVisible(2) and page.notes_text == ""
    assert set(page.layers.texts("cosine_difference")) <= {"+0.000000", ""}


def test_swapping_is_asked_for(qtbot, compared):
    with qtbot.waitSignal(compared.swap_requested):
        compared._swap.click()


def test_what_passes_the_filter_is_saved_in_the_order_of_the_table(compared):
    compared.layers.field.setText("only")
    found = compared.found()
    assert found.layers == () and [layer.row.name for layer in found.only_a] == ["tail"]
    assert [layer.row.name for layer in found.only_b] == ["other"]


# -- list and window -------------------------------------------------------------------------------


def entries(*names):
    return [EntryView(name, name, ("frames: 1", "model")) for name in names]


def test_the_entry_that_was_chosen_first_is_a(qtbot):
    listed = show(qtbot, RecordingsList(), 240, 300)
    listed.show_entries(entries("one", "two", "three"))
    told = []
    listed.chosen.connect(told.append)
    for at, modifier in ((2, Qt.KeyboardModifier.NoModifier), (0, Qt.KeyboardModifier.ControlModifier)):
        place = listed.visualItemRect(listed.item(at)).center()
        qtbot.mouseClick(listed.viewport(), Qt.MouseButton.LeftButton, modifier, place)
    assert told == [("three",), ("three", "one")]
    listed.choose(("one", "three"))
    assert told[2:] == [] and listed.keys == ("one", "three")


def test_a_choice_outlives_a_new_list_and_delete_asks_to_remove(qtbot):
    listed = show(qtbot, RecordingsList(), 240, 300)
    listed.show_entries(entries("one", "two"))
    listed.choose(("two",))
    listed.show_entries(entries("zero", "two"))
    assert listed.keys == ("two",) and [item.text() for item in listed.selectedItems()] == ["two"]
    with qtbot.waitSignal(listed.remove_requested) as heard:
        qtbot.keyClick(listed, Qt.Key.Key_Delete)
    assert heard.args == [("two",)]


def test_an_empty_window_says_what_to_do_and_escape_closes_it(qtbot):
    window = show(qtbot, RecordingsWindow(), 900, 560)
    assert not window.isModal()
    window.show_nothing()
    assert "Ctrl+R" in window.hint
    window.list.show_entries(entries("one"))
    window.show_nothing()
    assert "two to compare" in window.hint
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert not window.isVisible()


def test_files_dropped_on_the_window_are_opened(qtbot, tmp_path):
    window = show(qtbot, RecordingsWindow(), 900, 560)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / "a.log"))])
    action, button = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    none = Qt.KeyboardModifier.NoModifier
    with qtbot.waitSignal(window.paths_chosen) as heard:
        QApplication.sendEvent(window, QDragEnterEvent(QPoint(400, 300), action, data, button, none))
        QApplication.sendEvent(window, QDropEvent(QPointF(400, 300), action, data, button, none))
    assert heard.args == [[str(tmp_path / "a.log")]]
