"""Quantising and diagnosing from the real window, with doctors of our own; and once for real."""

from __future__ import annotations

import csv
from dataclasses import replace
from threading import Event

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from app.demo import demo_clip
from app.diagnosis_controller import RUN_MADE, WORK, DiagnosisController, Doctors
from app.diagnosis_texts import folder_name, free_folder
from app.logs import LogRelay
from app.paths import Paths
from app.settings import LoadedSettings, Settings
from app.wiring import Workbench
from engines.diagnosis.values import NotAPair, Verdict
from engines.errors import Cancelled
from engines.geometry import Box
from engines.quantisation.crops import Clip
from engines.quantisation.formats import Format
from engines.quantisation.quantise import Quantised
from engines.quantisation.weights import LayerWeights
from engines.texts import Text
from tests.app.conftest import FRAMES, true_box
from tests.widgets.made_diagnosis import WORST, broken, healthy
from widgets.views import Severity

MODEL = "demo-ettrack"


class Calls:
    """Doctors that note what they are asked, and do as they are told."""

    def __init__(self):
        self.quantised, self.diagnosed = [], []
        self.found, self.error = None, None
        self.waits = Event()
        self.waits.set()

    def _work(self, report, should_cancel):
        report(0.25, Text("calibration crops"))
        while not self.waits.wait(0.005):
            if should_cancel():
                raise Cancelled
        if self.error is not None:
            raise self.error
        report(1.0, Text("done"))

    def quantise(self, catalog, entry, clip, formats, folder, *, values, report, should_cancel):
        self.quantised.append((entry.name, clip, formats, folder, values))
        self._work(report, should_cancel)
        folder.mkdir(parents=True, exist_ok=True)
        made = []
        for path, form, network in zip(catalog.weights(entry), formats, entry.network, strict=True):
            (folder / path.name).write_bytes(path.read_bytes())
            weights = (
                LayerWeights("a/conv", "Conv", 8, 0.0, 40.0, 1.0),
                LayerWeights(WORST, "Conv", 96, 0.52, 22.0, 9.0),
            )
            made.append(
                Quantised(network.role, folder / path.name, form, 100, 5_040_000, 1_390_000, (), weights)
            )
        return tuple(made)

    def diagnose(self, catalog, entry, *, report, should_cancel, **wish):
        self.diagnosed.append((entry.name, wish))
        self._work(report, should_cancel)
        return self.found


@pytest.fixture
def calls():
    return Calls()


@pytest.fixture
def bench(qtbot, language_c_locale, tmp_path, monkeypatch, calls):
    paths = Paths(*(tmp_path / name for name in ("config", "data", "state", "cache")))
    monkeypatch.setattr(
        "app.wiring.DiagnosisController",
        lambda *arguments: DiagnosisController(*arguments, Doctors(calls.quantise, calls.diagnose)),
    )
    workbench = Workbench(paths, LoadedSettings(Settings()), LogRelay())
    qtbot.addWidget(workbench.window)
    workbench.window.resize(1500, 900)
    workbench.window.show()
    workbench.catalog.choose(MODEL)
    yield workbench
    calls.waits.set()
    workbench.finish()


@pytest.fixture
def opened(bench, scene, qtbot):
    """The scene is open, and its square is followed from frame 2 on."""
    bench.run.open_source(str(scene))
    qtbot.waitUntil(lambda: bench.run.feed.shown is not None, timeout=20_000)
    bench.run.seek(2)
    qtbot.waitUntil(lambda: bench.run.feed.shown.frame.index == 2)
    bench.run.draw_target(bench.run.feed.shown.frame, Box(*_square(2)), False)
    bench.run.pause()
    bench.window.show_panel("diagnosis")
    qtbot.waitUntil(lambda: "frame 3" in panel(bench).form._target.currentText())
    return bench


def _square(index):
    box = true_box(index)
    return box.x, box.y, box.w, box.h


def panel(bench):
    return bench.window.diagnosis_view


def press(bench, qtbot, text):
    found = [each for each in panel(bench).findChildren(QPushButton) if text == each.text()]
    assert found and found[0].isEnabled()
    qtbot.mouseClick(found[0], Qt.MouseButton.LeftButton)


def is_idle(bench):
    return not bench.tasks.is_running(WORK) and not panel(bench).work.isVisible()


def made(bench, qtbot):
    press(bench, qtbot, "Quantise")
    qtbot.waitUntil(lambda: is_idle(bench))
    return bench.diagnosis._against.files


