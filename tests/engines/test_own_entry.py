import pytest
from hypothesis import given
from hypothesis import strategies as st

from engines.catalog import (
    CatalogEntry,
    InputEntry,
    Needs,
    NetworkEntry,
    OutputEntry,
    WrongWeightCount,
    load_catalog,
    read_entries,
)
from engines.errors import BadParameter, CannotWrite, TrackbenchError
from engines.networks.errors import NetworkDoesNotFit
from engines.own_entry import NameTaken, NotLikeIt, Pixels, entry_like, entry_toml, write_entry
from tests.named_networks import save_like, save_network
from tests.tiny_networks import save_constant_vit


@pytest.fixture
def catalog(tmp_path):
    return load_catalog(tmp_path / "weights")


@pytest.fixture
def vit(tmp_path):
    return save_constant_vit(tmp_path / "vit.onnx", search_name="x")


def made(catalog, files, like="vittrack", name="mine", **more):
    return entry_like(catalog, catalog.entry(like), name, files, **more)


def test_tensors_are_the_files_own_and_the_rest_is_as_before(catalog, vit):
    entry, like = made(catalog, [vit]), catalog.entry("vittrack")
    network = entry.network[0]
    assert [spec.name for spec in network.inputs] == ["template", "x"]
    assert (network.file, network.size_bytes) == ("vit.onnx", vit.stat().st_size)
    assert network.inputs[1].mean == like.network[0].inputs[1].mean
    assert (entry.tracker, entry.boards, entry.needs) == (like.tracker, like.boards, like.needs)


def test_nothing_is_claimed_that_is_not_known(catalog, vit):
    entry = made(catalog, [vit])
    network = entry.network[0]
    assert catalog.entry("vittrack").published and not entry.published
    assert entry.licence == "unknown" and network.url is None and not network.known
    assert made(catalog, [vit], like="demo-sot").network[0].simulated_hard_ms is None
    assert not made(catalog, [vit], like="demo-sot").network[0].bundled


def test_what_a_file_cannot_say_is_taken_from_the_user(catalog, vit):
    pixels = Pixels("BGR", (0.5, 0.4, 0.3), (0.2, 0.2, 0.2))
    for spec in made(catalog, [vit], pixels=pixels).network[0].inputs:
        assert (spec.color, spec.mean, spec.std) == ("BGR", (0.5, 0.4, 0.3), (0.2, 0.2, 0.2))
    kept = made(catalog, [vit], pixels=Pixels(color="BGR")).network[0].inputs[0]
    assert kept.color == "BGR" and kept.mean == catalog.entry("vittrack").network[0].inputs[0].mean


def test_the_written_file_is_read_back_as_the_same_entry(catalog, vit, tmp_path):
    entry = made(catalog, [vit], pixels=Pixels(mean=(0.1, 0.2, 0.3)))
    path = write_entry(entry, tmp_path / "config" / "catalog")
    assert path.name == "mine.toml" and read_entries(path) == (entry,)


# -- other sizes -------------------------------------------------------------------------------


def pose(tmp_path, shape=(1, 3, 320, 320), cells=2100):
    return save_network(tmp_path / "p.onnx", {"in": shape}, {"out": [1, 56, cells]})


def test_a_network_of_another_size(catalog, tmp_path):
    network = made(catalog, [pose(tmp_path)], like="yolo11-pose").network[0]
    (given,), (out,) = network.inputs, network.outputs
    assert (given.name, given.shape, given.layout, given.color) == ("in", (1, 3, 320, 320), "NCHW", "RGB")
    assert out.shape == (1, 56, 2100)


def test_pictures_with_channels_last(catalog, tmp_path):
    network = made(catalog, [pose(tmp_path, (1, 320, 320, 3))], like="yolo11-pose").network[0]
    assert network.inputs[0].layout == "NHWC"


def test_labels(catalog, tmp_path):
    path = save_network(tmp_path / "x.onnx", {"in": [1, 3, 64, 64]}, {"out": [1, 84, 7]})
    entry = made(catalog, [path], like="light-person", labels=["car", "truck"])
    assert entry.labels == ("car", "truck")
    with pytest.raises(NetworkDoesNotFit, match="2 classes, but 1"):
        made(catalog, [path], like="light-person")


