"""Tables with a row per operator: Icraft's time results (CSV or xlsx) and msprof's op_summary (CSV).

Columns are found by their names, in any order; what is not known is passed over. Icraft's times are in
ms: total, memcpy, hard, other, where other may be negative. msprof names the unit in the header; its
"Task Duration" becomes the total and the time of the cores the hard time. Rows of msprof with the same
model, stream, task and name are runs of one operator.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from statistics import median

from engines.layer_time import LayerTime
from engines.origin import Origin
from engines.profiles.imported import ImportedLayer, ImportedProfile, ProfileFormat
from engines.profiles.problems import Problems, ProfileText
from engines.texts import Text

_ICRAFT_TIMES = ("total_time", "memcpy_time", "hard_time", "other_time")
_UNITS = {"us": 1e-3, "ms": 1.0, "ns": 1e-6}
_DURATION = re.compile(r"task duration ?\((us|ms|ns)\)")
_CORE_TIME = re.compile(r"(aicore|aiv)_time ?\((us|ms|ns)\)")
# A row: its number, and its cells by column.
_Row = tuple[int, Mapping[str, str]]


def knows(text: str) -> bool:
    return _format_of(_header_of(text)) is not None


def read(source: ProfileText) -> ImportedProfile:
    header = _header_of(source.text)
    problems = Problems(source.problems)
    rows = _csv_rows(source, problems)
    if _format_of(header) is ProfileFormat.MSPROF:
        return _op_summary(header, rows, problems)
    return _icraft(_icraft_layers(rows, "", problems), problems)


def read_sheets(path: Path, data: bytes) -> ImportedProfile:
    """Icraft's time results from the bytes of an xlsx file.

    Raises:
        ValueError: it is none; with a `Text`.
    """
    from engines.profiles.sheets import sheets_of

    problems = Problems()
    found = [(title, rows) for title, rows in sheets_of(data) if _head_row(rows) is not None]
    if not found:
        raise ValueError(Text("no sheet of it has the columns op_id and total_time"))
    layers: list[ImportedLayer] = []
    for title, rows in found:
        network = title if len(found) > 1 else ""
        layers += _icraft_layers(_sheet_rows(rows, problems), network, problems)
    return _icraft(layers, problems)


def reason_of(error: ValueError) -> Text:
    reason = error.args[0] if error.args else ""
    return reason if isinstance(reason, Text) else Text("{reason}", reason=reason)


def _format_of(header: Sequence[str]) -> ProfileFormat | None:
    if "op_id" in header and set(_ICRAFT_TIMES) & set(header):
        return ProfileFormat.ICRAFT
    if "op name" in header and any(_DURATION.fullmatch(name) for name in header):
        return ProfileFormat.MSPROF
    return None


def _names(cells: Iterable[str]) -> list[str]:
    return [cell.strip().lower() for cell in cells]


def _first_line(text: str) -> str:
    return text.lstrip().partition("\n")[0]


def _header_of(text: str) -> list[str]:
    try:
        return _names(next(csv.reader([_first_line(text)], delimiter=_delimiter(text)), []))
    except csv.Error:
        return []


def _delimiter(text: str) -> str:
    return max(",;\t", key=_first_line(text).count)


def _csv_rows(source: ProfileText, problems: Problems) -> Iterator[_Row]:
    """Rows below the header; those of another width and broken ones are told and left out."""
    reader = csv.reader(io.StringIO(source.text, newline=""), delimiter=_delimiter(source.text), strict=True)
    header: list[str] | None = None
    last = source.line_at(len(source.text.rstrip("\r\n")))
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            problems.add(Text("Line {line} cannot be read: {reason}.", line=reader.line_num, reason=error))
            continue
        line = reader.line_num
        if not any(cell.strip() for cell in cells):
            continue
        if header is None:
            header = _names(cells)
            continue
        if len(cells) != len(header):
            problems.add(
                Text(
                    "Line {line} has {found} columns where the header has {wanted}; it is left out.",
                    line=line,
                    found=len(cells),
                    wanted=len(header),
                )
            )
            continue
        if line >= last and not source.ends_with_a_line:
            cells[-1] = ""
            problems.add(
                Text(
                    "Line {line}, the last, has no line end: {column} may be cut off and is left out.",
                    line=line,
                    column=header[-1],
                )
            )
        yield line, _by_name(header, cells)


def _by_name(header: Sequence[str], cells: Sequence[str]) -> dict[str, str]:
    # Of columns with the same name the first counts.
    return dict(zip(reversed(header), reversed(cells), strict=True))


def _head_row(rows: Sequence[Sequence[str]]) -> int | None:
    heads = (number for number, cells in enumerate(rows) if _format_of(_names(cells)) is ProfileFormat.ICRAFT)
    return next(heads, None)


def _sheet_rows(rows: Sequence[Sequence[str]], problems: Problems) -> Iterator[_Row]:
    head = _head_row(rows) or 0
    header = _names(rows[head])
    for number, cells in enumerate(rows[head + 1 :], head + 2):
        if any(cell.strip() for cell in cells):
            whole = [*cells, *[""] * (len(header) - len(cells))][: len(header)]
            yield number, _by_name(header, whole)


class _Cells:
    """One row, cell by cell."""

    def __init__(self, row: _Row, problems: Problems) -> None:
        self.line, self._cells = row
        self._problems = problems

    def text(self, *columns: str) -> str:
        """The first column that there is."""
        found = next((self._cells[column] for column in columns if column in self._cells), "")
        return found.strip()

    def number(self, column: str, *, negative: bool = False) -> float | None:
        return self._problems.number(self.text(column), self.line, column, negative=negative)


def _icraft_layers(rows: Iterable[_Row], network: str, problems: Problems) -> list[ImportedLayer]:
    layers = []
    for row in rows:
        cells = _Cells(row, problems)
        op_id = cells.number("op_id")
        if op_id is None or not op_id.is_integer():
            problems.add(Text("Line {line} is left out: op_id is no whole number.", line=cells.line))
            continue
        total_ms, memcpy_ms, hard_ms = (cells.number(column) for column in _ICRAFT_TIMES[:3])
        time = LayerTime(
            op_id=int(op_id),
            name=cells.text("op_name"),
            op_type=cells.text("op_type"),
            device="",
            network=network,
            total_ms=total_ms,
            memcpy_ms=memcpy_ms,
            hard_ms=hard_ms,
            other_ms=cells.number(_ICRAFT_TIMES[3], negative=True),
        )
        layers.append(ImportedLayer(time, cells.line))
    return layers


def _icraft(layers: Sequence[ImportedLayer], problems: Problems) -> ImportedProfile:
    return ImportedProfile(
        name="",
        format=ProfileFormat.ICRAFT,
        origin=Origin.MEASURED,
        origin_note=Text(
            "Measured by Icraft's runtime, usually in a single frame; "
            "the file does not tell the board or the model."
        ),
        layers=tuple(layers),
        problems=problems.texts,
    )


def _op_summary(header: Sequence[str], rows: Iterable[_Row], problems: Problems) -> ImportedProfile:
    units = {name: found[1] for name in header if (found := _DURATION.fullmatch(name))}
    (duration, unit), *_others = units.items()
    runs: dict[tuple[str, ...], list[ImportedLayer]] = {}
    for row in rows:
        cells = _Cells(row, problems)
        name = cells.text("op name")
        if not name:
            problems.add(Text("Line {line} is left out: it names no operator.", line=cells.line))
            continue
        took = cells.number(duration)
        network = cells.text("model name") or cells.text("model id")
        key = (network, cells.text("stream id"), cells.text("task id"), name)
        op_id = len(runs) if key not in runs else runs[key][0].time.op_id
        kind, device = cells.text("op type"), cells.text("task type").lower()
        total_ms = None if took is None else took * _UNITS[unit]
        time = LayerTime(
            op_id, name, kind, device, network, total_ms=total_ms, hard_ms=_core_ms(cells, header)
        )
        data_type = cells.text("output data types")
        runs.setdefault(key, []).append(ImportedLayer(time, cells.line, data_type=data_type))
    models = {key[0] for key in runs}
    named = "model name" in header and len(models) == 1
    return ImportedProfile(
        name="",
        format=ProfileFormat.MSPROF,
        origin=Origin.MEASURED,
        origin_note=Text("Measured on the board by msprof; medians where an operator ran more than once."),
        layers=tuple(_median_layer(layers) for layers in runs.values()),
        model_name=(models.pop() or None) if named else None,
        problems=problems.texts,
    )


def _core_ms(cells: _Cells, header: Sequence[str]) -> float | None:
    """Time that the task's cores were at work; other tasks have a 0 there that means nothing."""
    kind = cells.text("task type").upper()
    wanted = "aiv" if "VECTOR" in kind or kind == "MIX_AIV" else "aicore"
    if "AI_CORE" not in kind and "VECTOR" not in kind and not kind.startswith("MIX"):
        return None
    for name in header:
        found = _CORE_TIME.fullmatch(name)
        if found and found[1] == wanted:
            took = cells.number(name)
            return None if took is None else took * _UNITS[found[2]]
    return None


def _median_layer(runs: Sequence[ImportedLayer]) -> ImportedLayer:
    first = runs[0]
    totals = [run.time.total_ms for run in runs if run.time.total_ms is not None]
    hards = [run.time.hard_ms for run in runs if run.time.hard_ms is not None]
    time = LayerTime(
        first.time.op_id,
        first.time.name,
        first.time.op_type,
        first.time.device,
        first.time.network,
        total_ms=median(totals) if totals else None,
        hard_ms=median(hards) if hards else None,
    )
    least, most = (min(totals), max(totals)) if totals else (None, None)
    return ImportedLayer(
        time, first.line, runs=len(runs), data_type=first.data_type, min_ms=least, max_ms=most
    )
