"""What a board's compiler did, from the window: its log, and its stages on the virtual board."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QPushButton

from app.compiler_reports import WORK
from app.logs import LogRelay
from app.paths import Paths
from app.settings import LoadedSettings, Settings
from app.wiring import Workbench
from engines.boards.icraft_simulation import NowhereToSimulate
from engines.diagnosis.by_stage import WrongStageCount
from engines.profiles.errors import NotAProfile
from engines.virtual.compiled import compile_stages

LOG = Path(__file__).parents[1] / "data" / "compiler_logs" / "cpu_split.log"
NETWORKS = Path(str(resources.files("resources") / "networks"))
MODEL = "demo-ettrack"


@pytest.fixture
def bench(qtbot, language_c_locale, tmp_path):
    paths = Paths(*(tmp_path / name for name in ("config", "data", "state", "cache")))
    workbench = Workbench(paths, LoadedSettings(Settings()), LogRelay())
    qtbot.addWidget(workbench.window)
    workbench.window.resize(1500, 900)
    workbench.window.show()
    workbench.catalog.choose(MODEL)
    yield workbench
    workbench.finish()


@pytest.fixture
def opened(bench, scene, qtbot):
    bench.run.open_source(str(scene))
    qtbot.waitUntil(lambda: bench.run.feed.shown is not None, timeout=20_000)
    bench.window.show_panel("diagnosis")
    return bench


@pytest.fixture
def places(tmp_path):
    few = {"virtual_bits": 1}
    folders = [tmp_path / "net1", tmp_path / "net2"]
    for folder in folders:
        folder.mkdir()
    compile_stages(NETWORKS / "demo_ettrack_template.onnx", folders[0])
    made = compile_stages(NETWORKS / "demo_ettrack_search.onnx", folders[1], quantized=few, BY=few)
    made["adapted"].unlink()
    return folders


def report(bench):
    return bench.compiler_reports.report


def menu(bench):
    panel = bench.window.diagnosis_view
    (button,) = [each for each in panel.findChildren(QPushButton) if each.menu() is not None]
    return {action.text(): action for action in button.menu().actions()}


def cells(bench):
    """The table in front, row by row."""
    model = report(bench).page.model()
    return [
        [model.index(row, column).data() for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def choose(bench, qtbot, path):
    """What the user chooses in the dialog that is open."""
    (dialog,) = [each for each in bench.window.findChildren(QFileDialog) if each.isVisible()]
    dialog.fileSelected.emit(str(path))
    dialog.close()
    qtbot.waitUntil(lambda: not dialog.isVisible())


def test_a_log_is_shown_in_tables(bench, qtbot):
    menu(bench)["From a compiler's log…"].trigger()
    choose(bench, qtbot, LOG)
    qtbot.waitUntil(report(bench).isVisible)
    shown = report(bench)
    assert "/neck/Conv is the first layer below 0.99" in shown.reason
    assert [shown.tabs.tabText(i) for i in range(4)] == [
        "Worst layers", "Largest falls", "Outputs", "On the CPU",
    ]  # fmt: skip
    assert cells(bench)[0][0] == "/head/Concat" and cells(bench)[0][6] == "0.700000"
    shown.tabs.setCurrentIndex(1)
    assert cells(bench)[0][4] == "/attn/Where" and cells(bench)[0][7] == "0.284000"
    shown.tabs.setCurrentIndex(3)
    assert [row[2] for row in cells(bench)] == ["there and back", "there and back", "one way"]
    assert "node_info" in shown.notes.text()
    bench.compiler_reports.read_log(LOG.with_name("checker.log"))
    qtbot.waitUntil(lambda: "no cosines" in shown.reason)
    assert shown.tabs.count() == 1, "empty tables are left out"
    qtbot.keyClick(shown, Qt.Key.Key_Escape)
    assert not shown.isVisible()


def test_what_is_no_log_is_told(bench, qtbot, tmp_path):
    (tmp_path / "other.log").write_text("nothing of the kind\n")
    with qtbot.waitSignal(bench.tasks.failed) as failed:
        bench.compiler_reports.read_log(tmp_path / "other.log")
    assert isinstance(failed.args[0], NotAProfile) and not report(bench).isVisible()


def test_stages_want_a_clip(bench):
    assert not menu(bench)["Stages on the board…"].isEnabled()
    assert menu(bench)["From a compiler's log…"].isEnabled()


def test_stages_on_the_virtual_board(opened, places, qtbot):
    opened.board.connect_to("virtual")
    qtbot.waitUntil(lambda: opened.board.present is not None, timeout=30_000)
    menu(opened)["Stages on the board…"].trigger()
    choose(opened, qtbot, places[0] / "demo_ettrack_template_parsed.json")
    choose(opened, qtbot, places[1] / "demo_ettrack_search_BY.json")
    qtbot.waitUntil(report(opened).isVisible, timeout=60_000)
    shown = report(opened)
    assert "template: No stage falls below the threshold" in shown.reason
    assert "search: quantized: the loss comes from quantisation" in shown.reason
    assert "search, adapted did not run: demo_ettrack_search has no such file" in shown.notes.text()
    assert [row[0] for row in cells(opened)] == ["parsed", "optimized", "quantized", "adapted", "generated"]
    shown.tabs.setCurrentIndex(1)
    search = cells(opened)
    assert [row[2] for row in search[:2]] == ["cls", "bbox"] and search[6][2] == "did not run"
    assert search[0][3] == "" and float(search[0][4]) > 0.9999
    assert float(search[4][3]) < 0.99 and search[-2][-1].endswith("(simulated)")


@pytest.mark.parametrize(("count", "error"), [(2, NowhereToSimulate), (1, WrongStageCount)])
def test_what_cannot_be_done_is_told(opened, places, qtbot, count, error):
    with qtbot.waitSignal(opened.tasks.failed, timeout=20_000) as failed:
        opened.compiler_reports.run_stages(places[:count])
    assert isinstance(failed.args[0], error) and not opened.tasks.is_running(WORK)
