"""Reports are one file, say where figures come from, and do not run what they are given."""

import csv
import io
import re
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engines.comparison import compare
from engines.errors import CannotWrite
from engines.frame_result import Stage, StageTime
from engines.layer_time import LayerProfile, LayerTime
from engines.origin import Origin
from engines.profiles.reading import read_profile
from engines.recorded_layers import layer_rows
from engines.recorder import Recorder
from engines.recording_reader import OpenRecording
from engines.report.charts import Bar, Part, bar_chart, line_chart, stacked_bar
from engines.report.comparison_page import comparison_page
from engines.report.page import Column, escaped, number, section, table
from engines.report.recording_page import recording_page
from engines.report.tables import LAYER_HEADS, comparison_csv, layers_csv, save_text, stages_csv
from tests.engines.made_results import made_profile, made_result, made_track

SAMPLES = Path(__file__).parents[2] / "data" / "profiles"
EVIL = "<script>alert('x')</script>\"&\x07"
LAYERS = LayerProfile(
    (
        LayerTime(1, EVIL, "Conv", "cpu", "net", total_ms=1.5, hard_ms=2.25, other_ms=-0.75),
        LayerTime(2, "", "HardOp", "buyi", "net", hard_ms=13.5),
        LayerTime(3, "unknown", "Cast", "cpu", "net"),
    ),
    Origin.SIMULATED,
)


@pytest.fixture
def recorded(tmp_path):
    def record(*results, name="take", **about):
        recorder = Recorder(tmp_path / name, {"source": f"clip {EVIL}.mp4", **about})
        for result in results:
            recorder.write(result)
        recorder.close()
        return OpenRecording(tmp_path / name)

    return record


@pytest.fixture
def rich(recorded):
    stages = (StageTime(Stage.INFER, 4.0), StageTime(Stage.BOARD_OTHER, -1.0, Origin.SIMULATED))
    results = [
        made_result(i, made_track(1, x=3.0 * i), stages=stages, bytes_out=10, bytes_in=1) for i in range(8)
    ]
    return recorded(made_result(8, made_track(1, lost=True), layers=LAYERS), *results)


class Outline(HTMLParser):
    """Tags that are open, those that were closed wrongly, attributes, and text by tag."""

    VOID = ("meta",)

    def __init__(self, text):
        super().__init__()
        self.open, self.wrong, self.attributes, self.texts, self.tags = [], [], [], [], []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += attrs
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += attrs

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.wrong.append(tag)

    def handle_data(self, data):
        if data.strip():
            self.texts.append((self.open[-1] if self.open else "", data.strip()))


def cells(page):
    return [text for tag, text in Outline(page).texts if tag == "td"]


@pytest.fixture(params=["recording", "comparison", "profiles"])
def made(request, rich, recorded):
    if request.param == "recording":
        return recording_page(rich)
    if request.param == "comparison":
        other = recorded(made_result(0, layers=made_profile(EVIL, "new")), made_result(1), name=f"b&{'<i>'}")
        return comparison_page(compare(rich, other))
    return comparison_page(
        compare(read_profile(SAMPLES / "hb_mapper.log"), read_profile(SAMPLES / "ort.json"))
    )


def test_a_page_is_whole_and_stands_alone(made):
    outline = Outline(made)
    assert made.startswith("<!DOCTYPE html>") and outline.open == [] and outline.wrong == []
    assert not {"script", "link", "img", "iframe", "object", "i"} & set(outline.tags)
    assert {name for name, _value in outline.attributes} & {"src", "href", "onclick", "style"} == set()
    assert "http" not in re.sub(r"http-equiv", "", made) and "url(" not in made and "@import" not in made
    assert "default-src 'none'" in made and "prefers-color-scheme: dark" in made


def test_what_files_say_is_text_only(rich):
    page = recording_page(rich)
    assert "<script" not in page and "&lt;script&gt;alert(&#x27;x&#x27;)" in page and "\x07" not in page
    assert EVIL.replace("\x07", "") in cells(page)


