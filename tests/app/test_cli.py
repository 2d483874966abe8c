"""Commands as people and scripts give them: `main([...])`, exit code, stdout, stderr."""

import csv
import functools
import hashlib
import http.server
import json
import threading

import pytest

from app.cli import main
from app.paths import user_paths
from tests.app.conftest import FRAMES, NETWORK_FILE

BOX = "30,40,24,24"


@pytest.fixture
def command(capsys, language_c_locale):
    """Runs a command; gives (exit code, stdout, stderr)."""

    def run(*arguments):
        code = main([str(argument) for argument in arguments])
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return run


@pytest.fixture
def track(command, scene, installed):
    """`run` on the scene with the network that follows it."""

    def run(*arguments, source=scene, model="vittrack"):
        return command("run", source, "--model", model, *arguments)

    return run


def one_line(err):
    """What a person reads: a single line, no traceback."""
    assert err.startswith("trackbench: ") and err.count("\n") == 1 and "Traceback" not in err
    return err


# -- run ---------------------------------------------------------------------------------------


def test_a_run_for_people(track):
    code, out, err = track("--init", BOX)
    assert (code, err) == (0, "")
    assert f"{FRAMES} frames" in out and "vittrack on this computer" in out
    assert all(word in out for word in ("preprocess", "infer", "measured", "p50 ms"))


def test_json_is_one_document_and_nothing_else(track):
    code, out, err = track("--init-from-gt", "--json", "--set", "size_inertia=0.25", "--profile-every", "5")
    assert (code, err) == (0, "")
    summary = json.loads(out)
    assert (
        summary["frames"] == FRAMES and summary["model"] == "vittrack" and summary["board"] == "this computer"
    )
    assert summary["set"] == {"size_inertia": "0.25"}
    infer = summary["stages_ms"]["infer"]
    assert infer["count"] == FRAMES - 1 and infer["origin"] == "measured"
    assert 0 < infer["p50"] <= infer["p95"] <= infer["p99"]
    assert summary["step_profiled_ms"]["count"] == 3
    assert summary["step_unprofiled_ms"]["count"] == FRAMES - 3
    assert summary["frames_per_second"] > 0 and summary["link_bytes"] is None
    assert {"python", "onnxruntime", "numpy"} <= set(summary["versions"])


def test_every_output(track, tmp_path):
    outputs = {name: tmp_path / f"o.{name}" for name in ("out", "video", "record", "trace")}
    outputs["video"] = tmp_path / "o.mp4"
    given = [part for name, path in outputs.items() for part in (f"--{name}", path)]
    code, _out, err = track("--init", BOX, "--frames", "2:9", *given)
    assert (code, err) == (0, "")
    rows = list(csv.DictReader(outputs["out"].read_text().splitlines()))
    assert list(rows[0]) == ["frame", "x", "y", "w", "h", "score", "state"]
    assert [row["frame"] for row in rows] == list("2345678")
    assert outputs["video"].stat().st_size > 0
    about = json.loads((outputs["record"] / "recording.json").read_text())
    assert about["model"] == "vittrack" and about["source"]
    assert isinstance(json.loads(outputs["trace"].read_text()), list)


def test_weights_of_a_users_own(track, spot_file, private_home, tmp_path):
    (user_paths().weights / "vittrack" / NETWORK_FILE).unlink()
    code, _out, _err = track("--init", BOX, "--weights", spot_file)
    assert code == 0


def test_several_targets(track, tmp_path):
    code, _out, _err = track("--init", BOX, "--init", "100,80,20,20", "--out", tmp_path / "r.csv")
    assert code == 0
    assert sorted(path.name for path in tmp_path.glob("*.csv")) == ["r.1.csv", "r.2.csv"]


EXPECTED_FAILURES = {
    "unknown model": (["--init", BOX], {"model": "yolo"}, "no model called 'yolo'"),
    "missing source": (["--init", BOX], {"source": "gone.mp4"}, "gone.mp4 does not exist"),
    "strange address": (["--init", BOX], {"source": "gopher://x/y"}, "gopher"),
    "unknown parameter": (["--init", BOX, "--set", "speed=3"], {}, "no such parameter"),
    "parameter out of bounds": (["--init", BOX, "--set", "blend=3"], {}, "between 0.0 and 1.0"),
    "unknown tracker": (["--init", BOX, "--tracker", "sort"], {}, "no tracker called 'sort'"),
    "no first box": ([], {}, "--init x,y,w,h"),
    "box outside": (["--init", "900,900,10,10"], {}, "outside the picture"),
    "box of one pixel": (["--init", "5,5,1,1"], {}, "1 x 1 pixels"),
    "frames behind the end": (["--init", BOX, "--frames", "900:"], {}, "no frame 900"),
    "missing weights file": (["--init", BOX, "--weights", "gone.onnx"], {}, "gone.onnx does not exist"),
    "too many weights": (["--init", BOX, "--weights", "a.onnx,b.onnx"], {}, "1 network(s) (track), but 2"),
    "out cannot be written": (["--init", BOX, "--out", "/dev/null/x.csv"], {}, "cannot be written"),
    "record cannot be written": (["--init", BOX, "--record", "/dev/null/x"], {}, "cannot be written"),
    "trace cannot be written": (["--init", BOX, "--trace", "/dev/null/x"], {}, "cannot be written"),
}


