"""Words and figures that several widgets show, in the user's language."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from engines.board_values import BoardTelemetry
from engines.frame_history import ProfilingCost
from engines.frame_result import Stage
from engines.origin import Origin
from widgets.views import BoardState, TargetState, Verdict

translate = QCoreApplication.translate
# Shown where a figure is unknown: an empty cell reads as "not loaded yet", a zero as a measurement.
UNKNOWN = "–"


def stage_name(stage: Stage) -> str:
    return {
        Stage.DECODE: translate("Stage", "decode"),
        Stage.QUEUE: translate("Stage", "queue"),
        Stage.PREPROCESS: translate("Stage", "preprocess"),
        Stage.ENCODE: translate("Stage", "encode"),
        Stage.LINK: translate("Stage", "link"),
        Stage.LINK_OUT: translate("Stage", "link out"),
        Stage.INFER: translate("Stage", "infer"),
        Stage.BOARD_QUEUE: translate("Stage", "board queue"),
        Stage.BOARD_COPY: translate("Stage", "board copy"),
        Stage.BOARD_HARD: translate("Stage", "board hard"),
        Stage.BOARD_OTHER: translate("Stage", "board other"),
        Stage.LINK_BACK: translate("Stage", "link back"),
        Stage.POSTPROCESS: translate("Stage", "postprocess"),
        Stage.ASSOCIATE: translate("Stage", "associate"),
        Stage.BESIDE: translate("Stage", "beside"),
        Stage.OTHER: translate("Stage", "other"),
        Stage.DRAW: translate("Stage", "draw"),
    }.get(stage, stage.value)


def frame_number(index: int) -> int:
    """A frame as the window counts it: people from 1, files and commands from 0."""
    return index + 1


def origin_name(origin: Origin) -> str:
    return {
        Origin.MEASURED: translate("Origin", "measured"),
        Origin.PUBLISHED: translate("Origin", "published"),
        Origin.SIMULATED: translate("Origin", "simulated"),
    }[origin]


def board_state_name(state: BoardState) -> str:
    return {
        BoardState.DISCONNECTED: translate("BoardState", "Not connected"),
        BoardState.CONNECTING: translate("BoardState", "Connecting…"),
        BoardState.CONNECTED: translate("BoardState", "Connected"),
        BoardState.SERVING: translate("BoardState", "Service running"),
        BoardState.LINK_LOST: translate("BoardState", "Link lost"),
        BoardState.FAILED: translate("BoardState", "Failed"),
    }[state]


def target_state_name(state: TargetState) -> str:
    return {
        TargetState.TRACKED: translate("TargetState", "tracked"),
        TargetState.LOST: translate("TargetState", "lost"),
        TargetState.WAITING: translate("TargetState", "waiting"),
    }[state]


def verdict_text(verdict: Verdict, reason: str = "") -> str:
    """Says "fits ✓", or why it does not fit."""
    if verdict is Verdict.FITS:
        return translate("Verdict", "fits ✓")
    if verdict is Verdict.DOES_NOT_FIT:
        if reason:
            return translate("Verdict", "does not fit: {reason}").format(reason=reason)
        return translate("Verdict", "does not fit")
    return reason or translate("Verdict", "not checked yet")


def figure(value: float | None) -> str:
    """Three significant digits or so without changing width from frame to frame: 0.41, 9.99, 21.4, 128."""
    if value is None:
        return UNKNOWN
    digits = 2 if abs(value) < 9.995 else 1 if abs(value) < 99.95 else 0
    return f"{value:.{digits}f}"


def ms_text(value: float | None) -> str:
    return translate("Unit", "{ms} ms").format(ms=figure(value))


def fps_text(value: float | None) -> str:
    return translate("Unit", "{fps} fps").format(fps=UNKNOWN if value is None else f"{value:.0f}")


def bytes_text(count: float | None) -> str:
    """For example "3.1 MB": decimal units, as link rates are given."""
    if count is None:
        return UNKNOWN
    for limit, unit in ((1e9, "GB"), (1e6, "MB"), (1e3, "kB")):
        if count >= limit:
            return f"{count / limit:.1f} {unit}"
    return f"{count:.0f} B"


def cost_text(cost: ProfilingCost) -> str:
    """Steps without and with layer times, and what timing the layers adds; empty where nothing is known."""
    if cost.profiled_ms is None:
        return ""
    if cost.ordinary_ms is None:
        text = translate("Timing", "step {profiled} ms, all of them profiled")
        return text.format(profiled=figure(cost.profiled_ms))
    inflation = cost.inflation or 0.0
    text = translate("Timing", "step {ordinary} ms · profiled {profiled} ms ({inflation} %)")
    return text.format(
        ordinary=figure(cost.ordinary_ms),
        profiled=figure(cost.profiled_ms),
        inflation=f"{inflation * 100:+.0f}",
    )


def clock_text(time_s: float) -> str:
    """For example "0:12.480"; hours only where there are any."""
    millis = round(max(time_s, 0.0) * 1000)
    minutes, rest = divmod(millis, 60_000)
    hours, minutes = divmod(minutes, 60)
    tail = f"{rest // 1000:02d}.{rest % 1000:03d}"
    return f"{hours}:{minutes:02d}:{tail}" if hours else f"{minutes}:{tail}"


def tracker_name(name: str) -> str:
    """A tracker as people call it; one that is not known here keeps its own name."""
    return {
        "bytetrack": "ByteTrack",
        "none": translate("Tracker", "nobody: each frame on its own"),
    }.get(name, name)


def telemetry_texts(telemetry: BoardTelemetry | None) -> list[str]:
    """What a board tells of its load; what it does not tell is left out. As its own tools report it."""
    if telemetry is None:
        return []
    texts = []
    if telemetry.accelerator_percent is not None:
        texts.append(translate("Telemetry", "accelerator %s %%") % f"{telemetry.accelerator_percent:.0f}")
    if telemetry.cpu_percent is not None:
        texts.append(f"CPU {telemetry.cpu_percent:.0f} %")
    if telemetry.memory_used_mb is not None:
        total = "" if telemetry.memory_total_mb is None else f" / {telemetry.memory_total_mb:.0f}"
        texts.append(f"{telemetry.memory_used_mb:.0f}{total} MiB")
    if telemetry.temperature_c is not None:
        texts.append(f"{telemetry.temperature_c:.0f} °C")
    return texts
