"""Vendors' files, read. The samples in tests/data are written by hand in the formats of the tools."""

import csv
import io
import json
import re
from pathlib import Path

import numpy as np
import onnxruntime as ort
import openpyxl
import pytest

from engines.layer_time import LayerTime
from engines.networks.local import default_threads, use_shared_pool
from engines.origin import Origin
from engines.profiles import reading
from engines.profiles.errors import NotAProfile, ProfileEmpty, ProfileMissing, ProfileTooLarge
from engines.profiles.imported import ImportedOutput, ImportedPart, ProfileFormat
from engines.profiles.reading import read_profile
from tests.tiny_networks import save_spot_vit

SAMPLES = Path(__file__).parents[2] / "data" / "profiles"
SEED = "004_9f7646b097415c5b.txt"


@pytest.fixture
def given(tmp_path):
    """Reads a text or bytes as a file."""

    def read(content, name="given.txt"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return read_profile(path)

    return read


def sample(name):
    return (SAMPLES / name).read_text(encoding="utf-8")


def times(profile):
    return [(x.time.total_ms, x.time.memcpy_ms, x.time.hard_ms, x.time.other_ms) for x in profile.layers]


# -- what each tool's file becomes -------------------------------------------------------------


def test_a_compilers_log():
    profile = read_profile(SAMPLES / "hb_mapper.log")
    assert (profile.format, profile.name, profile.model_name) == (
        ProfileFormat.HB_MAPPER, "hb_mapper", "small_64x64_nv12"
    )  # fmt: skip
    assert (profile.frames_per_second, profile.latency_ms, profile.ddr_bytes) == (812.5, 1.2308, 40960)
    assert profile.problems == ()
    # No board has run: an estimate is not a measurement.
    assert profile.origin is Origin.SIMULATED and "estimate" in profile.origin_note
    stem = profile.layers[1]
    assert stem.time == LayerTime(1, "/stem/Conv", "HzSQuantizedConv", "bpu")
    assert (stem.cosine, stem.threshold, stem.data_type, stem.subgraph) == (0.98125, 2.5, "int8", "id(0)")
    assert [layer.line for layer in profile.layers] == [17, 18, 19, 20, 21, 22]
    assert (profile.layers[2].cosine, profile.layers[2].threshold) == (None, None)
    softmax = profile.layers[3]
    assert (softmax.time.device, softmax.subgraph) == ("cpu", "") and softmax.time.name.startswith("...")
    assert not profile.has_times and [round(x.cosine, 3) for x in profile.worst(2)] == [0.845, 0.912]
    assert profile.outputs == (
        ImportedOutput("scores", (1, 8, 8, 1), "FLOAT32", 0.912, 0.320826, 0.000683, 5.219028),
        ImportedOutput("boxes", (1, 8, 8, 4), "FLOAT32", 0.954321, 1.087498, 0.016734, 5.598929),
    )


def test_a_profiler_log_of_a_board():
    profile = read_profile(SAMPLES / "profiler.log")
    assert (profile.format, profile.origin) == (ProfileFormat.HRT_MODEL_EXEC, Origin.MEASURED)
    assert (profile.frames_per_second, profile.latency_ms) == (119.8, 8.3)
    assert profile.model_name == "small_64x64_nv12" and profile.problems == ()
    assert [layer.time for layer in profile.layers] == [
        LayerTime(0, "BPU_main_graph_subgraph_0", "subgraph", "bpu", total_ms=7.6),
        LayerTime(1, "Preprocess", "", "cpu", total_ms=0.1),
        LayerTime(2, "Softmax_/attn/Softmax", "Softmax", "cpu", total_ms=0.25),
    ]
    assert (profile.layers[2].min_ms, profile.layers[2].max_ms) == (0.125, 0.375)
    assert profile.parts[0] == ImportedPart("BPU_inference_time_cost", 7.6, 7.3, 8.1)
    assert [part.name for part in profile.parts[2:]] == ["TaskPendingTime", "TaskRunningTime"]


def test_older_runtimes_say_chip(given):
    profile = given(sample("profiler.log").replace("processor_latency", "chip_latency"))
    assert profile.parts[0].name == "BPU_inference_time_cost" and profile.problems == ()


def test_what_the_tool_prints_has_no_layers():
    profile = read_profile(SAMPLES / "perf.txt")
    assert (profile.frames_per_second, profile.latency_ms, profile.layers) == (119.832235, 8.3, ())
    assert "--profile_path" in profile.problems[0]


def test_op_summary_with_two_runs():
    profile = read_profile(SAMPLES / "op_summary_0_1.csv")
    assert (profile.format, profile.model_name) == (ProfileFormat.MSPROF, "SiamRPN")
    conv, cast, unknown = profile.layers
    assert (conv.time.name, conv.time.op_type, conv.time.device) == ("Conv_0Relu_2", "Conv2D", "ai_core")
    assert (conv.time.total_ms, conv.time.hard_ms, conv.runs) == (0.083, 0.08, 2)
    assert (conv.min_ms, conv.max_ms, conv.line) == (0.082, 0.084, 2)
    # The 0 of a task that ran on no core means nothing.
    assert cast.time.total_ms == pytest.approx(0.013) and cast.time.hard_ms is None
    assert times(profile)[2] == (None,) * 4 and unknown.runs == 1
    assert profile.problems == ()


@pytest.mark.parametrize(("unit", "factor"), [("us", 1e-3), ("ms", 1.0), ("ns", 1e-6)])
def test_the_header_names_the_unit(given, unit, factor):
    text = sample("op_summary_0_1.csv").replace("Task Duration(us)", f"Task Duration({unit})")
    assert given(text).layers[0].time.total_ms == pytest.approx(83.0 * factor)


def test_columns_of_a_newer_tool_in_another_order(given):
    profile = given(
        "Device_id,OP Type,Op Name,OP State,Task Type,Task Duration(us)\n0,Conv2D,a,static,AI_CORE,5\n"
    )
    assert profile.layers[0].time == LayerTime(0, "a", "Conv2D", "ai_core", total_ms=0.005)


def test_vector_cores_have_a_column_of_their_own(given):
    head = "Op Name,OP Type,Task Type,Task Duration(us),aicore_time(us),aiv_time(us)\n"
    rows = "a,Add,AI_VECTOR_CORE,9,0,8\nb,Conv,MIX_AIC,9,7,6\n"
    assert [layer.time.hard_ms for layer in given(head + rows).layers] == [0.008, 0.007]


def test_icraft_times_as_csv():
    profile = read_profile(SAMPLES / "time_results.csv")
    assert (profile.format, profile.origin) == (ProfileFormat.ICRAFT, Origin.MEASURED)
    assert [layer.time.op_id for layer in profile.layers] == [0, 2, 754, 86]
    assert times(profile)[1] == (0.1285, 0.0, 5.6212, -5.4927)
    assert times(profile)[3] == (0.21, None, 1.5e-05, 0.209985)
    assert profile.problems == ()
    sums = profile.sums_ms()
    assert sums["hard_ms"] == (pytest.approx(19.144215), 4) and sums["memcpy_ms"] == (0.0, 3)


def book_of(**sheets):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def icraft_rows():
    """The rows of the CSV sample with numbers as a spreadsheet has them."""
    head, *rows = csv.reader(sample("time_results.csv").splitlines())
    return [head, *([int(r[0]), *r[1:3], *(float(v) if v else None for v in r[3:])] for r in rows)]


def test_icraft_times_as_a_sheet_are_the_same(given):
    from_sheet, from_csv = given(book_of(Sheet1=icraft_rows()), "t.xlsx"), given(sample("time_results.csv"))
    assert [layer.time for layer in from_sheet.layers] == [layer.time for layer in from_csv.layers]
    assert from_sheet.problems == ()


def test_sheets_of_two_networks_with_an_index_column(given):
    rows = [["", "0"], *([i, *row] for i, row in enumerate(icraft_rows()))]
    rows[1][0] = None
    profile = given(book_of(net_1=rows, notes=[["hello"]], net_2=icraft_rows()), "t.xlsx")
    assert [layer.time.network for layer in profile.layers] == ["net_1"] * 4 + ["net_2"] * 4
    assert profile.layers[0].line == 3 and profile.layers[4].line == 2


def test_an_onnxruntime_profile_by_hand():
    profile = read_profile(SAMPLES / "ort.json")
    assert (profile.format, profile.latency_ms, profile.problems) == (ProfileFormat.ONNXRUNTIME, 0.7, ())
    conv, relu = profile.layers
    assert conv.time == LayerTime(4, "/conv1/Conv", "Conv", "cpu", total_ms=0.6)
    assert (conv.runs, conv.min_ms, conv.max_ms, conv.line) == (2, 0.5, 0.7, 5)
    assert (relu.time.op_id, relu.time.total_ms) == (5, 0.025)


def test_a_profile_that_onnxruntime_wrote(tmp_path):
    use_shared_pool(default_threads())  # where it exists, nobody may have threads of their own
    options = ort.SessionOptions()
    options.use_per_session_threads = False
    options.enable_profiling = True
    options.profile_file_prefix = str(tmp_path / "run")
    network = save_spot_vit(tmp_path / "net.onnx")
    session = ort.InferenceSession(network, options, providers=["CPUExecutionProvider"])
    feed = {given.name: np.zeros(given.shape, np.float32) for given in session.get_inputs()}
    for _ in range(3):
        session.run(None, feed)
    profile = read_profile(Path(session.end_profiling()))
    assert profile.layers and all(layer.runs == 3 for layer in profile.layers)
    assert profile.latency_ms > 0 and profile.problems == ()


def test_the_log_of_a_published_pose_model(assets):
    """A README with the log in it; counted and ranked here by other means than the reader's."""
    path = assets.parent / "reference" / "seeds" / SEED
    if not path.is_file():
        pytest.skip(f"{path} is not there")
    log = path.read_text(encoding="utf-8").split("The main quantized node information:")[1]
    rows = [line.split() for line in log.splitlines() if re.match(r"\S+ +[BC]PU +", line)]
    profile = read_profile(path)
    assert profile.problems == ()
    assert (profile.frames_per_second, profile.latency_ms) == (137.55, pytest.approx(7.2703))
    assert profile.model_name == "yolo11n_pose_bayese_640x640_nv12"
    names = ["output0", "493", "501", "515", "523", "537", "545", "553", "561"]
    assert [output.name for output in profile.outputs] == names
    assert [output.shape[-1] for output in profile.outputs] == [64, 1, 64, 1, 64, 1, 51, 51, 51]
    assert profile.outputs[-1].cosine == 0.851751 and profile.outputs[0].chebyshev == 5.219028
    found = [(x.time.name, x.time.op_type, x.cosine, x.data_type) for x in profile.layers]
    assert found == [(r[0], r[3], None if r[4] == "--" else float(r[4]), r[6]) for r in rows]
    assert len(found) == 256
    ranked = sorted((row for row in rows if row[4] != "--"), key=lambda row: float(row[4]))
    assert [layer.time.name for layer in profile.worst(10)] == [row[0] for row in ranked[:10]]
    assert profile.worst(1)[0].cosine == 0.689791


# -- rows, not whole files, that are broken ----------------------------------------------------

BROKEN_ROWS = {
    "no number": ("time_results.csv", "13.523", "fast", "Line 4: hard_time is 'fast', which is no finite"),
    "not finite": ("time_results.csv", "13.523", "inf", "Line 4: hard_time is 'inf'"),
    "nan": ("time_results.csv", "13.523", "nan", "Line 4: hard_time is 'nan'"),
    "beyond floats": ("time_results.csv", "13.523", "1e999", "Line 4: hard_time is '1e999'"),
    "negative": ("time_results.csv", "13.523", "-13.523", "Line 4: hard_time is -13.523, which cannot"),
    "too few columns": ("time_results.csv", ",13.523,0.377", "", "Line 4 has 5 columns where the header"),
    "no operator": ("time_results.csv", "754,", "x,", "Line 4 is left out: op_id"),
    "an open quote": ("op_summary_0_1.csv", '1,"1,1,255,255,16"', '1,"1,1,255', "Line 4 cannot be read"),
    "no name": ("op_summary_0_1.csv", "Conv_9", "", "Line 4 is left out: it names no operator."),
    "no cosine": ("hb_mapper.log", "0.981250", "0.98x250", "Line 18: Cosine Similarity is '0.98x250'"),
    "a column short": ("hb_mapper.log", "HzSQuantizedConv  0.981250", "0.981250", "Line 18 has 6 columns"),
    "other outputs": ("hb_mapper.log", "output num : 2", "output num : 3", "has 3 outputs, but tells of 2"),
    "no average": ("profiler.log", '"avg_time":0.25,', "", "Softmax_/attn/Softmax has no average time"),
    "time as text": ("profiler.log", '"avg_time":0.25', '"avg_time":"0.25"', "avg_time is '0.25'"),
    "no table": ("profiler.log", '"task_latency":{', '"task_latency":[],"x":{', "task_latency is no table"),
    "time of a node": ("ort.json", '"dur" :700', '"dur" :null', "Line 8: /conv1/Conv_kernel_time is"),
    "foreign event": ("ort.json", '{"cat" : "Session","pid" :1,"tid" :1,"dur" :600', '7,{"x":0', "no event"),
    "odd node": ("ort.json", '"node_index" : "5"', '"node_index" : "five"', "not as onnxruntime writes it"),
}  # fmt: skip


@pytest.mark.parametrize(("name", "old", "new", "told"), BROKEN_ROWS.values(), ids=BROKEN_ROWS.keys())
def test_what_is_broken_is_told_and_the_rest_imported(given, name, old, new, told):
    whole, text = read_profile(SAMPLES / name), sample(name)
    assert old in text
    profile = given(text.replace(old, new, 1))
    assert any(told in problem for problem in profile.problems), profile.problems
    assert profile.layers and len(profile.layers) >= len(whole.layers) - 3
    known = {ms for row in times(whole) for ms in row} | {None}
    # Of several runs one that is missing moves the median; nothing else may appear.
    moved = {x.min_ms for x in whole.layers} | {x.max_ms for x in whole.layers} | {0.0795, 0.0805}
    assert {ms for row in times(profile) for ms in row} <= known | moved


def test_two_subgraphs_have_no_common_rate(given):
    speed = next(line for line in sample("hb_mapper.log").splitlines(True) if "FPS=" in line)
    second = speed.replace("subgraph_0", "subgraph_1").replace("1230.8", "769.2")
    profile = given(sample("hb_mapper.log").replace(speed, speed + second))
    assert profile.frames_per_second is None and profile.latency_ms == pytest.approx(2.0)
    assert profile.ddr_bytes == 81920 and "2 subgraphs" in profile.problems[0]


def test_of_several_conversions_the_last_one_counts(given):
    text = sample("hb_mapper.log")
    profile = given(text + text.replace("FPS=812.5", "FPS=900.5").replace("0.981250", "0.500000"))
    assert (profile.frames_per_second, profile.layers[1].cosine, len(profile.layers)) == (900.5, 0.5, 6)
    assert "2 conversions" in profile.problems[0] and "line 33 on" in profile.problems[0]


def test_the_checkers_table_has_fewer_columns(given):
    head = "Node              ON   Subgraph  Type              In/Out DataType  \n"
    row = "/stem/Conv        BPU  id(0)     HzSQuantizedConv  int8/int8        \n"
    profile = given(head + "-" * 60 + "\n" + row)
    (layer,) = profile.layers
    assert (layer.time.name, layer.cosine, layer.data_type) == ("/stem/Conv", None, "int8/int8")
    assert "inside the table of layers" in profile.problems[0]


def test_rows_that_lost_their_blanks_are_read_by_words(given):
    text = re.sub(r"(?<=\S) {2,}(?=\S)", " ", sample("hb_mapper.log").split("====\n")[1])
    header = next(line for line in sample("hb_mapper.log").splitlines() if line.startswith("Node"))
    assert [layer.cosine for layer in given(header + "\n" + text.split("\n", 1)[1]).layers][:2] == [
        0.999772,
        0.98125,
    ]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "gb18030"])