@pytest.mark.parametrize(
    ("arguments", "given", "said"), EXPECTED_FAILURES.values(), ids=EXPECTED_FAILURES.keys()
)
@pytest.mark.parametrize("as_json", [[], ["--json"]], ids=["text", "json"])
def test_an_expected_failure_is_one_clear_line(track, arguments, given, said, as_json):
    code, out, err = track(*arguments, *as_json, **given)
    assert (code, out) == (1, "")
    assert said in one_line(err)


def test_missing_weights_say_the_command(command, scene):
    code, out, err = command("run", scene, "--model", "vittrack", "--init", BOX)
    assert (code, out) == (1, "") and "`trackbench models import" in one_line(err)


@pytest.mark.parametrize("content", [b"", b"no video at all"])
def test_a_file_that_is_no_video(track, tmp_path, content):
    (tmp_path / "a.mp4").write_bytes(content)
    code, _out, err = track("--init", BOX, source=tmp_path / "a.mp4")
    assert code == 1 and "cannot be read as a video" in one_line(err)


def test_a_folder_without_pictures(track, tmp_path):
    (tmp_path / "empty").mkdir()
    code, _out, err = track("--init", BOX, source=tmp_path / "empty")
    assert code == 1 and "no pictures" in one_line(err)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--init", "1,2,3"], "--init"),
        (["--init", "a,b,c,d"], "--init"),
        (["--init", "1,2,0,5"], "positive size"),
        (["--init", "1,2,nan,5"], "--init"),
        (["--init", BOX, "--frames", "9"], "--frames"),
        (["--init", BOX, "--frames", "9:3"], "--frames"),
        (["--init", BOX, "--frames=-3:"], "--frames"),
        (["--init", BOX, "--set", "blend"], "key=value"),
        (["--init", BOX, "--set", "=3"], "key=value"),
        (["--init", BOX, "--threads", "0"], "--threads"),
        (["--init", BOX, "--mode", "slow"], "--mode"),
        (["--init", BOX, "--profile-every", "-1"], "--profile-every"),
        (["--colour", "red"], "--colour"),
    ],
)
def test_wrong_usage_is_named(track, arguments, said):
    code, out, err = track(*arguments)
    assert (code, out) == (2, "") and said in err and "Traceback" not in err


@pytest.mark.parametrize(
    "arguments", [["run"], ["run", "a.mp4"], ["fly"], ["models", "show"], ["models", "import"]]
)
def test_what_is_missing_is_wrong_usage(command, arguments):
    code, out, err = command(*arguments)
    assert (code, out) == (2, "") and "Usage:" in err


@pytest.mark.parametrize(
    "verb",
    [
        [],
        ["run"],
        ["models"],
        ["models", "import"],
        ["models", "check"],
        ["board"],
        ["board", "check"],
        ["demo"],
    ],
)
def test_every_verb_has_help_with_an_example(command, verb):
    code, out, err = command(*verb, "--help")
    assert (code, err) == (0, "") and "Usage: trackbench" in out
    if verb not in (["board"],):
        assert "trackbench " in out.split("Usage: trackbench", 1)[1]


def test_the_version(command):
    code, out, _err = command("--version")
    assert code == 0 and out.startswith("trackbench, version ")


def test_a_bug_is_not_hidden(track, monkeypatch):
    def broken(*_args, **_more):
        raise ZeroDivisionError("bug")

    monkeypatch.setattr("app.headless.run_headless", broken)
    with pytest.raises(ZeroDivisionError):
        track("--init", BOX)


# -- models ------------------------------------------------------------------------------------


