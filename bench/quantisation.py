"""Quantised trackers: how good before and after the proposed remedy, and what the error ladder costs.

LightTrack's two networks and VitTrack's one, calibrated on 100 crops that the tracker takes from one clip:

- LightTrack at 8 bit, one scale per tensor: mean AUC over the ten sequences, below 0.2. That is the failure.
- The same after the remedy that `diagnose` proposes for it on that clip: at least 0.60.
- VitTrack at 8 bit with one scale per tensor: no more than 0.05 below float.
- Error ladder of each of the three networks, accumulated and single layer, against one plain inference of it
  in the same process, in turn: at most 10. LightTrack's search network (103 convolutions, 281 layers) has
  large tensors; its template network and VitTrack's one have as many layers and take few ms, so that what
  every layer costs counts most. Making the sessions, once per pair of files, is not part of it. One layer at
  a time comes on top and is stated per layer.

Two threads and more; a mean AUC over ten sequences is good to 0.03. `--quick` measures the ladders only.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from time import perf_counter

import numpy as np

from bench.clips import Clip as Frames
from bench.clips import read_clip
from bench.measure import Effort
from bench.places import NO_ASSETS, assets, catalog, sequences, vittrack_weights
from bench.rows import Row, missing
from bench.trackers import local_networks
from engines.diagnosis.alone import one_at_a_time
from engines.diagnosis.diagnose import Wish, diagnose
from engines.diagnosis.ladder import Ladder, Shot
from engines.diagnosis.pairs import Pair
from engines.diagnosis.values import Diagnosis
from engines.geometry import Box
from engines.metrics.sot import score_sequence
from engines.networks.local import default_threads
from engines.quantisation.crops import Clip, collect_crops
from engines.quantisation.formats import Format
from engines.quantisation.quantise import quantise_entry

FAILS_BAR, CURED_BAR, HEALTHY_BAR, LADDER_BAR = 0.20, 0.60, 0.05, 10.0
# Of the network on which one layer at a time is measured.
_ALONE = "LightTrack's search network"
_CALIBRATION = "Crossing"
_LIGHTTRACK = ("lighttrack_net1_template127.onnx", "lighttrack_net2_search288.onnx")


def run(effort: Effort) -> Iterator[Row]:
    folder, vit = assets(), vittrack_weights()
    if folder is None or vit is None:
        yield missing("quantisation", "LightTrack at 8 bit", NO_ASSETS)
        return
    light = [folder / "models" / name for name in _LIGHTTRACK]
    chosen = sequences()[: effort.count(10, 1)]
    with tempfile.TemporaryDirectory(prefix="trackbench-bench-") as name:
        scratch = Path(name)
        clip = Clip(str(folder / "videos" / "sot" / _CALIBRATION), None, 0, effort.count(0, 20) or None)
        failing = _eight_bit("ettrack", light, clip, scratch / "light")
        healthy = _eight_bit("vittrack", [vit], clip, scratch / "vit")
        if not effort.is_quick:
            found = _diagnosed(light, failing, clip, scratch / "cured")
            yield from _light_rows(light, failing, found, chosen, effort)
            yield from _vit_rows([vit], healthy, chosen, effort)
        titles = "LightTrack's template network", _ALONE
        yield from _ladder_rows("ettrack", light, failing, titles, clip, effort)
        yield from _ladder_rows("vittrack", [vit], healthy, ["VitTrack"], clip, effort)


def _eight_bit(model: str, weights: Sequence[Path], clip: Clip, folder: Path) -> list[Path]:
    known = catalog()
    made = quantise_entry(known, known.entry(model), clip, [Format()], folder, weights=weights)
    return [each.path for each in made]


def _diagnosed(weights: Sequence[Path], failing: Sequence[Path], clip: Clip, folder: Path) -> Diagnosis:
    known = catalog()
    return diagnose(known, known.entry("ettrack"), Wish(clip, failing, weights, keep_in=folder))


def _light_rows(
    light: Sequence[Path],
    failing: Sequence[Path],
    found: Diagnosis,
    chosen: Sequence[Path],
    effort: Effort,
) -> Iterator[Row]:
    worst, remedy = found.blamed[0], found.remedy
    lost = None if worst.channels_lost is None else 100 * worst.channels_lost
    yield Row(
        "quantisation", "LightTrack 8 bit: channels lost in the worst layer", lost, "%", note=worst.name
    )
    sets = {"float": light, "8 bit": failing}
    if remedy is not None:
        sets["remedy"] = remedy.files
    scores = _mean_auc("ettrack", sets, chosen, effort)
    samples = f"{len(chosen)} sequences"
    yield Row("quantisation", "LightTrack float, mean AUC", scores["float"], "", samples=samples)
    yield Row(
        "quantisation", "LightTrack 8 bit, one scale per tensor, mean AUC", scores["8 bit"], "", FAILS_BAR,
        samples=samples,
    )  # fmt: skip
    title = "no remedy was proposed" if remedy is None else str(remedy.chosen.title)
    yield Row(
        "quantisation", "LightTrack with the proposed remedy, mean AUC", scores.get("remedy"), "", CURED_BAR,
        at_least=True, samples=samples, note=title,
    )  # fmt: skip


def _vit_rows(
    weights: Sequence[Path], made: Sequence[Path], chosen: Sequence[Path], effort: Effort
) -> Iterator[Row]:
    sets = {"float": weights, "8 bit": made}
    scores = _mean_auc("vittrack", sets, chosen, effort)
    yield Row(
        "quantisation", "VitTrack 8 bit, mean AUC lost", scores["float"] - scores["8 bit"], "", HEALTHY_BAR,
        samples=f"{len(chosen)} sequences", note=f"float {scores['float']:.3f}",
    )  # fmt: skip


def _mean_auc(
    model: str, sets: dict[str, Sequence[Path]], chosen: Sequence[Path], effort: Effort
) -> dict[str, float]:
    found: dict[str, list[float]] = {name: [] for name in sets}
    for folder in chosen:
        clip = read_clip(folder, effort.count(0, 20) or None)  # one at a time: together they fill 1.4 GB
        for name, weights in sets.items():
            found[name].append(_auc(model, weights, clip))
    return {name: float(np.mean(values)) for name, values in found.items()}


def _auc(model: str, weights: Sequence[Path], clip: Frames) -> float:
    pipeline, _networks = local_networks(catalog().entry(model), weights, default_threads())
    boxes: list[Box | None] = [clip.first_box]
    pipeline.start(clip.frames[0], {1: clip.first_box})
    boxes += [pipeline.step(frame).tracks[0].box for frame in clip.frames[1:]]
    pipeline.close()
    score = score_sequence(boxes, clip.boxes())
    assert score is not None
    return score.auc


def _ladder_rows(
    model: str,
    weights: Sequence[Path],
    made: Sequence[Path],
    titles: Sequence[str],
    clip: Clip,
    effort: Effort,
) -> Iterator[Row]:
    known = catalog()
    short = Clip(clip.source, None, 0, 12)
    given = collect_crops(known, known.entry(model), short, weights=weights)
    for a, b, crops, title in zip(weights, made, given, titles, strict=True):
        ladder = Ladder(Pair(a, b, crops.role))
        seen = [Shot(index, each) for index, each in enumerate(crops.feeds)]
        shots = [seen[index % len(seen)] for index in range(effort.count(60, 20))]
        yield _ladder_row(ladder, shots, title)
        if title == _ALONE:
            yield _alone_row(ladder, shots[:2])


def _ladder_row(ladder: Ladder, shots: Sequence[Shot], title: str) -> Row:
    ladder.climb(shots[:2])
    found = [ladder.climb([shot]) for shot in shots]
    low, middle, high = np.percentile([each.run_ms / each.inference_ms for each in found], (25, 50, 75))
    ladder_ms, plain_ms = np.median([(each.run_ms, each.inference_ms) for each in found], axis=0)
    return Row(
        "quantisation", f"error ladder of {title} / one inference", float(middle), "x", LADDER_BAR,
        samples=f"{len(shots)} rounds, quartiles {low:.2f}-{high:.2f}, {ladder_ms:.1f} / {plain_ms:.2f} ms",
        note=f"{len(ladder.pair.layers)} layers, sessions once: {ladder.prepare_ms:.0f} ms",
    )  # fmt: skip


def _alone_row(ladder: Ladder, shots: Sequence[Shot]) -> Row:
    found = ladder.climb(shots)
    began_s = perf_counter()
    result = one_at_a_time(ladder, found, shots)
    spent_ms = (perf_counter() - began_s) * 1000
    tried = sum(each.effect is not None for each in result.layers)
    return Row(
        "quantisation", "one layer at a time, per layer and frame", spent_ms / tried / len(shots), "ms",
        samples=f"{tried} layers, {len(shots)} frames",
    )  # fmt: skip
