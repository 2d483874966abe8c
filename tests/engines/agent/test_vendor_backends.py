"""The vendors' backends, in a process of their own, over doubles of the vendors' packages."""

from __future__ import annotations

import sys
import types
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import numpy as np
import onnx
import pytest

from engines.agent.backends import ascend_backend, icraft_backend, rdk_x5_backend
from engines.agent.backends.icraft_backend import IcraftBackend
from engines.agent.child_runner import ChildRunner
from engines.agent.refusal import RUNTIME_CRASHED, Refusal
from engines.agent.runner import BACKENDS, LocalRunner, make_backend
from engines.agent.tensors import GivenInput
from engines.virtual.compiled import NV12_KEY, compile_for
from engines.virtual.python_program import DOUBLES
from tests.engines.agent.picture_models import save_picture
from tests.engines.agent.tiny_models import save_tiny

SEARCH = np.arange(3 * 8 * 8, dtype=np.float32).reshape(1, 3, 8, 8) / 50 - 1
TEMPLATE = np.full((1, 3, 4, 4), 2, np.float32)
EXPECTED = np.maximum(SEARCH * 2 + 1, 0)


@contextmanager
def runner_of(name: str, **options: str) -> Iterator[ChildRunner]:
    with closing(ChildRunner(BACKENDS[name], options)) as runner:
        yield runner


@pytest.fixture(autouse=True)
def doubles(monkeypatch) -> None:
    monkeypatch.syspath_prepend(str(DOUBLES))
    monkeypatch.delenv("TRACKBENCH_AIS_BENCH", raising=False)


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    return save_tiny(tmp_path / "tiny.onnx")


def given(**arrays) -> list[GivenInput]:
    return [GivenInput(name, array) for name, array in arrays.items()]


def to_nhwc(array):
    return np.ascontiguousarray(array.transpose(0, 2, 3, 1))


@pytest.mark.parametrize("url", ["axi://ql100aiu?npu=0x40000000&dma=0x80000000", "sim"])
@pytest.mark.parametrize("is_pair", [True, False])
def test_icraft(tiny, tmp_path, url, is_pair):
    path = compile_for("icraft", tiny, tmp_path)[0] if is_pair else tiny
    with runner_of("icraft", url=url) as runner:
        facts = runner.load("net", str(path), {})
        assert (facts.platform, facts.inputs[0].shape) == ("icraft", [1, 8, 8, 3])
        feeds = given(search=to_nhwc(SEARCH), template=to_nhwc(TEMPLATE))
        outcome = runner.infer("net", feeds, True)
        np.testing.assert_allclose(outcome.outputs["y"], to_nhwc(EXPECTED), rtol=1e-5)
        hard = [layer for layer in outcome.layers if layer.op_type == "icraft::xir::HardOp"]
        assert hard
        assert outcome.hard_ms == pytest.approx(sum(layer.hard_ms for layer in hard))
        merged = {layer.op_id for layer in hard} - {0, 1, 2, 3}
        assert merged, "a merged operator has a number that the network does not know"
        for layer in outcome.layers:
            assert layer.other_ms == pytest.approx(layer.total_ms - layer.memcpy_ms - layer.hard_ms)
        assert any(layer.other_ms < 0 for layer in outcome.layers), "never made to look better"
        assert runner.infer("net", feeds, False).layers is None


def test_icraft_without_a_profile_still_has_its_time(tiny):
    with runner_of("icraft", profile="off") as runner:
        runner.load("net", str(tiny), {})
        outcome = runner.infer("net", given(search=to_nhwc(SEARCH), template=to_nhwc(TEMPLATE)), True)
        assert (outcome.layers, outcome.copy_ms) == (None, None)
        assert outcome.hard_ms > 0


def test_icraft_pictures_as_bytes(tmp_path):
    path = save_picture(tmp_path / "picture.onnx", 8)
    with runner_of("icraft") as runner:
        runner.load("net", str(path), {"pixels": {"x": {"mean": [0, 0, 0], "scale": [2, 2, 2]}}})
        picture = np.random.default_rng(0).integers(0, 255, (1, 8, 8, 3), dtype=np.uint8)
        outcome = runner.infer("net", given(x=picture), False)
        np.testing.assert_array_equal(outcome.outputs["y"], picture.astype("f4") * 2)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"url": "socket://127.0.0.1"}, "neither ql100aiu nor zg330aiu"),
        ({"url": "socket://ql100aiu@127.0.0.1:1"}, "cannot be opened"),
        ({"mmu": "maybe"}, "option mmu"),
        ({"url": "axi://zg330aiu", "mmu": "off"}, "always on"),
    ],
)
def test_icraft_devices_that_do_not_open(options, words):
    with pytest.raises(Refusal, match=words):
        ChildRunner(BACKENDS["icraft"], options)


