"""The log of `hb_mapper`, the compiler for RDK boards; also inside other text, for example a README.

Lines are `<date> <time,ms> file: F func: G line No: N <message>`. A table has a header and is ended by
the next such line; `--` means none, and names of more than 50 characters have lost their beginning.
Cells are found by the header's columns.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from engines.layer_time import LayerTime
from engines.origin import Origin
from engines.profiles.imported import ImportedLayer, ImportedOutput, ImportedProfile, ProfileFormat
from engines.profiles.problems import Problems, ProfileText
from engines.texts import Text

_DATED = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} (?:file: \S+ func: \S+ line No: \d+ ?)?")
_LOG_LINE = re.compile(
    r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} file: \S+ func: \S+ line No: \d+ ", re.MULTILINE
)
_LAYER_HEAD = re.compile(r"^Node +ON +Subgraph +Type\b", re.MULTILINE)
_OUTPUT_HEAD = re.compile(r"^(Output|Node) +Cosine Similarity +L1 Distance\b")
_SPEED = re.compile(
    r"FPS=(?P<fps>[\d.]+), latency = (?P<us>[\d.]+) us"
    r"(?:, DDR = (?P<ddr>\d{1,15}) bytes(?: +\(see (?P<part>\S+)\))?)?"
)
_COUNT = re.compile(r"ONNX model output num : (\d{1,6})\s*$")
_MODEL = re.compile(
    r"(?:output_model_file_prefix *: *(\S+)|Saving model to: (\S+)_original_float_model\.onnx)"
)
_OUTPUT = re.compile(r" +(\S+): +shape=\[([\d, ]*)\], dtype=(\w+)$")
_BEGIN = "Start to Horizon NN Model Convert"
_END = ("End to Horizon NN Model Convert", "End Model Convert")
_GOES_ON = "start convert to"
_CELL = re.compile(r"\S+(?: \S+)*")
_NOTE = Text(
    "Speed is the compiler's estimate: no board has run. "
    "Cosines compare the quantised model with the float one, both computed by the compiler."
)


@dataclass(slots=True)
class _Conversion:
    """What one run of the compiler told."""

    layers: list[ImportedLayer] = field(default_factory=list)
    outputs: dict[str, ImportedOutput] = field(default_factory=dict)
    shapes: dict[str, tuple[tuple[int, ...], str]] = field(default_factory=dict)
    speeds: dict[str, tuple[float | None, float | None, int | None]] = field(default_factory=dict)
    model_name: str | None = None
    output_count: int | None = None
    has_ended: bool = False
    began_line: int = 1


def knows(text: str) -> bool:
    found = _LAYER_HEAD.search(text) or _LOG_LINE.search(text) or _SPEED.search(text)
    return found is not None


def read(source: ProfileText) -> ImportedProfile:
    """The last conversion of a log: the tool appends to the file it wrote before."""
    reader = _LogReader(source)
    for number, line in source.lines():
        reader.take(number, line)
    reader.finish()
    return reader.profile()


class _LogReader:
    """Takes a log line by line."""

    def __init__(self, source: ProfileText) -> None:
        self._problems = Problems(source.problems)
        self._is_finished = source.ends_with_a_line
        self._last_line = source.line_at(len(source.text))
        self._runs = [_Conversion()]
        self._columns: list[tuple[str, int]] = []
        self._table = ""

    def take(self, number: int, line: str) -> None:
        dated = _DATED.match(line)
        if dated:
            self._columns, self._table = [], ""
            self._message(number, line[dated.end() :])
        elif _LAYER_HEAD.match(line) or _OUTPUT_HEAD.match(line):
            self._head(line)
        elif line.startswith("Graph output:"):
            self._columns, self._table = [], "shapes"
        elif self._table == "shapes":
            self._shape(number, line)
        elif self._table and line.strip("=- "):
            self._row(number, line)

    def _head(self, line: str) -> None:
        self._columns = [(cell[0], cell.start()) for cell in _CELL.finditer(line)]
        is_outputs = _OUTPUT_HEAD.match(line) is not None
        needed = set() if is_outputs else {"Node", "ON", "Subgraph", "Type"}
        is_whole = needed <= {name for name, _start in self._columns}
        self._table = ("outputs" if is_outputs else "layers") if is_whole else ""

    def _message(self, number: int, message: str) -> None:
        if message.startswith(_BEGIN):
            if not (self._runs[-1].layers or self._runs[-1].speeds):
                self._runs.pop()
            self._runs.append(_Conversion(began_line=number))
            return
        run = self._runs[-1]
        if message.startswith(_END):
            run.has_ended = True
        elif message.startswith(_GOES_ON):
            run.has_ended = False
        speed, count, model = _SPEED.search(message), _COUNT.search(message), _MODEL.search(message)
        if self._is_cut(number) and not message.startswith(_END):
            self._problems.add(Text("Line {line}, the last, has no line end: it is left out.", line=number))
            return
        if speed:
            self._speed(number, speed)
        if count:
            run.output_count = int(count[1])
        if model:
            run.model_name = model[1] or run.model_name or model[2]

    def _speed(self, number: int, found: re.Match[str]) -> None:
        fps = self._problems.number(found["fps"], number, "FPS")
        took_us = self._problems.number(found["us"], number, "latency")
        ddr = int(found["ddr"]) if found["ddr"] else None
        latency_ms = None if took_us is None else took_us / 1000
        self._runs[-1].speeds[found["part"] or ""] = (fps, latency_ms, ddr)

    def _shape(self, number: int, line: str) -> None:
        found = _OUTPUT.match(line)
        if not found or self._is_cut(number):
            self._table = ""
            return
        sides = [side.strip() for side in found[2].split(",")]
        if all(side.isdecimal() and len(side) < 10 for side in sides):
            self._runs[-1].shapes[found[1]] = (tuple(map(int, sides)), found[3])

    def _row(self, number: int, line: str) -> None:
        if line.startswith("```"):
            self._columns, self._table = [], ""
            return
        cells = _cells(line, self._columns)
        if cells is None:
            found, wanted = len(line.split()), len(self._columns)
            self._problems.add(
                Text(
                    "Line {line} has {found} columns where the table has {wanted}; it is left out.",
                    line=number,
                    found=found,
                    wanted=wanted,
                )
            )
            return
        if self._is_cut(number):
            last = self._columns[-1][0]
            cells[last] = ""
            self._problems.add(
                Text(
                    "Line {line}, the last, has no line end: {column} may be cut off and is left out.",
                    line=number,
                    column=last,
                )
            )
        if self._table == "layers":
            self._layer(number, cells)
        else:
            self._output(number, cells)

    def _layer(self, number: int, cells: dict[str, str]) -> None:
        run = self._runs[-1]
        time = LayerTime(len(run.layers), cells["Node"], cells["Type"], cells["ON"].lower())
        subgraph = cells["Subgraph"]
        layer = ImportedLayer(
            time=time,
            line=number,
            cosine=self._cosine(number, cells),
            threshold=self._problems.number(cells.get("Threshold", ""), number, "Threshold", negative=True),
            data_type=cells.get("DataType", cells.get("In/Out DataType", "")),
            subgraph="" if subgraph == "--" else subgraph,
        )
        run.layers.append(layer)

    def _output(self, number: int, cells: dict[str, str]) -> None:
        name = cells.get("Output", cells.get("Node", ""))
        l1, l2, chebyshev = (
            self._problems.number(cells.get(column, ""), number, column)
            for column in ("L1 Distance", "L2 Distance", "Chebyshev Distance")
        )
        output = ImportedOutput(name, None, "", self._cosine(number, cells), l1, l2, chebyshev)
        self._runs[-1].outputs[name] = output

    def _cosine(self, number: int, cells: dict[str, str]) -> float | None:
        column = "Cosine Similarity"
        return self._problems.number(cells.get(column, ""), number, column, negative=True)

    def _is_cut(self, number: int) -> bool:
        return number == self._last_line and not self._is_finished

    def finish(self) -> None:
        """Tells what the end of the text left open."""
        run, problems = self._runs[-1], self._problems
        if self._table in ("layers", "outputs"):
            problems.add(
                Text(
                    "The log ends in line {line} inside the table of {table}; more rows may be missing.",
                    line=self._last_line,
                    table=self._table,
                )
            )
        elif not run.has_ended:
            problems.add(Text("The log ends before the conversion does; what came later is missing."))
        if len(self._runs) > 1:
            problems.add(
                Text(
                    "The log has {count} conversions; the last one, from line {line} on, was read.",
                    count=len(self._runs),
                    line=run.began_line,
                )
            )
        if run.output_count is not None and run.output_count != len(self._outputs()):
            problems.add(
                Text(
                    "The log says that the model has {wanted} outputs, but tells of {found}.",
                    wanted=run.output_count,
                    found=len(self._outputs()),
                )
            )

    def _outputs(self) -> tuple[ImportedOutput, ...]:
        """Outputs with what the graph says about them; without a table, what the graph says alone."""
        run = self._runs[-1]
        found = run.outputs or {name: ImportedOutput(name) for name in run.shapes}
        told = (
            replace(output, shape=run.shapes[name][0], data_type=run.shapes[name][1])
            if name in run.shapes
            else output
            for name, output in found.items()
        )
        return tuple(told)

    def _whole_speed(self) -> tuple[float | None, float | None, int | None]:
        """Frames/s, ms and bytes of the whole model: of several subgraphs the sums, and no rate."""
        speeds = list(self._runs[-1].speeds.values())
        if len(speeds) <= 1:
            return speeds[0] if speeds else (None, None, None)
        self._problems.add(
            Text(
                "The model has {count} subgraphs: latency is their sum, and nothing tells the rate.",
                count=len(speeds),
            )
        )
        latencies, ddr = [speed[1] for speed in speeds], [speed[2] for speed in speeds]
        return None, _sum(latencies), None if None in ddr else sum(count or 0 for count in ddr)

    def profile(self) -> ImportedProfile:
        run = self._runs[-1]
        fps, latency_ms, ddr = self._whole_speed()
        return ImportedProfile(
            name="",
            format=ProfileFormat.HB_MAPPER,
            origin=Origin.SIMULATED,
            origin_note=_NOTE,
            layers=tuple(run.layers),
            model_name=run.model_name,
            outputs=self._outputs(),
            frames_per_second=fps,
            latency_ms=latency_ms,
            ddr_bytes=ddr,
            problems=self._problems.texts,
        )


def _sum(values: list[float | None]) -> float | None:
    """None where one of them is unknown."""
    known = [value for value in values if value is not None]
    return sum(known) if len(known) == len(values) else None


def _cells(line: str, columns: list[tuple[str, int]]) -> dict[str, str] | None:
    """Cells by column: where the header's columns begin, else by blanks; None where neither fits."""
    starts = [start for _name, start in columns]
    if len(line) > starts[-1] and all(line[start - 1] == " " != line[start] for start in starts[1:]):
        ends = [*starts[1:], len(line)]
        cells = [line[start:end].strip() for start, end in zip(starts, ends, strict=True)]
    else:
        cells = line.split()
    if len(cells) != len(columns) or not all(cells):
        return None
    return dict(zip((name for name, _start in columns), cells, strict=True))
