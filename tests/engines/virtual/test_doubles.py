"""The doubles of the vendors' packages: each documented trap is there, and the numbers are right.

They run in processes of their own, as on a board: names like `icraft` stay out of this one, and some crash.
"""

from __future__ import annotations

import ast
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from engines.virtual.compiled import NV12_KEY, NotCompiled, compile_for, describe
from engines.virtual.python_program import DOUBLES
from tests.engines.agent.tiny_models import save_tiny

onnx = pytest.importorskip("onnx")
#: y = relu(search * mean(template) + 1) with template 2 everywhere and search counting up.
EXPECTED = (np.arange(192, dtype=np.float32) * 2 + 1).reshape(1, 3, 8, 8)
FEEDS = """
import numpy as np, sys, json
search = np.arange(192, dtype=np.float32).reshape(1, 3, 8, 8)
template = np.full((1, 3, 4, 4), 2, np.float32)
expected = search * 2 + 1
"""
ICRAFT = (
    FEEDS
    + """
from datetime import timedelta
from icraft.xir import *
from icraft.xrt import *
from icraft.host_backend import *
from icraft.buyibackend import *
device = Device.Open("axi://ql100aiu?npu=0x40000000&dma=0x80000000")
network = Network.CreateFromJsonFile(sys.argv[1])
network.lazyLoadParamsFromFile(sys.argv[2])
session = Session.Create([BuyiBackend, HostBackend], network.view(0), [device, HostDevice.Default()])
nhwc = [np.ascontiguousarray(a.transpose(0, 2, 3, 1)) for a in (search, template)]
inputs = [Tensor(a, Layout("NHWC")) for a in nhwc]
"""
)


def run(script: str, *args: object, **variables: str) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(DOUBLES), **variables}
    command = [sys.executable, "-s", "-P", "-c", script, *map(str, args)]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, env=environment)


def said(script: str, *args: object, **variables: str):
    """The JSON in the last line that a script prints."""
    done = run(script, *args, **variables)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def board(folder: Path, **state) -> dict[str, str]:
    path = folder / "board.json"
    path.write_text(json.dumps({"family": "", "bitstream": "25060601", "faults": [], **state}))
    return {"TRACKBENCH_VIRTUAL_STATE": str(path)}


@pytest.fixture(scope="module")
def tiny(tmp_path_factory) -> Path:
    return save_tiny(tmp_path_factory.mktemp("tiny") / "tiny.onnx")


@pytest.fixture(scope="module")
def pair(tiny) -> tuple[Path, ...]:
    return compile_for("icraft", tiny, tiny.parent)


@pytest.fixture(scope="module")
def om(tiny) -> Path:
    return compile_for("ascend", tiny, tiny.parent)[0]


@pytest.fixture(scope="module")
def bin_file(tiny) -> Path:
    return compile_for("rdk_x5", tiny, tiny.parent)[0]


def test_they_are_written_for_python_3_8():
    sources = sorted(DOUBLES.rglob("*.py"))
    assert len(sources) > 10
    for source in sources:
        ast.parse(source.read_text(), str(source), feature_version=(3, 8))


def test_a_compiled_file_knows_its_family(tiny, om):
    assert om.read_bytes() == b"TRACKBENCH-VIRTUAL ascend\n" + tiny.read_bytes()
    assert [tensor.shape for tensor in describe(om, "ascend").inputs] == [(1, 3, 8, 8), (1, 3, 4, 4)]
    assert describe(tiny, "rdk_x5").outputs[0].byte_size == 768
    with pytest.raises(NotCompiled, match="compiled for ascend"):
        describe(om, "rdk_x5")


