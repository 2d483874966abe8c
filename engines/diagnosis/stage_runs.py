"""Runs the stages of Icraft's compiler with the crops of a tracker: simulated, or on the accelerator.

File names and what each stage is: `docs/boards/icraft.md`. What the vendor's runtime refuses is told
stage by stage, and the others go on.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter

import numpy as np

from engines.boards.icraft_simulation import ARM_OPERATORS
from engines.boards.imodel import Imodel, ImodelTensor, read_pair
from engines.diagnosis.stages import CompilerStage, Outputs, StagePlace, StageRun
from engines.errors import Cancelled, TrackbenchError
from engines.frame_result import Stage
from engines.networks.network import Network, PixelFormat, Tensor, TensorSpec
from engines.networks.remote import RemoteNetwork
from engines.origin import Origin
from engines.quantisation.crops import Feeds
from engines.quantisation.formats import Report, ShouldCancel, never, silent
from engines.texts import Text
from engines.timing import StageClock

_ENDINGS = {
    "parsed": CompilerStage.PARSED,
    "optimized": CompilerStage.OPTIMIZED,
    "quantized": CompilerStage.QUANTIZED,
    "adapted": CompilerStage.ADAPTED,
    "BY": CompilerStage.GENERATED,
    "ZG": CompilerStage.GENERATED,
}
_FILE = re.compile(rf"(?P<name>.+)_(?P<stage>{'|'.join(_ENDINGS)})\.json\Z")
# "[axis=-1]32*0.125": one factor for all channels.
_ONE_RATIO = re.compile(r"\[axis=-?\d+\]\d+\*(?P<ratio>[\d.]+(?:[eE][+-]?\d+)?)\Z")
_INTEGER = re.compile(r"(?P<unsigned>u?)int(?P<bits>8|16)\Z")
#: Operators that leave values as they are, so that what comes before them has an output's range.
_KEEPS_VALUES = frozenset({"Cast", "PruneAxis", "Reshape", "AlignAxis"})
_ARM_KINDS = frozenset(name.replace("_", "") for name in ARM_OPERATORS)
Opener = Callable[[Path, str], RemoteNetwork]


class NoStages(TrackbenchError):
    what = "{path} holds no stage of Icraft's compiler."
    remedy = (
        "Name the folder with NAME_parsed.json, NAME_optimized.json … NAME_BY.json (jr_path in the toml)."
    )


class SeveralNetworks(TrackbenchError):
    what = "{path} holds stages of several networks: {names}."
    remedy = "Name one file of each network in place of the folder, for example {first}."


class TwoTargets(TrackbenchError):
    what = "{name} was generated twice, as {first} and as {second}."
    remedy = "Put the files of one target into a folder of their own."


@dataclass(frozen=True, slots=True)
class StageFiles:
    """What the compiler left of one network: JSON files by stage, each with a RAW beside it."""

    name: str
    files: Mapping[CompilerStage, Path]


@dataclass(frozen=True, slots=True)
class Subject:
    """One network and what it is fed.

    Attributes:
        role: of the network.
        feeds: of the float network, one mapping of inputs for each crop.
        float_outputs: what the float network made of them.
        pixels: how the float network's pictures became numbers, by input.
        wants_raw_pixels: whether mean and scale were compiled in: pixels are fed as they are then.
    """

    role: str
    feeds: Sequence[Feeds]
    float_outputs: Sequence[Outputs]
    pixels: Mapping[str, PixelFormat]
    wants_raw_pixels: bool = False


@dataclass(frozen=True, slots=True)
class Openers:
    """Who opens a pair of files.

    Attributes:
        simulate: in the vendor's host simulation; None where there is none, and `no_simulation` says why.
        on_board: on the accelerator; None likewise.
        knows_arm_only: whether the simulation runs on Arm.
    """

    simulate: Opener | None
    on_board: Opener | None
    no_simulation: str = ""
    no_board: str = ""
    knows_arm_only: bool = False


def find_stages(path: Path) -> StageFiles:
    """The stages in a folder, or those of the network that a file belongs to.

    Raises:
        NoStages: there is none.
        SeveralNetworks: in a folder.
        TwoTargets: for both families of boards.
    """
    folder, wanted = (path, None) if path.is_dir() else (path.parent, _FILE.match(path.name))
    if not folder.is_dir() or (folder is not path and (wanted is None or not path.is_file())):
        raise NoStages(path=path)
    found: dict[str, dict[CompilerStage, Path]] = {}
    for each in sorted(folder.iterdir()):
        match = _FILE.match(each.name)
        if match is None or (wanted is not None and match["name"] != wanted["name"]):
            continue
        files, stage = found.setdefault(match["name"], {}), _ENDINGS[match["stage"]]
        if stage in files:
            raise TwoTargets(name=match["name"], first=files[stage].name, second=each.name)
        files[stage] = each
    if not found:
        raise NoStages(path=path)
    if len(found) > 1:
        first = next(iter(next(iter(found.values())).values()))
        raise SeveralNetworks(path=path, names=", ".join(found), first=first)
    name, files = found.popitem()
    return StageFiles(name, files)


def run_stages(
    subject: Subject,
    stages: StageFiles,
    openers: Openers,
    *,
    report: Report = silent,
    should_cancel: ShouldCancel = never,
) -> tuple[StageRun, ...]:
    """All five stages of a network, those that did not run with the reason. Raises Cancelled only."""
    runs = []
    for done, stage in enumerate(CompilerStage):
        if should_cancel():
            raise Cancelled
        report(done / len(CompilerStage), Text("{network}: {stage}", network=subject.role, stage=stage.value))
        runs.append(_run_stage(subject, stage, stages, openers, should_cancel))
    return tuple(runs)


def _run_stage(
    subject: Subject, stage: CompilerStage, stages: StageFiles, openers: Openers, should_cancel: ShouldCancel
) -> StageRun:
    json = stages.files.get(stage)
    if json is None:
        return StageRun(stage, problem=Text("{name} has no such file", name=stages.name))
    files = tuple(path for path in (json, json.with_suffix(".raw")) if path.is_file())
    try:
        model, check = read_pair(json)
    except TrackbenchError as error:
        return StageRun(stage, files, problem=_said(error))
    notes: tuple[str, ...] = () if check.agrees is not False else (check.reason,)
    # Hard operators hold instructions of the accelerator: only that can follow them.
    is_hard = any(operator.is_hard for operator in model.operators)
    place = StagePlace.BOARD if is_hard else StagePlace.HOST
    opener = openers.on_board if is_hard else openers.simulate
    if opener is None:
        reason = openers.no_board if is_hard else openers.no_simulation
        return StageRun(stage, files, place, problem=reason, notes=notes)
    try:
        with _opened(opener, json, f"{subject.role}/{stage}") as network:
            outputs, call_ms, hard_ms, origin = _run(subject, network, model, should_cancel)
    except (TrackbenchError, _DoesNotFit) as error:
        if isinstance(error, Cancelled):
            raise
        told = error.reason if isinstance(error, _DoesNotFit) else _said(error)
        notes += _known_limits(model, place, openers)
        return StageRun(stage, files, place, problem=told, notes=notes)
    limits = dict(zip(outputs[0], _limits(model), strict=False))
    known = {name: each for name, each in limits.items() if each is not None}
    if place is StagePlace.HOST:
        hard_ms = origin = None
    return StageRun(stage, files, place, outputs, known, None, notes, call_ms, hard_ms, origin)


def _said(error: TrackbenchError) -> Text:
    """What happened, without what to try: the next stage goes on anyway."""
    return Text(error.what.removesuffix("."), **error.facts)


@contextlib.contextmanager
def _opened(opener: Opener, json: Path, label: str) -> Iterator[RemoteNetwork]:
    network = opener(json, label)
    try:
        yield network
    finally:
        with contextlib.suppress(TrackbenchError):  # after a crash there is nothing to unload
            network.unload()
        network.close()


class _DoesNotFit(Exception):
    """A tensor of the stage has no counterpart. Does not leave this module."""

    def __init__(self, reason: Text) -> None:
        super().__init__(reason)
        self.reason = reason


def _run(
    subject: Subject, network: Network, model: Imodel, should_cancel: ShouldCancel
) -> tuple[tuple[Outputs, ...], float, float | None, Origin | None]:
    """Outputs of all crops, and the medians of both times in ms."""
    outputs, taken_ms, hard_ms, origin = [], [], [], None
    for feeds, float_outputs in zip(subject.feeds, subject.float_outputs, strict=True):
        if should_cancel():
            raise Cancelled
        given = _feeds_for(network.inputs, feeds, subject)
        clock = StageClock()
        began_s = perf_counter()
        made = network.run(given, clock)
        taken_ms.append((perf_counter() - began_s) * 1000)
        for each in clock.stages:
            if each.stage is Stage.BOARD_HARD:
                hard_ms.append(each.ms)
                origin = each.origin
        arrays = [(spec.name, np.asarray(made[spec.name])) for spec in network.outputs]
        layouts = [tensor.layout for tensor in model.outputs]
        outputs.append(_as_in_float(arrays, layouts, float_outputs))
    return tuple(outputs), median(taken_ms), median(hard_ms) if hard_ms else None, origin


# -- tensors -----------------------------------------------------------------------------------


def _feeds_for(specs: Sequence[TensorSpec], feeds: Feeds, subject: Subject) -> dict[str, Tensor]:
    """The crops as a stage wants them: its names, its order of axes, its type."""
    left = dict(feeds)
    given = {}
    for spec in specs:
        fitting = [name for name, tensor in left.items() if _turned(tensor, spec.shape) is not None]
        if spec.name in fitting:
            fitting = [spec.name]
        if not fitting:
            offered = ", ".join(f"{name} {list(tensor.shape)}" for name, tensor in feeds.items())
            facts = {"name": spec.name, "shape": list(spec.shape), "offered": offered}
            raise _DoesNotFit(Text("input {name} is {shape}; the tracker's are {offered}", **facts))
        name = fitting[0]
        tensor = left.pop(name)
        turned = _turned(_typed(tensor, spec, subject.pixels.get(name), subject), spec.shape)
        assert turned is not None
        given[spec.name] = np.ascontiguousarray(turned)
    return given


def _turned(tensor: Tensor, shape: Sequence[int | None]) -> Tensor | None:
    """The tensor in this shape, its channels moved to the end where that makes it fit; else None."""
    if _is_like(tensor.shape, shape):
        return tensor
    if tensor.ndim == 4 and _is_like([tensor.shape[i] for i in (0, 2, 3, 1)], shape):
        return tensor.transpose(0, 2, 3, 1)
    return None


def _is_like(found: Sequence[int], wanted: Sequence[int | None]) -> bool:
    return len(found) == len(wanted) and all(
        want in (None, have) for have, want in zip(found, wanted, strict=True)
    )


def _typed(tensor: Tensor, spec: TensorSpec, pixels: PixelFormat | None, subject: Subject) -> Tensor:
    """In the input's type; pictures (NCHW) back to pixels where the network scales them itself."""
    if spec.dtype == str(tensor.dtype) and not (pixels is not None and subject.wants_raw_pixels):
        return tensor
    if pixels is not None and tensor.ndim == 4 and spec.dtype in ("uint8", "float32", "float16"):
        column = (1, -1, 1, 1)
        scale, mean = np.reshape(pixels.scale, column), np.reshape(pixels.mean, column)
        raw: Tensor = np.rint(tensor / scale + mean).clip(0, 255).astype(spec.dtype)
        return raw
    if spec.dtype == "float16":
        return tensor.astype(np.float16)
    facts = {"name": spec.name, "wanted": spec.dtype, "found": tensor.dtype}
    raise _DoesNotFit(Text("input {name} is of type {wanted}, the tracker's of {found}", **facts))