def diagnosed(bench, qtbot, calls, found):
    made(bench, qtbot)
    calls.found = replace(found, source=bench.run.info.spec)
    press(bench, qtbot, "Diagnose")
    qtbot.waitUntil(lambda: not panel(bench).is_empty)


# -- what can be done ----------------------------------------------------------------------------


def test_without_a_clip_a_clip_is_asked_for(bench):
    bench.window.action("show_diagnosis").trigger()
    assert panel(bench).isVisible() and "Open a clip first" in panel(bench).form._empty.text()
    bench.window.action("show_diagnosis").trigger()
    assert not panel(bench).isVisible()


def test_a_detector_is_not_quantised_here(bench):
    bench.catalog.choose("demo-mot")
    assert "finds its objects by itself" in panel(bench).form._empty.text()


def test_without_a_box_the_ground_truth_serves(bench, scene, qtbot, calls):
    bench.run.open_source(str(scene))
    qtbot.waitUntil(lambda: bench.run.feed.shown is not None, timeout=20_000)
    bench.window.show_panel("diagnosis")
    made(bench, qtbot)
    assert calls.quantised[0][1] == Clip(bench.run.info.spec, None, 0, None)


def test_without_a_box_and_truth_a_box_is_asked_for(bench, scene, qtbot, tmp_path):
    folder = tmp_path / "pictures"
    folder.mkdir()
    for path in sorted((scene / "img").iterdir())[:3]:
        (folder / path.name).write_bytes(path.read_bytes())
    bench.run.open_source(str(folder))
    qtbot.waitUntil(lambda: bench.run.feed.shown is not None, timeout=20_000)
    assert "Draw a box" in panel(bench).form._empty.text()


def test_a_target_that_is_drawn_anew_begins_elsewhere(opened, qtbot):
    opened.run.seek(6)
    qtbot.waitUntil(lambda: opened.run.feed.shown.frame.index == 6)
    opened.run.draw_target(opened.run.feed.shown.frame, Box(*_square(6)), False)
    qtbot.waitUntil(lambda: "frame 7" in panel(opened).form._target.currentText())


# -- quantising ----------------------------------------------------------------------------------


def test_the_drawn_box_its_frame_and_the_formats_are_handed_on(opened, qtbot, calls, tmp_path):
    files = made(opened, qtbot)
    ((name, clip, formats, folder, values),) = calls.quantised
    assert name == MODEL and formats == (Format(8, "tensor", 8), Format(8, "tensor", 8))
    assert clip == Clip(opened.run.info.spec, Box(*_square(2)), 2, None)
    assert folder == tmp_path / "data" / "quantised" / f"{MODEL}-8-8-tensor"
    assert values == opened.catalog.chosen_values() and "lost_below" in values
    assert files == tuple(folder / each.name for each in files) and len(files) == 2


def test_what_was_made_is_told_and_can_run_beside(opened, qtbot):
    files = made(opened, qtbot)
    notice = opened.window.notice_bar.current
    assert notice.severity is Severity.SUCCESS and notice.action_key == RUN_MADE
    assert "5.0 MB → 1.4 MB" in notice.details and f"52 % in {WORST}" in notice.details
    assert str(files[0].parent) in notice.details
    with qtbot.waitSignal(opened.catalog.pipeline_ready, timeout=20_000):
        opened.window.notice_bar.action_requested.emit(RUN_MADE)
    second = opened.compare.second
    assert (second.name, second.files, second.on_board) == (MODEL, files, False)
    # Both begin anew where the box was drawn, and run to the end together.
    qtbot.waitUntil(lambda: opened.run.feed.shown.frame.index == FRAMES - 1, timeout=20_000)
    result = opened.run.feed.shown.result
    assert result.beside is not None and result.beside[0].box == result.tracks[0].box
    assert opened.window.compare_view.chart.history.at(2) is not None


def test_files_are_never_written_over_by_themselves(opened, qtbot, calls):
    made(opened, qtbot)
    made(opened, qtbot)
    assert [folder.name for _n, _c, _f, folder, _v in calls.quantised] == [
        f"{MODEL}-8-8-tensor", f"{MODEL}-8-8-tensor-2"
    ]  # fmt: skip


def test_a_detector_that_is_asked_when_lost_is_left_out(opened, qtbot, calls):
    opened.catalog.set_parameter("ask_model", "demo-mot")
    opened.catalog.set_parameter("when_lost", "detector")
    made(opened, qtbot)
    assert calls.quantised[0][4]["when_lost"] == "own"


# -- progress, cancelling, failures --------------------------------------------------------------


