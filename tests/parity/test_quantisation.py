"""The failing 8-bit LightTrack, its cause and its cure, on one short clip; VitTrack, which stands it.

The mean AUC over all ten sequences takes minutes: see `bench/quantisation.py`.
"""

import json
from pathlib import Path

import pytest

from engines.catalog import load_catalog
from engines.diagnosis.diagnose import Wish, diagnose
from engines.diagnosis.document import as_document
from engines.diagnosis.values import Verdict
from engines.quantisation.crops import Clip
from engines.quantisation.formats import Format
from engines.quantisation.quantise import quantise_entry

LIGHTTRACK = ("lighttrack_net1_template127.onnx", "lighttrack_net2_search288.onnx")
VITTRACK = ("object_tracking_vittrack_2023sep.onnx",)
CULPRIT = "blocks.1.1/conv_dw"


def made(assets: Path, folder: Path, model: str, files: tuple[str, ...], frames: int):
    """The catalog, the clip, float files, and what was made of them with one scale per tensor."""
    catalog = load_catalog(folder / "no weights")
    weights = [assets / "models" / name for name in files]
    clip = Clip(str(assets / "videos" / "sot" / "Crossing"), None, 0, frames)
    quantised = quantise_entry(catalog, catalog.entry(model), clip, [Format()], folder, weights=weights)
    return catalog, clip, weights, quantised


@pytest.fixture(scope="module")
def lighttrack(assets, tmp_path_factory):
    folder = tmp_path_factory.mktemp("lighttrack")
    catalog, clip, weights, quantised = made(assets, folder, "ettrack", LIGHTTRACK, 16)
    wish = Wish(clip, [each.path for each in quantised], weights, keep_in=folder / "cured", most_layers=6)
    return quantised, diagnose(catalog, catalog.entry("ettrack"), wish)


def test_the_weights_alone_tell_what_is_lost(lighttrack):
    """Half of the channels, in both networks: 52 %, as published beside the weights."""
    quantised, _found = lighttrack
    for network in quantised:
        (culprit,) = [each for each in network.weights if each.layer == CULPRIT]
        assert culprit.channels_lost == pytest.approx(0.52, abs=0.01)
        assert culprit.spread > 100


def test_the_culprit_is_named_first_with_the_reason(lighttrack):
    _quantised, found = lighttrack
    assert found.verdict is Verdict.BROKEN
    assert found.blamed[0].name == CULPRIT
    for network in ("template", "search"):
        assert next(each.name for each in found.blamed if each.network == network) == CULPRIT
    assert f"52 % of the channels of {CULPRIT}" in found.reason
    assert "one scale for all channels is set by the largest" in found.reason
    assert found.agreement.parted_at is not None and found.agreement.parted_at < 10
    assert found.agreement.forced_share < 0.3


def test_a_fine_cosine_hides_that_the_peak_is_lost(lighttrack):
    _quantised, found = lighttrack
    scores = next(o for ladder in found.ladders for o in ladder.outputs if o.name == "cls")
    assert scores.error.cosine > 0.5
    assert found.agreement.peaks is not None and found.agreement.peaks.kept < 0.5


def test_the_remedy_was_tried_and_helps(lighttrack):
    _quantised, found = lighttrack
    remedy = found.remedy
    assert remedy is not None and remedy.chosen.is_enough
    assert str(remedy.chosen.title).startswith("scales per channel, template network in 16 bit")
    assert remedy.chosen.agreement.forced_share > 0.9
    assert remedy.chosen.agreement.auc_b > found.agreement.auc_b + 0.3
    assert [path.name for path in remedy.files] == list(LIGHTTRACK)
    assert all(path.is_file() for path in remedy.files)
    # What was laid out as a document is what was found.
    document = json.loads(json.dumps(as_document(found), allow_nan=False))
    assert document["layers"][0]["name"] == CULPRIT and document["remedy"]["is_enough"]


def test_layers_that_vanished_are_left_out(lighttrack):
    _quantised, found = lighttrack
    left_out = [each for ladder in found.ladders for each in ladder.layers if each.left_out is not None]
    assert any(each.op == "Relu" for each in left_out)
    assert not {id(each) for each in left_out} & {id(each) for each in found.blamed}


def test_vittrack_stands_8_bits(assets, tmp_path):
    catalog, clip, weights, quantised = made(assets, tmp_path, "vittrack", VITTRACK, 20)
    wish = Wish(clip, [each.path for each in quantised], weights, most_layers=4)
    found = diagnose(catalog, catalog.entry("vittrack"), wish)
    assert (found.verdict, found.remedy) == (Verdict.HEALTHY, None)
    assert found.agreement.forced_share > 0.95 and found.agreement.peaks.kept > 0.8
    assert found.reason.startswith("Nothing to blame")