@pytest.mark.parametrize("verb", [["models"], ["models", "list"]])
def test_the_list_says_what_is_here(command, verb):
    code, out, err = command(*verb)
    assert (code, err) == (0, "")
    lines = {line.split()[0]: line for line in out.splitlines()}
    assert "missing" in lines["vittrack"] and "demo-sot" in lines


@pytest.mark.parametrize("arguments", [["models", "--json"], ["models", "list", "--json"]])
def test_the_list_as_json(command, installed, arguments):
    _code, out, _err = command(*arguments)
    entries = {entry["name"]: entry for entry in json.loads(out)}
    assert entries["vittrack"]["weights_here"] and entries["vittrack"]["task"] == "sot"


def test_an_entry_whole(command):
    code, out, _err = command("models", "show", "vittrack")
    assert code == 0
    for part in ("Apache-2.0", "search [1, 3, 256, 256]", "missing", "Layernorm", "published:", "opencv_zoo"):
        assert part in out
    shown = json.loads(command("models", "show", "vittrack", "--json")[1])
    assert shown["network"][0]["sha256"] and shown["weights_here"] is False


def test_an_unknown_entry(command):
    for verb in (
        ["show", "yolo"],
        ["check", "yolo"],
        ["fetch", "yolo"],
        ["import", "a.onnx", "--as", "yolo"],
    ):
        code, out, err = command("models", *verb)
        assert (code, out) == (1, "") and "demo-sot" in one_line(err)


def test_import_then_check_then_run(command, scene, spot_file):
    code, out, err = command("models", "import", spot_file, "--as", "vittrack")
    assert (code, err) == (0, "") and "imported" in out and "differs from the catalog's" in out
    code, out, _err = command("models", "check", "vittrack")
    assert code == 0 and "fits, runs in" in out
    (row,) = json.loads(command("models", "check", "vittrack", "--json")[1])
    assert row["role"] == "track" and row["known"] is False and row["run_ms"] > 0
    assert command("run", scene, "--model", "vittrack", "--init", BOX)[0] == 0


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"", "could not be loaded"), (b"text", "could not be loaded"), (None, "does not exist")],
)
def test_files_of_no_use_are_not_imported(command, tmp_path, content, said):
    path = tmp_path / "a.onnx"
    if content is not None:
        path.write_bytes(content)
    code, out, err = command("models", "import", path, "--as", "vittrack")
    assert (code, out) == (1, "") and said in one_line(err)
    assert not user_paths().weights.exists()


def test_checking_weights_that_are_not_here(command):
    code, _out, err = command("models", "check", "vittrack")
    assert code == 1 and "missing" in one_line(err)


@pytest.fixture
def server(spot_file):
    """Serves the folder of the network."""

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_args):
            pass

    handler = functools.partial(Quiet, directory=str(spot_file.parent))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as running:
        thread = threading.Thread(target=running.serve_forever, args=(0.01,))
        thread.start()
        yield f"http://127.0.0.1:{running.server_port}/{NETWORK_FILE}"
        running.shutdown()
        thread.join()


def write_own_entry(url, digest):
    """The user's own catalog: an entry with an address of its own."""
    folder = user_paths().catalogs
    folder.mkdir(parents=True)
    (folder / "mine.toml").write_text(
        f"""
[[entry]]
name = "mine"
title = "Mine"
task = "sot"
tracker = "vittrack"
source = "their home page"
[[entry.network]]
role = "track"
file = "mine.onnx"
{f'url = "{url}"' if url else ""}
sha256 = "{digest}"
inputs = []
outputs = []
"""
    )


def test_fetch(command, server, spot_file):
    write_own_entry(server, hashlib.sha256(spot_file.read_bytes()).hexdigest())
    code, out, err = command("models", "fetch", "mine")
    assert (code, err) == (0, "")
    assert out.strip().endswith("mine.onnx") and "here" in command("models", "show", "mine")[1]


def test_fetch_of_another_file_than_named(command, server):
    write_own_entry(server, "0" * 64)
    code, out, err = command("models", "fetch", "mine")
    assert (code, out) == (1, "") and "SHA-256 differs" in one_line(err)


def test_fetch_without_an_address(command):
    write_own_entry(None, "0" * 64)
    code, _out, err = command("models", "fetch", "mine")
    assert code == 1 and "their home page" in one_line(err)


def test_a_broken_catalog_of_the_users_names_the_key(command):
    write_own_entry(None, "0" * 64)
    path = user_paths().catalogs / "mine.toml"
    path.write_text(path.read_text().replace("title", "titel"))
    code, _out, err = command("models")
    assert code == 1 and "'mine'" in one_line(err) and "titel" in err and "mine.toml" in err
