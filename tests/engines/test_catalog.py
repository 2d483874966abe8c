import hashlib
from pathlib import Path

import numpy as np
import pytest

from engines.assembly import local_opener, open_pipeline
from engines.catalog import (
    LOCAL_OFFER,
    BoardOffer,
    CatalogBroken,
    ModelDoesNotFit,
    UnknownModel,
    WeightsMissing,
    WrongWeightCount,
    judge,
    load_catalog,
    read_entries,
    require_fit,
)
from engines.fitting import first_difference
from engines.makeup import makeup_of
from engines.networks.onnx_header import read_header
from engines.networks.packing import ImagePacker
from engines.video.open import open_source

ENTRY = """
[[entry]]
name = "mine"
title = "Mine"
task = "sot"
tracker = "vittrack"
boards = ["local", "icraft"]

[entry.needs]
hard_operators = ["Softmax", "Layernorm"]
mmu = true

[[entry.network]]
role = "track"
file = "mine.onnx"
outputs = [{ name = "y", shape = [1, 1] }]

[[entry.network.inputs]]
name = "x"
shape = [1, 3, 8, 8]
layout = "NCHW"
color = "BGR"
mean = [0.5, 0.25, 0.0]
std = [0.5, 1.0, 0.25]
"""


@pytest.fixture
def write(tmp_path):
    def save(text, name="extra.toml"):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return save


@pytest.fixture
def mine(write):
    (entry,) = read_entries(write(ENTRY))
    return entry


# -- reading -----------------------------------------------------------------------------------


# Scripts and pages name these.
NAMES_THAT_STAY = {
    *("demo-sot", "demo-mot", "demo-pose", "demo-ettrack", "demo-siamrpn"),
    *("ettrack", "siamrpn", "siamrpn-alex", "vittrack", "nanotrack"),
    *("yolox", "yolov8-pose", "yolo11-pose", "ettrack-icraft-8bit", "bytetrack-icraft", "siamrpn-ascend"),
    "yolo11n-pose-rdk-x5",
}
BUILT_IN = load_catalog(Path("nowhere"))
ENTRIES = pytest.mark.parametrize("entry", BUILT_IN.entries, ids=lambda entry: entry.name)


def test_names_that_stay():
    names = [entry.name for entry in BUILT_IN.entries]
    assert names[0] == "demo-sot" and set(names) >= NAMES_THAT_STAY
    demos = [name.startswith("demo-") for name in names]
    assert demos == sorted(demos, reverse=True), "bundled entries come first"


@ENTRIES
def test_every_entry_can_be_put_together(entry):
    makeup = makeup_of(entry)
    assert makeup.choose(entry.parameters, {}).parts
    assert set(entry.parameters) <= {info.name for info in makeup.infos}
    assert (entry.detector is None) == (entry.task == "sot")
    if entry.task != "sot":
        for other in ("none", "bytetrack"):
            assert makeup_of(entry, other).association is not None
        assert entry.tracker == "bytetrack" or entry.task == "pose"


@ENTRIES
def test_every_entry_says_where_it_comes_from(entry):
    assert entry.title and entry.summary and entry.licence != "unknown" and entry.source != "unknown"
    assert all(figure.source and figure.what for figure in entry.published)
    for network in entry.network:
        assert (network.simulated_hard_ms is None) == (not network.simulated_after)
        assert network.url is None or network.url.startswith("https://")
        assert network.url is None or network.sha256, "what is downloaded is checked"
        assert all(known.source != "unknown" for known in network.known)
    sums = [known.sha256 for network in entry.network for known in network.known]
    assert len(set(sums)) == len(sums)


@ENTRIES
def test_every_picture_input_says_how_pictures_get_in(entry):
    for network in entry.network:
        pictures = [given for given in network.inputs if given.layout]
        for given in pictures:
            assert (given.color is None) == (given.layout == "NV12")
        has_features = entry.tracker in ("ettrack", "nanotrack")
        assert pictures or has_features


@ENTRIES
def test_an_entry_of_one_board_has_files_of_its_format(entry):
    suffixes = {"icraft": ".json", "ascend": ".om", "rdk_x5": ".bin"}
    for network in entry.network:
        if network.is_onnx:
            assert "local" in entry.boards and not network.beside
        else:
            (board,) = entry.boards
            assert network.file.endswith(suffixes[board])