def _as_in_float(
    made: Sequence[tuple[str, Tensor]], layouts: Sequence[str], wanted: Outputs
) -> dict[str, Tensor]:
    """Outputs with the names and axes of the float network: by name, else by shape in their order."""
    left = dict(wanted)
    found: dict[str, Tensor] = {}
    for place, (name, tensor) in enumerate(made):
        layout = layouts[place] if place < len(layouts) else ""
        fitting = {
            key: back for key, like in left.items() if (back := _back(tensor, like, layout)) is not None
        }
        key = name if name in fitting else next(iter(fitting), None)
        if key is None:
            offered = ", ".join(f"{each} {list(like.shape)}" for each, like in left.items())
            facts = {"name": name, "shape": list(tensor.shape), "offered": offered or Text("none")}
            raise _DoesNotFit(Text("output {name} is {shape}; left of the float network: {offered}", **facts))
        found[key] = np.ascontiguousarray(fitting[key], np.float32)
        del left[key]
    if left:
        raise _DoesNotFit(Text("it has no output {name}", name=", ".join(left)))
    return {key: found[key] for key in wanted}


def _back(tensor: Tensor, like: Tensor, layout: str) -> Tensor | None:
    """A tensor in the shape of the float network's; the compiler moves channels to the end."""
    moved = tensor.transpose(0, 3, 1, 2) if tensor.ndim == 4 else None
    candidates = (moved, tensor) if layout == "NHWC" else (tensor, moved)
    return next((each for each in candidates if each is not None and each.shape == like.shape), None)