def test_other_encodings(given, encoding):
    text = sample("time_results.csv").replace("86,,", "86,检测,")
    profile = given(text.replace("\n", "\r\n").encode(encoding))
    assert profile.layers[3].time.name == "检测" and profile.problems == ()


def test_bytes_that_are_no_text_are_told(given):
    data = sample("time_results.csv").encode().replace(b"customop::DetPost", b"custom\x81\xff")
    profile = given(data)
    assert "Line 5" in profile.problems[0] and len(profile.layers) == 4


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_other_delimiters(given, delimiter):
    assert len(given(sample("time_results.csv").replace(",", delimiter)).layers) == 4


def test_a_foreign_file_does_not_fill_the_memory_with_problems(given):
    profile = given("op_id,total_time\n" + "1,x\n" * 500)
    assert len(profile.problems) == 51 and profile.problems[-1] == "There are 450 more problems."


# -- files that are nothing --------------------------------------------------------------------

FOREIGN = {
    "nothing": (b"", "it is empty"),
    "blanks": (b" \n\n", "it is empty"),
    "prose": (b"Dear diary,\n", "no known format"),
    "a picture": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "it is no text"),
    "another json": (b'{"a": 1}', "no known format"),
    "another csv": (b"frame,x,y,w,h\n0,1,2,3,4\n", "no known format"),
    "old excel": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100), "old Excel"),
    "half a zip": (b"PK\x03\x04" + bytes(100), "cut off"),
    "another sheet": (book_of(Sheet1=[["a", "b"], [1, 2]]), "op_id and total_time"),
    "other siblings": (
        b"Model Name,OP Type,Core Type,Count,Total Time(us)\nm,Conv,AI_CORE,1,2\n",
        "no known",
    ),
}