@pytest.mark.parametrize("entry", [e for e in BUILT_IN.entries if e.network[0].bundled], ids=lambda e: e.name)
def test_bundled_files_are_the_ones_the_catalog_names(entry):
    for network in entry.network:
        path = BUILT_IN.weight_file(entry, network)
        assert path.stat().st_size == network.size_bytes
        assert hashlib.sha256(path.read_bytes()).hexdigest() == network.sha256
        assert first_difference(network, *_sides(path)) is None


def _sides(path):
    header = read_header(path)
    return header.inputs, header.outputs


def test_published_figures_that_stand_beside_the_measured_ones():
    figures = {e.name: {f.what: f.value for f in e.published} for e in BUILT_IN.entries}
    assert figures["ettrack-icraft-8bit"]["hard time of the search network, 8 bit"] == 16.763
    assert figures["ettrack-icraft-16bit"]["LaSOT AUC, 16 bit"] == 54.39
    assert figures["siamrpn-ascend"]["VOT2016 EAO, Ascend 310"] == 0.483
    assert figures["yolo11n-pose-rdk-x5"]["YOLO11x-pose, time, 1 thread"] == 85.7
    assert figures["bytetrack-icraft"]["hard time of the network, int8"] == 13.523


@pytest.mark.parametrize(
    ("name", "parameters", "search", "grid"),
    [("siamrpn", (0.05, 0.42, 0.38), 255, 25), ("siamrpn-alex", (0.16, 0.40, 0.30), 287, 21)],
)
def test_siamrpn_has_the_constants_of_its_networks(name, parameters, search, grid):
    entry = BUILT_IN.entry(name)
    assert tuple(entry.parameters.values()) == parameters
    assert entry.network[0].inputs[1].shape == (1, 3, search, search)
    assert [out.shape for out in entry.network[0].outputs] == [(1, 10, grid, grid), (1, 20, grid, grid)]


def test_an_nv12_input_has_no_colour_of_its_own():
    (given,) = BUILT_IN.entry("yolo11n-pose-rdk-x5").network[0].inputs
    assert (given.spec.layout, given.spec.dtype, given.spec.pixels) == ("NV12", "uint8", None)
    packer = ImagePacker(given.spec)
    assert (packer.height, packer.width) == (640, 640)


def test_pixels_are_told_in_the_networks_own_units(mine):
    spec = mine.network[0].inputs[0].spec
    assert (spec.layout, spec.dtype, spec.shape) == ("NCHW", "float32", (1, 3, 8, 8))
    assert spec.pixels.color == "BGR"
    assert spec.pixels.mean == pytest.approx((127.5, 63.75, 0))
    assert spec.pixels.scale == pytest.approx((1 / 127.5, 1 / 255, 1 / 63.75))


def test_an_input_that_is_no_picture_has_no_pixels(write):
    (entry,) = read_entries(write(ENTRY[: ENTRY.index("layout =")]))
    assert entry.network[0].inputs[0].spec.pixels is None


def test_a_users_entry_comes_beside_the_built_in_ones_or_in_their_place(write, tmp_path):
    own = write(ENTRY)
    replaced = write(ENTRY.replace('"mine"', '"vittrack"'), "other.toml")
    catalog = load_catalog(tmp_path, [own, replaced])
    assert catalog.entry("mine").title == "Mine" and catalog.entry("vittrack").title == "Mine"
    assert [entry.name for entry in catalog.entries].count("vittrack") == 1


