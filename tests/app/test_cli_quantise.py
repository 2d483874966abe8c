"""`trackbench quantize` and `trackbench diagnose` on the demo clip."""

import json
from importlib import resources

import pytest

from app.cli import main

DEMO_CLIP = str(resources.files("resources") / "clips" / "demo.mp4")
MODEL = ("--model", "demo-ettrack")
FRAMES = ("--frames", "0:6")
FILES = ("demo_ettrack_template.onnx", "demo_ettrack_search.onnx")


@pytest.fixture
def command(capsys, language_c_locale):
    """Runs a command; gives (exit code, stdout, stderr)."""

    def run(*arguments):
        code = main([str(argument) for argument in arguments])
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return run


def quantize(command, *more):
    return command("quantize", *MODEL, "--clip", DEMO_CLIP, "--init-from-gt", *FRAMES, *more)


def diagnose(command, folder, *more):
    files = ",".join(str(folder / name) for name in FILES)
    return command("diagnose", DEMO_CLIP, *MODEL, "--against", files, *FRAMES, *more)


def test_quantize_then_diagnose(command, tmp_path):
    code, out, err = quantize(command, "--out", tmp_path, "--bits", "16,8", "--scales", "channel", "--json")
    assert (code, err) == (0, "")
    template, search = json.loads(out)["files"]
    assert [template["network"], template["bits"], search["bits"]] == ["template", 16, 8]
    assert (search["scales"], search["bytes"]) == ("channel", (tmp_path / FILES[1]).stat().st_size)
    assert {"name", "channels_lost", "weight_sqnr_db"} == set(search["layers"][0])
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(FILES)

    page = tmp_path / "report" / "why.html"
    code, out, err = diagnose(command, tmp_path, "--html", page, "--json", "--layers", "2")
    assert (code, err) == (0, "")
    found = json.loads(out)
    assert (found["verdict"], found["parted_at"], found["remedy"]) == ("healthy", None, None)
    keys = {"name", "network", "channels_lost", "weight_sqnr_db", "single_layer_cosine", "accumulated_cosine"}
    assert found["layers"] and all(keys <= set(layer) for layer in found["layers"])
    assert [each["format"]["bits"] for each in found["networks"]] == [16, 8]
    assert page.read_text(encoding="utf-8").startswith("<!doctype html>")


def test_tables_for_people(command, tmp_path):
    code, out, err = quantize(command, "--out", tmp_path, "--keep-float", "search:stem.0")
    assert (code, err) == (0, "")
    assert out.splitlines()[0].split()[:3] == ["network", "file", "format"]
    code, out, err = diagnose(command, tmp_path, "--no-remedy", "--layers", "1")
    assert (code, err) == (0, "")
    assert out.startswith("healthy: Nothing to blame") and "weights dB" in out


@pytest.mark.parametrize(
    ("more", "words"),
    [
        (("--bits", "12"), "neither 8 nor 16"),
        (("--bits", "8,8,8"), "has 3 values, but the model has 2 networks"),
        (("--init", "1,2,3,4"), "either --init or --init-from-gt"),
    ],
)
def test_wrong_usage(command, tmp_path, more, words):
    code, _out, err = quantize(command, "--out", tmp_path / "q", *more)
    assert code == 2 and words in err and not (tmp_path / "q").exists()


def test_an_unknown_layer_is_told_before_anything_takes_time(command, tmp_path):
    code, out, err = quantize(command, "--out", tmp_path / "q", "--keep-float", "stem.9")
    assert (code, out) == (1, "")
    assert "no layer 'stem.9'" in err and "stem.0" in err and not (tmp_path / "q").exists()


def test_files_of_another_network(command, tmp_path):
    (tmp_path / FILES[0]).write_bytes(b"no onnx")
    (tmp_path / FILES[1]).write_bytes(b"no onnx")
    code, out, err = diagnose(command, tmp_path)
    assert (code, out) == (1, "") and "could not be loaded as an ONNX network" in err


def test_an_absent_clip(command, tmp_path):
    code, _out, err = command(
        "quantize", *MODEL, "--clip", tmp_path / "none.mp4", "--init", "1,2,30,40", "--out", tmp_path / "q"
    )
    assert code == 1 and "none.mp4" in err
