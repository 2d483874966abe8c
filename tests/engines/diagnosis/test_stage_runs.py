"""Stages of a compiler, run through the agent with the doubles of the vendor's package."""

import dataclasses
import json
import os
import shlex
import sys
from contextlib import closing

import numpy as np
import pytest

from engines.boards.agent_home import HostSide
from engines.boards.board import Board
from engines.boards.icraft import ICRAFT
from engines.boards.icraft_simulation import IcraftAgent, NowhereToSimulate
from engines.boards.imodel import parse_imodel
from engines.boards.ssh_login import Access
from engines.diagnosis import stage_runs
from engines.diagnosis.stage_places import NotIcraft, stage_openers
from engines.diagnosis.stage_runs import (
    NoStages,
    Openers,
    SeveralNetworks,
    Subject,
    TwoTargets,
    find_stages,
    run_stages,
)
from engines.diagnosis.stages import CompilerStage, StagePlace, compare_stages
from engines.errors import Cancelled
from engines.networks.network import PixelFormat, TensorSpec
from engines.origin import Origin
from engines.virtual.compiled import compile_stages
from engines.virtual.launch import VirtualBoardProcess
from engines.virtual.python_program import DOUBLES
from tests.engines.agent.tiny_models import save_tiny
from tests.engines.boards.imodels import graph

PARSED, OPTIMIZED, QUANTIZED, ADAPTED, GENERATED = CompilerStage
DRAW = np.random.default_rng(5)
CROPS = [
    {
        "search": DRAW.normal(size=(1, 3, 8, 8)).astype(np.float32),
        "template": np.full((1, 3, 4, 4), 2, np.float32),
    }
    for _ in range(3)
]
FLOATS = [{"y": np.maximum(crop["search"] * 2 + 1, 0)} for crop in CROPS]
SUBJECT = Subject("track", CROPS, FLOATS, {})


@pytest.fixture(scope="module")
def board(tmp_path_factory):
    state = tmp_path_factory.mktemp("stages")
    with VirtualBoardProcess(state) as process:
        access = Access(process.known_hosts, use_ssh_agent=False)
        made = Board(process.address, access, backend="icraft")
        made.check()
        assert made.failure is None, made.failure
        yield made
        made.close()


@pytest.fixture
def tiny(tmp_path):
    return save_tiny(tmp_path / "tiny.onnx")


def climb(board, folder, **options):
    with stage_openers(board, HostSide()) as openers:
        return run_stages(SUBJECT, find_stages(folder), openers, **options)


# -- through the board -------------------------------------------------------------------------


def test_a_quantised_stage_is_found(board, tiny, tmp_path):
    few = {"virtual_bits": 2}
    compile_stages(tiny, tmp_path, quantized=few, adapted=few, BY=few)
    before = {model.name for model in board.models()}
    runs = climb(board, tmp_path)
    assert [run.problem for run in runs] == [None] * 5
    assert [run.place for run in runs] == [StagePlace.HOST] * 4 + [StagePlace.BOARD]
    assert all(run.call_ms > 0 for run in runs)
    assert [run.hard_ms is not None for run in runs] == [False] * 4 + [True]
    assert runs[-1].origin is Origin.SIMULATED
    np.testing.assert_allclose(runs[0].outputs[2]["y"], FLOATS[2]["y"], rtol=1e-5)
    ladder = compare_stages("track", runs, FLOATS)
    assert (ladder.reference, ladder.first_below) == (PARSED, QUANTIZED)
    assert ladder.stages[1].outputs[0].error.cosine == pytest.approx(1)
    # Two bits: four levels, and no more.
    assert len(np.unique(runs[2].outputs[0]["y"])) == 4
    assert {model.name for model in board.models()} - before == {"tiny_BY.json", "tiny_BY.raw"}


def test_noise_of_the_generated_stage_alone_is_the_hardwares(board, tiny, tmp_path):
    compile_stages(tiny, tmp_path, BY={"virtual_noise": 0.5})
    ladder = compare_stages("track", climb(board, tmp_path), FLOATS)
    assert ladder.first_below == GENERATED and "not from quantisation" in ladder.reason


