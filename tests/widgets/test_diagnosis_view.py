"""The diagnosis panel: sorting, lights, remedies, wishes, and what it says before and after."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QCheckBox, QLineEdit, QPushButton, QSpinBox

from app.diagnosis_texts import diagnosis_view
from engines.diagnosis.values import Verdict
from engines.output_health import Light
from engines.quantisation.formats import Format
from tests.widgets.conftest import show
from tests.widgets.made_diagnosis import BAD, FUSED, MILD, WORST, ZERO, broken, healthy
from widgets.diagnosis.values import ClipWish, FilesView, SubjectView, TargetChoice
from widgets.diagnosis.view import DiagnosisPanel
from widgets.theme import DARK, LIGHT, apply_theme, current_theme

SUBJECT = SubjectView("Demo", ("template", "search"), 120, 7, has_truth=True)
FILES = FilesView("net1.onnx, net2.onnx", "made here", "template: 5.0 MB", can_run=True)


@pytest.fixture
def view(qtbot):
    made = show(qtbot, DiagnosisPanel(), 1600, 320)
    made.show_subject(SUBJECT)
    return made


def found(kept=(Path("a.onnx"),)):
    return diagnosis_view(broken(kept=kept), "Demo", "clip")


def button(view, text):
    return next(each for each in view.findChildren(QPushButton) if text in each.text())


def names(view):
    return [line.layer.name for line in view.layers.model.lines]


def cells(model, column):
    heads = [model.headerData(i, Qt.Orientation.Horizontal, 0) for i in range(model.columnCount())]
    return [model.index(i, heads.index(column)).data() for i in range(model.rowCount())]


# -- before --------------------------------------------------------------------------------------


def test_before_a_diagnosis_every_page_says_what_to_do(view):
    assert view.is_empty and view.page is view.form
    for place in (1, 2, 3):
        view.tabs.setCurrentIndex(place)
        assert "Prepare" in view.page.text() and not view.band.isVisible()
        assert not button(view, "Save report").isVisible()


def test_what_stands_in_the_way_is_said_instead_of_a_form(view):
    view.show_subject(SubjectView("Demo", problem="Open a clip first."))
    assert not button(view, "Quantise").isVisible()
    assert any("Open a clip first." in each.text() for each in view.form.findChildren(type(view._nothing)))
    view.show_subject(SUBJECT)
    assert button(view, "Quantise").isVisible() and button(view, "Quantise").isEnabled()


def test_without_files_there_is_nothing_to_diagnose(view):
    view.show_files(FilesView())
    assert not button(view, "Diagnose").isEnabled() and not button(view, "Run it beside A").isEnabled()
    view.show_files(FILES)
    assert button(view, "Diagnose").isEnabled() and button(view, "Run it beside A").isEnabled()


# -- wishes --------------------------------------------------------------------------------------


def test_the_usual_format_is_the_one_that_boards_use(view):
    view.form.show_folder("out")
    wish = view.form.quantise_wish
    assert wish.formats == (Format(8, "tensor", 8), Format(8, "tensor", 8)) and wish.folder == "out"


def test_each_network_has_its_own_format(view, qtbot):
    bits, weights, scales = view.form.formats.combos[0]
    with qtbot.waitSignal(view.form.formats_changed):
        qtbot.keyClick(bits, Qt.Key.Key_Down)
    qtbot.keyClick(scales, Qt.Key.Key_Down)
    qtbot.keyClick(view.form.formats.combos[1][1], Qt.Key.Key_Down)
    assert weights.currentData() == 8
    assert view.form.quantise_wish.formats == (Format(16, "channel", 8), Format(8, "tensor", 16))


def test_layers_kept_in_float_are_read_with_or_without_spaces(view, qtbot):
    field = next(each for each in view.findChildren(QLineEdit) if "float" in each.accessibleName())
    qtbot.keyClicks(field, " a/b , template:c,, a/b")
    assert view.form.keep_float == ("a/b", "template:c")
    assert all(each.keep_float == ("a/b", "template:c") for each in view.form.quantise_wish.formats)


def test_a_folder_the_user_named_is_not_replaced(view, qtbot):
    view.form.show_folder("first")
    field = next(each for each in view.findChildren(QLineEdit) if "Folder" in each.accessibleName())
    qtbot.keyClicks(field, "-mine")
    view.form.show_folder("second")
    assert view.form.quantise_wish.folder == "first-mine"
    view.form.forget_folder()
    view.form.show_folder("third")
    assert view.form.quantise_wish.folder == "third"


def spins(view):
    return [each for each in view.findChildren(QSpinBox) if "frame" in each.accessibleName()]


def test_a_drawn_box_belongs_to_its_frame(view):
    first, last = spins(view)
    assert view.form.clip_wish == ClipWish(TargetChoice.DRAWN, 7, None) and not first.isEnabled()
    last.setValue(50)
    assert view.form.clip_wish == ClipWish(TargetChoice.DRAWN, 7, 50)


def test_ground_truth_can_begin_anywhere(view, qtbot):
    target = next(each for each in view.form.findChildren(type(view.form._target)) if each.count() == 2
                  and each.accessibleName() == "Target")  # fmt: skip
    qtbot.keyClick(target, Qt.Key.Key_Down)
    first, last = spins(view)
    assert first.isEnabled()
    first.setValue(21)
    last.setValue(10)  # not before the first one
    assert view.form.clip_wish == ClipWish(TargetChoice.TRUTH, 20, 21)
    # A box that is drawn later does not take the choice away.
    view.show_subject(SubjectView("Demo", ("template", "search"), 120, 9, has_truth=True))
    assert view.form.clip_wish.target is TargetChoice.TRUTH


def test_another_clip_is_taken_whole(view):
    spins(view)[1].setValue(50)
    view.show_subject(SubjectView("Demo", ("template", "search"), 30, None, has_truth=True))
    assert view.form.clip_wish == ClipWish(TargetChoice.TRUTH, 0, None)


def test_work_disables_what_would_start_more(view, qtbot):
    view.show_files(FILES)
    view.show_work("Diagnosing: one layer at a time", 0.43)
    assert view.work.isVisible() and "one layer" in view.work.text
    assert not button(view, "Diagnose").isEnabled() and not button(view, "Quantise").isEnabled()
    with qtbot.waitSignal(view.cancel_requested):
        qtbot.mouseClick(button(view.work, "Cancel"), Qt.MouseButton.LeftButton)
    view.show_idle()
    assert not view.work.isVisible() and button(view, "Diagnose").isEnabled()


def test_remedies_need_not_be_tried(view):
    assert view.form.tries_remedies
    view.findChild(QCheckBox).click()
    assert not view.form.tries_remedies


# -- a broken pair -------------------------------------------------------------------------------


def test_a_broken_pair_is_told_with_its_reason_and_figures(view, qtbot):
    view.show_result(found())
    assert view.page is view.layers and view.band.isVisible()
    verdict, reason, figures = view.band.texts
    assert "Broken" in verdict and WORST in reason and "52 %" in reason
    assert "A 0.780, B 0.040" in figures and "Peak kept: 40 %, moved 4.5 cells" in figures
    with qtbot.waitSignal(view.frame_chosen) as chosen:
        qtbot.mouseClick(button(view, "Go to frame 35"), Qt.MouseButton.LeftButton)
    assert chosen.args == [34]
    view.band.show_can_go(False)
    assert not button(view, "Go to frame").isVisible()


def test_layers_stand_worst_first_and_those_left_out_at_the_end(view):
    view.show_result(found())
    assert names(view) == [WORST, BAD, MILD, "untried", FUSED, ZERO]
    assert cells(view.layers.model, "Layer")[4:] == [
        f"{FUSED} · fused into blocks.1.0/conv", f"{ZERO} · all zero in A"
    ]  # fmt: skip
    muted = view.layers.model.index(4, 0).data(Qt.ItemDataRole.ForegroundRole)
    assert muted == current_theme().color("muted")


@pytest.mark.parametrize(
    ("column", "expected"),
    [
        ("alone", [WORST, BAD, MILD, "untried"]),
        ("lost", [WORST, BAD, MILD, "untried"]),
        ("sqnr", [BAD, WORST, MILD, "untried"]),
        ("accumulated", [BAD, WORST, "untried", MILD]),
        ("jump", ["untried", BAD, WORST, MILD]),
        ("order", [MILD, WORST, BAD, "untried"]),
        ("name", [WORST, BAD, MILD, "untried"]),
    ],
)
def test_a_click_on_a_heading_sorts_worst_first(view, qtbot, column, expected):
    """A first click brings the worst to the top, a third one goes back; those left out stay last."""
    view.show_result(found())
    header, place = view.layers.view.horizontalHeader(), view.layers.model.column_of(column)
    view.layers.view.setColumnHidden(place, False)
    at = QPoint(header.sectionViewportPosition(place) + 5, header.height() // 2)
    qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert names(view)[:4] == expected and set(names(view)[4:]) == {FUSED, ZERO}
    qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=at)
    known = [name for name in expected if not (name == "untried" and column in ("alone", "lost", "sqnr"))]
    assert names(view)[: len(known)] == known[::-1]
    qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert names(view)[:4] == [WORST, BAD, MILD, "untried"]


def test_unknown_figures_are_blank_and_zero_is_zero(view):
    view.show_result(found())
    assert cells(view.layers.model, "Alone") == ["125.0 %", "84.0 %", "10.0 %", "", "", ""]
    assert cells(view.layers.model, "Channels lost") == ["52.0 %", "7.0 %", "0.0 %", "", "", ""]
    assert cells(view.layers.model, "Accum.")[-1] == ""


def test_the_first_layer_below_the_threshold_is_named(view):
    view.show_result(found())
    assert f"template: first below the threshold: {WORST}, cosine 0.3300 · frame 35" in view.layers.facts_text
    assert "search: no layer falls below the threshold" in view.layers.facts_text


def test_a_tip_says_why_and_holds_both_comparisons(view):
    view.show_result(found())
    tip = view.layers.model.index(0, 0).data(Qt.ItemDataRole.ToolTipRole)
    assert (
        "52 % of the channels" in tip
        and "alone: cosine 0.9000" in tip
        and "accumulated: cosine 0.3300" in tip
    )


def test_a_layer_is_put_among_those_kept_in_float(view, qtbot):
    view.show_result(found())
    menu = view.layers.menu_for(view.layers.model.lines[0])
    keep = menu.actions()[0]
    assert not keep.isChecked() and keep.isEnabled()
    with qtbot.waitSignal(view.form.formats_changed):
        keep.trigger()
    assert view.form.keep_float == (f"template:{WORST}",)
    again = view.layers.menu_for(view.layers.model.lines[0]).actions()[0]
    assert again.isChecked()
    again.trigger()
    assert view.form.keep_float == ()
    assert not view.layers.menu_for(view.layers.model.lines[4]).actions()[0].isEnabled()


def test_every_output_has_its_light_and_its_problem(view):
    view.show_result(found())
    model = view.outputs.model
    assert cells(model, "Output") == ["cls", "bbox", "zf", "dead", "nan"]
    assert cells(model, "What is wrong") == [
        "the peak moves by 4.5 cells on average",
        "nothing",
        "far from what the float network gives: cosine 0.15",
        "3 channels are all zero",
        "B holds NaN",
    ]
    colours = [model.index(i, 0).data(Qt.ItemDataRole.ForegroundRole) for i in range(5)]
    roles = [Light.BAD, Light.GOOD, Light.BAD, Light.WARNING, Light.BAD]
    assert colours == [current_theme().color(role.value) for role in roles]


def test_remedies_stand_beside_what_is_now(view, qtbot):
    view.show_result(found())
    view.tabs.setCurrentIndex(3)
    model = view.remedies.model
    assert cells(model, "Files") == ["as it is", "worst 4 layers in float", "scales per channel"]
    assert cells(model, "AUC B") == ["0.040", "0.500", "0.770"]
    assert cells(model, "") == ["", "", "proposed"]
    assert cells(model, "Size") == ["", "5.0 MB", "4.3 MB"]
    assert view.tabs.tabText(3) == "Remedies · 2"
    with qtbot.waitSignal(view.use_requested):
        qtbot.mouseClick(button(view, "Use the remedy"), Qt.MouseButton.LeftButton)
    qtbot.mouseClick(button(view, "Copy command"), Qt.MouseButton.LeftButton)
    assert QApplication.clipboard().text() == "trackbench quantize --model demo-ettrack"


def test_files_that_were_not_kept_cannot_be_used(view):
    view.show_result(found(kept=()))
    view.tabs.setCurrentIndex(3)
    assert not button(view, "Use the remedy").isVisible()


def test_what_was_found_can_be_saved(view, qtbot):
    view.show_result(found())
    with qtbot.waitSignal(view.report_requested):
        qtbot.mouseClick(button(view, "Save report"), Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(view.table_requested):
        qtbot.mouseClick(button(view, "Save table"), Qt.MouseButton.LeftButton)


# -- other verdicts ------------------------------------------------------------------------------


def test_a_healthy_pair_is_green_and_not_empty(view):
    view.show_result(diagnosis_view(healthy(), "Demo", "clip"))
    verdict, reason, figures = view.band.texts
    assert verdict == "✓ Healthy" and "100 %" in reason and "B 0.770" in figures
    assert view.band._verdict.objectName() == "good" and not button(view, "Go to frame").isVisible()
    assert names(view) == [MILD] and view.layers.isVisible()
    view.tabs.setCurrentIndex(3)
    assert view.tabs.tabText(3) == "Remedies" and view.remedies.isVisible()
    assert view.remedies._none.text() == "Nothing needs to be cured."


@pytest.mark.parametrize("verdict", list(Verdict))
def test_every_verdict_has_a_look_of_its_own(view, verdict):
    view.show_result(replace(found(), verdict=verdict))
    assert verdict.value in view.band.texts[0].lower()


@pytest.mark.parametrize("theme", [DARK, LIGHT])
@pytest.mark.parametrize("page", range(4))
def test_every_page_paints_in_both_themes(view, qapp, theme, page):
    apply_theme(qapp, theme)
    view.show_result(found())
    view.tabs.setCurrentIndex(page)
    picture = view.grab().toImage()
    colours = {
        picture.pixelColor(x, y).name() for x in range(0, picture.width(), 3) for y in range(40, 300, 3)
    }
    assert theme.panel in colours
    stripe = {picture.pixelColor(13, y).name() for y in range(60, 280)}
    assert (theme.bad in stripe) == (page > 0)
