"""From the folders of a compiler's stages and a clip to the stage that loses the target."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from engines.assembly import check_shapes
from engines.catalog import Catalog, CatalogEntry
from engines.diagnosis.stage_runs import Openers, StageFiles, Subject, find_stages, run_stages
from engines.diagnosis.stages import StageLadder, compare_stages
from engines.diagnosis.values import COSINE_BELOW
from engines.errors import TrackbenchError
from engines.fitting import as_named_in
from engines.makeup import makeup_of
from engines.networks.local import LocalNetwork
from engines.quantisation.crops import Clip, Crops, Feeds, collect_crops
from engines.quantisation.formats import Report, ShouldCancel, never, silent
from engines.timing import StageClock

CROPS = 8


class FloatFilesNeeded(TrackbenchError):
    what = "{entry} has no files that run on this computer ({file}), and crops are taken by a tracker here."
    remedy = "Name the entry whose float files were compiled, for example --model ettrack."


class WrongStageCount(TrackbenchError):
    what = "{entry} has {expected} network(s) ({roles}), but {given} folder(s) were given."
    remedy = "Name one folder of stages for each network, in this order, separated by commas."


@dataclass(frozen=True, slots=True)
class StageWish:
    """What is to be looked at.

    Attributes:
        clip: where the crops are taken.
        places: a folder of stages, or one of its files, for each network in the entry's order.
        weights: float files in place of the entry's own.
        values: tracker parameters.
        crops: how many inputs of each network are compared, at most.
        wants_raw_pixels: whether mean and scale were compiled in.
        cosine_below: an output with less falls below.
    """

    clip: Clip
    places: Sequence[Path]
    weights: Sequence[Path] = ()
    values: Mapping[str, Any] = field(default_factory=dict)
    crops: int = CROPS
    wants_raw_pixels: bool = False
    cosine_below: float = COSINE_BELOW


def find_all_stages(catalog: Catalog, entry: CatalogEntry, wish: StageWish) -> tuple[StageFiles, ...]:
    """The stages of each network; tells what is missing before a board is asked for anything.

    Raises:
        WrongStageCount, FloatFilesNeeded: the wish does not go with the entry.
        NoStages, SeveralNetworks, TwoTargets: see `find_stages`.
        TrackbenchError: float files are missing.
    """
    if len(wish.places) != len(entry.network):
        roles = ", ".join(network.role for network in entry.network)
        raise WrongStageCount(
            entry=entry.name, expected=len(entry.network), roles=roles, given=len(wish.places)
        )
    for network in entry.network:
        if not (wish.weights or network.is_onnx):
            raise FloatFilesNeeded(entry=entry.name, file=network.file)
    catalog.weights(entry, wish.weights)
    return tuple(find_stages(path) for path in wish.places)


def diagnose_stages(
    catalog: Catalog,
    entry: CatalogEntry,
    wish: StageWish,
    openers: Openers,
    *,
    report: Report = silent,
    should_cancel: ShouldCancel = never,
) -> tuple[StageLadder, ...]:
    """Tracks through the clip in float, then runs every stage with the crops that were taken.

    Raises:
        TrackbenchError: as `find_all_stages`, `collect_crops`; or Cancelled. A stage that does not run
            is told in its ladder.
    """
    stages = find_all_stages(catalog, entry, wish)
    crops = collect_crops(
        catalog,
        entry,
        wish.clip,
        weights=wish.weights,
        values=wish.values,
        most=wish.crops,
        report=lambda share, what: report(None if share is None else 0.2 * share, what),
        should_cancel=should_cancel,
    )
    ladders = []
    for place, (found, files) in enumerate(zip(crops, stages, strict=True)):

        def part(share: float | None, what: str, place: int = place) -> None:
            report(None if share is None else 0.2 + 0.8 * (place + share) / len(crops), what)

        subject = _subject(entry, found, wish)
        runs = run_stages(subject, files, openers, report=part, should_cancel=should_cancel)
        ladders.append(
            compare_stages(found.role, runs, subject.float_outputs, cosine_below=wish.cosine_below)
        )
    report(1.0, "")
    return tuple(ladders)


def _subject(entry: CatalogEntry, crops: Crops, wish: StageWish) -> Subject:
    """A network's crops with what the float file makes of them."""
    cataloged = next(each for each in entry.network if each.role == crops.role)
    network = as_named_in(cataloged, crops.path)
    makeup = makeup_of(entry)
    chosen = makeup.choose(entry.parameters, wish.values)
    pixels = {
        given.name: makeup.pixels(given.spec.pixels, chosen)
        for given in network.inputs
        if given.spec.pixels is not None
    }
    inputs = [given.spec for given in network.inputs]
    with closing(LocalNetwork(crops.path, name=crops.role, inputs=inputs)) as local:
        check_shapes(local, network, entry.title)
        names = [tensor.name for tensor in network.outputs]
        outputs = []
        taken = [each for feeds in crops.feeds for each in _one_by_one(feeds)]
        taken = taken[:: max(1, len(taken) // wish.crops)][: wish.crops]
        for feeds in taken:
            made = local.run(feeds, StageClock())
            outputs.append({name: made[name] for name in names})
    return Subject(crops.role, taken, outputs, pixels, wish.wants_raw_pixels)


def _one_by_one(feeds: Feeds) -> list[Feeds]:
    """A run for several targets as runs for one: a compiled network takes one crop."""
    count = max(len(tensor) for tensor in feeds.values())
    if count == 1:
        return [feeds]
    return [
        {name: tensor[i : i + 1] if len(tensor) == count else tensor for name, tensor in feeds.items()}
        for i in range(count)
    ]
