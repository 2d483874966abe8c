import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engines.assembly import local_opener, open_pipeline
from engines.catalog import InputEntry, OutputEntry, load_catalog
from engines.fitting import agree, arranged, as_named_in, names_in_file
from engines.frame import Frame
from engines.geometry import Box
from engines.networks.errors import NetworkDoesNotFit
from engines.networks.network import TensorSpec
from tests.named_networks import save_like
from tests.tiny_networks import save_constant_vit


def expected(**shapes):
    return [InputEntry(name=name, shape=shape) for name, shape in shapes.items()]


def found(**shapes):
    return [TensorSpec(name, shape, "float32") for name, shape in shapes.items()]


@pytest.mark.parametrize(
    ("wanted", "have", "pairs"),
    [
        ({"a": (1, 2)}, {"a": (1, 2)}, {"a": "a"}),
        ({"a": (1, 2)}, {"x": (1, 2)}, {"a": "x"}),
        ({"a": (1, 2)}, {"x": (None, 2)}, {"a": "x"}),
        ({"a": (1, 2)}, {"a": (1, 3)}, None),  # its name, another shape
        ({"a": (1, 2)}, {"a": (1, 3), "x": (1, 2)}, None),
        ({"a": (1, 2)}, {}, None),
        ({"a": (1, 2)}, {"x": (1, 2), "y": (1, 2)}, None),  # which of them?
        ({"a": (1, 2), "b": (1, 2)}, {"x": (1, 2), "y": (1, 2)}, None),
        ({"a": (1, 2), "b": (1, 2)}, {"a": (1, 2), "y": (1, 2)}, {"a": "a", "b": "y"}),
        ({"a": (1, 2), "b": (1, 3)}, {"x": (1, 3), "y": (1, 2)}, {"a": "y", "b": "x"}),
        # The free one could be either, but only it can be b.
        ({"a": (1, 2), "b": (1, 3)}, {"x": (1, 2), "y": (1, None)}, {"a": "x", "b": "y"}),
        ({"a": (1, 2), "b": (1, 3)}, {"x": (1, None), "y": (1, None)}, None),
        ({"a": (1, 2)}, {"x": (1, 2), "more": (1, 9)}, {"a": "x"}),  # more does no harm
        ({}, {"x": (1, 2)}, {}),
    ],
)
def test_tensors_are_paired_by_name_and_else_by_shape(wanted, have, pairs):
    assert names_in_file(expected(**wanted), found(**have)) == pairs


@given(st.lists(st.lists(st.integers(1, 4), max_size=4).map(tuple), unique=True, max_size=6), st.randoms())
def test_shapes_that_all_differ_are_always_told_apart(shapes, random):
    wanted = [OutputEntry(name=f"want{i}", shape=shape) for i, shape in enumerate(shapes)]
    have = [TensorSpec(f"have{i}", shape, "float32") for i, shape in enumerate(shapes)]
    random.shuffle(have)
    assert names_in_file(wanted, have) == {f"want{i}": f"have{i}" for i in range(len(shapes))}


@pytest.mark.parametrize(
    ("wanted", "have", "moved", "same"),
    [
        ((1, 2), (1, 2), False, True),
        ((1, 2), (1, None), False, True),
        ((1, 2), (1, 2, 1), False, False),
        ((1, 3, 8, 8), (1, 8, 8, 3), False, False),
        ((1, 3, 8, 8), (1, 8, 8, 3), True, True),
        ((1, 3, 8, 8), (1, 8, 9, 3), True, False),
        ((1, 3, 8, 8), (1, None, None, 3), True, True),
        ((1, 3, 8, 8), (1, None, None, 4), True, False),
    ],
)
def test_shapes_agree(wanted, have, moved, same):
    assert agree(wanted, have, moved=moved) is same


@pytest.fixture
def catalog(tmp_path):
    return load_catalog(tmp_path / "weights")


def test_a_network_of_other_names_is_followed_all_the_same(catalog, tmp_path):
    renamed = save_constant_vit(tmp_path / "x.onnx", search_name="x", outputs=("cls", "output2", "output3"))
    plain = save_constant_vit(tmp_path / "plain.onnx")
    boxes = []
    for path in (renamed, plain):
        pipeline = open_pipeline(catalog, catalog.entry("vittrack"), local_opener(), weights=[path])
        frame = Frame(0, 0.0, np.full((200, 300, 3), 90, np.uint8))
        pipeline.start(frame, {1: Box(100, 80, 40, 40)})
        boxes.append(pipeline.step(Frame(1, 0.04, frame.bgr)).tracks[0].box)
        pipeline.close()
    assert boxes[0] == boxes[1]


def test_an_opener_is_asked_with_the_names_of_the_file(catalog, tmp_path):
    path = save_constant_vit(tmp_path / "x.onnx", search_name="x")
    requests = []

    def opener(request):
        requests.append(request)
        return local_opener()(request)

    open_pipeline(catalog, catalog.entry("vittrack"), opener, weights=[path]).close()
    assert [spec.name for spec in requests[0].inputs] == ["template", "x"]
    assert all(spec.pixels is not None for spec in requests[0].inputs)


def test_names_that_leave_a_doubt_are_refused(catalog, tmp_path):
    path = save_constant_vit(tmp_path / "x.onnx", outputs=("output1", "wh", "xy"))
    with pytest.raises(NetworkDoesNotFit, match="output 'output2' is missing; found output1, wh, xy"):
        open_pipeline(catalog, catalog.entry("vittrack"), local_opener(), weights=[path])


def test_a_file_that_cannot_be_looked_into_changes_nothing(catalog, tmp_path):
    network = catalog.entry("vittrack").network[0]
    (tmp_path / "x.onnx").write_bytes(b"x")
    assert as_named_in(network, tmp_path / "x.onnx") is network
    assert as_named_in(network, tmp_path / "gone.onnx") is network


def test_files_find_their_order(catalog, tmp_path):
    entry = catalog.entry("ettrack")
    template = save_like(entry.network[0], tmp_path / "a.onnx", {"z": "image"})
    search = save_like(entry.network[1], tmp_path / "b.onnx")
    assert arranged(entry, [search, template]) == arranged(entry, [template, search]) == (template, search)
    assert arranged(entry, [search, search]) == (search, search)  # nothing is hidden
    assert arranged(entry, [search, tmp_path / "gone"]) == (search, tmp_path / "gone")
