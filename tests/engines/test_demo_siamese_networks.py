"""The demo networks in the layouts of E.T.Track and SiamRPN: shapes, places, and trackers that use them."""

from __future__ import annotations

import contextlib
from importlib import resources
from pathlib import Path

import cv2
import numpy as np
import onnxruntime
import pytest

from engines.frame import Frame
from engines.geometry import Box, iou
from engines.networks.local import LocalNetwork, default_threads, use_shared_pool
from engines.networks.network import PixelFormat, TensorSpec
from engines.timing import StageClock
from engines.track import TrackState
from engines.trackers.et_track import EtTrack, EtTrackParameters
from engines.trackers.per_target import PerTarget
from engines.trackers.siam_rpn import SiamRpn, SiamRpnParameters, anchor_sizes
from engines.trackers.siamese import channel_means, padded_side
from engines.trackers.subwindow import Window, cut

NETWORKS = Path(str(resources.files("resources") / "networks"))
CLIPS = Path(str(resources.files("resources") / "clips"))
LARGEST_BYTES = 3_000_000
FIGURES = (1, 2)  # those that stay visible during the whole clip
FRAMES = 25
MEAN = np.array([0.485, 0.456, 0.406], np.float32) * 255
STD = np.array([0.229, 0.224, 0.225], np.float32) * 255
IMAGENET = PixelFormat("RGB", tuple(MEAN.tolist()), tuple((1 / STD).tolist()))

SHAPES = {
    "demo_ettrack_template.onnx": ({"z": ["batch", 3, 127, 127]}, {"zf": ["batch", 96, 8, 8]}),
    "demo_ettrack_search.onnx": (
        {"x": ["batch", 3, 288, 288], "zf": ["batch", 96, 8, 8]},
        {"cls": ["batch", 1, 18, 18], "bbox": ["batch", 4, 18, 18]},
    ),
    "demo_siamrpn.onnx": (
        {"template": ["batch", 3, 127, 127], "search": ["batch", 3, 255, 255]},
        {"cls": ["batch", 10, 25, 25], "loc": ["batch", 20, 25, 25]},
    ),
}
# Crop pixels; the last two are as far as SiamRPN's places reach.
SHIFTS = ((0, 0), (24, 0), (-37, 20), (5, -51), (70, 70), (-80, -64))


def image(name: str, side: int, pixels: PixelFormat) -> TensorSpec:
    return TensorSpec(name, (1, 3, side, side), "float32", "NCHW", pixels)


def network(file: str, *inputs: TensorSpec) -> LocalNetwork:
    return LocalNetwork(NETWORKS / file, inputs=inputs)


def open_ettrack() -> tuple[LocalNetwork, ...]:
    features = TensorSpec("zf", (1, 96, 8, 8), "float32")
    return (
        network("demo_ettrack_template.onnx", image("z", 127, IMAGENET)),
        network("demo_ettrack_search.onnx", image("x", 288, IMAGENET), features),
    )


def open_siamrpn() -> tuple[LocalNetwork, ...]:
    pixels = PixelFormat("BGR")
    inputs = (image("template", 127, pixels), image("search", 255, pixels))
    return (network("demo_siamrpn.onnx", *inputs),)


@pytest.fixture(scope="module")
def ettrack():
    networks = open_ettrack()
    yield networks
    for each in networks:
        each.close()


@pytest.fixture(scope="module")
def siamrpn():
    networks = open_siamrpn()
    yield networks
    networks[0].close()


@pytest.fixture(scope="module")
def truth():
    with np.load(CLIPS / "demo.groundtruth.npz") as stored:
        return {name: stored[name] for name in ("ids", "boxes", "visibility")}


@pytest.fixture(scope="module")
def pictures():
    capture = cv2.VideoCapture(str(CLIPS / "demo.mp4"))
    read = [capture.read() for _ in range(FRAMES)]
    capture.release()
    assert all(ok for ok, _ in read)
    return [picture for _, picture in read]


