"""What the documentation tells people to write works as written."""

import re
from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper

import engines.trackers
from engines.assembly import local_opener, open_pipeline
from engines.catalog import load_catalog
from engines.frame import Frame
from engines.geometry import Box
from engines.tables import tables_of
from engines.trackers import registry

PAGE = (Path(__file__).parents[1] / "docs" / "add-a-tracker.md").read_text(encoding="utf-8")


def block(language):
    (code,) = re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)
    return code


def save_brightness(path):
    """An ONNX file whose score map is the mean of each 8x8 patch of the search crop."""
    nodes = [
        helper.make_node("AveragePool", ["search"], ["pooled"], kernel_shape=[8, 8], strides=[8, 8]),
        helper.make_node("ReduceMean", ["pooled"], ["scores"], axes=[1], keepdims=1),
    ]
    given = helper.make_tensor_value_info("search", TensorProto.FLOAT, [1, 3, 128, 128])
    answer = helper.make_tensor_value_info("scores", TensorProto.FLOAT, [1, 1, 16, 16])
    graph = helper.make_graph(nodes, "brightness", [given], [answer])
    onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=8), path)
    return path


def frame(index):
    bgr = np.zeros((200, 300, 3), np.uint8)
    bgr[90:110, 100 + 4 * index : 120 + 4 * index] = 255
    return Frame(index, index / 25, bgr)


@pytest.fixture
def catalog(tmp_path, monkeypatch):
    """The program with the page's module and entry in it."""
    package = tmp_path / "trackers"
    package.mkdir()
    (package / "peak.py").write_text(block("python"), encoding="utf-8")
    monkeypatch.setattr(engines.trackers, "__path__", [*engines.trackers.__path__, str(package)])
    monkeypatch.setattr(registry, "_KINDS", tables_of(engines.trackers, "TRACKERS", but=registry.__name__))
    entries = tmp_path / "mine.toml"
    entries.write_text(block("toml"), encoding="utf-8")
    return load_catalog(tmp_path / "weights", [entries])


def test_one_module_and_one_entry_are_a_tracker(catalog, tmp_path):
    weights = [save_brightness(tmp_path / "peak.onnx")]
    pipeline = open_pipeline(catalog, catalog.entry("peak"), local_opener(), weights=weights)
    pipeline.start(frame(0), {1: Box(100, 90, 20, 20), 2: Box(10, 10, 20, 20)})
    tracks = [pipeline.step(frame(index)).tracks for index in range(1, 6)][-1]
    pipeline.close()
    assert abs(tracks[0].box.cx - 130) < 6 and tracks[0].state == "tracked"
    assert tracks[1].state == "lost"