def test_two_pictures_are_told_apart_by_their_size(catalog, tmp_path):
    path = save_network(
        tmp_path / "x.onnx",
        {"big": [1, 3, 271, 271], "small": [1, 3, 127, 127]},
        {"cls": [1, 10, 27, 27], "loc": [1, 20, 27, 27]},
    )
    inputs = made(catalog, [path], like="siamrpn").network[0].inputs
    assert [(spec.name, spec.color) for spec in inputs] == [("big", "BGR"), ("small", "BGR")]


# -- refused -----------------------------------------------------------------------------------


def test_a_name_that_is_taken(catalog, vit):
    with pytest.raises(NameTaken, match="vittrack"):
        made(catalog, [vit], name="vittrack")


@pytest.mark.parametrize("name", ["", "Mine", "../x", "a b", "-x"])
def test_a_name_that_is_none(catalog, vit, name):
    with pytest.raises(BadParameter, match="Small letters"):
        made(catalog, [vit], name=name)


def test_a_file_for_each_network(catalog, vit):
    with pytest.raises(WrongWeightCount, match="template, search"):
        made(catalog, [vit], like="ettrack")


def test_another_number_of_pictures(catalog, tmp_path):
    with pytest.raises(NotLikeIt, match="1 image input\\(s\\) instead of 2"):
        made(catalog, [pose(tmp_path)], like="vittrack")


def test_a_network_that_the_tracker_cannot_do_with(catalog, tmp_path):
    with pytest.raises(NetworkDoesNotFit):
        made(catalog, [pose(tmp_path, cells=2101)], like="yolo11-pose")


def test_a_folder_that_cannot_be_written(catalog, vit, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(CannotWrite):
        write_entry(made(catalog, [vit]), tmp_path / "file")


def test_a_failure_is_an_expected_one(catalog, tmp_path):
    (tmp_path / "x.onnx").write_bytes(b"no network")
    with pytest.raises(TrackbenchError):
        made(catalog, [tmp_path / "x.onnx"])


def test_two_networks_in_any_order(catalog, tmp_path):
    like = catalog.entry("ettrack")
    files = [save_like(network, tmp_path / f"{network.role}.onnx", {"z": "t"}) for network in like.network]
    entry = made(catalog, files[::-1], like="ettrack")
    assert [network.file for network in entry.network] == ["template.onnx", "search.onnx"]
    assert entry.network[1].inputs[1].shape == (1, 96, 8, 8)


# -- the form of the file ----------------------------------------------------------------------

texts = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=12)
floats = st.floats(-10, 10, allow_nan=False)
triples = st.tuples(floats, floats, floats)
shapes = st.lists(st.integers(1, 999), max_size=4).map(tuple)
inputs = st.builds(
    InputEntry, name=texts, shape=shapes, color=st.sampled_from(["RGB", None]), mean=triples, std=triples
)
networks = st.builds(
    NetworkEntry,
    role=texts,
    file=texts,
    beside=st.lists(texts, max_size=2).map(tuple),
    inputs=st.lists(inputs, max_size=2).map(tuple),
    outputs=st.lists(st.builds(OutputEntry, name=texts, shape=shapes), max_size=3).map(tuple),
    known=st.just(()),
    url=st.none(),
    size_bytes=st.none() | st.integers(1, 10**12),
    sha256=st.none(),
    simulated_hard_ms=st.none(),
)
entries = st.builds(
    CatalogEntry,
    name=st.just("mine"),
    title=texts,
    task=st.sampled_from(["sot", "mot", "pose"]),
    tracker=texts,
    detector=st.none() | texts,
    labels=st.lists(texts, max_size=3).map(tuple),
    summary=texts,
    needs=st.builds(Needs, hard_operators=st.lists(texts, max_size=2).map(tuple), mmu=st.booleans()),
    parameters=st.dictionaries(texts, st.booleans() | st.integers(-9, 9) | floats | texts, max_size=3),
    network=st.lists(networks, min_size=1, max_size=2).map(tuple),
    published=st.just(()),
)


@given(entries)
def test_any_entry_is_read_back_as_it_was_written(tmp_path_factory, entry):
    path = tmp_path_factory.getbasetemp() / "entry.toml"
    path.write_text(entry_toml(entry), encoding="utf-8", newline="")
    assert read_entries(path) == (entry,)