def test_unknown_is_blank_and_negative_is_shown(rich):
    page = recording_page(rich)
    row = next(r for r in re.findall(r"<tr>.*?</tr>", page) if ">unknown<" in r)
    assert re.findall(r'<td class="n">(.*?)</td>', row) == ["", "", "", "", "", "", "1"]
    assert "-0.750" in page and "-1.000" in page


def test_every_layer_and_stage_says_its_origin(rich):
    page = recording_page(rich)
    rows = [row for row in re.findall(r"<tr>.*?</tr>", page) if row.count("<td") in (6, 12)]
    assert len(rows) == 3 + 2
    assert all(re.search(r"(measured|simulated|published)</td></tr>$", row) for row in rows)


def test_figures_of_the_page_are_those_of_the_recording(rich):
    text = cells(recording_page(rich))
    assert text[text.index("frames") + 1] == "9" and text[text.index("of these profiled") + 1] == "1"
    # Steps that contain a simulated stage are no measurement.
    assert text[text.index("frames/s") + 1] == "200.00 (simulated, by the mean step)"
    assert text[text.index("profiled / ordinary") + 1] == "1.00"
    assert text[text.index("bytes per frame to the board") + 1] == "10"


def test_the_comparison_tells_what_has_no_counterpart(recorded):
    a = recorded(made_result(0, layers=made_profile("same", "old", total_ms=2.0)), name="a")
    b = recorded(made_result(0, layers=made_profile("same", "new", total_ms=3.0)), name="b")
    page = comparison_page(compare(a, b))
    only_a, only_b = (page.split(f"<h2>Only in {side}</h2>")[1].split("</section>")[0] for side in "ab")
    assert "old" in only_a and "new" in only_b and "new" not in only_a
    assert "1.50" in cells(page) and "1.000" in cells(page)


def test_an_empty_recording_has_a_page(recorded):
    page = recording_page(recorded())
    assert "No frame was recorded." in page and Outline(page).wrong == []
    assert Outline(comparison_page(compare(recorded(), recorded(name="b")))).wrong == []


# -- pieces ------------------------------------------------------------------------------------


@given(st.text(max_size=60))
def test_any_text_can_be_shown(text):
    outline = Outline(table((Column("a", False),), [[text]]))
    assert outline.wrong == [] and outline.tags == ["div", "table", "thead", "tr", "th", "tbody", "tr", "td"]
    shown = "".join(c for c in text if c.isprintable() or c in "\n\t").strip()
    assert [data for tag, data in outline.texts if tag == "td"] == ([shown] if shown else [])


NUMBERS = [
    (None, 3, ""), (0.0, 3, "0.000"), (1.5, 3, "1.500"), (1234.5678, 2, "1,234.57"), (1.5e-5, 3, "1.5e-05"),
    (-5.4927, 3, "-5.493"), (12.0, 0, "12"), (0.4, 0, "0.4"),
]  # fmt: skip


@pytest.mark.parametrize(("value", "digits", "text"), NUMBERS)
def test_numbers(value, digits, text):
    assert number(value, digits) == text


def rects(svg, side="[ab]"):
    found = re.findall(rf'<rect class="{side}" x="(.*?)" y=".*?" width="(.*?)"', svg)
    return [(float(x), float(width)) for x, width in found]


def test_bars_are_as_long_as_their_figures():
    (x1, one), (x2, two), (x3, three) = rects(
        bar_chart([Bar("a", (1.0,)), Bar("b", (2.0,)), Bar("c", (-1.0,)), Bar("d", (None,))], "ms", about="x")
    )
    assert two == pytest.approx(2 * one, abs=0.02) and three == pytest.approx(one, abs=0.02)
    assert x1 == x2 and x3 + three == pytest.approx(x1, abs=0.1)


def test_two_sides_in_one_row():
    svg = bar_chart([Bar("a", (1.0, 3.0)), Bar("b", (None, 2.0))], "ms", about="x")
    assert len(rects(svg, "a")) == 1 and len(rects(svg, "b")) == 2
    assert "1.000 / 3.000 ms" in svg and "- / 2.000 ms" in svg


