"""`trackbench models` as people and scripts give it: files that tell what they are, entries of one's own."""

import json

import pytest

from app.cli import main
from app.paths import user_paths
from engines.catalog import load_catalog, read_entries
from tests.named_networks import save_like, save_network
from tests.tiny_networks import save_constant_vit


@pytest.fixture
def models(capsys, language_c_locale):
    """Runs `trackbench models ...`; gives (exit code, stdout, stderr)."""

    def run(*arguments):
        code = main(["models", *map(str, arguments)])
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return run


@pytest.fixture
def entries(tmp_path):
    return load_catalog(tmp_path / "nowhere")


@pytest.fixture
def vit(tmp_path):
    return save_constant_vit(tmp_path / "my_tracker.onnx", search_name="x")


def one_line(err):
    assert err.startswith("trackbench: ") and err.count("\n") == 1
    return err


# -- import ------------------------------------------------------------------------------------


def test_a_file_finds_its_entry_by_itself(models, vit):
    code, out, err = models("import", vit)
    assert (code, err) == (0, "")
    assert "my_tracker.onnx has the shapes of the track network of vittrack, under other names" in out
    assert "trackbench run SOURCE --model vittrack" in out
    (row,) = json.loads(models("check", "vittrack", "--json")[1])
    assert (row["entry"], row["known"]) == ("vittrack", False) and row["run_ms"] > 0


def test_two_files_in_any_order(models, entries, tmp_path):
    entry = entries.entry("ettrack")
    files = [save_like(network, tmp_path / f"{network.role}.onnx") for network in entry.network]
    code, out, _err = models("import", *files[::-1], "--json")
    answer = json.loads(out)
    assert (code, answer["entry"], len(answer["reasons"])) == (0, "ettrack", 2)
    assert [row["role"] for row in answer["files"]] == ["template", "search"]
    assert [row["file"] for row in answer["files"]] == list(map(str, files))


def test_one_of_two_files(models, entries, tmp_path):
    path = save_like(entries.entry("ettrack").network[0], tmp_path / "net1.onnx")
    code, out, err = models("import", path)
    assert (code, out) == (1, "")
    assert "net1.onnx" in one_line(err) and "ettrack" in err and "search" in err


def test_a_file_that_may_be_several_things(models, entries, tmp_path):
    path = save_like(entries.entry("yolo11-pose").network[0], tmp_path / "pose.onnx")
    code, out, err = models("import", path)
    assert (code, out) == (1, "")
    assert all(name in one_line(err) for name in ("yolov8-pose", "yolo11-pose", "--as"))
    assert models("import", path, "--as", "yolo11-pose")[0] == 0


def test_a_file_that_is_nothing_known(models, tmp_path):
    path = save_network(tmp_path / "x.onnx", {"images": [1, 3, 640, 640]}, {"output": [1, 8400, 85]})
    code, out, err = models("import", path)
    assert (code, out) == (1, "")
    assert "images [1, 3, 640, 640]" in one_line(err) and "yolox, but" in err and "--like" in err
    assert not user_paths().weights.exists()


def test_the_real_files_by_their_checksums(models, assets):
    folder = assets / "models"
    code, out, _err = models("import", folder / "yolox_nano_416x416.onnx")
    assert code == 0 and "yolox" in out and "checksum as in the catalog" in out
    pair = [folder / f"nanotrackv2_{part}_sim.onnx" for part in ("head", "backbone")]
    assert models("import", *pair)[0] == 0
    checked = {(row["entry"], row["role"]): row for row in json.loads(models("check", "--json")[1])}
    assert checked["yolox", "detect"]["known"] and checked["nanotrack", "backbone"]["known"]
    assert "opened on import" in checked["nanotrack", "backbone"]["title"]


# -- entries of one's own ----------------------------------------------------------------------


