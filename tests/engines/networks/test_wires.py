"""What crosses the link: JPEG and NV12 on the way out, only some cells on the way back, and tokens."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import cv2
import numpy as np
import pytest

from engines.agent import pictures
from engines.agent.api import Api
from engines.agent.backends.onnxruntime_backend import OnnxruntimeBackend
from engines.agent.output_filter import LOW_SCORE
from engines.agent.pictures import jpeg_decoder
from engines.agent.repository import Repository
from engines.agent.runner import LocalRunner
from engines.agent.server import AgentServer
from engines.errors import BadParameter
from engines.networks.batch import run_each, takes_batches
from engines.networks.local import use_shared_pool
from engines.networks.network import PixelFormat
from engines.networks.packing import ImagePacker
from engines.networks.picture_wire import Wire, WireFormat
from engines.networks.remote import (
    AgentFailed,
    LoadRequest,
    RemoteNetwork,
    RemoteOptions,
    TokenRefused,
    Traffic,
)
from engines.networks.sparse import FilterGroup, whole
from engines.networks.wire import BadAnswer, parse_infer
from engines.timing import StageClock
from tests.engines.agent.picture_models import Nv12Backend, save_heads, save_picture

SIDE = 16
PIXELS = {"x": PixelFormat("RGB", (10, 20, 30), (0.5, 0.25, 0.125))}
TOKEN = "abcdefghijklmnop-0123"


@contextmanager
def serving(backend, folder: Path, token: str | None = None) -> Iterator[int]:
    repository = Repository(LocalRunner(backend), str(folder))
    with AgentServer(("127.0.0.1", 0), Api(repository), token) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield server.server_port
        server.shutdown()
        thread.join(5)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    save_picture(tmp_path / "picture.onnx", SIDE)
    save_heads(tmp_path / "heads.onnx")
    save_heads(tmp_path / "heads_nchw.onnx", is_nchw=True)
    (tmp_path / "any.bin").write_bytes(b"1")
    return tmp_path


@pytest.fixture
def port(folder: Path) -> Iterator[int]:
    use_shared_pool(1)
    with serving(OnnxruntimeBackend(threads=1, shared_pool=True), folder) as port:
        yield port


@pytest.fixture
def nv12_port(folder: Path) -> Iterator[int]:
    with serving(Nv12Backend(), folder) as port:
        yield port


def opened(port: int, model: str, ending: str = "onnx", wires=None, filters=(), **options):
    load = LoadRequest(f"{model}.{ending}")
    chosen = RemoteOptions(traffic=Traffic(wires or {}, filters), load=load, **options)
    return closing(RemoteNetwork.at_url(f"http://127.0.0.1:{port}", model, chosen))


def smooth_picture(seed: int = 0) -> np.ndarray:
    """A BGR picture that JPEG and NV12 hardly change."""
    rng = np.random.default_rng(seed)
    small = rng.integers(40, 215, (2, 2, 3), dtype=np.uint8)
    return cv2.resize(small, (SIDE, SIDE), interpolation=cv2.INTER_LINEAR)


def expected_of(bgr: np.ndarray) -> np.ndarray:
    """What the network should see: RGB planes, mean off, scaled."""
    rgb = bgr[:, :, ::-1].astype(np.float32)
    return ((rgb - [10, 20, 30]) * [0.5, 0.25, 0.125]).transpose(2, 0, 1)[None]


@pytest.mark.parametrize("wire", list(Wire))
@pytest.mark.parametrize("color", ["RGB", "BGR"])
def test_a_picture_arrives_whatever_it_is_sent_as(port, wire, color):
    pixels = {"x": PixelFormat(color, (0, 0, 0), (1, 1, 1))}
    with opened(port, "picture", pixels=pixels, wires={"x": WireFormat(wire, 95)}) as network:
        (spec,) = network.inputs
        assert (spec.dtype, spec.layout, spec.shape[1:]) == ("uint8", "NHWC", (SIDE, SIDE, 3))
        bgr = smooth_picture()
        clock = StageClock()
        y = network.run({"x": ImagePacker(spec).pack(bgr)}, clock)["y"]
        wanted = (bgr if color == "BGR" else bgr[:, :, ::-1]).transpose(2, 0, 1)[None]
        assert np.abs(y - wanted).mean() < (0.01 if wire is Wire.UINT8 else 4)
        assert np.abs(y - wanted[:, ::-1]).mean() > 8, "the colour order matters here"


def test_bytes_on_the_link(port):
    sizes = {}
    for wire in Wire:
        with opened(port, "picture", pixels=PIXELS, wires={"x": WireFormat(wire, 10)}) as network:
            clock = StageClock()
            network.run({"x": ImagePacker(network.inputs[0]).pack(smooth_picture())}, clock)
            sizes[wire] = clock.bytes_out_in[0]
    assert sizes[Wire.UINT8] - sizes[Wire.NV12] == pytest.approx(SIDE * SIDE * 1.5, abs=60)
    assert sizes[Wire.JPEG] < sizes[Wire.UINT8]


@pytest.mark.parametrize("wire", list(Wire))
def test_several_pictures_at_once(port, wire):
    with opened(port, "picture", pixels=PIXELS, wires={"x": WireFormat(wire, 95)}) as network:
        assert takes_batches(network)
        packer = ImagePacker(network.inputs[0])
        bgr = [smooth_picture(seed) for seed in range(3)]
        clock = StageClock()
        answers = run_each(network, [{"x": packer.pack_new(picture)} for picture in bgr], clock)
        for picture, answer in zip(bgr, answers, strict=True):
            assert np.abs(answer["y"] - expected_of(picture)).mean() < 3
        assert np.abs(answers[0]["y"] - answers[1]["y"]).mean() > 1


def test_a_board_without_a_decoder_gets_uint8(port, monkeypatch, caplog):
    monkeypatch.setattr("engines.agent.api.jpeg_decoder", lambda: None)
    with opened(port, "picture", pixels=PIXELS, wires={"x": WireFormat(Wire.JPEG)}) as network:
        bgr = smooth_picture()
        y = network.run({"x": ImagePacker(network.inputs[0]).pack(bgr)}, StageClock())["y"]
    np.testing.assert_allclose(y, expected_of(bgr), atol=1e-3)
    assert "sent as uint8" in caplog.text


def test_without_opencv_pictures_are_nearly_the_same(monkeypatch):
    bgr = smooth_picture(3)
    with_cv2 = pictures.to_nv12(bgr, "BGR")
    back = pictures.from_nv12(with_cv2, SIDE, SIDE, "RGB")
    monkeypatch.setattr(pictures, "opencv", lambda: None)
    assert np.abs(pictures.to_nv12(bgr, "BGR").astype(int) - with_cv2).max() <= 2
    assert np.abs(pictures.from_nv12(with_cv2, SIDE, SIDE, "RGB").astype(int) - back).max() <= 2
    # Not to be mixed up: an order of colours that is wrong is far away.
    assert np.abs(pictures.from_nv12(with_cv2, SIDE, SIDE, "BGR").astype(int) - back).max() > 20


@pytest.mark.parametrize("wire", [Wire.NV12, Wire.JPEG])
def test_a_model_that_takes_nv12_itself(nv12_port, wire):
    with opened(nv12_port, "any", "bin", wires={"images": WireFormat(wire, 98)}) as network:
        (spec,) = network.inputs
        assert (spec.layout, spec.dtype) == (("NV12" if wire is Wire.NV12 else "NHWC"), "uint8")
        bgr = smooth_picture(5)
        outputs = network.run({"images": ImagePacker(spec).pack(bgr)}, StageClock())
        difference = np.abs(outputs["vector"].astype(int) - pictures.to_nv12(bgr, "BGR"))
        assert difference.max() <= (0 if wire is Wire.NV12 else 12)
        assert outputs["box"].dtype == np.float32
        np.testing.assert_array_equal(
            outputs["box"].reshape(-1, 2), np.arange(8).reshape(-1, 2) * [0.5, 0.25]
        )
        assert {spec.name: spec.dtype for spec in network.outputs}["box"] == "float32"


def test_nv12_of_another_length_is_refused_before_the_runtime_sees_it(nv12_port):
    with opened(nv12_port, "any", "bin") as network, pytest.raises(AgentFailed, match="384 values"):
        network.run({"images": np.zeros(383, np.uint8)}, StageClock())


def jpeg(height: int, width: int) -> bytes:
    return cv2.imencode(".jpg", np.zeros((height, width, 3), np.uint8))[1].tobytes()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "no JPEG"),
        (b"GIF89a", "no JPEG"),
        (b"\xff\xd8", "no JPEG"),
        (b"\xff\xd8\xff\xff\xff", "no JPEG"),
        (jpeg(SIDE, SIDE + 2), "16 x 18 pixels, not 16 x 16"),
        (jpeg(SIDE, SIDE)[:200] + b"\xff\xd9", "cannot be decoded"),
    ],
)
def test_jpegs_that_are_none(data, words):
    from engines.agent.refusal import Refusal

    with pytest.raises(Refusal, match=words):
        jpeg_decoder().decode(np.frombuffer(data, np.uint8), "BGR", SIDE, SIDE)


def test_the_picture_bomb_is_not_decoded():
    from engines.agent.refusal import Refusal

    file = bytearray(jpeg(64, 64))
    at = file.index(b"\xff\xc0")
    file[at + 5 : at + 9] = b"\xff\xff\xff\xff"
    with pytest.raises(Refusal, match="too large"):
        jpeg_decoder().decode(np.frombuffer(bytes(file), np.uint8), "BGR", -1, -1)


def heads(is_nchw: bool, batch: int = 1, hits: int = 5) -> dict[str, np.ndarray]:
    """Heads of two grids in which few cells have a score over 0."""
    rng = np.random.default_rng(7)
    feeds = {}
    for grid in (6, 3):
        cls = rng.normal(-6, 1, (batch, grid * grid, 3)).astype("f4")
        for cell in rng.integers(0, batch * grid * grid, hits):
            cls.reshape(-1, 3)[cell, rng.integers(0, 3)] = rng.uniform(0.1, 3)
        box = rng.normal(0, 1, (batch, grid * grid, 4)).astype("f4")
        for name, table in (("cls", cls), ("box", box)):
            shape = (batch, grid, grid, table.shape[2])
            array = table.reshape(shape)
            feeds[f"{name}{grid}_in"] = (
                np.ascontiguousarray(array.transpose(0, 3, 1, 2)) if is_nchw else array
            )
    return feeds


def groups(is_nchw: bool, threshold: float = 0.0, **more) -> tuple[FilterGroup, ...]:
    axis = 1 if is_nchw else 3
    return tuple(FilterGroup(f"cls{g}", (f"box{g}",), threshold, axis, **more) for g in (6, 3))


@pytest.mark.parametrize("is_nchw", [False, True])
@pytest.mark.parametrize("batch", [1, 3])
def test_only_cells_with_a_score_cross_the_link(port, is_nchw, batch):
    model, feeds = "heads_nchw" if is_nchw else "heads", heads(is_nchw, batch)
    with opened(port, model, filters=groups(is_nchw)) as network:
        clock = StageClock()
        outputs = network.run(feeds, clock)
    axis = 1 if is_nchw else 3
    for grid in (6, 3):
        sent_cls, sent_box = feeds[f"cls{grid}_in"], feeds[f"box{grid}_in"]
        over = sent_cls.max(axis=axis, keepdims=True) >= 0
        assert 0 < over.sum() < over.size
        np.testing.assert_array_equal(outputs[f"cls{grid}"], np.where(over, sent_cls, np.float32(LOW_SCORE)))
        np.testing.assert_array_equal(outputs[f"box{grid}"], np.where(over, sent_box, 0))
    assert set(outputs) == {"cls6", "box6", "cls3", "box3"}


def test_bytes_that_stay_on_the_board(port):
    sizes = {}
    for name, filters in (("all", ()), ("few", groups(False, 2.9)), ("none", groups(False, 1e6))):
        with opened(port, "heads", filters=filters) as network:
            clock = StageClock()
            outputs = network.run(heads(False), clock)
            sizes[name] = clock.bytes_out_in[1]
            assert outputs["box6"].shape == (1, 6, 6, 4)
    assert sizes["none"] <= sizes["few"] < sizes["all"]


def test_only_the_named_score_channels_count(port):
    with opened(port, "heads", filters=groups(False, score_channels=(1, 2))) as network:
        feeds = heads(False)
        outputs = network.run(feeds, StageClock())
    over = feeds["cls6_in"][..., 1:2] >= 0
    np.testing.assert_array_equal(outputs["box6"], np.where(over, feeds["box6_in"], 0))


def test_a_cell_just_at_the_threshold_stays(port):
    feeds = {name: np.full_like(array, -9) for name, array in heads(False).items()}
    feeds["cls6_in"][0, 2, 3, 1] = np.float32(-1.0986123)
    with opened(port, "heads", filters=groups(False, -1.0986122886681098)) as network:
        outputs = network.run(feeds, StageClock())
    assert outputs["cls6"][0, 2, 3, 1] == np.float32(-1.0986123)


@pytest.mark.parametrize(
    "group",
    [
        FilterGroup("nothing", (), 0.0),
        FilterGroup("cls6", ("nothing",), 0.0),
        FilterGroup("cls6", (), 0.0, channel_axis=4),
        FilterGroup("cls6", (), 0.0, score_channels=(3, 4)),
        FilterGroup("cls6", (), float("nan")),
    ],
)
def test_filters_that_make_no_sense(port, group):
    with pytest.raises(AgentFailed):
        opened(port, "heads", filters=(group,))


def test_heads_of_two_grids_in_one_group(port):
    mixed = (FilterGroup("cls6", ("box3",), 0.0),)
    with (
        opened(port, "heads", filters=mixed) as network,
        pytest.raises(AgentFailed, match="numbers of cells"),
    ):
        network.run(heads(False), StageClock())


CELLS = np.array([1, 3], np.int32)
GOOD = {
    "trackbench_cells": "c",
    "trackbench_shape": [1, 2, 2, 1],
    "trackbench_axis": 3,
    "trackbench_fill": -8,
}


def test_the_sparse_form():
    made = whole({"y": np.array([[5], [6]], np.float32), "c": CELLS}, {"y": GOOD})
    np.testing.assert_array_equal(made["y"], [[[[-8], [5]], [[-8], [6]]]])
    assert list(made) == ["y"]


@pytest.mark.parametrize(
    "change",
    [
        {"trackbench_shape": [1, 1, 2, 1]},
        {"trackbench_shape": [1, 2, 2, 2]},
        {"trackbench_shape": [2**20, 2**20, 2**20, 1]},
        {"trackbench_shape": [-1, 2, 2, 1]},
        {"trackbench_shape": "big"},
        {"trackbench_axis": 4},
        {"trackbench_axis": None},
        {"trackbench_fill": "low"},
        {"trackbench_cells": "other"},
    ],
)
def test_sparse_answers_that_cannot_be_used(change):
    entries = [
        {"name": "y", "datatype": "FP32", "shape": [2, 1], "data": [5, 6], "parameters": {**GOOD, **change}},
        {"name": "c", "datatype": "INT32", "shape": [2], "data": [1, 3]},
    ]
    with pytest.raises(BadAnswer):
        parse_infer(memoryview(json.dumps({"outputs": entries}).encode()), None)


def test_a_token(folder):
    use_shared_pool(1)
    with serving(OnnxruntimeBackend(threads=1, shared_pool=True), folder, TOKEN) as port:
        for wrong in (None, "abcdefghijklmnop-0124", ""):
            with pytest.raises(TokenRefused):
                opened(port, "picture", token=wrong)
        with opened(port, "picture", token=TOKEN) as network:
            assert network.run({"x": np.zeros((1, 3, SIDE, SIDE), "f4")}, StageClock())["y"].shape[1] == 3
    assert TOKEN not in repr(RemoteOptions(token=TOKEN))


def test_a_token_cannot_smuggle_a_header(port):
    with pytest.raises(BadParameter):
        opened(port, "picture", token="a\r\nContent-Length: 0")