# -- what the graph tells ----------------------------------------------------------------------


def _limits(model: Imodel) -> list[tuple[float, float] | None]:
    """Least and greatest value that each output can represent; None where the graph does not tell."""
    makers = {tensor.v_id: operator for operator in model.operators for tensor in operator.outputs}
    found = []
    for tensor in model.outputs:
        limits = _range_of(tensor)
        # A cast to floats at the end keeps the values, and with them the range of what was cast.
        for _step in range(len(_KEEPS_VALUES)):
            operator = makers.get(tensor.v_id)
            if limits is not None or operator is None or operator.kind not in _KEEPS_VALUES:
                break
            tensor = operator.inputs[0]
            limits = _range_of(tensor)
        found.append(limits)
    return found


def _range_of(tensor: ImodelTensor) -> tuple[float, float] | None:
    integer, ratio = _INTEGER.match(tensor.dtype), _ONE_RATIO.match(tensor.normratio)
    if integer is None or ratio is None:
        return None
    bits, step = int(integer["bits"]), float(ratio["ratio"])
    if integer["unsigned"]:
        return 0.0, (2**bits - 1) * step
    return -(2 ** (bits - 1)) * step, (2 ** (bits - 1) - 1) * step


def _known_limits(model: Imodel, place: StagePlace, openers: Openers) -> tuple[Text, ...]:
    """What the vendor says about running such a stage there, for one that did not."""
    if place is StagePlace.BOARD:
        return ()
    notes = []
    kinds = {operator.kind for operator in model.operators}
    if openers.knows_arm_only:
        unknown = sorted(kind for kind in kinds if kind.lower() not in _ARM_KINDS)
        if unknown:
            notes.append(
                Text(
                    "on Arm the vendor's host runtime knows {count} operators, and not {unknown}: simulate"
                    " on a computer with the vendor's package",
                    count=len(ARM_OPERATORS),
                    unknown=", ".join(unknown),
                )
            )
    custom = sorted({each.kind for each in model.operators if each.device == "fpga"})
    if custom:
        notes.append(
            Text(
                "{custom} runs in the FPGA; nobody documents whether it can be simulated",
                custom=", ".join(custom),
            )
        )
    return tuple(notes)
