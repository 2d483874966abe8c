"""What a recording or a profile says about itself, as names and values."""

from __future__ import annotations

import json
from collections.abc import Sequence

from PySide6.QtWidgets import QGridLayout, QWidget

from engines.origin import Origin
from engines.run_figures import RunFigures
from engines.timing import Percentiles
from widgets.elided_label import ElidedLabel
from widgets.layouts import label
from widgets.recordings.content import Content, ProfileContent, RecordingContent
from widgets.texts import bytes_text, origin_name, translate
from widgets.theme import UNIT, figure_font

Fact = tuple[str, str]
_COLUMNS = 3
_SHOWN_APART = ("version", "source", "model", "tracker", "board", "task", "versions")


class FactsGrid(QWidget):
    """Names and values, three pairs on a line; a value that is too long is whole in its tool tip."""

    def __init__(self) -> None:
        super().__init__()
        self._facts: tuple[Fact, ...] = ()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(UNIT)
        self._grid.setVerticalSpacing(2)
        for column in range(_COLUMNS):
            self._grid.setColumnStretch(2 * column + 1, 1)

    @property
    def facts(self) -> tuple[Fact, ...]:
        return self._facts

    def show_facts(self, facts: Sequence[Fact]) -> None:
        self._facts = tuple(facts)
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for at, (name, value) in enumerate(facts):
            line, column = divmod(at, _COLUMNS)
            told = ElidedLabel(minimum_width=60)
            told.setFont(figure_font(self.font()))
            told.setText(value)
            # A long value gives way; it does not push the others aside.
            told.setSizePolicy(told.sizePolicy().Policy.Ignored, told.sizePolicy().Policy.Preferred)
            self._grid.addWidget(label(name, "muted"), line, 2 * column)
            self._grid.addWidget(told, line, 2 * column + 1)


def facts_of(content: Content, origin_note: str = "") -> tuple[Fact, ...]:
    """What is known; what is not told is left out.

    Args:
        content: an entry.
        origin_note: what a vendor's tool measured, in the user's language.
    """
    if isinstance(content, ProfileContent):
        return _of_profile(content, origin_note)
    return _of_recording(content)


def speed_text(figures: RunFigures) -> str:
    """Rate, steps and what profiling costs, in one line, and where they come from."""
    told = (
        (translate("Recordings", "{value} frames/s"), figures.frames_per_second, 2),
        (translate("Recordings", "latency {value} ms"), figures.latency_ms, 4),
        (translate("Recordings", "step p50 {value} ms"), _p50(figures.step_plain), 2),
        (translate("Recordings", "profiled p50 {value} ms"), _p50(figures.step_profiled), 2),
    )
    parts = [text.format(value=f"{value:.{digits}f}") for text, value, digits in told if value is not None]
    if figures.inflation is not None:
        parts[-1] += f" ({(figures.inflation - 1) * 100:+.0f} %)"
    if parts and figures.speed_origin is not None:
        parts.append(origin_name(figures.speed_origin))
    return " · ".join(parts)


def _p50(step: Percentiles | None) -> float | None:
    return None if step is None else step.p50


def _of_recording(content: RecordingContent) -> tuple[Fact, ...]:
    about, figures = content.recording.about, content.figures
    names = {
        "source": translate("Recordings", "Source"),
        "model": translate("Recordings", "Model"),
        "tracker": translate("Recordings", "Tracker"),
        "board": translate("Recordings", "Board"),
        "task": translate("Recordings", "Task"),
    }
    facts = [(name, _plain(about[key])) for key, name in names.items() if about.get(key)]
    count = translate("Recordings", "{count}, of these profiled: {profiled}")
    frames = count.format(count=f"{figures.frames or 0:,}", profiled=f"{figures.profiled_frames or 0:,}")
    if figures.dropped:
        frames += " · " + translate("Recordings", "dropped: {count}").format(count=f"{figures.dropped:,}")
    facts.append((translate("Recordings", "Frames"), frames))
    facts.append((translate("Recordings", "Times are"), _origins(figures)))
    if figures.bytes_out is not None:
        sent = translate("Recordings", "{out} out, {back} in per frame")
        link = sent.format(out=bytes_text(figures.bytes_out), back=bytes_text(figures.bytes_in))
        facts.append((translate("Recordings", "Link"), link))
    if about.get("versions"):
        facts.append((translate("Recordings", "Versions"), _plain(about["versions"])))
    facts += [(key, _plain(value)) for key, value in about.items() if key not in _SHOWN_APART and value]
    memory = translate("Recordings", "{size}; layer times stay in the file")
    size = memory.format(size=bytes_text(content.recording.memory_bytes))
    facts.append((translate("Recordings", "In memory"), size))
    return tuple(facts)


def _of_profile(content: ProfileContent, origin_note: str) -> tuple[Fact, ...]:
    profile = content.profile
    facts = [(translate("Recordings", "Tool"), profile.format.value)]
    if profile.model_name:
        facts.append((translate("Recordings", "Model"), profile.model_name))
    facts.append((translate("Recordings", "Layers"), f"{len(profile.layers):,}"))
    facts.append((translate("Recordings", "Times are"), origin_name(profile.origin)))
    if profile.ddr_bytes is not None:
        moved = translate("Recordings", "{size} per frame")
        facts.append((translate("Recordings", "DDR"), moved.format(size=bytes_text(profile.ddr_bytes))))
    facts.append((translate("Recordings", "Note"), origin_note))
    return tuple(facts)


def _origins(figures: RunFigures) -> str:
    found = {entry.origin for entry in figures.stages.values()} | {row.origin for row in figures.layers}
    names = [origin_name(origin) for origin in Origin if origin in found]
    return ", ".join(names) if names else translate("Recordings", "not told")


def _plain(value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{key} {_plain(entry)}" for key, entry in value.items())
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
