"""`trackbench import`, `compare` and `export`: exit code, stdout, stderr and files."""

import csv
import json
from pathlib import Path

import pytest

from app.cli import main
from engines.recorder import Recorder
from tests.engines.made_results import made_profile, made_result

SAMPLES = Path(__file__).parents[1] / "data" / "profiles"


@pytest.fixture
def command(capsys, language_c_locale):
    """Runs a command; gives (exit code, stdout, stderr)."""

    def run(*arguments):
        code = main([str(argument) for argument in arguments])
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return run


@pytest.fixture
def recording(tmp_path):
    def record(name, total_ms, frames=6):
        recorder = Recorder(tmp_path / name, {"source": "clip.mp4"})
        for index in range(frames):
            layers = made_profile("conv", name, total_ms=total_ms) if index % 3 == 0 else None
            recorder.write(made_result(index, layers=layers))
        recorder.close()
        return tmp_path / name

    return record


# -- import ------------------------------------------------------------------------------------


def test_a_log_for_people(command):
    code, out, err = command("import", SAMPLES / "hb_mapper.log", "--worst", "2")
    assert (code, err) == (0, "")
    assert "hb_mapper log of small_64x64_nv12, 6 layers" in out
    assert "812.50 frames/s (simulated)" in out and "latency 1.2308 ms (simulated)" in out
    assert "no board has run" in out and "scores  1x8x8x1  0.912000" in out
    rows = out.split("worst 2 of 6 layers, lowest cosine first\n")[1].splitlines()
    assert len(rows) == 3 and "0.845080" in rows[1] and "/head/scores/Conv" in rows[2]
    assert "total ms" not in rows[0]  # a column that nobody knows is left out


def test_all_layers_in_order(command):
    _code, out, _err = command("import", SAMPLES / "time_results.csv", "--all")
    rows = out.split("all layers\n")[1].splitlines()
    assert [row.split()[2] for row in rows[1:]] == ["0)", "2)", "754)", "86)"]
    assert "-5.4927" in rows[2] and "1.5e-05" in rows[4]


@pytest.mark.parametrize("name", sorted(path.name for path in SAMPLES.iterdir()))
def test_json_is_one_document(command, name):
    code, out, err = command("import", SAMPLES / name, "--json", "--worst", "3")
    values = json.loads(out)
    assert (code, err) == (0, "")
    assert values["origin"] in ("measured", "simulated") and len(values["worst"]) <= 3
    assert {"format", "layers", "outputs", "parts", "problems", "frames_per_second", "latency_ms"} <= set(
        values
    )


def test_figures_as_json(command):
    values = json.loads(command("import", SAMPLES / "hb_mapper.log", "--json", "--worst", "1")[1])
    assert (values["frames_per_second"], values["latency_ms"], len(values["outputs"])) == (812.5, 1.2308, 2)
    assert values["worst"][0]["cosine"] == 0.84508 and values["worst"][0]["total_ms"] is None
    assert values["outputs"][0]["shape"] == [1, 8, 8, 1] and len(values["layers"]) == 6


def test_problems_go_to_stderr(command, tmp_path):
    path = tmp_path / "cut.csv"
    path.write_text((SAMPLES / "time_results.csv").read_text()[:-20])
    code, out, err = command("import", path)
    assert code == 0 and "3 layers" in out
    assert err.startswith("warning: Line 5") and err.count("\n") == 1


def test_a_foreign_file_is_one_clear_line(command, tmp_path):
    path = tmp_path / "diary.txt"
    path.write_text("Dear diary")
    code, out, err = command("import", path)
    assert (code, out) == (1, "") and err.count("\n") == 1
    assert err.startswith("trackbench: ") and "hb_mapper log" in err and "onnxruntime profile" in err
    assert command("import", tmp_path / "none")[0] == 1
    assert command("import")[0] == 2


# -- compare -----------------------------------------------------------------------------------


