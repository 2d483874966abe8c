"""Static quantisation by onnxruntime, with ranges that were measured here.

onnxruntime's own calibration opens a session of its own, which cannot be beside the shared thread pool;
it also writes files beside the network. Its quantiser proper takes ranges from anybody.
"""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from onnx import version_converter
from onnxruntime.quantization import CalibrationMethod, QDQQuantizer, QuantType
from onnxruntime.quantization.calibrate import TensorsData
from onnxruntime.quantization.registry import QDQRegistry, QLinearOpsRegistry

from engines.catalog import Catalog, CatalogEntry
from engines.errors import Cancelled
from engines.files import writing
from engines.quantisation.crops import Clip, Crops, collect_crops
from engines.quantisation.errors import CannotQuantise, NothingToQuantise, SameFolder
from engines.quantisation.formats import Format, Report, ShouldCancel, never, silent
from engines.quantisation.graph import Graph, Layer, Model, find_layers, read_graph, unknown_layer
from engines.quantisation.ranges import Ranges, measure_ranges
from engines.quantisation.weights import LayerWeights, predict_weights
from engines.texts import Text

logger = logging.getLogger(__name__)

# Scales per channel need an axis, which the operators have since then.
_LEAST_OPSET, _USUAL_OPSET = 13, 17
_OPS_16_BIT = 21
_ACTIVATIONS = {8: QuantType.QUInt8, 16: QuantType.QUInt16}
_WEIGHTS = {8: QuantType.QInt8, 16: QuantType.QInt16}
_OPERATORS = sorted({*QLinearOpsRegistry, *QDQRegistry})


@dataclass(frozen=True, slots=True, eq=False)
class Calibrated:
    """A float network with the ranges of its tensors: ready to be quantised in any format.

    Attributes:
        crops: what it was calibrated with.
        graph: its layers.
        ranges: least and greatest value by tensor.
    """

    crops: Crops
    graph: Graph
    ranges: Ranges


@dataclass(frozen=True, slots=True)
class Quantised:
    """A file that was made.

    Attributes:
        role: of the network in its entry.
        path: where it lies.
        format: as asked for.
        crops: how many it was calibrated with.
        float_bytes, bytes: sizes of both files.
        kept_float: names of the layers left in float.
        weights: what became of the weights of each layer.
    """

    role: str
    path: Path
    format: Format
    crops: int
    float_bytes: int
    bytes: int
    kept_float: tuple[str, ...]
    weights: tuple[LayerWeights, ...]


def quantise_entry(
    catalog: Catalog,
    entry: CatalogEntry,
    clip: Clip,
    formats: Sequence[Format],
    folder: Path,
    *,
    weights: Sequence[Path] = (),
    values: Mapping[str, Any] | None = None,
    report: Report = silent,
    should_cancel: ShouldCancel = never,
) -> tuple[Quantised, ...]:
    """Quantises all networks of an entry; files of the same names appear in `folder` once all are made.

    Args:
        catalog: says where weights lie.
        entry: whose networks.
        clip: what to calibrate on.
        formats: one for each network, or one for all.
        folder: made where it is missing.
        weights: files in place of the entry's own.
        values: tracker parameters.
        report: told the share done and what.
        should_cancel: asked all the time; nothing is written after a yes.

    Raises:
        TrackbenchError: see `collect_crops`, `measure_ranges`, `quantise_all`.
    """
    files = catalog.weights(entry, weights)
    _refuse_same(files, folder)
    check_layers([read_graph(path) for path in files], formats, [each.role for each in entry.network])
    crops = collect_crops(
        catalog, entry, clip, weights=weights, values=values, report=_part(report, 0.0, 0.5),
        should_cancel=should_cancel,
    )  # fmt: skip
    ready = calibrate(crops, report=_part(report, 0.5, 0.8), should_cancel=should_cancel)
    return quantise_all(ready, formats, folder, report=_part(report, 0.8, 1.0), should_cancel=should_cancel)


def calibrate(
    crops: Sequence[Crops], *, report: Report = silent, should_cancel: ShouldCancel = never
) -> tuple[Calibrated, ...]:
    """Ranges of every network; they serve for any number of formats."""
    ready = []
    for index, each in enumerate(crops):
        graph = read_graph(each.path)
        if not any(layer.weight for layer in graph.layers):
            reason = Text("it is quantised already, or another kind of network")
            raise NothingToQuantise(file=each.path.name, reason=reason)
        graph = Graph(_modern(graph), each.path)
        part = _part(report, index / len(crops), (index + 1) / len(crops))
        ready.append(
            Calibrated(each, graph, measure_ranges(graph, each, report=part, should_cancel=should_cancel))
        )
    return tuple(ready)


def quantise_all(
    ready: Sequence[Calibrated],
    formats: Sequence[Format],
    folder: Path,
    *,
    report: Report = silent,
    should_cancel: ShouldCancel = never,
) -> tuple[Quantised, ...]:
    """Files of the same names in `folder`; they appear together, once all of them are made.

    Raises:
        UnknownLayer: a layer to be kept in float is in none of the networks.
        CannotQuantise: onnxruntime could not.
        CannotWrite, DiskFull, Cancelled: nothing was changed.
    """
    formats = per_network(formats, len(ready))
    _refuse_same([each.crops.path for each in ready], folder)
    kept = check_layers([each.graph for each in ready], formats, [each.crops.role for each in ready])
    made: list[tuple[Path, Path]] = []
    found = []
    try:
        for index, (each, wanted, floats) in enumerate(zip(ready, formats, kept, strict=True)):
            report(index / len(ready), Text("quantising {network}", network=each.crops.role))
            data = _quantised(each, wanted, floats, should_cancel).SerializeToString()
            target = folder / each.crops.path.name
            scratch = target.with_name(target.name + ".new")
            with writing(scratch):
                folder.mkdir(parents=True, exist_ok=True)
                made.append((scratch, target))
                scratch.write_bytes(data)
            names = tuple(layer.name for layer in floats)
            weights = predict_weights(each.graph, wanted, names)
            sizes = each.crops.path.stat().st_size, len(data)
            found.append(
                Quantised(each.crops.role, target, wanted, len(each.crops.feeds), *sizes, names, weights)
            )
        if should_cancel():
            raise Cancelled
        for scratch, target in made:
            with writing(target):
                scratch.replace(target)
    finally:
        for scratch, _target in made:
            with contextlib.suppress(OSError):
                scratch.unlink(missing_ok=True)
    report(1.0, Text("done"))
    return tuple(found)


