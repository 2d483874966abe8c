"""`trackbench diagnose --stages` on the virtual board, and `--log`."""

import json
from importlib import resources
from pathlib import Path

import pytest

from app.cli import main
from engines.virtual.compiled import compile_stages

NETWORKS = Path(str(resources.files("resources") / "networks"))
DEMO_CLIP = str(resources.files("resources") / "clips" / "demo.mp4")
LOG = Path(__file__).parents[1] / "data" / "compiler_logs" / "cpu_split.log"
MODEL = ("--model", "demo-ettrack")
FEW = ("--frames", "0:4", "--crops", "2")


@pytest.fixture
def command(capsys, language_c_locale):
    """Runs a command; gives (exit code, stdout, stderr)."""

    def run(*arguments):
        capsys.readouterr()  # onnxruntime prints when files are made beside a shared pool of threads
        code = main(["diagnose", *(str(argument) for argument in arguments)])
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return run


@pytest.fixture
def stages(tmp_path):
    """Stages of both networks of the demo; the search network is bad from `quantized` on."""
    few = {"virtual_bits": 1}
    folders = tmp_path / "net1", tmp_path / "net2"
    for folder in folders:
        folder.mkdir()
    compile_stages(NETWORKS / "demo_ettrack_template.onnx", folders[0])
    compile_stages(NETWORKS / "demo_ettrack_search.onnx", folders[1], quantized=few, adapted=few, BY=few)
    return ",".join(str(folder) for folder in folders)


def test_stages_as_json(command, stages):
    code, out, err = command(DEMO_CLIP, *MODEL, "--stages", stages, "--board", "virtual", *FEW, "--json")
    assert (code, err) == (0, "")
    found = json.loads(out)
    assert found["first_below"]["network"] == "search" and found["first_below"]["stage"] == "quantized"
    assert [(each["network"], each["first_below"]) for each in found["networks"]] == [
        ("template", None),
        ("search", "quantized"),
    ]
    assert len(found["stages"]) == 10 and all(each["ran"] for each in found["stages"])
    assert [each["place"] for each in found["stages"][:5]] == ["host simulation"] * 4 + ["board"]
    search = found["stages"][5:]
    assert [each["name"] for each in search[0]["outputs"]] == ["cls", "bbox"]
    assert search[0]["outputs"][0]["float_cosine"] == pytest.approx(1, abs=1e-5)
    assert search[1]["outputs"][0]["cosine"] == pytest.approx(1, abs=1e-5)
    assert search[2]["outputs"][0]["cosine"] < 0.99 and search[1]["peak"]["kept"] == 1
    assert search[4]["hard_origin"] == "simulated"


def test_stages_for_people(command, stages, tmp_path):
    (tmp_path / "net2" / "demo_ettrack_search_adapted.raw").unlink()
    code, out, err = command(DEMO_CLIP, *MODEL, "--stages", stages, "--board", "virtual", *FEW)
    assert (code, err) == (0, "")
    assert "quantized *" in out and "the loss comes from quantisation, not from the hardware" in out
    assert "adapted did not run: " in out and "(simulated)" in out
    assert "template: 2 crops, compared with parsed" in out


@pytest.mark.parametrize(
    ("more", "words"),
    [
        (("--stages", "{net1}", "--board", "virtual"), "has 2 network(s) (template, search), but 1"),
        (("--stages", "{net1},{absent}", "--board", "virtual"), "holds no stage"),
        (("--stages", "{net1},{net2}"), "TRACKBENCH_ICRAFT_PYTHON"),
        (("--stages", "{net1},{net2}", "--board", "virtual:ascend"), "only Icraft has stages"),
    ],
)
def test_what_is_told_before_anything_takes_time(command, stages, tmp_path, more, words):
    names = {name: str(tmp_path / name) for name in ("net1", "net2", "absent")}
    code, out, err = command(DEMO_CLIP, *MODEL, *(each.format(**names) for each in more), *FEW)
    assert (code, out) == (1, "") and words in err


def test_compiled_entries_have_no_tracker_here(command, stages):
    code, _out, err = command(
        DEMO_CLIP, "--model", "ettrack-icraft-8bit", "--stages", stages, "--board", "virtual"
    )
    assert code == 1 and "ettrack_net1_BY.json" in err and "--model ettrack" in err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), "one of --against, --stages and --log"),
        (("clip.mp4", *MODEL, "--against", "b.onnx", "--log", LOG), "one of --against"),
        (("clip.mp4", "--stages", "a"), "Missing option --model"),
        ((*MODEL, "--against", "b.onnx"), "Missing argument SOURCE"),
        (("clip.mp4", "--log", LOG), "SOURCE means nothing with --log"),
        ((*MODEL, "--log", LOG), "--model means nothing with --log"),
        (("--log", LOG, "--board", "virtual"), "--board means nothing with --log"),
        (("clip.mp4", *MODEL, "--stages", "a", "--html", "why.html"), "--html means nothing with --stages"),
        (("clip.mp4", *MODEL, "--against", "b.onnx", "--raw-pixels"), "--raw-pixels means nothing"),
        (("clip.mp4", *MODEL, "--stages", "a", "--init", "1,2,3,4", "--init-from-gt"), "either --init"),
    ],
)
def test_wrong_usage(command, arguments, words):
    code, out, err = command(*arguments)
    assert (code, out) == (2, "") and words in err


def test_a_log_for_people(command):
    code, out, err = command("--log", LOG)
    assert (code, err) == (0, "")
    assert out.startswith("split_net: /neck/Conv is the first layer below 0.99 (0.985000)")
    assert "not the graph" in out and "a round trip between BPU and CPU: /attn/Softmax, /attn/Where" in out
    assert "one way between BPU and CPU: /head/Sigmoid" in out and "node_info" in out


def test_a_log_as_json(command):
    code, out, err = command("--log", LOG, "--cosine-below", "0.9", "--json")
    found = json.loads(out)
    assert (code, err) == (0, "") and found["first_below"]["name"] == "/head/Concat"
    assert found["outputs_below"] == ["scores"] and found["bpu_subgraphs"] == 2


def test_problems_of_a_log_go_to_stderr(command, tmp_path):
    text = LOG.read_text()
    (tmp_path / "cut.log").write_text(text[: text.index("/head/Concat")])
    code, out, err = command("--log", tmp_path / "cut.log", "--json")
    assert code == 0 and json.loads(out)["problems"] and "warning: The log ends" in err


def test_another_profile_is_no_log(command):
    other = LOG.parents[1] / "profiles" / "time_results.csv"
    code, out, err = command("--log", other)
    assert (code, out) == (1, "") and "Icraft time results" in err
