"""What was read from a vendor's profile. Unknown is None, never zero."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from engines.layer_stats import LayerRow
from engines.layer_time import LayerProfile, LayerTime
from engines.origin import Origin
from engines.texts import Text

_TIMES = ("total_ms", "memcpy_ms", "hard_ms", "other_ms")


class ProfileFormat(StrEnum):
    """Files that can be read, by the tool that writes them."""

    HB_MAPPER = "hb_mapper log"
    HRT_MODEL_EXEC = "hrt_model_exec profile"
    MSPROF = "msprof op_summary"
    ICRAFT = "Icraft time results"
    ONNXRUNTIME = "onnxruntime profile"


KNOWN_FORMATS = ", ".join(ProfileFormat)


@dataclass(frozen=True, slots=True)
class ImportedLayer:
    """One layer of a file.

    Attributes:
        time: name, type, device and times; of several runs the median, of an average the average.
        line: line of the text, or row of the sheet, that it was read from, from 1.
        runs: how many runs stand behind its times, None where the file does not say.
        cosine: similarity of its output to the float model's, -1...1.
        threshold: range that the quantiser chose.
        data_type: as the tool writes it, for example "int8".
        subgraph: part of the model that the compiler put it into.
        min_ms, max_ms: bounds of its total time over the runs.
    """

    time: LayerTime
    line: int
    runs: int | None = None
    cosine: float | None = None
    threshold: float | None = None
    data_type: str = ""
    subgraph: str = ""
    min_ms: float | None = None
    max_ms: float | None = None


@dataclass(frozen=True, slots=True)
class ImportedOutput:
    """One output tensor of the model, and how far quantisation moved it from the float model's.

    Attributes:
        name: of the tensor.
        shape: None where the file does not tell it.
        data_type: as the tool writes it.
        cosine: -1...1.
        l1, l2, chebyshev: distances in the tensor's own unit.
    """

    name: str
    shape: tuple[int, ...] | None = None
    data_type: str = ""
    cosine: float | None = None
    l1: float | None = None
    l2: float | None = None
    chebyshev: float | None = None


@dataclass(frozen=True, slots=True)
class ImportedPart:
    """A time that a tool tells beside its layers, for example of waiting, in ms."""

    name: str
    average_ms: float | None
    min_ms: float | None = None
    max_ms: float | None = None


@dataclass(frozen=True, slots=True)
class ImportedProfile:
    """A vendor's profile.

    Attributes:
        name: of the file, without ending.
        format: which tool wrote it.
        origin: of all its figures of speed.
        origin_note: what the tool measured, or did not.
        layers: in the order of the file, which is that of execution.
        model_name: None where the file does not tell it.
        outputs: of the model, where the file tells them.
        frames_per_second: as the tool states it.
        latency_ms: of one inference, as the tool states it.
        ddr_bytes: bytes that one frame moves through the board's memory, as the tool states it.
        parts: times beside those of the layers.
        problems: what could not be read, and why; the rest is sound.
    """

    name: str
    format: ProfileFormat
    origin: Origin
    origin_note: Text
    layers: tuple[ImportedLayer, ...] = ()
    model_name: str | None = None
    outputs: tuple[ImportedOutput, ...] = ()
    frames_per_second: float | None = None
    latency_ms: float | None = None
    ddr_bytes: int | None = None
    parts: tuple[ImportedPart, ...] = ()
    problems: tuple[Text, ...] = ()

    @property
    def is_empty(self) -> bool:
        told = (self.frames_per_second, self.latency_ms)
        return not (self.layers or self.outputs or self.parts) and told == (None, None)

    @property
    def has_times(self) -> bool:
        """Whether any layer has one: compilers' logs have cosines only."""
        return any(time_of(layer.time) is not None for layer in self.layers)

    def layer_profile(self) -> LayerProfile:
        """The layers as a frame of a recording has them."""
        return LayerProfile(tuple(layer.time for layer in self.layers), self.origin)

    def rows(self) -> tuple[LayerRow, ...]:
        """The layers as rows of a table, one each and in order; `count` is 1 where runs are not told."""
        known = (layer.time.total_ms for layer in self.layers)
        whole = sum(ms for ms in known if ms is not None)
        return tuple(self._row(layer, whole) for layer in self.layers)

    def _row(self, layer: ImportedLayer, whole: float) -> LayerRow:
        time = layer.time
        share = time.total_ms / whole if time.total_ms is not None and whole > 0 else None
        return LayerRow(
            op_id=time.op_id,
            name=time.name,
            op_type=time.op_type,
            device=time.device,
            network=time.network,
            total_p50=time.total_ms,
            total_p95=None,
            memcpy_ms=time.memcpy_ms,
            hard_ms=time.hard_ms,
            other_ms=time.other_ms,
            share=share,
            count=layer.runs or 1,
            origin=self.origin,
        )

    def worst(self, count: int) -> tuple[ImportedLayer, ...]:
        """Layers with the lowest cosine, or where the file has none, the slowest; worst first."""
        scored = [layer for layer in self.layers if layer.cosine is not None]
        if scored:
            return tuple(sorted(scored, key=lambda layer: layer.cosine or 0.0)[:count])
        timed = [layer for layer in self.layers if time_of(layer.time) is not None]
        return tuple(sorted(timed, key=lambda layer: time_of(layer.time) or 0.0, reverse=True)[:count])

    def sums_ms(self) -> dict[str, tuple[float, int]]:
        """By name of the time: its sum, and over how many layers; a time that no layer knows is absent."""
        columns = {name: [getattr(layer.time, name) for layer in self.layers] for name in _TIMES}
        known = {name: [ms for ms in column if ms is not None] for name, column in columns.items()}
        return {name: (sum(column), len(column)) for name, column in known.items() if column}


def time_of(time: LayerTime) -> float | None:
    """What a layer is ranked by: its whole time, else its hard time, in ms."""
    return time.total_ms if time.total_ms is not None else time.hard_ms
