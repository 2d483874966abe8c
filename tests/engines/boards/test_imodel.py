"""Icraft's models are read without its package, and broken ones are told from them."""

from __future__ import annotations

import copy
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engines.boards import imodel
from engines.boards.imodel import ImodelBroken, RawCutOff, RawMissing, parse_imodel, read_imodel, read_pair
from tests.engines.boards.imodels import RAW, graph, save_pair


def test_what_a_graph_says():
    model = parse_imodel(json.dumps(graph(custom=("ImageMake", "DetPost"), hard=("Conv2d", "Softmax"))))
    assert (model.name, model.target, model.framework) == ("tiny", "buyi", "PYTORCH 1.9")
    assert model.icraft_version == "3.33.1"
    kinds = [(op.op_id, op.kind, op.device, op.is_hard) for op in model.operators]
    assert kinds == [
        (0, "Input", "host", False),
        (295, "ImageMake", "fpga", False),
        (296, "DetPost", "fpga", False),
        (454, "Conv2d", "buyi", True),
        (455, "Softmax", "buyi", True),
        (146, "Output", "host", False),
    ]
    (picture,) = model.inputs
    assert (picture.shape, picture.dtype, picture.layout, picture.normratio) == (
        (1, 8, 8, 3),
        "uint8",
        "NHWC",
        "",
    )
    (out,) = model.outputs
    assert (out.shape, out.dtype, out.normratio) == ((1, 2, 2, 32), "int8", "[axis=-1]32*0.125")
    assert model.operators[1].outputs[0].layout == "NCHWc32"
    assert model.segments == {"params": 512, "ftmp": 64}
    assert (model.params_bytes, model.precision) == (len(RAW), "int8")
    assert model.hard_operators == ("DetPost", "ImageMake", "Softmax")
    assert model.needs_mmu is False


@pytest.mark.parametrize(
    ("options", "operators", "mmu"),
    [
        ({"custom": ()}, (), False),
        ({"custom": (), "hard": ("LayerNorm", "InstanceNorm2d")}, ("InstanceNorm2d", "Layernorm"), False),
        ({"custom": (), "hard": ("Normalize", "Conv2d")}, ("Normalize",), False),
        ({"custom": ("WarpAffine",)}, ("WarpAffine",), False),
        ({"speedmode": True}, ("ImageMake",), True),
        ({"compressFtmp": True}, ("ImageMake",), True),
        ({"speedmode": "yes"}, ("ImageMake",), False),
    ],
)
def test_what_a_model_needs(options, operators, mmu):
    model = parse_imodel(json.dumps(graph(**options)))
    assert (model.hard_operators, model.needs_mmu) == (operators, mmu)


def test_operators_merged_into_one_count_too():
    document = graph(custom=())
    document["ops"][1]["sub_hard_ops"] = [{"name": "icraft::xir::SoftmaxNode"}, 3]
    model = parse_imodel(json.dumps(document))
    assert model.operators[1].merged == ("Softmax",)
    assert model.hard_operators == ("Softmax",)


@pytest.mark.parametrize("bits", [8, 16])
def test_precision(bits):
    assert parse_imodel(json.dumps(graph(bits=bits))).precision == f"int{bits}"


def test_a_pair_that_belongs_together(tmp_path):
    model, check = read_pair(save_pair(tmp_path))
    assert model.name == "tiny" and check.agrees is True and check.reason == ""


def test_a_raw_of_another_model_is_said(tmp_path):
    path = save_pair(tmp_path)
    path.with_suffix(".raw").write_bytes(RAW[::-1])
    check = read_pair(path)[1]
    assert check.agrees is False
    assert "tiny_BY.raw" in check.reason and "tiny_BY.json" in check.reason


def test_a_raw_that_is_cut_off_or_missing(tmp_path):
    path = save_pair(tmp_path)
    path.with_suffix(".raw").write_bytes(RAW[:-1])
    with pytest.raises(RawCutOff, match=f"{len(RAW) - 1} bytes.*{len(RAW)}"):
        read_pair(path)
    path.with_suffix(".raw").unlink()
    with pytest.raises(RawMissing, match=r"tiny_BY\.raw"):
        read_pair(path)


def test_without_a_checksum_nobody_knows(tmp_path):
    path = save_pair(tmp_path)
    document = json.loads(path.read_text())
    del document["params_md5"], document["params_bytes"]
    path.write_text(json.dumps(document))
    model, check = read_pair(path)
    assert (model.params_bytes, check.agrees) == (None, None) and "no checksum" in check.reason


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("", "not JSON"),
        ("{", "not JSON"),
        (b"\xff\xfe\x00", "not JSON"),
        ("[" * 100_000, "not JSON"),
        ("[]", "does not begin as a network"),
        ('{"_type_key": "icraft::xir::Value"}', "does not begin as a network"),
        ('{"_type_key": "icraft::xir::Network"}', "no operators"),
        ('{"_type_key": "icraft::xir::Network", "ops": []}', "no operators"),
        ('{"_type_key": "icraft::xir::Network", "ops": [1]}', "operator 0"),
        ('{"_type_key": "icraft::xir::Network", "ops": [{"op_id": true, "_type_key": "x"}]}', "no id"),
        ('{"_type_key": "icraft::xir::Network", "ops": [{"op_id": 1, "_type_key": "x"}]}', "no list"),
    ],
)
def test_what_is_no_model(text, word):
    with pytest.raises(ImodelBroken, match=word):
        parse_imodel(text, "x.json")


@pytest.mark.parametrize("shape", [None, "8", [1, -1], [1.5], [True], [1] * 17])
def test_shapes_that_are_none(shape):
    document = graph()
    document["ops"][0]["outputs"][0]["dtype"]["shape"] = shape
    with pytest.raises(ImodelBroken, match="no usable shape"):
        parse_imodel(json.dumps(document))


def test_sizes_are_limited(tmp_path, monkeypatch):
    path = save_pair(tmp_path)
    monkeypatch.setattr(imodel, "MAX_OPERATORS", 2)
    with pytest.raises(ImodelBroken, match="more than 2 operators"):
        read_imodel(path)
    monkeypatch.setattr(imodel, "MAX_JSON_BYTES", 1 << 10)
    for read in (lambda: read_imodel(path), lambda: parse_imodel(path.read_text())):
        with pytest.raises(ImodelBroken, match="larger than"):
            read()


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(ImodelBroken, match=r"none\.json"):
        read_imodel(tmp_path / "none.json")


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


def _places(value, path=()):
    yield path
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in parts:
        yield from _places(part, (*path, key))


GRAPH = graph(custom=("ImageMake",), hard=("Conv2d", "LayerNorm"))
PLACES = [place for place in _places(GRAPH) if place]


@given(st.sampled_from(PLACES), JSON_VALUES)
def test_a_graph_with_anything_in_it_is_read_or_refused(place, anything):
    document = copy.deepcopy(GRAPH)
    spot = document
    for key in place[:-1]:
        spot = spot[key]
    spot[place[-1]] = anything
    try:
        model = parse_imodel(json.dumps(document))
    except ImodelBroken as error:
        assert str(error)
        return
    assert model.operators
    assert all(isinstance(name, str) for name in model.hard_operators)
    assert isinstance(model.precision, str) and isinstance(model.needs_mmu, bool)
    assert all(size >= 0 for tensor in model.inputs + model.outputs for size in tensor.shape)


@given(st.binary(max_size=200))
def test_bytes_of_any_kind_are_no_model(content):
    with pytest.raises(ImodelBroken):
        parse_imodel(content)
