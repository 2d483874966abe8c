import pytest

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
from engines.makeup import makeup_of

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


def test_the_built_in_catalog_holds_what_is_promised(tmp_path):
    catalog = load_catalog(tmp_path)
    assert {"demo-sot", "vittrack"} <= {entry.name for entry in catalog.entries}
    for entry in catalog.entries:
        assert makeup_of(entry).choose(entry.parameters, {}).parts
        assert entry.licence != "unknown" and entry.source != "unknown"
        assert all(figure.source for figure in entry.published)


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
    with pytest.raises(UnknownModel, match=r"'yolo'.*demo-sot, vittrack"):
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

