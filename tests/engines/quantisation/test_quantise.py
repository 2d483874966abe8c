"""Quantising with made crops, and with those of a tracker on the demo clip."""

from importlib import resources
from pathlib import Path

import numpy as np
import onnx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engines.assembly import local_opener, open_pipeline
from engines.catalog import load_catalog
from engines.errors import BadParameter, Cancelled, CannotWrite
from engines.geometry import Box
from engines.quantisation.crops import Clip, Crops, Spread, collect_crops
from engines.quantisation.errors import (
    BrokenCrop,
    FirstBoxNeeded,
    NothingToQuantise,
    SameFolder,
    UnknownLayer,
)
from engines.quantisation.formats import Format
from engines.quantisation.quantise import calibrate, quantise_all, quantise_entry
from engines.quantisation.sessions import open_session
from tests.engines.diagnosis.made_networks import feeds, quantised, save_faulty

DEMO_CLIP = str(resources.files("resources") / "clips" / "demo.mp4")
CLIP = Clip(DEMO_CLIP, None, 0, 6)
FLOAT = onnx.TensorProto.FLOAT


@pytest.fixture
def crops(tmp_path):
    return Crops("search", save_faulty(tmp_path / "net.onnx"), feeds(), 6, 6)


@pytest.fixture
def catalog(tmp_path):
    return load_catalog(tmp_path / "weights")


def stored_types(path):
    """Types of stored weights by the float network's name of them."""
    held = {each.name: each.data_type for each in onnx.load(path).graph.initializer}
    kinds = {name: held.get(f"{name}_quantized", FLOAT) for name in ("conv_in.weight", "conv_dw.weight")}
    return {name: onnx.TensorProto.DataType.Name(kind) for name, kind in kinds.items()}


@pytest.mark.parametrize(
    ("form", "kind", "activations"),
    [
        (Format(), "INT8", "UINT8"),
        (Format(16), "INT16", "UINT16"),
        (Format(16, "channel", 8), "INT8", "UINT16"),
        (Format(8, "channel"), "INT8", "UINT8"),
    ],
    ids=str,
)
def test_formats(crops, tmp_path, form, kind, activations):
    (made,) = quantise_all(calibrate([crops]), [form], tmp_path / "q")
    assert stored_types(made.path) == {"conv_in.weight": kind, "conv_dw.weight": kind}
    model = onnx.load(made.path)
    zero = next(each for each in model.graph.initializer if each.name == "r_zero_point")
    scale = next(each for each in model.graph.initializer if each.name == "conv_dw.weight_scale")
    assert onnx.TensorProto.DataType.Name(zero.data_type) == activations
    assert onnx.numpy_helper.to_array(scale).size == (8 if form.scales == "channel" else 1)
    (scores,) = open_session(model).run(None, dict(feeds(1)[0]))
    assert np.isfinite(scores).all() and scores.any()


def test_a_layer_stays_in_float_under_any_of_its_names(crops, tmp_path):
    form = Format(keep_float=("/body/body.0/conv_dw/Conv",))
    (made,) = quantise_all(calibrate([crops]), [form], tmp_path / "q")
    assert stored_types(made.path) == {"conv_in.weight": "INT8", "conv_dw.weight": "FLOAT"}
    assert made.kept_float == ("body.0/conv_dw",)
    assert [each.layer for each in made.weights if not each.is_quantised] == ["body.0/conv_dw"]


def test_names_and_sizes_of_files(crops, tmp_path):
    (made,) = quantise_all(calibrate([crops]), [Format()], tmp_path / "a" / "b")
    assert made.path == tmp_path / "a" / "b" / "net.onnx"
    assert (made.bytes, made.float_bytes, made.crops) == (
        made.path.stat().st_size, crops.path.stat().st_size, 6,
    )  # fmt: skip
    assert [path.name for path in made.path.parent.iterdir()] == ["net.onnx"]


def test_an_unknown_layer_is_refused(crops, tmp_path):
    with pytest.raises(UnknownLayer, match=r"body\.0/conv_xx"):
        quantise_all(calibrate([crops]), [Format(keep_float=("body.0/conv_xx",))], tmp_path / "q")
    assert not (tmp_path / "q").exists()


def test_a_float_file_is_not_written_over(crops):
    before = crops.path.read_bytes()
    with pytest.raises(SameFolder):
        quantise_all(calibrate([crops]), [Format()], crops.path.parent)
    assert crops.path.read_bytes() == before


def test_a_quantised_file_is_not_quantised_again(crops, tmp_path):
    again = Crops("search", quantised(crops.path, tmp_path / "q", Format()), feeds(), 6, 6)
    with pytest.raises(NothingToQuantise, match="quantised already"):
        calibrate([again])


def test_crops_with_values_that_are_no_numbers_are_named(crops):
    broken = {"x": np.full((1, 3, 16, 16), np.nan, np.float32)}
    with pytest.raises(BrokenCrop, match=r"x of net\.onnx"):
        calibrate([Crops("search", crops.path, (feeds()[0], broken), 2, 2)])


@pytest.mark.parametrize("after", [0, 3, 9, 14, 20])
def test_after_a_cancel_nothing_is_left(crops, tmp_path, after):
    asked = 0

    def should_cancel():
        nonlocal asked
        asked += 1
        return asked > after

    ready = calibrate([crops])
    with pytest.raises(Cancelled):
        quantise_all(ready, [Format(8, "channel")], tmp_path / "q", should_cancel=should_cancel)
    assert not (tmp_path / "q").exists() or not list((tmp_path / "q").iterdir())