def test_progress_says_what_is_done_in_panel_and_strip(opened, qtbot, calls):
    calls.waits.clear()
    press(opened, qtbot, "Quantise")
    strip, work = opened.window.progress_strip, panel(opened).work
    qtbot.waitUntil(lambda: "calibration crops" in strip.text)
    assert work.isVisible() and "calibration crops" in work.text and work.percent == "25 %"
    calls.waits.set()
    qtbot.waitUntil(lambda: is_idle(opened) and not strip.isVisible())


@pytest.mark.parametrize("by", ["panel", "strip", "escape"])
def test_cancelled_everything_is_as_it_was(opened, qtbot, calls, by, tmp_path):
    calls.waits.clear()
    press(opened, qtbot, "Quantise")
    qtbot.waitUntil(lambda: "calibration" in opened.window.progress_strip.text)
    if by == "panel":
        press(opened, qtbot, "Cancel")
    elif by == "strip":
        opened.window.progress_strip.cancel_requested.emit()
    else:
        opened.window.action("cancel").trigger()
    qtbot.waitUntil(lambda: is_idle(opened) and not opened.window.progress_strip.isVisible())
    assert opened.diagnosis._against.files == () and opened.window.notice_bar.current is None
    assert not (tmp_path / "data" / "quantised").exists()
    calls.waits.set()
    assert len(made(opened, qtbot)) == 2


def test_a_failure_reaches_the_notice_bar_and_changes_nothing(opened, qtbot, calls):
    files = made(opened, qtbot)
    calls.error = NotAPair(a="net1.onnx", b="other.onnx", reason="they differ")
    press(opened, qtbot, "Diagnose")
    qtbot.waitUntil(lambda: opened.window.notice_bar.current.severity is Severity.ERROR)
    assert "no quantised version" in opened.window.notice_bar.current.title
    assert is_idle(opened) and panel(opened).is_empty and opened.diagnosis._against.files == files


def test_closing_the_window_ends_the_work_quickly(opened, qtbot, calls):
    from time import perf_counter

    calls.waits.clear()
    press(opened, qtbot, "Quantise")
    qtbot.waitUntil(lambda: "calibration" in opened.window.progress_strip.text)
    began_s = perf_counter()
    opened.window.close()
    opened.finish()
    assert perf_counter() - began_s < 2.0


# -- diagnosing ----------------------------------------------------------------------------------


def test_a_diagnosis_is_asked_for_what_is_shown(opened, qtbot, calls, tmp_path):
    diagnosed(opened, qtbot, calls, broken())
    ((name, wish),) = calls.diagnosed
    assert name == MODEL and wish["against"] == opened.diagnosis._against.files
    assert wish["clip"].init == Box(*_square(2)) and wish["clip"].first == 2 and wish["try_remedies"]
    assert wish["keep_in"] == tmp_path / "data" / "quantised" / f"{MODEL}-remedy"
    view = panel(opened)
    assert "Broken" in view.band.texts[0] and view.layers.model.lines[0].layer.name == WORST
    assert view.isVisible() and view.page is view.layers


def test_the_frame_where_both_part_is_gone_to(opened, qtbot, calls):
    found = broken()
    found = replace(found, agreement=replace(found.agreement, parted_at=5))
    diagnosed(opened, qtbot, calls, found)
    press(opened, qtbot, "Go to frame 6, where they part")
    qtbot.waitUntil(lambda: opened.run.feed.shown.frame.index == 5)
    opened.run.close_source()
    assert not panel(opened).band._go.isVisibleTo(panel(opened).band)


def test_the_remedy_becomes_b(opened, qtbot, calls):
    files = made(opened, qtbot)
    diagnosed(opened, qtbot, calls, broken(kept=files))
    panel(opened).tabs.setCurrentIndex(3)
    with qtbot.waitSignal(opened.catalog.pipeline_ready, timeout=20_000):
        press(opened, qtbot, "Use the remedy")
    assert opened.compare.second.files == files and opened.compare.second.name == MODEL
    assert opened.diagnosis._against.files == files
    assert "the proposed remedy" in panel(opened).form._origin.text()


def test_a_healthy_pair_is_said_to_be_healthy(opened, qtbot, calls):
    diagnosed(opened, qtbot, calls, replace(healthy(), model=MODEL))
    assert panel(opened).band.texts[0] == "✓ Healthy"