def test_icraft_pairs_that_are_none(tiny, tmp_path):
    graph, raw = compile_for("icraft", tiny, tmp_path)
    with runner_of("icraft") as runner:
        runner.load("good", str(tiny), {})
        raw.write_bytes(raw.read_bytes() + b"x")
        with pytest.raises(Refusal, match="SIGSEGV") as caught:  # as documented
            runner.load("net", str(graph), {})
        assert caught.value.code == RUNTIME_CRASHED
        raw.unlink()
        with pytest.raises(Refusal, match=r"tiny_BY\.raw is missing"):
            runner.load("net", str(graph), {})
        assert runner.infer("good", given(search=to_nhwc(SEARCH), template=to_nhwc(TEMPLATE)), False).outputs


def test_icraft_an_input_without_its_batch_is_refused_before_it_crashes(tiny):
    with runner_of("icraft") as runner:
        runner.load("net", str(tiny), {})
        with pytest.raises(Refusal, match=r"should be FP32 \[1, 8, 8, 3\]"):
            runner.infer("net", given(search=to_nhwc(SEARCH)[0], template=to_nhwc(TEMPLATE)), False)
        assert runner.restarts == 0


def test_icraft_mmu_and_speedmode_exclude_each_other(tiny):
    with runner_of("icraft", mmu="on") as runner, pytest.raises(Refusal, match="MMU"):
        runner.load("net", str(tiny), {"options": {"speedmode": True}})
    with runner_of("icraft", mmu="off") as runner:
        runner.load("net", str(tiny), {"options": {"speedmode": True, "compressFtmp": True}})
        with pytest.raises(Refusal, match="unknown model option 'fast'"):
            runner.load("net", str(tiny), {"options": {"fast": True}})


def test_icraft_imagemake_is_refused(tiny):
    op = types.SimpleNamespace(typeKey=lambda: "customop::ImageMakeNode")
    model = icraft_backend.IcraftModel.__new__(icraft_backend.IcraftModel)
    model._runtime = types.SimpleNamespace(device=object())
    model._network = types.SimpleNamespace(ops=[op])
    with pytest.raises(Refusal, match="ImageMake"):
        model._check_operators(tiny)


@pytest.mark.parametrize(
    ("element", "expected"),
    [
        (types.SimpleNamespace(getNormratio=lambda: types.SimpleNamespace(data=[0.5])), [0.5]),
        (types.SimpleNamespace(getNormratio=lambda: types.SimpleNamespace(data=[[0.5, 0.25]])), [0.5, 0.25]),
        (types.SimpleNamespace(getNormratio=lambda: None), None),
        (
            types.SimpleNamespace(
                getScale=lambda: types.SimpleNamespace(
                    front=lambda: types.SimpleNamespace(origin_scale=0.125)
                )
            ),
            [0.125],
        ),
        (types.SimpleNamespace(), None),
    ],
)
def test_icraft_factors_of_whole_numbers(element, expected):
    kind = types.SimpleNamespace(element_dtype=element, shape=[1, 2, 2, 2])
    found = icraft_backend._scale(types.SimpleNamespace(tensorType=lambda: kind))
    assert (found is None) if expected is None else found.tolist() == expected


@pytest.mark.parametrize(("shape", "layout"), [([1, 8, 8, 3], "NHWC"), ([1, 96, 8, 8], "***C"), ([4], "C")])
def test_icraft_layouts(shape, layout):
    assert icraft_backend._layout(shape) == layout


def nv12_model(path: Path) -> Path:
    save_picture(path, 16)
    model = onnx.load(str(path))
    for value in (*model.graph.input, *model.graph.output):
        value.type.tensor_type.shape.dim[0].dim_value = 1
    entry = model.metadata_props.add()
    entry.key, entry.value = NV12_KEY, "x"
    onnx.save(model, str(path))
    return path