def test_a_folder_that_cannot_be_made_is_told(crops, tmp_path):
    (tmp_path / "q").write_text("a file")
    with pytest.raises(CannotWrite):
        quantise_all(calibrate([crops]), [Format()], tmp_path / "q")


@pytest.mark.parametrize("values", [{"bits": 4}, {"weight_bits": 32}])
def test_other_bits_are_refused(values):
    with pytest.raises(BadParameter, match="only 8 and 16"):
        Format(**values)


def test_an_old_network_is_brought_up_to_date(tmp_path):
    path = save_faulty(tmp_path / "old.onnx")
    model = onnx.load(path)
    model.opset_import[0].version = 11
    onnx.save(model, path)
    form = Format(8, "channel")
    made = onnx.load(quantised(path, tmp_path / "q", form))
    assert made.opset_import[0].version >= 13
    assert {"/body/body.0/conv_dw/Conv"} <= {node.name for node in made.graph.node}


# -- crops ------------------------------------------------------------------------------------------


@given(st.integers(0, 300), st.integers(1, 20))
def test_a_spread_keeps_as_many_as_it_may_in_order_and_from_all_over(count, most):
    spread = Spread(most)
    for item in range(count):
        spread.add(item if spread.wants_next else None)
    kept = spread.kept
    assert len(kept) == min(count, most) and kept == sorted(set(kept)) and spread.seen == count
    if count > 2 * most:
        gaps = np.diff([*kept, count])
        assert kept[0] == 0 and gaps.max() <= 4 * count / most


@pytest.fixture
def two_networks(catalog):
    return catalog, catalog.entry("demo-ettrack")


def test_crops_are_what_the_tracker_feeds_its_networks(two_networks):
    catalog, entry = two_networks
    template, search = collect_crops(catalog, entry, CLIP)
    assert (template.role, search.role) == ("template", "search")
    # Once for the target, and again where it was believed to be: frames 1 to 5.
    assert (template.runs, len(template.feeds), template.frames) == (6, 6, 6)
    first, others = template.feeds[0]["z"], [each["z"] for each in template.feeds[1:]]
    assert first.shape == (1, 3, 127, 127) and all(not np.array_equal(first, other) for other in others)
    seen = []

    class Noting:
        def __init__(self, network):
            self.network = network

        def __getattr__(self, name):
            return getattr(self.network, name)

        def run(self, given, clock):
            seen.append({name: np.array(each) for name, each in given.items()})
            return self.network.run(given, clock)

    from engines.quantisation.crops import first_box, frames_of, opened_clip

    pipeline = open_pipeline(catalog, entry, lambda request: Noting(local_opener()(request)))
    with opened_clip(CLIP) as source:
        frames = list(frames_of(source, CLIP))
        box = first_box(source, CLIP)
    pipeline.start(frames[0], {1: box})
    pipeline.step(frames[1])
    pipeline.close()
    np.testing.assert_array_equal(template.feeds[0]["z"], seen[0]["z"])
    np.testing.assert_array_equal(search.feeds[0]["x"][:1], seen[1]["x"])


def test_a_detector_needs_no_first_box(catalog):
    (crops,) = collect_crops(catalog, catalog.entry("demo-mot"), Clip(DEMO_CLIP, None, 2, 4))
    assert (crops.runs, crops.frames) == (2, 2)


def test_without_first_box_and_ground_truth_it_says_so(catalog, tmp_path):
    copy = tmp_path / "clip.mp4"
    copy.write_bytes(Path(DEMO_CLIP).read_bytes())
    with pytest.raises(FirstBoxNeeded, match="--init"):
        collect_crops(catalog, catalog.entry("demo-sot"), Clip(str(copy)))


def test_a_whole_entry_with_progress(two_networks, tmp_path):
    catalog, entry = two_networks
    told = []
    made = quantise_entry(
        catalog, entry, CLIP, [Format(16), Format()], tmp_path / "q",
        report=lambda share, _what: told.append(share),
    )  # fmt: skip
    assert [path.name for path in sorted((tmp_path / "q").iterdir())] == [
        "demo_ettrack_search.onnx", "demo_ettrack_template.onnx",
    ]  # fmt: skip
    assert [each.format.bits for each in made] == [16, 8]
    known = [share for share in told if share is not None]
    assert known == sorted(known) and known[-1] == 1.0 and len(known) > 10
    pipeline = open_pipeline(catalog, entry, local_opener(), weights=[each.path for each in made])
    pipeline.close()


def test_cancelling_while_tracking(two_networks, tmp_path):
    catalog, entry = two_networks
    told = []
    with pytest.raises(Cancelled):
        quantise_entry(
            catalog, entry, CLIP, [Format()], tmp_path / "q",
            report=lambda share, _what: told.append(share), should_cancel=lambda: len(told) >= 3,
        )  # fmt: skip
    assert len(told) == 3 and not (tmp_path / "q").exists()


def test_a_box_outside_the_picture_is_refused(two_networks, tmp_path):
    from engines.pipeline import BoxUnusable

    catalog, entry = two_networks
    clip = Clip(DEMO_CLIP, Box(9000, 9000, 10, 10), 0, 3)
    with pytest.raises(BoxUnusable):
        quantise_entry(catalog, entry, clip, [Format()], tmp_path / "q")