def test_a_new_entry_is_listed_checked_and_kept(models, vit):
    options = ("--new", "my-vit", "--like", "vittrack", "--color", "BGR", "--mean", "0.5,0.5,0.5")
    code, out, err = models("import", vit, *options)
    assert (code, err) == (0, "") and "my-vit.toml" in out
    (entry,) = read_entries(user_paths().catalogs / "my-vit.toml")
    spec = entry.network[0].inputs[0]
    assert (spec.color, spec.mean, spec.std) == ("BGR", (0.5, 0.5, 0.5), (0.229, 0.224, 0.225))
    assert "here" in next(line for line in models()[1].splitlines() if line.startswith("my-vit"))
    (row,) = json.loads(models("check", "my-vit", "--json")[1])
    assert row["known"] is True


def test_labels_of_a_new_entry(models, tmp_path):
    path = save_network(tmp_path / "cars.onnx", {"in": [1, 3, 64, 64]}, {"out": [1, 84, 7]})
    options = ("--new", "cars", "--like", "light-person", "--labels", "car, truck")
    assert models("import", path, *options)[0] == 0
    assert json.loads(models("show", "cars", "--json")[1])["labels"] == ["car", "truck"]


@pytest.mark.parametrize("name", ["vittrack", "No/Name"])
def test_a_name_that_cannot_be_had_leaves_nothing_behind(models, vit, name):
    code, out, err = models("import", vit, "--new", name, "--like", "vittrack")
    assert (code, out) == (1, "") and one_line(err)
    assert not user_paths().catalogs.exists() and not user_paths().weights.exists()


@pytest.mark.parametrize(
    "options",
    [
        ("--new", "x"),
        ("--like", "vittrack"),
        ("--new", "x", "--like", "vittrack", "--as", "vittrack"),
        ("--as", "vittrack", "--color", "RGB"),
        ("--as", "vittrack", "--labels", "a"),
        ("--new", "x", "--like", "vittrack", "--mean", "1,2"),
        ("--new", "x", "--like", "vittrack", "--mean", "1,2,x"),
        ("--new", "x", "--like", "vittrack", "--std", "1,0,1"),
        ("--new", "x", "--like", "vittrack", "--std", "1,nan,1"),
        ("--new", "x", "--like", "vittrack", "--color", "GBR"),
    ],
)
def test_wrong_usage(models, vit, options):
    code, out, err = models("import", vit, *options)
    assert (code, out) == (2, "") and err


# -- list, show, check -------------------------------------------------------------------------


def test_columns_stay_in_line(models):
    head, *lines = models("list")[1].splitlines()
    starts = [head.index(word) for word in ("name", "task", "detector", "tracker", "precision", "boards")]
    for line in lines:
        assert all(line[at - 1] == " " != line[at] for at in starts[1:])
    assert len(lines) == len(json.loads(models("--json")[1]))
    assert {line.split()[2] for line in lines} == {"-", "yolox", "yolo-pose"}


def test_show_says_what_is_published_and_how_pictures_get_in(models):
    code, out, _err = models("show", "ettrack-icraft-8bit")
    assert code == 0 and "published: by others, not measured here" in out
    row = next(line for line in out.splitlines() if "search network" in line)
    assert "16.763" in row and " ms " in row and "Icraft 3.7.1" in row
    assert "ettrack_net1_BY.raw (missing)" in out and "NHWC uint8 RGB" in out
    pose = models("show", "yolov8-pose")[1]
    assert "yolo-pose" in pose and "AGPL-3.0" in pose and "fits: YOLOv8n-pose, weights turned back" in pose


def test_without_a_name_all_that_is_here_is_checked(models, vit):
    models("import", vit)
    out = models("check")[1]
    assert "vittrack track: fits" in out and "demo-sot track: fits" in out
    names = {row["entry"] for row in json.loads(models("check", "--json")[1])}
    assert {"vittrack", "demo-sot"} <= names and "yolox" not in names


def test_a_boards_file_is_not_run_here(models, tmp_path):
    path = tmp_path / "SiamRPN.om"
    path.write_bytes(b"compiled")
    code, out, _err = models("import", path)
    assert code == 0 and "checksum unknown to the catalog" in out
    assert "not run here" in models("check", "siamrpn-ascend")[1]
    assert json.loads(models("check", "siamrpn-ascend", "--json")[1])[0]["run_ms"] is None