def true_box(truth, figure: int, frame: int) -> Box:
    (column,) = np.flatnonzero(truth["ids"] == figure)
    return Box(*map(float, truth["boxes"][frame, column]))


def crop(picture, box: Box, side: int, shift=(0, 0)) -> np.ndarray:
    """Crop at the trackers' scale; the box's centre comes `shift` pixels of the crop from its middle."""
    scale = 127 / padded_side(box.w, box.h)
    cut_side = round(side / scale)
    x, y = box.cx - shift[0] / scale - cut_side / 2, box.cy - shift[1] / scale - cut_side / 2
    return cut(picture, Window(round(x), round(y), cut_side), side, channel_means(picture))


def tensor(picture) -> np.ndarray:
    return np.ascontiguousarray(picture.transpose(2, 0, 1)[None], np.float32)


def normalised(picture) -> np.ndarray:
    return tensor((picture[..., ::-1].astype(np.float32) - MEAN) / STD)


def et_answer(networks, picture, template_box: Box, later, box: Box, shift):
    """Best score, and the box at it: cx, cy from the crop's middle, w, h, all in crop pixels."""
    template, search = networks
    zf = template.run({"z": normalised(crop(picture, template_box, 127))}, StageClock())["zf"]
    answer = search.run({"x": normalised(crop(later, box, 288, shift)), "zf": zf}, StageClock())
    row, col = divmod(int(answer["cls"].argmax()), 18)
    left, top, right, bottom = answer["bbox"][0, :, row, col]
    cx, cy = (col - 9) * 16 + (right - left) / 2, (row - 9) * 16 + (bottom - top) / 2
    score = 1 / (1 + np.exp(-answer["cls"].max()))
    return float(score), (cx, cy, left + right, top + bottom)


def rpn_answer(networks, picture, template_box: Box, later, box: Box, shift):
    feeds = {
        "template": tensor(crop(picture, template_box, 127)),
        "search": tensor(crop(later, box, 255, shift)),
    }
    answer = networks[0].run(feeds, StageClock())
    lead = answer["cls"][0, 5:] - answer["cls"][0, :5]
    anchor, row, col = np.unravel_index(int(lead.argmax()), lead.shape)
    dx, dy, dw, dh = answer["loc"].reshape(4, 5, 25, 25)[:, anchor, row, col]
    w, h = anchor_sizes()[anchor]
    box_in_crop = ((col - 12) * 8 + dx * w, (row - 12) * 8 + dy * h, np.exp(dw) * w, np.exp(dh) * h)
    return float(1 / (1 + np.exp(-lead.max()))), box_in_crop


ANSWERS = {"ettrack": et_answer, "siamrpn": rpn_answer}


def opened(path):
    """The file as onnxruntime has it; within a process all sessions share one pool, or none does."""
    use_shared_pool(default_threads())
    options = onnxruntime.SessionOptions()
    options.use_per_session_threads = False
    return onnxruntime.InferenceSession(path.read_bytes(), options, providers=["CPUExecutionProvider"])


@pytest.mark.parametrize("file", SHAPES)
def test_shapes_and_size(file):
    path = NETWORKS / file
    session = opened(path)
    inputs, outputs = SHAPES[file]
    assert {node.name: node.shape for node in session.get_inputs()} == inputs
    assert {node.name: node.shape for node in session.get_outputs()} == outputs
    assert {node.type for node in (*session.get_inputs(), *session.get_outputs())} == {"tensor(float)"}
    assert path.stat().st_size <= LARGEST_BYTES


@pytest.mark.parametrize("file", SHAPES)
def test_a_batch_answers_as_one_by_one(file):
    """Every target has its own template and its own search crop; none sees another's."""
    session = opened(NETWORKS / file)
    draw = np.random.default_rng(5)
    feeds = {
        name: draw.normal(size=(3, *shape[1:])).astype(np.float32) for name, shape in SHAPES[file][0].items()
    }
    together = session.run(None, feeds)
    for index in range(3):
        alone = session.run(None, {name: tensor[index : index + 1] for name, tensor in feeds.items()})
        for one, batch in zip(alone, together, strict=True):
            np.testing.assert_allclose(batch[index : index + 1], one, rtol=1e-4, atol=1e-3)
            assert np.abs(batch[index - 1] - one[0]).max() > 0.01  # of another target: another answer


