"""`trackbench models import FILE.yaml`."""

import json

import pytest

from app.cli import main
from app.paths import user_paths
from tests.engines.boards.imodels import RAW, save_pair

TEXT = "imodel:\n  dir: BY\n  run_backend: buyi\n  odd: 1\nparam:\n  conf: 0.2\n"


@pytest.fixture
def models(capsys, language_c_locale):
    def run(*arguments):
        code = main(["models", *map(str, arguments)])
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return run


@pytest.fixture
def runtime_file(tmp_path):
    path = tmp_path / "bytetrack.yaml"
    path.write_text(TEXT)
    return path


def test_an_entry_is_written_and_its_files_are_brought(models, runtime_file, tmp_path, private_home):
    save_pair(tmp_path / "BY", "mine", side=64, custom=("ImageMake", "DetPost"))
    code, out, err = models("import", runtime_file, "--json")
    answer = json.loads(out)
    assert (code, err) == (0, "")
    assert (answer["entry"], answer["like"]) == ("bytetrack-icraft-2", "bytetrack-icraft")
    assert any("imodel.odd" in text for text in answer["warnings"])
    assert (user_paths().weights / answer["entry"] / "mine_BY.raw").read_bytes() == RAW
    shown = json.loads(models("show", answer["entry"], "--json")[1])
    assert shown["weights_here"] and shown["needs"]["hard_operators"] == ["DetPost", "ImageMake"]


def test_what_people_read(models, runtime_file, private_home):
    code, out, err = models("import", runtime_file, "--new", "mine", "--like", "bytetrack-icraft")
    assert code == 0
    assert "mine is written to" in out and "imodel.odd" in err and "no compiled model in BY" in err
    code, _out, err = models("import", runtime_file, "--new", "mine")
    assert code == 1 and "called mine already" in err


def test_wrong_usage(models, runtime_file):
    assert models("import", runtime_file, "other.onnx")[0] == 2
    assert models("import", runtime_file, "--as", "yolox")[0] == 2
    runtime_file.write_text("a: 1")
    code, _out, err = models("import", runtime_file)
    assert code == 1 and err.count("\n") == 1 and "imodel" in err
