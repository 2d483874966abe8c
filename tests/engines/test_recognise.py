"""Files tell what they are: real ones where the assets are there, tiny ones of the same tensors else."""

import pytest

from engines.catalog import load_catalog
from engines.networks.errors import NetworkBroken, NetworkFileMissing
from engines.recognise import Fit, NetworksMissing, NothingFits, SeveralFit, recognise
from tests.named_networks import save_like, save_network


@pytest.fixture
def catalog(tmp_path):
    return load_catalog(tmp_path / "weights")


@pytest.fixture
def save(catalog, tmp_path):
    """A file like a network of an entry; tensors may get other names."""

    def make(entry, at=0, name="mine.onnx", **names):
        return save_like(catalog.entry(entry).network[at], tmp_path / name, names)

    return make


# -- real files --------------------------------------------------------------------------------

REAL = {
    ("object_tracking_vittrack_2023sep",): "vittrack",
    ("yolox_nano_416x416",): "yolox",
    ("light_person_yolox_192x192",): "light-person",
    ("yolov8n-pose_640",): "yolov8-pose",
    ("yolov8n-pose_640_raw9",): "yolov8-pose-raw",
    ("lighttrack_net2_search288", "lighttrack_net1_template127"): "ettrack",
    ("nanotrackv2_backbone_sim", "nanotrackv2_head_sim"): "nanotrack",
    ("nanotrackv2_head_sim", "nanotrackv2_backbone_dynamic"): "nanotrack",
}


@pytest.mark.parametrize(("stems", "entry"), REAL.items(), ids=[" ".join(stems) for stems in REAL])
def test_files_that_are_known_by_their_checksum(catalog, assets, stems, entry):
    files = [assets / "models" / f"{stem}.onnx" for stem in stems]
    chosen = recognise(catalog, files).decide()
    assert (chosen.entry.name, chosen.fit, chosen.missing) == (entry, Fit.CHECKSUM, ())
    assert sorted(chosen.files) == sorted(files)
    assert all("checksum" in reason for reason in chosen.reasons)


def test_two_networks_come_into_the_entrys_order(catalog, assets):
    files = [assets / "models" / f"lighttrack_{name}.onnx" for name in ("net2_search288", "net1_template127")]
    assert list(recognise(catalog, files).decide().files) == files[::-1]


def test_a_file_that_nothing_takes(catalog, assets):
    with pytest.raises(NothingFits) as caught:
        recognise(catalog, [assets / "models" / "osnet_x0_25_msmt17.onnx"]).decide()
    assert "images [1, 3, 256, 128]" in str(caught.value) and "output [1, 512]" in str(caught.value)


# -- by names and shapes -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("entry", "names", "fit"),
    [
        ("vittrack", {}, Fit.NAMES),
        ("vittrack", {"template": "z", "search": "x"}, Fit.SHAPES),
        ("siamrpn", {}, Fit.NAMES),
        ("siamrpn", {"cls": "0", "loc": "1"}, Fit.SHAPES),
        ("siamrpn-alex", {"template": "a", "search": "b", "cls": "c", "loc": "d"}, Fit.SHAPES),
        ("yolox", {"images": "input"}, Fit.SHAPES),
    ],
)
def test_a_file_of_the_right_tensors(catalog, save, entry, names, fit):
    chosen = recognise(catalog, [save(entry, **names)]).decide()
    assert (chosen.entry.name, chosen.fit) == (entry, fit)
    assert ("other names" in chosen.reasons[0]) == (fit is Fit.SHAPES)


def test_the_checksum_beats_names_and_names_beat_shapes(catalog, save, assets):
    found = recognise(catalog, [assets / "models" / "yolov8n-pose_640.onnx"]).candidates
    assert [(c.entry.name, c.fit) for c in found] == [
        ("yolov8-pose", Fit.CHECKSUM),
        ("yolo11-pose", Fit.NAMES),
    ]