def test_what_is_missing_or_broken_is_told_and_the_rest_goes_on(board, tiny, tmp_path):
    made = compile_stages(tiny, tmp_path, adapted={"virtual_crash": True})
    made["parsed"].unlink()
    made["optimized"].with_suffix(".raw").unlink()
    made["quantized"].write_text('{"_type_key": "something else"}')
    parsed, optimized, quantized, adapted, generated = climb(board, tmp_path)
    assert parsed.problem == "tiny has no such file" and parsed.files == ()
    assert "tiny_optimized.raw is missing" in optimized.problem and len(optimized.files) == 1
    assert "does not begin as a network" in quantized.problem
    assert "crashed" in adapted.problem and adapted.place is StagePlace.HOST and not adapted.outputs
    assert generated.problem is None and len(generated.outputs) == 3


def test_a_raw_of_another_stage_crashes_the_runtime_and_is_named(board, tiny, tmp_path):
    made = compile_stages(tiny, tmp_path)
    raw = made["optimized"].with_suffix(".raw")
    raw.write_bytes(raw.read_bytes()[:-1] + b"?")
    made["quantized"].with_suffix(".raw").write_bytes(b"short")
    _parsed, optimized, quantized, adapted, _generated = climb(board, tmp_path)
    assert "crashed" in optimized.problem and "another checksum" in optimized.notes[0]
    assert "has 5 bytes" in quantized.problem
    assert adapted.problem is None, "the runtime was started again"


def test_a_stage_of_another_network_is_told_by_its_tensors(board, tiny, tmp_path):
    made = compile_stages(tiny, tmp_path)
    (tmp_path / "other").mkdir()
    other = compile_stages(save_tiny(tmp_path / "other" / "tiny.onnx", side=16), tmp_path / "other")
    for ending in (".json", ".raw"):
        content = other["quantized"].with_suffix(ending).read_bytes()
        made["quantized"].with_suffix(ending).write_bytes(content)
    runs = climb(board, tmp_path)
    assert runs[2].problem.startswith("input search is [1, 16, 16, 3]; the tracker's are search [1, 3, 8, 8]")
    assert [run.problem is None for run in runs] == [True, True, False, True, True]


def test_it_can_be_cancelled(board, tiny, tmp_path):
    compile_stages(tiny, tmp_path)
    asked = []

    def should_cancel():
        asked.append(None)
        return len(asked) > 3

    with pytest.raises(Cancelled):
        climb(board, tmp_path, should_cancel=should_cancel)


@pytest.mark.skipif(os.name == "nt", reason="the stand-in for the vendor's Python is a shell script")
def test_stages_are_simulated_on_this_computer_without_a_board(tiny, tmp_path, monkeypatch):
    python = tmp_path / "vendor python"
    environment = f"PYTHONPATH={shlex.quote(str(DOUBLES))} PYTHONDONTWRITEBYTECODE=1"
    python.write_text(f'#!/bin/sh\n{environment} exec {shlex.quote(sys.executable)} "$@"\n')
    python.chmod(0o755)
    mode = dataclasses.replace(ICRAFT.socket_mode, python=sys.version_info[:2])
    profile = dataclasses.replace(ICRAFT, socket_mode=mode)
    stages = find_stages(compile_stages(tiny, tmp_path)["parsed"])
    with closing(IcraftAgent(None, HostSide(str(python)), profile=profile)) as simulation:
        assert not simulation.is_on_board
        runs = run_stages(SUBJECT, stages, Openers(simulation.open, None, no_board="no board was named"))
    assert [len(run.outputs) for run in runs] == [3, 3, 3, 3, 0]
    assert runs[-1].problem == "no board was named" and runs[-1].place is StagePlace.BOARD


def test_there_has_to_be_a_place():
    with pytest.raises(NowhereToSimulate):
        IcraftAgent(None, HostSide())