@pytest.mark.parametrize("library", ["hbm_runtime", "hobot_dnn", "any"])
def test_rdk_x5(tmp_path, library):
    path = compile_for("rdk_x5", nv12_model(tmp_path / "grey.onnx"), tmp_path)[0]
    with runner_of("rdk_x5", library=library) as runner:
        assert runner.version().startswith("hobot_dnn" if library == "hobot_dnn" else "hbm_runtime")
        facts = runner.load("net", str(path), {})
        assert (facts.inputs[0].layout, facts.inputs[0].shape) == ("NV12", [1, 3, 16, 16])
        grey = np.full(384, 128, np.uint8)
        for value in (16, 235):
            grey[:256] = value
            outcome = runner.infer("net", given(x=grey), True)
            level = (value - 16) * 1.164 / 255
            np.testing.assert_allclose(outcome.outputs["y"], np.full((1, 3, 16, 16), level), atol=1e-2)
            assert outcome.layers is None, "a subgraph is one piece"
            assert outcome.hard_ms > 0
        with pytest.raises(Refusal, match="384 values"):
            runner.infer("net", given(x=grey[:-1]), False)


@pytest.mark.parametrize("library", ["hbm_runtime", "hobot_dnn"])
def test_rdk_x5_files_of_another_family(tiny, tmp_path, library):
    path = compile_for("ascend", tiny, tmp_path)[0]
    with runner_of("rdk_x5", library=library) as runner, pytest.raises(Refusal, match="compiled for ascend"):
        runner.load("net", str(path), {})


@pytest.mark.parametrize(
    ("shape", "count", "layout", "axis"),
    [([1, 80, 80, 64], 64, "NHWC", 3), ([1, 64, 80, 80], 64, "NCHW", 1), ([1, 80, 80, 64], 64, "NCHW", 3)],
)
def test_rdk_x5_axis_of_scales(shape, count, layout, axis):
    assert rdk_x5_backend._channel_axis(shape, count, layout) == axis


def test_rdk_x5_whole_numbers_with_zero_points():
    """As the vendor describes them; the double's networks have none."""
    quant = types.SimpleNamespace(
        quant_type=types.SimpleNamespace(name="SCALE"), axis=3, scale=[0.5, 2.0], zero_point=[1, 0]
    )
    raw = np.array([1, 2, 3, 4], np.int32).reshape(1, 1, 2, 2)

    class Runtime:
        model_names = ["m"]
        input_names, output_names = {"m": ["x"]}, {"m": ["y"]}
        input_shapes, output_shapes = {"m": {"x": [1, 2]}}, {"m": {"y": [1, 1, 2, 2]}}
        input_dtypes = {"m": {"x": types.SimpleNamespace(name="F32")}}
        output_dtypes = {"m": {"y": types.SimpleNamespace(name="S32")}}
        output_quants = {"m": {"y": quant}}

        def __init__(self, file):
            self.file = file

        def run(self, feeds):
            return {"m": {"y": raw}}

    backend = rdk_x5_backend.RdkX5Backend("any", 0, 0)
    backend._found = [("hbm_runtime", types.SimpleNamespace(HB_HBMRuntime=Runtime))]
    runner = LocalRunner(backend)
    facts = runner.load("m", "m.bin", {})
    assert facts.outputs[0].datatype == "FP32"
    y = runner.infer("m", given(x=np.zeros((1, 2), np.float32)), False).outputs["y"]
    np.testing.assert_array_equal(y, (raw - [1, 0]) * np.array([0.5, 2.0], np.float32))
    # The same, of which the filter leaves one cell: thresholds are in the unit after the scale.
    group = {"score": "y", "threshold": 7.9, "channel_axis": 3, "score_channels": [1, 2]}
    runner.load("m", "m.bin", {"filter": [group]})
    outcome = runner.infer("m", given(x=np.zeros((1, 2), np.float32)), False)
    assert outcome.outputs["trackbench_cells.0"].tolist() == [1]
    np.testing.assert_array_equal(outcome.outputs["y"], [[1.0, 8.0]])


