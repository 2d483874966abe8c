"""Files that are cut off, damaged or foreign: an expected error, or what is sound; no invented figure."""

import functools
import io
import tempfile
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engines.errors import TrackbenchError
from engines.profiles.reading import read_profile

SAMPLES = Path(__file__).parents[2] / "data" / "profiles"
NAMES = sorted(path.name for path in SAMPLES.iterdir())


@functools.cache
def whole(name):
    return (SAMPLES / name).read_bytes(), read_profile(SAMPLES / name)


def read(data):
    """What is read from the bytes, or None where an expected error says why not."""
    with tempfile.NamedTemporaryFile() as file:
        file.write(data)
        file.flush()
        try:
            return read_profile(Path(file.name))
        except TrackbenchError as error:
            assert str(error).startswith(file.name)
            return None


def figures(layer):
    time = layer.time
    return (time.total_ms, time.memcpy_ms, time.hard_ms, time.other_ms, layer.cosine, layer.threshold)


def test_there_are_samples():
    assert len(NAMES) == 6


def cuts(name):
    """Every place in the first and last lines, and every fifth between."""
    size = len(whole(name)[0])
    return sorted({*range(0, size, 5), *range(min(size, 250)), *range(max(0, size - 500), size)})


@pytest.mark.parametrize("name", NAMES)
def test_no_beginning_of_a_file_has_an_invented_figure(name):
    """What is imported of a prefix stands in the whole file, too, and a cut within a line is told."""
    data, full = whole(name)
    of_single_runs = spread(full)
    for cut in cuts(name):
        part = read(data[:cut])
        if part is None:
            continue
        for mine, theirs in zip(part.layers, full.layers[: len(part.layers)], strict=True):
            assert (mine.time.name, mine.time.op_id) == (theirs.time.name, theirs.time.op_id), cut
            for ours, wanted in zip(figures(mine), figures(theirs), strict=True):
                assert ours is None or ours == wanted or ours in of_single_runs, (cut, mine, theirs)
        for attribute in ("frames_per_second", "latency_ms", "ddr_bytes"):
            found = getattr(part, attribute)
            # The latency of onnxruntime is a median over runs, of which a prefix may have fewer.
            assert found in (None, getattr(full, attribute)) or (name == "ort.json" and found == 0.6)
        cosines = {output.name: output.cosine for output in full.outputs}
        assert all(o.cosine in (None, cosines[o.name]) for o in part.outputs)
        is_at_line_end = data[cut - 1 : cut] == b"\n" or data[cut : cut + 1] == b"\n"
        same = replace(part, name=full.name, model_name=full.model_name)
        assert part.problems or same == full or is_at_line_end, cut


def spread(profile):
    """Times of single runs, and of cores in single runs."""
    bounds = {ms for layer in profile.layers for ms in (layer.min_ms, layer.max_ms)}
    return bounds | {0.0795, 0.0805}


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(NAMES), st.data())
def test_damage_never_crashes(name, draw):
    data = bytearray(whole(name)[0])
    for _ in range(draw.draw(st.integers(1, 8))):
        place = draw.draw(st.integers(0, len(data) - 1))
        data[place : place + draw.draw(st.integers(0, 4))] = draw.draw(st.binary(max_size=4))
    profile = read(bytes(data))
    if profile is not None:
        assert all(str(problem) for problem in profile.problems)
        assert profile.rows() is not None and profile.worst(3) is not None and profile.sums_ms() is not None


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(NAMES), st.text(max_size=200))
def test_foreign_text_behind_a_head_never_crashes(name, text):
    head = whole(name)[0].split(b"\n")[:15]
    read(b"\n".join(head) + b"\n" + text.encode("utf-8", errors="replace"))


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes(data):
    read(data)
    read(b"PK\x03\x04" + data)


LONG = "1" * 5000
MONSTERS = {
    "a number in json": ("profiler.log", '"avg_time":7.6', f'"avg_time":{LONG}'),
    "a number in a list": ("ort.json", '"dur" :500', f'"dur" :{LONG}'),
    "the number of a node": ("ort.json", '"node_index" : "4"', f'"node_index" : "{LONG}"'),
    "a cell": ("time_results.csv", "13.523", LONG),
    "an operator's number": ("time_results.csv", "754", LONG),
    "bytes of memory": ("hb_mapper.log", "DDR = 40960", f"DDR = {LONG}"),
    "how many outputs": ("hb_mapper.log", "output num : 2", f"output num : {LONG}"),
    "a side": ("hb_mapper.log", "shape=[1, 8, 8, 1]", f"shape=[1, {LONG}, 8, 1]"),
    "no side": ("hb_mapper.log", "shape=[1, 8, 8, 1]", "shape=[1, , 8, 1]"),
    "a rate": ("hb_mapper.log", "FPS=812.5", f"FPS={LONG}"),
    "a rate of dots": ("hb_mapper.log", "FPS=812.5", "FPS=8.1.2.5"),
    "depth": ("ort.json", '"args" : {}', '"args" : ' + "[" * 100_000),
    "depth of a log": ("profiler.log", '"avg_time":7.6', '"avg_time":' + "[" * 100_000),
    "a cell beyond csv's limit": ("time_results.csv", "customop::DetPost", "x" * 200_000),
}


@pytest.mark.parametrize(("name", "old", "new"), MONSTERS.values(), ids=MONSTERS.keys())
def test_monsters_are_told_or_left_out(name, old, new):
    text = whole(name)[0].decode()
    assert old in text
    found = read(text.replace(old, new, 1).encode())
    sound = figures_of_all(whole(name)[1]) | spread(whole(name)[1])
    assert found is None or figures_of_all(found) <= sound | {None}


def figures_of_all(profile):
    return {figure for layer in profile.layers for figure in figures(layer)}


@functools.cache
def book():
    made = openpyxl.Workbook()
    made.active.append(
        ["op_id", "op_name", "op_type", "total_time", "memcpy_time", "hard_time", "other_time"]
    )
    made.active.append([1, "a", "HardOp", 1.5, 0.25, 1.0, 0.25])
    data = io.BytesIO()
    made.save(data)
    return data.getvalue()


def test_beginnings_of_a_sheet():
    assert read(book()).layers[0].time.hard_ms == 1.0
    assert [cut for cut in range(0, len(book()) - 1, 37) if read(book()[:cut])] == []


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_damaged_sheet_never_crashes(draw):
    data = bytearray(book())
    for _ in range(draw.draw(st.integers(1, 5))):
        data[draw.draw(st.integers(4, len(data) - 1))] = draw.draw(st.integers(0, 255))
    read(bytes(data))