def test_only_icraft_has_stages(board, monkeypatch):
    other = dataclasses.replace(ICRAFT, family="rdk_x5")
    monkeypatch.setattr(type(board), "profile", property(lambda _self: other))
    with pytest.raises(NotIcraft, match="rdk_x5"), stage_openers(board, HostSide()):
        pass


# -- files -------------------------------------------------------------------------------------


def touch(folder, *names):
    for name in names:
        (folder / name).write_text("{}")


def test_files_by_their_names(tmp_path):
    touch(tmp_path, "net_1_parsed.json", "net_1_quantized.json", "net_1_ZG.json", "notes.json", "net_1.toml")
    found = find_stages(tmp_path)
    assert found.name == "net_1"
    assert {stage: path.name for stage, path in found.files.items()} == {
        PARSED: "net_1_parsed.json",
        QUANTIZED: "net_1_quantized.json",
        GENERATED: "net_1_ZG.json",
    }


def test_several_networks_in_one_folder_are_told_apart_by_a_file(tmp_path):
    touch(tmp_path, "net1_parsed.json", "net1_BY.json", "net2_parsed.json")
    with pytest.raises(SeveralNetworks, match="net1, net2"):
        find_stages(tmp_path)
    assert set(find_stages(tmp_path / "net1_BY.json").files) == {PARSED, GENERATED}
    assert set(find_stages(tmp_path / "net2_parsed.json").files) == {PARSED}


@pytest.mark.parametrize("name", ["", "absent", "net_BY.json", "other.json"])
def test_no_stages(tmp_path, name):
    touch(tmp_path, "other.json")
    with pytest.raises(NoStages):
        find_stages(tmp_path / name)


def test_one_target_only(tmp_path):
    touch(tmp_path, "net_BY.json", "net_ZG.json")
    with pytest.raises(TwoTargets, match="as net_BY"):
        find_stages(tmp_path)


# -- tensors -----------------------------------------------------------------------------------


@pytest.mark.parametrize(("dtype", "wants_raw"), [("uint8", False), ("uint8", True), ("float32", True)])
def test_pictures_go_back_to_pixels(dtype, wants_raw):
    pixels = PixelFormat("RGB", (123.7, 116.3, 103.5), (0.0171, 0.0175, 0.0174))
    picture = DRAW.integers(0, 256, (1, 3, 6, 5)).astype(np.float32)
    column = (1, 3, 1, 1)
    fed = ((picture - np.reshape(pixels.mean, column)) * np.reshape(pixels.scale, column)).astype(np.float32)
    subject = Subject("track", [{"x": fed}], [{}], {"x": pixels}, wants_raw)
    (given,) = stage_runs._feeds_for(
        [TensorSpec("input0", (1, 6, 5, 3), dtype)], {"x": fed}, subject
    ).values()
    assert given.dtype == dtype and given.flags["C_CONTIGUOUS"]
    np.testing.assert_array_equal(given, picture.transpose(0, 2, 3, 1))


def test_features_keep_their_order_and_names_need_not_agree():
    feeds = {"zf": np.ones((1, 96, 8, 8), np.float32), "x": np.zeros((1, 3, 16, 16), np.float32)}
    specs = [TensorSpec("input0", (1, 16, 16, 3), "float32"), TensorSpec("input1", (1, 96, 8, 8), "float32")]
    given = stage_runs._feeds_for(specs, feeds, Subject("s", [feeds], [{}], {}))
    assert given["input0"].shape == (1, 16, 16, 3) and given["input1"] is not None
    assert (given["input1"] == 1).all() and (given["input0"] == 0).all()


def test_features_in_whole_numbers_are_refused():
    feeds = {"zf": np.ones((1, 96, 8, 8), np.float32)}
    spec = TensorSpec("zf", (1, 96, 8, 8), "int8")
    with pytest.raises(stage_runs._DoesNotFit, match="zf is of type int8, the tracker's of float32"):
        stage_runs._feeds_for([spec], feeds, Subject("s", [feeds], [{}], {}))