def test_icraft_computes_and_tells_its_times(pair):
    rest = """
session.enableTimeProfile(True)
session.apply()
out = session.forward(inputs)[0]
out.waitForReady(timedelta(milliseconds=100), timedelta(milliseconds=1))
array = np.array(out.to(HostDevice.MemRegion()))
device.reset(1)
profile = session.timeProfileResults()
Device.Close(device)
known = [op.op_id for op in network.ops]
print(json.dumps({
    "right": bool(np.allclose(array.transpose(0, 3, 1, 2), expected)), "shape": array.shape,
    "keys": [op.typeKey() for op in network.ops], "known": known,
    "profile": {str(k): v for k, v in profile.items()},
    "storage": str(network.inputs()[0].tensorType().getStorageType()),
    "shapes": [v.tensorType().shape for v in network.inputs()],
    "version": device.version(),
}))"""
    result = said(ICRAFT + rest, *pair)
    assert result["right"]
    assert result["shape"] == [1, 8, 8, 3]
    assert result["keys"] == [f"icraft::xir::{kind}Node" for kind in ("Input", "HardOp", "Cast", "Output")]
    assert result["storage"] == '"@fp(32)"'
    assert result["shapes"] == [[1, 8, 8, 3], [1, 4, 4, 3]]
    assert result["version"] == {"icore": "FMSHBYV1-20200903", "device": "25060601"}
    strangers = {key: row for key, row in result["profile"].items() if int(key) not in result["known"]}
    assert len(strangers) == 1
    ((total, memcpy, hard, other),) = strangers.values()
    assert hard > total > 0
    assert other == pytest.approx(total - memcpy - hard)
    assert other < 0


@pytest.mark.parametrize(
    ("rest", "message"),
    [
        ("session.forward(inputs)", "11012"),
        ("session.apply(); session.apply()", "11012"),
        ("session.apply(); session.forward(inputs[:1])", "11010"),
        ("session.apply(); session.forward(inputs[::-1])", "11010"),
        ("BuyiBackend(session.backends[0]).speedMode()", "11013"),
        ("Device.Open('http://x')", "11003"),
        ("Device.Open('socket://ql100aiu@127.0.0.1:1')", "11014"),
        ("Session.Create([HostBackend], network.view(2), [HostDevice.Default()])", "virtual board"),
    ],
)
def test_icraft_refuses(pair, rest, message):
    script = f"{ICRAFT}\ntry:\n    {rest}\nexcept RuntimeError as e:\n    print(json.dumps(str(e)))"
    assert message in said(script, *pair)


def test_icraft_profiles_only_what_it_was_told_before(pair):
    rest = "\nsession.apply()\nsession.enableTimeProfile(True)\nsession.forward(inputs)\n"
    script = ICRAFT + rest + "print(json.dumps([session.timeProfileResults(), session.totalTime()]))"
    profile, total = said(script, *pair)
    assert profile == {}
    assert total > 0


def test_icraft_mmu_off_allows_speed_mode(pair):
    script = ICRAFT + (
        "\nBuyiDevice(device).mmuModeSwitch(False)\nBuyiBackend(session.backends[0]).speedMode()\n"
        "print(json.dumps(BuyiDevice(device).modeInfo()))"
    )
    assert said(script, *pair) == 0


def test_icraft_crashes_without_a_batch_axis(pair):
    script = f"{ICRAFT}\nsession.apply()\nsession.forward([Tensor(a[0], Layout('**C')) for a in nhwc])"
    assert run(script, *pair).returncode == -signal.SIGSEGV


def test_icraft_crashes_when_json_and_raw_do_not_match(pair, tmp_path):
    raw = tmp_path / "other.raw"
    raw.write_bytes(pair[1].read_bytes() + b"x")
    assert run(ICRAFT, pair[0], raw).returncode == -signal.SIGSEGV


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"tags": {"speedmode": True}}, "MMU is not enabled"),
        ({"op": "icraft::xir::SoftmaxNode"}, "No Norm and Softmax HardWare"),
        ({}, None),
    ],
)
def test_icraft_needs_the_right_bitstream(pair, tmp_path, change, message):
    data = json.loads(pair[0].read_text())
    data["tags"].update(change.get("tags", {}))
    data["ops"][1]["name"] = change.get("op", data["ops"][1]["name"])
    path = tmp_path / "changed_BY.json"
    path.write_text(json.dumps(data))
    for identity, wanted in (("24030104", message), ("25060601", None)):
        done = run(ICRAFT + "\nsession.apply()", path, pair[1], **board(tmp_path, bitstream=identity))
        assert (done.returncode == 0) == (wanted is None)
        assert wanted is None or wanted in done.stderr


def test_icraft_warns_of_a_newer_compiler(pair, tmp_path):
    data = json.loads(pair[0].read_text())
    data["icraft_version"] = "v3.33.1"
    path = tmp_path / "newer_BY.json"
    path.write_text(json.dumps(data))
    done = run(ICRAFT + "\nsession.apply()", path, pair[1])
    assert done.returncode == 0
    assert "[W]" in done.stdout