def test_two_recordings_for_people(command, recording):
    code, out, err = command("compare", recording("a", 2.0), recording("b", 3.0))
    assert (code, err) == (0, "")
    assert (
        "a: a, 6 frames, 2 of them profiled" in out and "200.00 frames/s by the mean step (measured)" in out
    )
    row = next(line for line in out.splitlines() if " conv " in line)
    assert row.split()[2:7] == ["total", "2.0000", "3.0000", "+1.0000", "1.50"]
    assert "only in a: 1 layers: a" in out and "only in b: 1 layers: b" in out
    boxes = out.split("boxes in 6 frames of both (measured)\n")[1].splitlines()
    assert boxes[1].split() == ["1", "1.000", "never", "6", "0", "0", "+0.000"]


def test_two_recordings_as_files(command, recording, tmp_path):
    files = {"--csv": tmp_path / "o" / "c.csv", "--html": tmp_path / "o" / "c.html"}
    asked = [part for pair in files.items() for part in pair]
    code, out, err = command("compare", recording("a", 2.0), recording("b", 3.0), "--json", *asked)
    values = json.loads(out)
    assert (code, err) == (0, "") and values["layers"][0]["ratio"] == 1.5
    assert values["tracks"][0]["iou"] == [1.0] * 6 and values["stages_ms"]["infer"]["difference_ms"] == 0
    rows = list(csv.DictReader(files["--csv"].read_text().splitlines()))
    assert [row["name"] for row in rows] == ["conv", "a", "b"]
    assert "a beside b" in files["--html"].read_text()


def test_two_logs(command, tmp_path):
    other = tmp_path / "b.log"
    other.write_text((SAMPLES / "hb_mapper.log").read_text().replace("0.845080", "0.945080"))
    code, out, _err = command("compare", SAMPLES / "hb_mapper.log", other, "--worst", "1")
    assert code == 0 and "1 of 6 layers of both" in out and "0.845080  0.945080" in out


def test_notes_and_problems_go_to_stderr(command, recording):
    code, out, err = command("compare", recording("a", 2.0), SAMPLES / "perf.txt")
    assert code == 0 and "119.83 frames/s (measured)" in out
    assert "warning: perf.txt: This is what the tool printed" in err
    assert "note: perf has no layers" in err


def test_what_cannot_be_compared(command, recording, tmp_path):
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "recording.json").write_text('{"version": 99}')
    code, _out, err = command("compare", recording("a", 2.0), tmp_path / "new")
    assert code == 1 and "version 99" in err and err.count("\n") == 1
    assert command("compare", tmp_path / "a")[0] == 2


# -- export ------------------------------------------------------------------------------------


def test_every_export(command, recording, tmp_path):
    folder = recording("take", 2.0)
    files = {f"--{name}": tmp_path / f"x.{name}" for name in ("csv", "stages", "trace", "html")}
    code, out, err = command("export", folder, *[part for pair in files.items() for part in pair])
    assert (code, err, out.count("written: ")) == (0, "", 4)
    layers = list(csv.DictReader(files["--csv"].read_text().splitlines()))
    assert [(row["name"], row["total_p50_ms"], row["frames"]) for row in layers] == [
        ("conv", "2.0", "2"), ("take", "2.0", "2")
    ]  # fmt: skip
    assert len(list(csv.DictReader(files["--stages"].read_text().splitlines()))) == 6
    events = json.loads(files["--trace"].read_text())
    assert sum(event.get("cat") == "layer" for event in events) == 4
    assert "<h1>Recording take</h1>" in files["--html"].read_text()


def test_export_needs_to_be_told_what(command, recording, tmp_path):
    code, _out, err = command("export", recording("take", 2.0))
    assert code == 2 and "--html" in err
    code, _out, err = command("export", tmp_path / "none", "--html", tmp_path / "x.html")
    assert code == 1 and "recording" in err
    code, _out, err = command("export", tmp_path / "take", "--html", "/dev/null/x.html")
    assert code == 1 and "cannot be written" in err


@pytest.mark.parametrize("verb", ["import", "compare", "export"])
def test_help_has_an_example(command, verb):
    code, out, _err = command(verb, "--help")
    assert code == 0 and f"trackbench {verb} " in out.split("Examples:")[1]
