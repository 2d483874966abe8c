"""A diagnosis in the user's language, as plain values for its panel; its table; names of folders."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from app.speech import said
from engines.diagnosis.reasons import why
from engines.diagnosis.values import Diagnosis, LadderResult, OutputHealth
from engines.output_health import Light, OutputLight, worst_light
from engines.quantisation.formats import Format
from widgets.diagnosis.values import AttemptLine, DiagnosisView, LayerLine, OutputLine
from widgets.texts import bytes_text, frame_number

if TYPE_CHECKING:
    from engines.quantisation.quantise import Quantised

translate = QCoreApplication.translate
# One cell is what another box of the same target costs; further away it is another place.
_FEW_NEAR, _MOST_NEAR = 0.5, 0.9
# Features with a cosine of 0.77 still serve (LightTrack's template network, 8 bit, scales per channel).
_OTHER_COSINE, _LEAST_COSINE = 0.5, 0.9
_MARKS = {Light.GOOD: "✓", Light.WARNING: "▲", Light.BAD: "✕"}


def diagnosis_view(found: Diagnosis, model: str, clip: str) -> DiagnosisView:
    """Everything that the panel shows of a diagnosis, under the titles of its model and clip."""
    remedy = found.remedy
    attempts = [AttemptLine(translate("Diagnosis", "as it is"), found.agreement, _size(found.files_b))]
    if remedy is not None:
        attempts += [
            AttemptLine(said(t.title), t.agreement, t.bytes, t.is_enough, t is remedy.chosen)
            for t in remedy.tried
        ]
    return DiagnosisView(
        title=translate("Diagnosis", "{model} on {clip}").format(model=model, clip=clip),
        verdict=found.verdict,
        reason=said(found.reason),
        agreement=found.agreement,
        layers=_layers(found),
        ladder_facts=tuple(_ladder_text(ladder) for ladder in found.ladders),
        outputs=tuple(_output(each) for ladder in found.ladders for each in ladder.outputs),
        attempts=tuple(attempts),
        command=_command(found),
        files=", ".join(path.name for path in remedy.files) if remedy is not None else "",
    )


def layers_table(found: Diagnosis) -> str:
    """All layers as CSV, worst first, those left out at the end; what is unknown is empty."""
    from engines.diagnosis.document import as_document

    rows = as_document(found)["layers"]
    for row in rows:
        peak = row.pop("alone_peak")
        row["alone_peak_kept"] = None if peak is None else peak["kept"]
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]) if rows else ["name"], lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def made_text(made: tuple[Quantised, ...]) -> str:
    """What became of each network: sizes, and where most channels were lost."""
    return "\n".join(_made_line(each) for each in made)


def health_text(lights: tuple[OutputLight, ...]) -> str:
    """The outputs of one frame in one line; empty where there are none."""
    if not lights:
        return ""
    if worst_light(lights) is Light.GOOD:
        return translate("Diagnosis", "outputs {mark}").format(mark=_MARKS[Light.GOOD])
    wrong = [each for each in lights if each.problem is not None]
    return " · ".join(f"{_MARKS[each.light]} {each.name}: {said(each.problem or '')}" for each in wrong)


def _made_line(made: Quantised) -> str:
    worst = max(made.weights, key=lambda layer: layer.channels_lost or 0.0, default=None)
    lost = translate("Diagnosis", "no channels lost")
    if worst is not None and worst.channels_lost:
        text = translate("Diagnosis", "most channels lost: {share} % in {layer}")
        lost = text.format(share=f"{100 * worst.channels_lost:.0f}", layer=worst.layer)
    text = translate("Diagnosis", "{network}: {before} → {after}, {crops} crops, {lost}")
    sizes = {"before": bytes_text(made.float_bytes), "after": bytes_text(made.bytes)}
    return text.format(network=made.role, crops=made.crops, lost=lost, **sizes)


def _layers(found: Diagnosis) -> tuple[LayerLine, ...]:
    forms: Mapping[str, Format] = dict(zip((a.network for a in found.ladders), found.formats, strict=False))
    lines = [
        LayerLine(layer, place, said(why(layer, forms.get(layer.network))) if layer.effect else "")
        for place, layer in enumerate(found.blamed)
    ]
    left = [layer for ladder in found.ladders for layer in ladder.layers if layer.left_out is not None]
    lines += [
        LayerLine(layer, len(lines) + i, left_out=said(layer.left_out or "")) for i, layer in enumerate(left)
    ]
    return tuple(lines)


def _ladder_text(ladder: LadderResult) -> str:
    first = ladder.first_below
    below = translate("Diagnosis", "no layer falls below the threshold")
    if first is not None:
        text = translate("Diagnosis", "first below the threshold: {layer}, cosine {cosine}")
        cosine = first.accumulated.cosine
        below = text.format(layer=first.name, cosine="–" if cosine is None else f"{cosine:.4f}")
    text = translate(
        "Diagnosis", "{network}: {below} · frame {frames} · ladder {ladder} ms, one run {run} ms"
    )
    return text.format(
        network=ladder.network,
        below=below,
        frames=", ".join(str(frame_number(index)) for index in ladder.frames),
        ladder=f"{ladder.run_ms:.0f}",
        run=f"{ladder.inference_ms:.1f}",
    )


def _output(health: OutputHealth) -> OutputLine:
    """The light of an output.

    By its numbers first; a score map then by whether its peak stays, whatever its cosine; another output by
    its cosine.
    """
    if health.error.problem is not None:
        return OutputLine(health, Light.BAD, said(health.error.problem))
    light, problem = Light.GOOD, said(health.problem or "")
    if health.problem is not None:
        light = Light.WARNING
    peaks = health.peaks
    if peaks is not None and peaks.near < _MOST_NEAR:
        light = Light.BAD if peaks.near < _FEW_NEAR else Light.WARNING
        text = translate("Diagnosis", "the peak moves by {cells} cells on average")
        moved = text.format(cells=f"{peaks.moved:.1f}")
        problem = "; ".join(filter(None, (moved, problem)))
    cosine = health.error.cosine
    if peaks is None and cosine is not None and cosine < _LEAST_COSINE:
        light = Light.BAD if cosine < _OTHER_COSINE else Light.WARNING
        text = translate("Diagnosis", "far from what the float network gives: cosine {cosine}")
        problem = "; ".join(filter(None, (text.format(cosine=f"{cosine:.2f}"), problem)))
    return OutputLine(health, light, problem)


def _command(found: Diagnosis) -> str:
    if found.remedy is None or not found.remedy.command:
        return ""
    from engines.diagnosis.remedies import shown_command

    return shown_command(found.remedy.command)


def _size(files: tuple[Path, ...]) -> int | None:
    try:
        return sum(path.stat().st_size for path in files)
    except OSError:
        return None


def folder_name(model: str, formats: tuple[Format, ...]) -> str:
    """A folder's name that says what lies in it, for example "ettrack-8-8-tensor"."""
    words = dict.fromkeys(f"{each.weights}-{each.bits}-{each.scales}" for each in formats)
    kept = len(formats[0].keep_float) if formats else 0
    return "-".join([model, *words, *([f"{kept}-float"] if kept else [])])


def free_folder(parent: Path, name: str) -> Path:
    """A folder that does not exist yet."""
    number, found = 2, parent / name
    while found.exists():
        found, number = parent / f"{name}-{number}", number + 1
    return found