def test_of_several_that_fit_the_user_chooses(catalog, save):
    with pytest.raises(SeveralFit) as caught:
        recognise(catalog, [save("yolo11-pose")]).decide()
    text = str(caught.value)
    assert "yolov8-pose (YOLOv8n-pose)" in text and "yolo11-pose" in text and "--as yolov8-pose" in text


@pytest.mark.parametrize(("at", "role", "missing"), [(0, "template", "search"), (1, "search", "template")])
def test_one_of_two_networks_says_which_and_what_is_missing(catalog, save, at, role, missing):
    with pytest.raises(NetworksMissing) as caught:
        recognise(catalog, [save("ettrack", at)]).decide()
    assert f"the {role} network of ettrack" in str(caught.value)
    assert f"ettrack has another network, {missing}" in str(caught.value)


def test_the_same_network_twice_is_no_pair(catalog, save):
    found = recognise(catalog, [save("ettrack", 0, "a.onnx"), save("ettrack", 0, "b.onnx")])
    assert found.candidates == ()


def test_bundled_networks_are_nobodys_files(catalog, save):
    assert [c.entry.name for c in recognise(catalog, [save("demo-sot")]).candidates] == ["vittrack"]


# -- nothing fits ------------------------------------------------------------------------------


def test_another_size_names_what_is_nearest_and_why(catalog, tmp_path):
    path = save_network(tmp_path / "x.onnx", {"images": [1, 3, 640, 640]}, {"output": [1, 8400, 85]})
    found = recognise(catalog, [path])
    assert found.candidates == () and "yolox" in [near.entry.name for near in found.nearest]
    with pytest.raises(NothingFits) as caught:
        found.decide()
    text = str(caught.value)
    assert "x.onnx has the inputs images [1, 3, 640, 640] and the outputs output [1, 8400, 85]" in text
    assert "yolox, but there is nothing like its input 'images' [1, 3, 416, 416]" in text
    assert "--new NAME --like" in text


def test_names_that_leave_a_doubt_are_said(catalog, save):
    found = recognise(catalog, [save("vittrack", output2="size", output3="offset")])
    near = {near.entry.name: near.reason for near in found.nearest}
    assert near["vittrack"] == "it cannot be told which tensor is which"


def test_files_of_two_systems(catalog, save):
    found = recognise(catalog, [save("vittrack", name="a.onnx"), save("yolox", name="b.onnx")])
    assert {n.entry.name: n.reason for n in found.nearest}["vittrack"] == "it has 1 network(s)"


def test_free_sizes_are_shown(catalog, tmp_path):
    path = save_network(tmp_path / "x.onnx", {"a": ["n", 5]}, {"b": [1, 6]})
    with pytest.raises(NothingFits, match=r"a \[\?, 5\]"):
        recognise(catalog, [path]).decide()


def test_files_that_are_none(catalog, tmp_path):
    with pytest.raises(NetworkFileMissing):
        recognise(catalog, [tmp_path / "gone.onnx"])
    (tmp_path / "text.onnx").write_text("no network")
    with pytest.raises(NetworkBroken):
        recognise(catalog, [tmp_path / "text.onnx"])


# -- a board's own formats ---------------------------------------------------------------------


def test_a_boards_file_is_known_by_its_name(catalog, tmp_path):
    path = tmp_path / "yolo11n_pose_bayese_640x640_nv12.bin"
    path.write_bytes(b"x")
    chosen = recognise(catalog, [path]).decide()
    assert (chosen.entry.name, chosen.fit) == ("yolo11n-pose-rdk-x5", Fit.FILE_NAME)


def test_a_boards_file_of_another_name_has_to_be_named(catalog, tmp_path):
    path = tmp_path / "mine.om"
    path.write_bytes(b"x")
    with pytest.raises(SeveralFit, match="--as siamrpn-ascend"):
        recognise(catalog, [path]).decide()


def test_a_file_of_no_known_kind(catalog, tmp_path):
    path = tmp_path / "x.tflite"
    path.write_bytes(b"x")
    with pytest.raises(NothingFits, match="is no ONNX file"):
        recognise(catalog, [path]).decide()