def test_outputs_by_name_or_in_their_order():
    cls, box = np.zeros((1, 1, 4, 4), np.float32), np.ones((1, 4, 4, 4), np.float32)
    wanted = {"cls": cls, "box": box}
    last = [("out0", np.zeros((1, 4, 4, 1), np.float32)), ("out1", np.ones((1, 4, 4, 4), np.float32))]
    found = stage_runs._as_in_float(last, ["NHWC", "NHWC"], wanted)
    assert [tensor.shape for tensor in found.values()] == [(1, 1, 4, 4), (1, 4, 4, 4)]
    swapped = stage_runs._as_in_float([("box", box * 2), ("cls", cls)], ["", ""], wanted)
    assert list(swapped) == ["cls", "box"] and (swapped["box"] == 2).all()
    with pytest.raises(stage_runs._DoesNotFit, match="no output box"):
        stage_runs._as_in_float(last[:1], ["NHWC"], wanted)
    with pytest.raises(stage_runs._DoesNotFit, match=r"output more is \[1, 2\]"):
        stage_runs._as_in_float([*last, ("more", np.ones((1, 2)))], ["NHWC"] * 3, wanted)


def test_a_cube_is_turned_where_the_graph_says_so():
    """Nothing but the layout tells [1, 4, 4, 4] with channels first from one with channels last."""
    values = np.arange(64, dtype=np.float32).reshape(1, 4, 4, 4)
    turned = stage_runs._as_in_float([("y", values)], ["NHWC"], {"y": values})["y"]
    np.testing.assert_array_equal(turned, values.transpose(0, 3, 1, 2))
    kept = stage_runs._as_in_float([("y", values)], ["***C"], {"y": values})["y"]
    np.testing.assert_array_equal(kept, values)


# -- what the graph tells ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("dtype", "ratio", "limits"),
    [
        ("@sint(8)", "@norm_ratios([axis=-1]32*0.125)", (-16.0, 15.875)),
        ("@sint(16)", "@norm_ratios([axis=-1]32*0.5)", (-16384.0, 16383.5)),
        ("@uint(8)", "@norm_ratios([axis=-1]32*1e-1)", (0.0, 25.5)),
        ("@sint(8)", "@norm_ratios([axis=-1]1*0.1/31*0.2)", None),
        ("@sint(8)", "", None),
    ],
)
@pytest.mark.parametrize("is_cast", [False, True])
def test_range_of_an_output(dtype, ratio, limits, is_cast):
    document = graph()
    hard, output = document["ops"][2], document["ops"][3]
    end = hard["outputs"][0]
    end["dtype"]["element_dtype"] |= {"storage_dtype": dtype, "normratio": ratio}
    if is_cast:
        floats = json.loads(json.dumps(end))
        floats["v_id"], floats["dtype"]["element_dtype"] = 200, "@fp(32)"
        cast = {
            **output,
            "_type_key": "icraft::xir::Cast",
            "op_id": 150,
            "inputs": [end],
            "outputs": [floats],
        }
        document["ops"].insert(3, cast)
        output["inputs"] = [floats]
    model = parse_imodel(json.dumps(document))
    assert stage_runs._limits(model) == [None if limits is None else pytest.approx(limits)]


def test_floats_have_no_range(tiny, tmp_path):
    document = compile_stages(tiny, tmp_path)["quantized"].read_text()
    assert stage_runs._limits(parse_imodel(document)) == [None]


def test_what_the_vendor_says_about_arm_and_custom_operators():
    def tell(**options):
        openers = Openers(None, None, **options)
        return stage_runs._known_limits(parse_imodel(json.dumps(graph())), StagePlace.HOST, openers)

    (custom,) = tell()
    assert custom.startswith("ImageMake runs in the FPGA")
    arm, _custom = tell(knows_arm_only=True)
    assert "knows 13 operators, and not Conv2d, ImageMake" in arm