@pytest.mark.parametrize(("data", "reason"), FOREIGN.values(), ids=FOREIGN.keys())
def test_what_is_no_profile_says_so_and_names_what_is(given, data, reason):
    with pytest.raises(NotAProfile) as caught:
        given(data)
    assert reason in str(caught.value)
    assert all(known.value in str(caught.value) for known in ProfileFormat)


@pytest.mark.parametrize(
    "text",
    [
        "op_id,total_time\n",
        "2025-03-04 10:00:00,101 file: a.py func: f line No: 1 hello\n",
        '{"perf_result":',
        '[\n{"cat" : "Session"}\n]',
    ],
)
def test_a_known_format_without_a_figure(given, text):
    with pytest.raises(ProfileEmpty):
        given(text)


def test_what_is_not_there(tmp_path):
    with pytest.raises(ProfileMissing):
        read_profile(tmp_path / "none.csv")
    with pytest.raises(NotAProfile, match="folder"):
        read_profile(tmp_path)


def test_a_large_file_is_refused_unread(tmp_path, monkeypatch):
    path = tmp_path / "huge.json"
    with path.open("wb") as file:
        file.truncate(1_000_000_000)  # a sparse file: no disk is used
    monkeypatch.setattr(Path, "read_bytes", lambda _path: pytest.fail("it was read"))
    with pytest.raises(ProfileTooLarge, match="1000 MB"):
        read_profile(path)
    assert reading.MAX_BYTES < 1_000_000_000


def test_a_sheet_that_unpacks_to_too_much(given, monkeypatch):
    monkeypatch.setattr("engines.profiles.sheets._MAX_UNPACKED_BYTES", 100)
    with pytest.raises(NotAProfile, match="unpacks"):
        given(book_of(Sheet1=icraft_rows()), "t.xlsx")


def test_json_samples_are_json():
    json.loads(sample("ort.json"))
