"""A diagnosis as a page and as a document."""

import json
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from engines.diagnosis.document import as_document
from engines.diagnosis.measures import TensorError
from engines.diagnosis.page import as_page
from engines.diagnosis.peaks import PeakFigures
from engines.diagnosis.reasons import reason_of, why
from engines.diagnosis.values import (
    Agreement,
    Attempt,
    Diagnosis,
    Effect,
    LadderResult,
    LayerError,
    OutputHealth,
    Remedy,
    SideFrame,
    Verdict,
)
from engines.geometry import Box
from engines.quantisation.formats import Format
from engines.texts import Text

PEAKS = PeakFigures(0.25, 0.5, 1.5, 4)
BAD = TensorError(0.3, 0.9, 4.0, 0.9, 0.2)
WORST = LayerError(
    "blocks.1.1/<conv_dw>", "/f/conv_dw/Conv", "search", "Conv", 3, BAD, BAD, 0.6, 0.52, 22.4, 264.0,
    Effect(0.5, 0.85, PEAKS),
)  # fmt: skip
FUSED = LayerError(
    "act/Relu", "/f/act/Relu", "search", "Relu", 4, TensorError(), TensorError(),
    left_out=Text("fused into {layer}", layer="x"),
)  # fmt: skip
AGREEMENT = Agreement(2, 2, False, 2, 1, 0.4, 0.5, 0.5, PEAKS, 0.7, 0.1)


@pytest.fixture
def diagnosis():
    output = OutputHealth("search", "cls", (1, 1, 18, 18), 0, 0.0, 0.9, BAD, PEAKS)
    ladder = LadderResult("search", (WORST, FUSED), WORST, (output,), (17,), 300.0, 50.0, 6.0)
    box, away = Box(0, 0, 10, 10), Box(5, 0, 10, 10)
    side = (SideFrame(1, box, box, away, box), SideFrame(2, box, away, away))
    attempt = Attempt(Text("scales per channel"), (Format(8, "channel"),), AGREEMENT, 1000, True)
    remedy = Remedy(attempt, (attempt,), (), ("quantize", "--clip", "a & b"))
    reason = reason_of(Verdict.BROKEN, AGREEMENT, [WORST], {"search": Format()})
    return Diagnosis(
        "clip <1>.mp4", "ettrack", (Path("a.onnx"),), (Path("b.onnx"),), Verdict.BROKEN, reason, side,
        AGREEMENT, (ladder,), (WORST,), remedy, (Format(),),
    )  # fmt: skip


class _Checker(HTMLParser):
    """Counts open elements, and collects the text."""

    def __init__(self):
        super().__init__()
        self.open, self.text, self.tags = [], "", set()

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        if tag not in ("meta", "path", "polyline", "br"):
            self.open.append(tag)
        assert not [value for name, value in attrs if name in ("src", "href", "onload")]

    def handle_startendtag(self, tag, attrs):
        self.tags.add(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text += data


def test_the_page_is_well_formed_self_contained_and_escaped(diagnosis):
    checker = _Checker()
    checker.feed(as_page(diagnosis))
    assert checker.open == [] and "script" not in checker.tags and "conv_dw" not in checker.tags
    assert "ettrack on clip <1>.mp4" in checker.text and "blocks.1.1/<conv_dw>" in checker.text
    assert "52 % of the channels of blocks.1.1/<conv_dw> (search) become zero" in checker.text
    assert "trackbench quantize --clip 'a & b'" in checker.text
    assert "1 layers are left out" in checker.text


def test_the_document_has_the_promised_keys(diagnosis):
    document = json.loads(json.dumps(as_document(diagnosis), allow_nan=False))
    assert (document["parted_at"], document["teacher_forced_parted_at"]) == (2, 1)
    worst, fused = document["layers"]
    promised = {
        "name": "blocks.1.1/<conv_dw>", "network": "search", "channels_lost": 0.52, "weight_sqnr_db": 22.4,
        "single_layer_cosine": 0.3, "accumulated_cosine": 0.3, "alone_relative_l2": 0.5,
    }  # fmt: skip
    assert promised.items() <= worst.items() and worst["reason"].startswith("52 % of the channels")
    assert (fused["left_out"], fused["accumulated_cosine"]) == ("fused into x", None)
    assert document["remedy"]["command"] == ["quantize", "--clip", "a & b"]
    assert (document["verdict"], document["healthy"]) == ("broken", False)
    overlaps = [each["iou_b_truth"] for each in document["frames"]]
    assert overlaps == [1.0, None]


def test_without_a_remedy_there_is_none(diagnosis):
    healthy = replace(diagnosis, remedy=None, verdict=Verdict.HEALTHY)
    assert as_document(healthy)["remedy"] is None and "<h2>Remedy" not in as_page(healthy)


@pytest.mark.parametrize(
    ("changes", "form", "words"),
    [
        ({}, Format(), "one scale for all channels is set by the largest"),
        ({}, Format(8, "channel"), "52 % of the channels of blocks.1.1/<conv_dw> (search) become zero"),
        ({"channels_lost": 0.0}, Format(), "keep only 22.4 dB between signal and noise"),
        ({"channels_lost": 0.0, "weight_sqnr_db": 40.0}, Format(), "20.0 % of the values of"),
        (
            {"channels_lost": None, "weight_sqnr_db": None, "accumulated": TensorError(0.3, 0.9)},
            Format(),
            "is off by 90 % of its own values although its inputs are right",
        ),
    ],
)
def test_why(changes, form, words):
    assert words in why(replace(WORST, **changes), form)
