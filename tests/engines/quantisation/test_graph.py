from types import SimpleNamespace

import pytest

from engines.networks.errors import NetworkBroken, NetworkFileMissing
from engines.quantisation.errors import UnknownLayer
from engines.quantisation.graph import find_layers, layer_names, read_graph, unknown_layer
from tests.engines.diagnosis.made_networks import save_faulty


def names_of(*nodes):
    """Names for people by names in the file; a node is "name op"."""
    made = [SimpleNamespace(name=name, op_type=op) for name, op in (node.split(" ") for node in nodes)]
    return layer_names(made)


BACKBONE = "/features/blocks/blocks.1/blocks.1"


@pytest.mark.parametrize(
    ("node", "name"),
    [
        (f"{BACKBONE}.1/conv_dw/Conv Conv", "blocks.1.1/conv_dw"),
        (f"{BACKBONE}.0/conv_dw/Conv Conv", "blocks.1.0/conv_dw"),
        (f"{BACKBONE}.1/act1/Mul Mul", "blocks.1.1/act1/Mul"),
        (f"{BACKBONE}.1/Add Add", "blocks.1.1/Add"),
        ("/features/conv_stem/Conv Conv", "features/conv_stem"),
        ("/head/cls_tower/cls_tower.0/pointwise/Conv Conv", "cls_tower.0/pointwise"),
        ("Conv_0 Conv", "Conv_0"),
    ],
)
def test_names_for_people(node, name):
    every = [
        f"{BACKBONE}.1/conv_dw/Conv Conv", f"{BACKBONE}.0/conv_dw/Conv Conv", f"{BACKBONE}.1/act1/Mul Mul",
        f"{BACKBONE}.1/act1/Sigmoid Sigmoid", f"{BACKBONE}.1/act2/Mul Mul", f"{BACKBONE}.1/Add Add",
        "/features/blocks/blocks.2/blocks.2.1/Add Add", "/features/blocks/blocks.2/blocks.2.1/act1/Mul Mul",
        "/features/conv_stem/Conv Conv",
        "/head/cls_tower/cls_tower.0/pointwise/Conv Conv", "Conv_0 Conv",
    ]  # fmt: skip
    assert names_of(*every)[node.split(" ")[0]] == name


def test_names_stay_unique_where_shortening_would_make_them_alike():
    found = names_of("/a/x/y/Conv Conv", "/b/x/y/Conv Conv", "/a/x/y/Conv_1 Conv")
    assert len(set(found.values())) == 3


@pytest.fixture(scope="module")
def graph(tmp_path_factory):
    return read_graph(save_faulty(tmp_path_factory.mktemp("graph") / "net.onnx"))


def test_layers_with_their_weights_and_inputs(graph):
    found = {layer.name: layer for layer in graph.layers}
    assert list(found) == [
        "body.0/conv_in", "act/Relu", "body.0/conv_dw", "body.0/conv_back", "square/Mul", "body.0/conv_out",
    ]  # fmt: skip
    assert found["body.0/conv_dw"].weight == "conv_dw.weight"
    assert found["body.0/conv_dw"].inputs == ("r",)
    assert found["square/Mul"].weight is None


@pytest.mark.parametrize(
    "wish",
    ["body.0/conv_dw", "/body/body.0/conv_dw/Conv", "body/body.0/conv_dw/Conv", "search:body.0/conv_dw"],
)
def test_a_layer_is_found_by_any_of_its_names(graph, wish):
    (layer,), missing = find_layers(graph, [wish], "search")
    assert (layer.name, missing) == ("body.0/conv_dw", [])


def test_a_wish_for_another_network_is_not_met_here(graph):
    assert find_layers(graph, ["template:body.0/conv_dw"], "search") == ([], ["template:body.0/conv_dw"])


def test_an_unknown_layer_is_told_with_similar_names(graph):
    error = unknown_layer("body.0/conv_d", [graph])
    assert isinstance(error, UnknownLayer)
    assert "no layer 'body.0/conv_d' in net.onnx" in str(error) and "body.0/conv_dw" in str(error)


@pytest.mark.parametrize(("content", "error"), [(None, NetworkFileMissing), (b"no onnx", NetworkBroken)])
def test_files_that_are_none(tmp_path, content, error):
    path = tmp_path / "net.onnx"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(error):
        read_graph(path)