def test_nothing_to_draw_is_no_chart():
    assert bar_chart([Bar("a", (None,))], "ms", about="x") == "" == stacked_bar([], "ms", about="x")
    assert line_chart(np.array([3]), np.array([0.5]), low=0, high=1, about="x") == ""
    assert table((Column("a"),), []) == "" == section("Head", "", "")


@pytest.mark.parametrize(
    ("whole_ms", "budgets"), [(2.0, []), (9.0, ["16.7"]), (20.0, ["16.7", "33.3"]), (50.0, ["16.7", "33.3"])]
)
def test_budgets_in_reach_are_drawn_to_scale(whole_ms, budgets):
    svg = stacked_bar([Part("infer", whole_ms, (0, 0, 0))], "ms", about="x")
    lines = [float(x) for x in re.findall(r'class="budget" x1="(.*?)"', svg)]
    width = float(re.search(r'<rect x="0.0" y="4" width="(.*?)"', svg)[1])
    assert re.findall(r">([\d.]+) ms: \d+ frames/s<", svg) == budgets
    for line, budget in zip(lines, budgets, strict=True):
        assert line / width == pytest.approx(float(budget) / whole_ms, rel=0.01)


def test_a_dip_of_one_frame_survives_the_thinning():
    y = np.ones(10_000)
    y[4321] = 0.25
    svg = line_chart(np.arange(10_000), y, low=0, high=1, about="x")
    heights = [float(point.split(",")[1]) for point in re.search(r'points="(.*?)"', svg)[1].split()]
    assert len(heights) == 600 and max(heights) == pytest.approx(8 + 0.75 * 120)


def test_long_names_keep_their_end():
    assert "…" in bar_chart([Bar("/a" * 60 + "/Conv", (1.0,))], "ms", about="x")
    assert escaped("a\x00b\u202e") == "ab"


# -- tables for spreadsheets -------------------------------------------------------------------


def read_csv(text):
    return list(csv.DictReader(io.StringIO(text)))


def test_layers_as_csv(rich):
    first, second, third = read_csv(layers_csv(layer_rows(rich)))
    assert tuple(first) == LAYER_HEADS
    assert (first["name"], first["total_p50_ms"], first["other_p50_ms"]) == (EVIL, "1.5", "-0.75")
    assert (second["hard_p50_ms"], second["total_p50_ms"], second["origin"]) == ("13.5", "", "simulated")
    assert {third[name] for name in LAYER_HEADS if name.endswith("_ms")} == {""}


def test_stages_as_csv(rich):
    rows = read_csv(stages_csv(rich))
    assert len(rows) == 9 and rows[0]["profiled"] == "1" and rows[1]["profiled"] == "0"
    assert (rows[1]["infer_ms"], rows[1]["infer_origin"], rows[1]["link_ms"]) == ("4.0", "measured", "")
    assert (rows[1]["board other_ms"], rows[1]["board other_origin"]) == ("-1.0", "simulated")
    assert (rows[0]["bytes_out"], rows[1]["bytes_out"], rows[1]["frame"]) == ("", "10", "0")


def test_a_comparison_as_csv(recorded):
    a = recorded(made_result(0, layers=made_profile("same", "old", total_ms=2.0)), name="a")
    b = recorded(made_result(0, layers=made_profile("same", "new", total_ms=3.0)), name="b")
    rows = read_csv(comparison_csv(compare(a, b)))
    assert [(r["name"], r["a_ms"], r["b_ms"], r["difference_ms"], r["ratio"]) for r in rows] == [
        ("same", "2.0", "3.0", "1.0", "1.5"), ("old", "2.0", "", "", ""), ("new", "", "3.0", "", "")
    ]  # fmt: skip
    assert read_csv(comparison_csv(compare(recorded(), recorded(name="c")))) == []


def test_a_place_that_cannot_be_written(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(CannotWrite):
        save_text(tmp_path / "file" / "below.html", "x")
    save_text(tmp_path / "new" / "folder" / "x.csv", "a\nb\n")
    assert (tmp_path / "new" / "folder" / "x.csv").read_bytes() == b"a\nb\n"
