"""E.T.Track- and SiamRPN-shaped networks made on the spot: what they answer is known."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from engines.networks.network import PixelFormat, TensorSpec

IR_VERSION, OPSET = 8, 13
FEATURES = (1, 96, 8, 8)
TEMPLATE_SIDE, ET_STRIDE = 127, 16
# Values 0...1, in a colour order that a swap would be seen in.
PIXELS = PixelFormat("RGB", (0.0, 0.0, 0.0), (1 / 255, 1 / 255, 1 / 255))
RAW_PIXELS = PixelFormat("BGR")
# Red counts, blue counts against it: a crop in the wrong order scores low.
_COLOUR_WEIGHTS = np.array([1.0, 0.5, -0.5], np.float32)
_GAIN, _BIAS = 16.0, -8.0
# The target fills 127 / 2 pixels of a crop.
_POOL = 64


@dataclass(frozen=True)
class EtForm:
    """How one deployment of E.T.Track lays out its tensors."""

    image_layout: str = "NCHW"
    image_dtype: str = "float32"
    made_last: bool = False
    wanted_last: bool = False
    scores_last: bool = False
    distances_last: bool = False
    search_side: int | None = 288
    scores_first: bool = True


# -- networks that see a red square ------------------------------------------------------------


def save_et_template(path: Path, form: EtForm) -> Path:
    """The template network: `feature_ramp` times the mean of the crop, so that layout and crop both count."""
    graph = _Graph()
    graph.image("z", TEMPLATE_SIDE, form)
    graph.constant("ramp", feature_ramp())
    graph.node("ReduceMean", ["z_grey"], "look", keepdims=1)
    graph.node("Mul", ["ramp", "look"], "features")
    graph.output("zf", "features", FEATURES, last=form.made_last)
    return graph.save(path)


def save_et_search(path: Path, form: EtForm) -> Path:
    """The search network: finds red where the features are those of a template crop in the right order."""
    graph = _Graph()
    graph.image("x", form.search_side, form)
    shape = _last(FEATURES) if form.wanted_last else FEATURES
    graph.inputs.append(helper.make_tensor_value_info("zf", TensorProto.FLOAT, shape))
    graph.node("Transpose", ["zf"], "features", perm=[0, 3, 1, 2] if form.wanted_last else [0, 1, 2, 3])
    # The ramp's products with itself: greatest where nothing is transposed wrongly.
    graph.constant("ramp", feature_ramp() / float((feature_ramp() ** 2).sum()))
    graph.node("Mul", ["features", "ramp"], "products")
    graph.node("ReduceSum", ["products"], "match", keepdims=1)
    _find_red(graph, form)
    return graph.save(path)


def save_et_whole(path: Path, form: EtForm) -> Path:
    """Both in one file: two image inputs."""
    graph = _Graph()
    graph.image("search", form.search_side, form)
    graph.image("template", TEMPLATE_SIDE, form)
    graph.node("ReduceMean", ["template_grey"], "match", keepdims=1)
    _find_red(graph, form, "search")
    return graph.save(path)


def _find_red(graph: _Graph, form: EtForm, image: str = "x") -> None:
    """Scores by the red in 64 pixels around each cell; a box of 64 pixels in all, centred on them."""
    pad = (_POOL - ET_STRIDE) // 2
    graph.node(
        "AveragePool", [f"{image}_grey"], "red",
        kernel_shape=[_POOL] * 2, strides=[ET_STRIDE] * 2, pads=[pad] * 4, count_include_pad=1,
    )  # fmt: skip
    graph.constant("limit", np.array(0.1, np.float32))
    graph.node("Greater", ["match", "limit"], "matches")
    graph.node("Cast", ["matches"], "weight", to=TensorProto.FLOAT)
    graph.node("Mul", ["red", "weight"], "seen")
    graph.affine("seen", "scores", [_GAIN], [_BIAS])
    # Cells stand 8 pixels left of and above the middle of what they see.
    graph.affine("red", "distances", [0.0] * 4, [23.75, 23.75, 39.75, 39.75])
    side = None if form.search_side is None else form.search_side // ET_STRIDE
    outputs = [
        ("cls", "scores", (1, 1, side, side), form.scores_last),
        ("bbox", "distances", (1, 4, side, side), form.distances_last),
    ]
    for name, value, shape, last in outputs if form.scores_first else outputs[::-1]:
        graph.output(name, value, shape, last=last)


def save_siam_rpn(
    path: Path, *, layout: str = "NCHW", dtype: str = "float32", last: bool = False, cls_first: bool = True
) -> Path:
    """SiamRPN for 255 pixels and 25 x 25 cells: the square anchor finds red (raw pixels, BGR)."""
    form = EtForm(image_layout=layout, image_dtype=dtype)
    graph = _Graph(is_raw=True)
    graph.image("template", TEMPLATE_SIDE, form)
    graph.image("search", 255, form)
    graph.node("AveragePool", ["search_grey"], "red", kernel_shape=[63] * 2, strides=[8] * 2)
    graph.node("ReduceMean", ["template_grey"], "look", keepdims=1)
    graph.constant("limit", np.array(0.1, np.float32))
    graph.node("Greater", ["look", "limit"], "matches")
    graph.node("Cast", ["matches"], "weight", to=TensorProto.FLOAT)
    graph.node("Mul", ["red", "weight"], "seen")
    square = np.arange(10) == 7
    graph.affine(
        "seen", "logits", _GAIN * square, np.where(square, _BIAS, np.where(np.arange(10) < 5, 0, -9))
    )
    graph.affine("red", "corrections", [0.0] * 20, [0.0] * 20)
    outputs = [("cls", "logits", (1, 10, 25, 25)), ("loc", "corrections", (1, 20, 25, 25))]
    for name, value, shape in outputs if cls_first else outputs[::-1]:
        graph.output(name, value, shape, last=last)
    return graph.save(path)


def feature_ramp() -> np.ndarray:
    """(1, 96, 8, 8) numbers in [-1, 1] of mean zero that no transposition leaves as they are."""
    return np.random.default_rng(5).uniform(-1, 1, FEATURES).astype(np.float32)


def image_spec(
    name: str, side: int | None, form: EtForm | None = None, pixels: PixelFormat = PIXELS
) -> TensorSpec:
    """An image input as the catalog would describe it."""
    form = form or EtForm()
    shape = (1, 3, side, side) if form.image_layout == "NCHW" else (1, side, side, 3)
    # What takes whole numbers scales them itself.
    taken = PixelFormat(pixels.color) if form.image_dtype == "uint8" else pixels
    return TensorSpec(name, shape, form.image_dtype, form.image_layout, taken)


class _Graph:
    """An ONNX graph in the making; a raw one takes BGR in 0...255 whatever the dtype."""

    def __init__(self, is_raw: bool = False) -> None:
        self.inputs: list[onnx.ValueInfoProto] = []
        self._outputs: list[onnx.ValueInfoProto] = []
        self._nodes: list[onnx.NodeProto] = []
        self._constants: list[onnx.TensorProto] = []
        self._is_raw = is_raw
        self._colours = _COLOUR_WEIGHTS[::-1] if is_raw else _COLOUR_WEIGHTS

    def node(self, kind: str, inputs: Sequence[str], output: str, **attributes: object) -> None:
        self._nodes.append(helper.make_node(kind, list(inputs), [output], name=output, **attributes))

    def constant(self, name: str, value: np.ndarray) -> None:
        self._constants.append(numpy_helper.from_array(np.asarray(value, np.float32), name))

    def image(self, name: str, side: int | None, form: EtForm) -> None:
        """An image input and NAME_grey, its weighted sum of colours (1, 1, side, side)."""
        free = (f"{name}_h", f"{name}_w") if side is None else (side, side)
        shape = [1, 3, *free] if form.image_layout == "NCHW" else [1, *free, 3]
        kind = TensorProto.UINT8 if form.image_dtype == "uint8" else TensorProto.FLOAT
        self.inputs.append(helper.make_tensor_value_info(name, kind, shape))
        self.node("Cast", [name], f"{name}_float", to=TensorProto.FLOAT)
        perm = [0, 1, 2, 3] if form.image_layout == "NCHW" else [0, 3, 1, 2]
        self.node("Transpose", [f"{name}_float"], f"{name}_planes", perm=perm)
        scale = 1 / 255 if self._is_raw or form.image_dtype == "uint8" else 1.0
        self.constant(f"{name}_colours", self._colours.reshape(1, 3, 1, 1) * scale)
        self.node("Conv", [f"{name}_planes", f"{name}_colours"], f"{name}_grey")

    def affine(self, value: str, output: str, gains: Sequence[float], biases: Sequence[float]) -> None:
        """One channel to several: gain * value + bias for each."""
        self.constant(f"{output}_gain", np.reshape(gains, (-1, 1, 1, 1)))
        self.constant(f"{output}_bias", np.asarray(biases))
        self.node("Conv", [value, f"{output}_gain", f"{output}_bias"], output)

    def output(self, name: str, value: str, shape: Sequence[int | None], *, last: bool) -> None:
        self.node("Transpose", [value], name, perm=[0, 2, 3, 1] if last else [0, 1, 2, 3])
        named = [f"{name}_{axis}" if d is None else d for axis, d in enumerate(shape)]
        self._outputs.append(
            helper.make_tensor_value_info(name, TensorProto.FLOAT, _last(named) if last else named)
        )

    def save(self, path: Path) -> Path:
        graph = helper.make_graph(self._nodes, "tiny", self.inputs, self._outputs, self._constants)
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)])
        model.ir_version = IR_VERSION
        onnx.checker.check_model(model)
        onnx.save(model, str(path))
        return path


def _last(shape: Sequence) -> list:
    return [shape[0], shape[2], shape[3], shape[1]]


# -- networks without a runtime ----------------------------------------------------------------


class Scripted:
    """A network that answers what the test set as `answer`, and keeps what it was fed."""

    def __init__(
        self, inputs: Sequence[TensorSpec], outputs: Sequence[TensorSpec], name: str = "scripted"
    ) -> None:
        self.name, self.inputs, self.outputs = name, tuple(inputs), tuple(outputs)
        self.answer: Mapping[str, np.ndarray] = {}
        self.runs: list[dict[str, np.ndarray]] = []
        self.on_run: Callable[[Mapping[str, np.ndarray]], None] | None = None

    def run(self, feeds, clock):
        self.runs.append({name: np.array(value) for name, value in feeds.items()})
        if self.on_run is not None:
            self.on_run(feeds)
        return self.answer

    def close(self) -> None:
        pass


def scripted_et(side: int | None = 288) -> tuple[Scripted, Scripted]:
    """Template and search network; `et_answer` makes what the second says."""
    features = TensorSpec("zf", FEATURES, "float32")
    template = Scripted([image_spec("z", TEMPLATE_SIDE)], [features], "scripted net1")
    template.answer = {"zf": feature_ramp()}
    cells = None if side is None else side // ET_STRIDE
    maps = [
        TensorSpec("cls", (1, 1, cells, cells), "float32"),
        TensorSpec("bbox", (1, 4, cells, cells), "float32"),
    ]
    search = Scripted([image_spec("x", side), features], maps, "scripted net2")
    search.answer = et_answer(cells=cells or 18)
    return template, search


def et_answer(
    row: int = 9, col: int = 9, logit: float = 6.0, sides: Sequence[float] = (31.75,) * 4, cells: int = 18
) -> dict[str, np.ndarray]:
    """One cell stands out; the same distances left, top, right, bottom in every cell."""
    logits = np.full((1, 1, cells, cells), -6.0, np.float32)
    logits[0, 0, row, col] = logit
    distances = np.broadcast_to(np.reshape(np.array(sides, np.float32), (1, 4, 1, 1)), (1, 4, cells, cells))
    return {"cls": logits, "bbox": distances.copy()}


def scripted_rpn(side: int = 255, cells: int = 25) -> Scripted:
    """A SiamRPN network; `rpn_answer` makes what it says."""
    inputs = [image_spec("search", side, pixels=RAW_PIXELS), image_spec("template", 127, pixels=RAW_PIXELS)]
    outputs = [
        TensorSpec("loc", (1, 20, cells, cells), "float32"),
        TensorSpec("cls", (1, 10, cells, cells), "float32"),
    ]
    network = Scripted(inputs, outputs)
    network.answer = rpn_answer(cells=cells)
    return network


def rpn_answer(
    anchor: int = 2,
    row: int = 12,
    col: int = 12,
    logit: float = 6.0,
    correction: Sequence[float] = (0.0, 0.0, 0.0, 0.0),
    cells: int = 25,
) -> dict[str, np.ndarray]:
    """One anchor stands out; the same dx, dy, dw, dh for each."""
    logits = np.zeros((1, 10, cells, cells), np.float32)
    logits[0, 5:] = -6.0
    logits[0, 5 + anchor, row, col] = logit
    each = np.repeat(np.array(correction, np.float32), 5).reshape(1, 20, 1, 1)
    return {"cls": logits, "loc": np.broadcast_to(each, (1, 20, cells, cells)).copy()}