def test_files_chosen_under_a_beside_b_are_diagnosed(opened, qtbot, calls, tmp_path):
    files = made(opened, qtbot)
    others = []
    for path in files:
        (tmp_path / "other").mkdir(exist_ok=True)
        others.append(tmp_path / "other" / path.name)
        others[-1].write_bytes(path.read_bytes())
    opened.compare.run_beside(MODEL, tuple(others))
    assert opened.diagnosis._against.files == tuple(others)
    # The newest choice counts: files that a dialog gives, in any order.
    opened.diagnosis.use_files(files[::-1])
    assert opened.diagnosis._against.files == files
    # Files belong to their model.
    opened.catalog.choose("demo-sot")
    assert opened.diagnosis._against.files == ()


# -- files ---------------------------------------------------------------------------------------


def test_report_and_table_are_saved(opened, qtbot, calls, tmp_path):
    diagnosed(opened, qtbot, calls, broken())
    files = opened.diagnosis.files

    def is_saved(path):
        return path.is_file() and not opened.tasks.is_running("save diagnosis")

    files.save_report(tmp_path / "why.html")
    qtbot.waitUntil(
        lambda: (tmp_path / "why.html").is_file() and not opened.tasks.is_running("save diagnosis")
    )
    assert WORST in (tmp_path / "why.html").read_text(encoding="utf-8")
    files.save_table(tmp_path / "layers.csv")
    qtbot.waitUntil(
        lambda: (tmp_path / "layers.csv").is_file() and not opened.tasks.is_running("save diagnosis")
    )
    rows = list(csv.DictReader((tmp_path / "layers.csv").read_text(encoding="utf-8").splitlines()))
    assert rows[0]["name"] == WORST and len(rows) == 6
    assert float(rows[0]["channels_lost"]) == 0.52 and rows[3]["alone_relative_l2"] == ""


def test_a_place_that_cannot_be_written_is_told(opened, qtbot, calls, tmp_path):
    diagnosed(opened, qtbot, calls, broken())
    opened.window.notice_bar.clear()
    opened.diagnosis.files.save_table(tmp_path / "nowhere" / "layers.csv")
    qtbot.waitUntil(lambda: opened.window.notice_bar.current is not None)
    assert "layers.csv" in opened.window.notice_bar.current.title


@pytest.mark.parametrize(
    ("formats", "name"),
    [
        ((Format(8), Format(8)), "m-8-8-tensor"),
        ((Format(16, "channel", 8), Format(8)), "m-8-16-channel-8-8-tensor"),
        ((Format(8, keep_float=("a", "b")),), "m-8-8-tensor-2-float"),
        ((), "m"),
    ],
)
def test_a_folder_says_what_lies_in_it(formats, name, tmp_path):
    assert folder_name("m", formats) == name
    assert free_folder(tmp_path, name) == tmp_path / name
    (tmp_path / name).mkdir()
    (tmp_path / f"{name}-2").mkdir()
    assert free_folder(tmp_path, name) == tmp_path / f"{name}-3"


# -- once for real -------------------------------------------------------------------------------


def test_the_demo_networks_for_real(qtbot, language_c_locale, tmp_path):
    """Quantised at 8 bit on some frames of the demo clip and diagnosed: layers, outputs and a verdict."""
    paths = Paths(*(tmp_path / name for name in ("config", "data", "state", "cache")))
    bench = Workbench(paths, LoadedSettings(Settings()), LogRelay())
    qtbot.addWidget(bench.window)
    bench.window.show()
    try:
        bench.catalog.choose(MODEL)
        bench.run.open_source(str(demo_clip()))
        qtbot.waitUntil(lambda: bench.run.feed.shown is not None, timeout=20_000)
        bench.window.show_panel("diagnosis")
        form = panel(bench).form
        form._last.setValue(12)
        press(bench, qtbot, "Quantise")
        qtbot.waitUntil(lambda: is_idle(bench), timeout=60_000)
        files = bench.diagnosis._against.files
        assert len(files) == 2 and all(path.is_file() for path in files)
        floats = bench.catalog.catalog.weights(bench.catalog.entry)
        assert all(a.stat().st_size < b.stat().st_size for a, b in zip(files, floats, strict=True))
        form._remedies.setChecked(False)
        press(bench, qtbot, "Diagnose")
        qtbot.waitUntil(lambda: is_idle(bench) and not panel(bench).is_empty, timeout=120_000)
        found = bench.diagnosis.files.found
        assert found.verdict is Verdict.HEALTHY and found.agreement.frames == 11
        roles = [network.role for network in bench.catalog.entry.network]
        assert {line.layer.network for line in panel(bench).layers.model.lines} == set(roles)
        assert panel(bench).outputs.model.rowCount() == 3 and found.remedy is None
    finally:
        bench.finish()