def test_rdk_x5_the_library_of_another_board_is_passed_over():
    """`hbm_runtime` from PyPI is the S series' and refuses the X5's files."""

    def refuse(path):
        raise RuntimeError("only .hbm")

    tensor = types.SimpleNamespace(
        name="x",
        properties=types.SimpleNamespace(
            tensor_type="float32", dtype="float32", layout="NHWC", shape=(1, 2), scale_data=np.zeros(0)
        ),
        buffer=np.ones((1, 2, 1, 1), np.float32),
    )
    model = types.SimpleNamespace(inputs=[tensor], outputs=[tensor], forward=lambda *_given: [tensor])
    backend = rdk_x5_backend.RdkX5Backend("any", 0, 0)
    backend._found = [
        ("hbm_runtime", types.SimpleNamespace(HB_HBMRuntime=refuse)),
        ("hobot_dnn.pyeasy_dnn", types.SimpleNamespace(load=lambda path: [model])),
    ]
    loaded = backend.load("m.bin", {})
    assert loaded.platform == "rdk_x5_pyeasy_dnn"
    assert loaded.run({"x": np.zeros((1, 2), np.float32)}, False).outputs["x"].shape == (1, 2)
    backend._found = backend._found[:1]
    with pytest.raises(Refusal, match=r"hbm_runtime: only \.hbm"):
        backend.load("m.bin", {})


@pytest.mark.parametrize("generation", ["", "later"])
def test_ascend(tiny, tmp_path, monkeypatch, generation):
    monkeypatch.setenv("TRACKBENCH_AIS_BENCH", generation)
    path = compile_for("ascend", tiny, tmp_path)[0]
    with runner_of("ascend") as runner:
        facts = runner.load("net", str(path), {})
        assert [info.datatype for info in facts.inputs] == ["FP32", "FP32"]
        # Not one piece: 0.0.2 would read it wrongly.
        search = np.asfortranarray(SEARCH)
        for _ in range(3):
            outcome = runner.infer("net", given(search=search, template=TEMPLATE), False)
            np.testing.assert_allclose(outcome.outputs["y"], EXPECTED, rtol=1e-6)
        assert 0 < outcome.hard_ms < 1000
        assert outcome.copy_ms is not None
        assert 0 < outcome.copy_ms < 1000
        with pytest.raises(Refusal, match="should be FP32"):
            runner.infer("net", given(search=SEARCH.view(np.int32), template=TEMPLATE), False)


def test_ascend_times_are_of_this_run_only():
    before, after = [[1.0], [2.0]], [[1.0, 0.25, 0.25], [2.0, 0.5]]
    assert ascend_backend._new_ms(before, after) == 1.0
    assert ascend_backend._new_ms(before, before) is None
    assert ascend_backend._new_ms([], []) is None


@pytest.mark.parametrize("name", ["icraft", "rdk_x5", "ascend"])
def test_a_runtime_that_is_not_there(name, monkeypatch):
    monkeypatch.setattr(sys, "path", [path for path in sys.path if path != str(DOUBLES)])
    with pytest.raises(Refusal, match="not installed") as caught:
        ChildRunner(BACKENDS[name], {})
    assert caught.value.status == 503


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("rdk_x5", {"core": "5"}),
        ("rdk_x5", {"priority": "x"}),
        ("rdk_x5", {"library": "tflite"}),
        ("ascend", {"device": "-1"}),
        ("ascend", {"url": "sim"}),
        ("onnxruntime", {"threads": "0"}),
    ],
)
def test_options_that_make_no_sense(name, options):
    with pytest.raises(Refusal):
        make_backend(BACKENDS[name], options)


def test_icraft_profile_rows_of_merged_operators():
    model = icraft_backend.IcraftModel.__new__(icraft_backend.IcraftModel)
    model._ops = {
        3: types.SimpleNamespace(name="", typeKey=lambda: "customop::ImageMakeNode", compile_target="@fpgat")
    }
    rows = {3: (0.1285, 0.0, 5.6212, -5.4927), 754: (14.0, 0.2, 13.523, 0.277)}
    make, merged = model._layers(rows)
    assert (make.op_type, make.device, make.other_ms) == ("customop::ImageMake", "fpga", -5.4927)
    assert (merged.op_id, merged.op_type, merged.hard_ms) == (754, "icraft::xir::HardOp", 13.523)
    model.outputs = []
    outcome = model._outcome([], [make, merged], 99.0, True)
    assert (outcome.hard_ms, outcome.copy_ms) == (13.523, 0.2)


def test_only_known_options_reach_icraft():
    assert isinstance(make_backend(BACKENDS["icraft"], {"url": "sim"}), IcraftBackend)