def per_network(formats: Sequence[Format], count: int) -> tuple[Format, ...]:
    """One format for each network."""
    return tuple(formats) * count if len(formats) == 1 else tuple(formats)


def check_layers(
    graphs: Sequence[Graph], formats: Sequence[Format], roles: Sequence[str]
) -> tuple[tuple[Layer, ...], ...]:
    """The layers to be kept in float, for each network.

    Raises:
        UnknownLayer: a name that no network has.
    """
    kept, missing = [], []
    for graph, wanted, role in zip(graphs, per_network(formats, len(graphs)), roles, strict=True):
        found, unknown = find_layers(graph, wanted.keep_float, role)
        kept.append(tuple(found))
        missing.append(unknown)
    for wish in (wish for unknown in missing for wish in unknown):
        asked = [i for i, each in enumerate(per_network(formats, len(graphs))) if wish in each.keep_float]
        if all(wish in missing[i] for i in asked):
            raise unknown_layer(wish, [graphs[i] for i in asked])
    return tuple(kept)


class _Tensors(dict[str, Any]):
    """Tensors to be quantised; going through them can be stopped at any."""

    should_cancel: ShouldCancel = staticmethod(never)

    def items(self) -> Any:
        for pair in list(super().items()):
            _stop_if(self.should_cancel)
            yield pair

    def copy(self) -> _Tensors:
        twin = _Tensors(self)
        twin.should_cancel = self.should_cancel
        return twin


class _Quantizer(QDQQuantizer):  # type: ignore[misc]
    """onnxruntime's quantiser, which can be stopped between two layers and between two tensors."""

    _should_cancel: ShouldCancel = staticmethod(never)
    tensors_to_quantize: dict[str, Any]

    def stop_when(self, should_cancel: ShouldCancel) -> None:
        self._should_cancel = should_cancel
        watched = _Tensors(self.tensors_to_quantize)
        watched.should_cancel = should_cancel
        self.tensors_to_quantize = watched

    def should_quantize_node(self, node: Any) -> bool:
        _stop_if(self._should_cancel)
        return bool(super().should_quantize_node(node))


def _quantised(
    ready: Calibrated, wanted: Format, kept: Sequence[Layer], should_cancel: ShouldCancel
) -> Model:
    ranges = {name: (np.float32(low), np.float32(high)) for name, (low, high) in ready.ranges.items()}
    model = onnx.ModelProto()
    model.CopyFrom(ready.graph.model)
    needs_own_operators = max(wanted.bits, wanted.weights) == 16 and _opset(model) < _OPS_16_BIT
    try:
        quantizer = _Quantizer(
            model,
            wanted.scales == "channel",
            False,
            _WEIGHTS[wanted.weights],
            _ACTIVATIONS[wanted.bits],
            TensorsData(CalibrationMethod.MinMax, ranges),
            [],
            [layer.node for layer in kept],
            _OPERATORS,
            {"UseQDQContribOps": needs_own_operators},
        )
        quantizer.stop_when(should_cancel)
        with _quiet():
            quantizer.quantize_model()
    except (ValueError, KeyError, RuntimeError, NotImplementedError) as error:
        raise CannotQuantise(file=ready.crops.path.name, reason=str(error)) from error
    _stop_if(should_cancel)
    return quantizer.model.model


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """Keeps onnxruntime's remarks, which go to the root logger, from the user's terminal."""
    root = logging.getLogger()

    def is_ours(record: logging.LogRecord) -> bool:
        theirs = "onnxruntime" in Path(record.pathname).parts
        if theirs:
            logger.debug("onnxruntime: %s", record.getMessage())
        return not theirs

    root.addFilter(is_ours)
    try:
        yield
    finally:
        root.removeFilter(is_ours)


def _modern(graph: Graph) -> Model:
    """The network with operators new enough to be quantised."""
    if _opset(graph.model) >= _LEAST_OPSET:
        return graph.model
    try:
        return version_converter.convert_version(graph.model, _USUAL_OPSET)
    except Exception as error:  # the converter's errors are plain RuntimeErrors, and others
        raise CannotQuantise(file=graph.path.name, reason=str(error)) from error


def _opset(model: Model) -> int:
    return max((each.version for each in model.opset_import if each.domain in ("", "ai.onnx")), default=0)


def _refuse_same(files: Sequence[Path], folder: Path) -> None:
    for path in files:
        target = folder / path.name
        if target.exists() and path.exists() and target.samefile(path):
            raise SameFolder(path=path)


def _stop_if(should_cancel: ShouldCancel) -> None:
    if should_cancel():
        raise Cancelled


def _part(report: Report, low: float, high: float) -> Report:
    """Tells of a part of the work as a part of the whole."""

    def told(share: float | None, what: str) -> None:
        report(None if share is None else low + (high - low) * share, what)

    return told