def test_icraft_takes_one_file_with_both_halves(tiny):
    for name in ("tiny.onnx", "tiny_BY.raw"):
        path = tiny.parent / name
        assert run(ICRAFT + "\nsession.apply(); session.forward(inputs)", path, path).returncode == 0


HBM = FEEDS + "import hbm_runtime\nruntime = hbm_runtime.HB_HBMRuntime(sys.argv[1])\n"


def test_hbm_runtime(bin_file):
    result = said(
        HBM
        + """
name = runtime.model_names[0]
out = runtime.run({name: {"search": search, "template": template}})[name]["y"]
again = runtime.run({"search": search[..., ::-1][..., ::-1], "template": template}, model_name=name)
print(json.dumps([bool(np.allclose(out, expected)), bool(np.allclose(again[name]["y"], expected)), name,
  runtime.input_shapes, runtime.input_dtypes[name]["search"].name,
  runtime.output_quants[name]["y"].quant_type.name,
  runtime.model_count, runtime.output_counts]))""",
        bin_file,
    )
    shapes = {"tiny": {"search": [1, 3, 8, 8], "template": [1, 3, 4, 4]}}
    assert result == [True, True, "tiny", shapes, "F32", "NONE", 1, {"tiny": 1}]


@pytest.mark.parametrize(
    "call",
    [
        "runtime.run(search)",
        "runtime.run({'search': search})",
        "runtime.run({'search': search[0], 'template': template})",
        "runtime.run({'search': search.astype(np.float64), 'template': template})",
        "runtime.run({'search': search, 'template': template}, model_name='other')",
        "runtime.set_scheduling_params(priority={'tiny': 256})",
    ],
)
def test_hbm_runtime_refuses(bin_file, call):
    script = f"{HBM}try:\n    {call}\nexcept ValueError as e:\n    print(json.dumps(str(e)))"
    assert said(script, bin_file).startswith("virtual board")


def nv12_model(folder: Path) -> Path:
    """`y` is the mean of each colour of a 4x4 picture."""
    from onnx import TensorProto, helper

    tensor = helper.make_tensor_value_info
    graph = helper.make_graph(
        [helper.make_node("ReduceMean", ["images"], ["y"], axes=[2, 3], keepdims=0)],
        "mean",
        [tensor("images", TensorProto.FLOAT, [1, 3, 4, 4])],
        [tensor("y", TensorProto.FLOAT, [1, 3])],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=8)
    helper.set_model_props(model, {NV12_KEY: "images"})
    path = folder / "mean.onnx"
    onnx.save(model, str(path))
    return compile_for("rdk_x5", path, folder)[0]


def test_both_x5_packages_take_nv12(tmp_path):
    # Luma 81, U 90, V 240 is pure red (BT.601).
    path = nv12_model(tmp_path)
    assert describe(path, "rdk_x5").inputs[0].byte_size == 24
    script = """
import sys, json, numpy as np
import hbm_runtime
from hobot_dnn import pyeasy_dnn as dnn
nv12 = np.array([81] * 16 + [90, 240] * 4, np.uint8)
runtime, model = hbm_runtime.HB_HBMRuntime(sys.argv[1]), dnn.load(sys.argv[1])[0]
new = runtime.run(nv12)["mean"]["y"]
old = model.forward(nv12)[0].buffer
p = model.inputs[0].properties
print(json.dumps([new.ravel().tolist(), old.ravel().tolist(), old.ndim, p.tensor_type, p.dtype, p.layout,
  p.shape, len(p.scale_data), runtime.input_dtypes["mean"]["images"].name]))"""
    new, old, *rest = said(script, path)
    assert new == pytest.approx([1, 0, 0], abs=0.01)
    assert new == old
    assert rest == [4, "NV12", "uint8", "NCHW", [1, 3, 4, 4], 0, "NV12"]


DNN = FEEDS + "from hobot_dnn import pyeasy_dnn as dnn\nmodel = dnn.load([sys.argv[1]])[0]\n"


def test_pyeasy_dnn_copies_and_reuses_its_memory(bin_file):
    script = (
        DNN
        + """
first = model.forward([search, template])
kept, before = first[0].buffer, dnn.copies
again = first[0].buffer
second = model.forward([search * 0, template])
print(json.dumps([bool(np.allclose(kept, expected)), again is kept, dnn.copies - before,
  first[0] is second[0], float(first[0].buffer.max())]))"""
    )
    assert said(script, bin_file) == [True, False, 1, True, 1.0]