@pytest.mark.parametrize(
    ("change", "parts"),
    [
        (('title = "Mine"', 'titel = "Mine"'), ["'mine'", "titel", "unknown key"]),
        (('role = "track"', 'role = "track"\nsha = "1"'), ["'mine'", "network.0.sha", "unknown key"]),
        (('layout = "NCHW"', 'layout = "CHWN"'), ["'mine'", "network.0.inputs.0.layout"]),
        (("mmu = true", 'mmu = "perhaps"'), ["'mine'", "needs.mmu"]),
        (('task = "sot"', 'task = "detect"'), ["'mine'", "task"]),
        (('tracker = "vittrack"\n', ""), ["'mine'", "tracker"]),
        (('name = "mine"\n', ""), ["'?'", "name"]),
        (('name = "mine"', 'name = "Mine/../x"'), ["name"]),
        (("[[entry]]", "[[entries]]"), ["unknown key 'entries'"]),
        (("[[entry]]", "version = 2\n[[entry]]"), ["unknown key 'version'"]),
        (("[[entry]]", "[[entry"), ["extra.toml"]),
    ],
)
def test_a_broken_catalog_names_entry_and_key(write, change, parts):
    with pytest.raises(CatalogBroken) as caught:
        read_entries(write(ENTRY.replace(*change)))
    assert all(part in str(caught.value) for part in ["extra.toml", *parts])


@pytest.mark.parametrize("text", ["entry = 3", "entry = [1, 2]", 'entry = ["a"]', "[entry]\nname = 'x'"])
def test_a_catalog_of_another_kind_says_so(write, text):
    with pytest.raises(CatalogBroken, match=r"extra\.toml"):
        read_entries(write(text))


def test_a_file_that_is_no_text_or_not_there(tmp_path):
    (tmp_path / "bytes.toml").write_bytes(b"\xff\xfe\x00")
    for name in ("bytes.toml", "gone.toml"):
        with pytest.raises(CatalogBroken, match=name):
            read_entries(tmp_path / name)


def test_an_empty_catalog_is_one(write):
    assert read_entries(write("")) == ()


def test_an_unknown_model_lists_the_known_ones(tmp_path):
    with pytest.raises(UnknownModel, match=r"'yolo'.*demo-sot, .*vittrack, "):
        load_catalog(tmp_path).entry("yolo")


# -- does it fit -------------------------------------------------------------------------------


def offer(**more):
    return BoardOffer(**{"family": "icraft", "title": "bitstream v1", **more})


@pytest.mark.parametrize(
    ("given", "reasons"),
    [
        (offer(hard_operators=frozenset({"Softmax", "Layernorm", "Conv"}), mmu=True), ()),
        (offer(), ()),  # unknown is not held against it
        (offer(hard_operators=frozenset({"Softmax"}), mmu=None), ("bitstream v1 has no Layernorm",)),
        (offer(hard_operators=frozenset()), ("bitstream v1 has no Softmax, Layernorm",)),
        (offer(mmu=False), ("bitstream v1 has no MMU",)),
        (offer(family="ascend"), ("it is not made for ascend (only local, icraft)",)),
        (
            offer(family="ascend", hard_operators=frozenset(), mmu=False),
            (
                "it is not made for ascend (only local, icraft)",
                "bitstream v1 has no Softmax, Layernorm",
                "bitstream v1 has no MMU",
            ),
        ),
        (LOCAL_OFFER, ()),
    ],
)
def test_a_verdict_has_its_reasons(mine, given, reasons):
    verdict = judge(mine, given)
    assert verdict.reasons == reasons and verdict.fits == (not reasons)
    assert str(verdict) == ("fits" if not reasons else f"does not fit, because {'; '.join(reasons)}")


def test_what_does_not_fit_is_refused_with_the_reasons(mine):
    require_fit(mine, LOCAL_OFFER)
    with pytest.raises(ModelDoesNotFit, match=r"Mine does not fit bitstream v1: bitstream v1 has no Softmax"):
        require_fit(mine, offer(hard_operators=frozenset({"Layernorm"})))


# -- weights -----------------------------------------------------------------------------------


def test_missing_weights_say_the_command(tmp_path, write):
    catalog = load_catalog(tmp_path, [write(ENTRY)])
    entry = catalog.entry("mine")
    assert not catalog.has_weights(entry)
    with pytest.raises(WeightsMissing) as caught:
        catalog.weights(entry)
    assert "`trackbench models import mine.onnx --as mine`" in str(caught.value)
    assert "fetch" not in str(caught.value)
    with pytest.raises(WeightsMissing, match="`trackbench models fetch vittrack`"):
        catalog.weights(catalog.entry("vittrack"))


