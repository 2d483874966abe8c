"""A diagnosis as plain values, for JSON. What is unknown is null."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engines.diagnosis.measures import TensorError
from engines.diagnosis.peaks import PeakFigures
from engines.diagnosis.reasons import why
from engines.diagnosis.remedies import shown_command
from engines.diagnosis.values import (
    Agreement,
    Attempt,
    Diagnosis,
    LadderResult,
    LayerError,
    OutputHealth,
    Remedy,
    Verdict,
)
from engines.geometry import Box, iou
from engines.quantisation.formats import Format


def as_document(found: Diagnosis) -> dict[str, Any]:
    """Everything but the sessions: `layers` are worst first, those left out at the end."""
    forms = dict(zip((ladder.network for ladder in found.ladders), found.formats, strict=False))
    left_out = [layer for ladder in found.ladders for layer in ladder.layers if layer.left_out is not None]
    return {
        "source": found.source,
        "model": found.model,
        "a": [str(path) for path in found.files_a],
        "b": [str(path) for path in found.files_b],
        "verdict": found.verdict.value,
        "healthy": found.verdict is Verdict.HEALTHY,
        "reason": str(found.reason),
        "parted_at": found.agreement.parted_at,
        "teacher_forced_parted_at": found.agreement.forced_parted_at,
        "agreement": _agreement(found.agreement),
        "networks": [_ladder(ladder, forms.get(ladder.network)) for ladder in found.ladders],
        "layers": [_layer(layer, forms) for layer in (*found.blamed, *left_out)],
        "remedy": None if found.remedy is None else _remedy(found.remedy),
        "frames": [
            {
                "frame": each.index,
                "iou": iou(each.a, each.b),
                "teacher_forced_iou": iou(each.a, each.forced),
                "iou_a_truth": _overlap(each.a, each.truth),
                "iou_b_truth": _overlap(each.b, each.truth),
            }
            for each in found.side
        ],
    }


def _overlap(box: Box, truth: Box | None) -> float | None:
    return None if truth is None else iou(box, truth)


def _agreement(found: Agreement) -> dict[str, Any]:
    return {
        "frames": found.frames,
        "judged_frames": found.judged,
        "a_is_lost": found.a_is_lost,
        "mean_iou": found.mean_iou,
        "teacher_forced_iou": found.forced_iou,
        "teacher_forced_share": found.forced_share,
        "peak": _peaks(found.peaks),
        "auc_a": found.auc_a,
        "auc_b": found.auc_b,
    }


def _peaks(found: PeakFigures | None) -> dict[str, Any] | None:
    if found is None:
        return None
    return {
        "kept": found.kept, "near": found.near, "moved_cells": found.moved, "frames": found.frames
    }  # fmt: skip


def _ladder(found: LadderResult, form: Format | None) -> dict[str, Any]:
    return {
        "network": found.network,
        "format": None if form is None else _format(form),
        "first_below": None if found.first_below is None else found.first_below.name,
        "frames": list(found.frames),
        "prepare_ms": found.prepare_ms,
        "run_ms": found.run_ms,
        "inference_ms": found.inference_ms,
        "outputs": [_output(each) for each in found.outputs],
    }


def _output(found: OutputHealth) -> dict[str, Any]:
    return {
        "name": found.name,
        "shape": list(found.shape),
        "zero_channels": found.zero_channels,
        "saturated": found.saturated,
        "range_used": found.range_used,
        **_error(found.error, ""),
        "peak": _peaks(found.peaks),
        "problem": None if found.problem is None else str(found.problem),
    }


def _error(found: TensorError, prefix: str) -> dict[str, Any]:
    return {
        f"{prefix}cosine": found.cosine,
        f"{prefix}relative_l2": found.relative_l2,
        f"{prefix}max_abs": found.max_abs,
        f"{prefix}snr_db": found.snr_db,
    }


def _layer(layer: LayerError, forms: Mapping[str, Format]) -> dict[str, Any]:
    effect = layer.effect
    return {
        "name": layer.name,
        "network": layer.network,
        "node": layer.node,
        "op": layer.op,
        "order": layer.order,
        "channels_lost": layer.channels_lost,
        "weight_sqnr_db": layer.weight_sqnr_db,
        **_error(layer.single, "single_layer_"),
        **_error(layer.accumulated, "accumulated_"),
        "saturated": layer.accumulated.saturated,
        "jump": layer.jump,
        "alone_relative_l2": None if effect is None else effect.relative_l2,
        "alone_cosine": None if effect is None else effect.cosine,
        "alone_peak": None if effect is None else _peaks(effect.peaks),
        "reason": None if effect is None else str(why(layer, forms.get(layer.network))),
        "left_out": None if layer.left_out is None else str(layer.left_out),
        "problem": None if layer.accumulated.problem is None else str(layer.accumulated.problem),
    }


def _format(form: Format) -> dict[str, Any]:
    return {
        "bits": form.bits,
        "weight_bits": form.weights,
        "scales": form.scales,
        "keep_float": list(form.keep_float),
    }


def _attempt(found: Attempt) -> dict[str, Any]:
    return {
        "title": str(found.title),
        "formats": [_format(each) for each in found.formats],
        "bytes": found.bytes,
        "is_enough": found.is_enough,
        "agreement": _agreement(found.agreement),
    }


def _remedy(found: Remedy) -> dict[str, Any]:
    return {
        **_attempt(found.chosen),
        "tried": [_attempt(each) for each in found.tried],
        "files": [str(path) for path in found.files],
        "command": list(found.command),
        "command_line": shown_command(found.command),
    }