@pytest.mark.parametrize("shift", SHIFTS)
@pytest.mark.parametrize("figure", FIGURES)
@pytest.mark.parametrize("name", ANSWERS)
def test_best_place_is_on_the_target(request, name, figure, shift, pictures, truth):
    """Wherever the target lies in the crop, the best place proposes a box around it."""
    networks = request.getfixturevalue(name)
    first, box = true_box(truth, figure, 0), true_box(truth, figure, 20)
    score, (cx, cy, w, h) = ANSWERS[name](networks, pictures[0], first, pictures[20], box, shift)
    scale = 127 / padded_side(box.w, box.h)
    found = Box.around(float(cx), float(cy), float(w), float(h))
    wanted = Box.around(*shift, box.w * scale, box.h * scale)
    assert score > 0.5
    assert iou(found, wanted) > 0.5, (found, wanted)


@pytest.mark.parametrize("name", ANSWERS)
def test_scores_tell_the_target_from_its_absence(request, name, pictures, truth):
    networks = request.getfixturevalue(name)
    first, later = true_box(truth, 1, 0), true_box(truth, 1, 20)
    elsewhere = Box(40, 20, later.w, later.h / 2)  # the sky and the houses: nobody is there
    there, _ = ANSWERS[name](networks, pictures[0], first, pictures[20], later, (0, 0))
    absent, _ = ANSWERS[name](networks, pictures[0], first, pictures[20], elsewhere, (0, 0))
    assert there > absent + 0.3


def test_every_anchor_of_a_place_means_the_same_box(siamrpn, pictures, truth):
    box = true_box(truth, 2, 0)
    feeds = {"template": tensor(crop(pictures[0], box, 127)), "search": tensor(crop(pictures[3], box, 255))}
    answer = siamrpn[0].run(feeds, StageClock())
    assert not answer["cls"][0, :5].any()
    dx, dy, dw, dh = answer["loc"].reshape(4, 5, 25, 25)
    w, h = (side[:, None, None] for side in anchor_sizes().T)
    for values in (dx * w, dy * h, np.exp(dw) * w, np.exp(dh) * h):
        assert np.abs(values - values[0]).max() < 0.01


def make_ettrack() -> PerTarget:
    networks = open_ettrack()
    return PerTarget(EtTrack(networks, EtTrackParameters(lost_below=0.4)), networks)


def make_siamrpn() -> PerTarget:
    networks = open_siamrpn()
    return PerTarget(SiamRpn(networks, SiamRpnParameters()), networks)


@pytest.mark.parametrize("make", [make_ettrack, make_siamrpn])
def test_the_trackers_follow_with_them(make, pictures, truth):
    """Closed loop; only the first boxes are given."""
    with contextlib.closing(make()) as tracker:
        overlaps = followed(tracker, pictures, truth)
    assert all(len(ious) == FRAMES - 1 for ious in overlaps.values())
    # A walking figure's true box changes its width by half with every step; the trackers' follow slowly.
    assert all(min(ious) > 0.35 and np.mean(ious) > 0.6 for ious in overlaps.values()), overlaps


def followed(tracker: PerTarget, pictures, truth) -> dict[int, list[float]]:
    clock = StageClock()
    tracker.start(Frame(0, 0.0, pictures[0]), {f: true_box(truth, f, 0) for f in FIGURES}, clock)
    overlaps: dict[int, list[float]] = {figure: [] for figure in FIGURES}
    for index, picture in enumerate(pictures[1:], 1):
        for track in tracker.update(Frame(index, index / 25, picture), clock):
            assert track.state is TrackState.TRACKED
            overlaps[track.id].append(iou(track.box, true_box(truth, track.id, index)))
    return overlaps