def test_weights_lie_in_a_folder_of_their_entry(tmp_path, write):
    catalog = load_catalog(tmp_path, [write(ENTRY)])
    entry = catalog.entry("mine")
    path = tmp_path / "mine" / "mine.onnx"
    path.parent.mkdir()
    path.write_bytes(b"x")
    assert catalog.weights(entry) == (path,) and catalog.has_weights(entry)


def test_files_of_the_users_take_their_place(tmp_path, write):
    catalog = load_catalog(tmp_path, [write(ENTRY)])
    entry = catalog.entry("mine")
    assert catalog.weights(entry, [tmp_path / "a.onnx"]) == (tmp_path / "a.onnx",)
    with pytest.raises(WrongWeightCount, match=r"1 network\(s\) \(track\), but 2"):
        catalog.weights(entry, [tmp_path / "a.onnx"] * 2)


def test_bundled_weights_ship_with_the_program(tmp_path):
    catalog = load_catalog(tmp_path)
    entry = catalog.entry("demo-sot")
    path = catalog.weight_file(entry, entry.network[0])
    assert path.parts[-3:] == ("resources", "networks", "demo_sot.onnx")


def test_every_file_of_a_network_has_to_be_there(tmp_path):
    catalog = load_catalog(tmp_path)
    entry = catalog.entry("bytetrack-icraft")
    graph, weights = catalog.weight_files(entry, entry.network[0])
    assert (graph.name, weights.name) == ("bytetrack_BY.json", "bytetrack_BY.raw")
    graph.parent.mkdir()
    graph.write_text("{}")
    assert not catalog.has_weights(entry)
    with pytest.raises(WeightsMissing, match=r"bytetrack_BY\.raw is missing"):
        catalog.weights(entry)
    weights.write_text("x")
    assert catalog.has_weights(entry) and catalog.weights(entry) == (graph,)


def test_missing_weights_name_all_files_that_come_together(tmp_path):
    catalog = load_catalog(tmp_path)
    with pytest.raises(WeightsMissing, match=r"import ettrack_net1\S+ ettrack_net2\S+ --as ettrack"):
        catalog.weights(catalog.entry("ettrack"))


@pytest.mark.parametrize(
    ("name", "color", "lowest", "highest"),
    [
        ("ettrack", "RGB", -2.118, 2.249),  # ImageNet's red
        ("vittrack", "RGB", -2.118, 2.249),
        ("siamrpn", "BGR", 0.0, 255.0),
        ("nanotrack", "RGB", 0.0, 255.0),
        ("yolox", "BGR", 0.0, 255.0),
        ("light-person", "BGR", 0.0, 255.0),
        ("yolov8-pose", "RGB", 0.0, 1.0),
        ("yolo11-pose-raw", "RGB", 0.0, 1.0),
    ],
)
def test_black_and_white_become_the_numbers_a_network_was_trained_with(name, color, lowest, highest):
    (spec, *_more) = (given.spec for given in BUILT_IN.entry(name).network[0].inputs if given.color)
    assert spec.pixels.color == color
    packer = ImagePacker(spec)
    for level, wanted in ((0, lowest), (255, highest)):
        picture = np.full((packer.height, packer.width, 3), level, np.uint8)
        assert packer.pack(picture)[0, 0, 0, 0] == pytest.approx(wanted, abs=2e-3)


# What is to be seen on the first pictures of TUD-Campus: about seven persons.
@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("yolox", "yolox_nano_416x416"),
        ("light-person", "light_person_yolox_192x192"),
        ("yolov8-pose", "yolov8n-pose_640"),
        ("yolov8-pose-raw", "yolov8n-pose_640_raw9"),
    ],
)
def test_a_detector_as_the_catalog_describes_it_finds_people(assets, name, file):
    weights = [assets / "models" / f"{file}.onnx"]
    pipeline = open_pipeline(BUILT_IN, BUILT_IN.entry(name), local_opener(), weights=weights)
    source = open_source(assets / "videos" / "mot" / "TUD-Campus")
    counts = [len(pipeline.step(source.read()).tracks) for _ in range(3)]
    source.close()
    pipeline.close()
    assert 3 <= counts[-1] <= 12