def test_pyeasy_dnn_takes_a_wrong_length_without_a_word(bin_file):
    script = f"{DNN}print(json.dumps(model.forward([search[0, :1], template])[0].buffer.shape))"
    assert said(script, bin_file) == [1, 3, 8, 8]


def test_pyeasy_dnn_fails_as_python_makes_it(bin_file):
    rest = (
        "try:\n    model.forward(search)\nexcept SystemError as e:\n    print(json.dumps(repr(e.__cause__)))"
    )
    script = DNN + rest
    assert said(script, bin_file) == "RuntimeError('forward execution failed.')"


@pytest.mark.parametrize("family", ["rdk_x5", "ascend"])
def test_a_version_mismatch_refuses_models(family, bin_file, om, tmp_path):
    variables = board(tmp_path, faults=["version-mismatch"])
    if family == "rdk_x5":
        done = run(HBM, bin_file, **variables)
        assert "-6000014" in done.stderr
        assert "-6000014" in run(DNN, bin_file, **variables).stderr
    else:
        done = run(AIS, om, **variables)
        assert "the driver is older" in done.stderr
    assert done.returncode == 1


def test_missing_and_foreign_files(om, bin_file):
    assert "-6000006" in run(HBM, "/none.bin").stderr
    assert "compiled for ascend" in run(DNN, om).stderr
    assert "compiled for rdk_x5" in run(AIS, bin_file).stderr


AIS = FEEDS + "from ais_bench.infer.interface import InferSession\nsession = InferSession(0, sys.argv[1])\n"


def test_ais_bench(om):
    script = (
        AIS
        + """
out = session.infer([search, template])
session.infer([search, template])
times = list(session.sumary().exec_time_list)
session.reset_sumaryinfo()
inputs = session.get_inputs()
print(json.dumps([bool(np.allclose(out[0], expected)), len(times), min(times) > 0,
  session.sumary().exec_time_list, hasattr(session, "summary"), inputs[0].name, inputs[0].shape,
  inputs[0].size, inputs[0].datatype.name, str(session.session)]))"""
    )
    *rest, text = said(script, om)
    assert rest == [True, 2, True, [], False, "search", [1, 3, 8, 8], 768, "float32"]
    assert text.startswith("<Model>\ndevice:\t0\ninput:\n  #0    search  (1, 3, 8, 8)  float32  768  768\n")


@pytest.mark.parametrize(
    ("feeds", "printed", "message"),
    [
        ("[search]", "[WARN] intensors in:1 need:2 not match", "the number of inputs"),
        (
            "[search[0, :1], template]",
            "[ERROR] Check i:0 name:search in size:256 needsize:768 not match",
            "the size of an input",
        ),
        ("[search.astype('U1'), template]", "", "invalid"),
    ],
)
def test_ais_bench_refuses(om, feeds, printed, message):
    done = run(f"{AIS}session.infer({feeds})", om)
    assert done.returncode == 1
    assert printed in done.stdout
    assert message in done.stderr


def test_ais_bench_takes_any_type_of_the_right_size(om):
    script = AIS + (
        "\nout = session.infer([search.view(np.int32), template])[0]\n"
        "print(json.dumps(bool(np.allclose(out, expected))))"
    )
    assert said(script, om) is True


@pytest.mark.parametrize(("generation", "is_right"), [("", False), ("later", True)])
def test_ais_bench_and_arrays_that_are_not_contiguous(om, generation, is_right):
    script = AIS + (
        "\nodd = np.asfortranarray(search)\nout = session.infer([odd, template])[0]\n"
        "print(json.dumps(bool(np.allclose(out, expected))))"
    )
    assert said(script, om, TRACKBENCH_AIS_BENCH=generation) is is_right


def test_later_ais_bench_has_the_other_spelling(om):
    script = AIS + (
        "\nsession.infer([search, template])\ntry:\n    session.infer([search, template], mode='odd')\n"
        "except RuntimeError as e:\n    times = session.summary().exec_time_list\n"
        "    print(json.dumps([str(e)[:20], len(times), "
        "hasattr(session, 'sumary'), hasattr(session.session, 'sumary')]))"
    )
    assert said(script, om, TRACKBENCH_AIS_BENCH="later") == ["wrong infer_mode:odd", 1, False, True]
