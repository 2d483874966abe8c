"""From a catalog entry to a pipeline, wherever the networks run. Window, commands and scripts use it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from engines.catalog import Catalog, CatalogEntry, NetworkEntry
from engines.detectors.detector import Detector
from engines.errors import BadParameter, TrackbenchError
from engines.fitting import as_named_in, first_difference
from engines.makeup import Chosen, Makeup, makeup_of
from engines.networks.errors import NetworkDoesNotFit
from engines.networks.local import LocalNetwork
from engines.networks.network import Network, TensorSpec
from engines.pipeline import Pipeline
from engines.side_by_side import BesideMode, SideBySide
from engines.texts import Text
from engines.trackers.lost_rule import ASK, LostRule
from engines.trackers.tracker import Tracker


class NotComparable(TrackbenchError):
    what = "{model} finds its objects anew in every frame: it cannot follow chosen targets beside another."
    remedy = "Choose single-object models to compare."


@dataclass(frozen=True, slots=True)
class NetworkRequest:
    """What is needed to open one network of an entry.

    Attributes:
        name: shown with its layers.
        entry: as the catalog describes it, with the names that the file has for its tensors.
        path: its file on this computer.
        inputs: with the pixel format that the tracker wants.
        model: name of the catalog entry; on a board the network is stored under it and its role.
        score_threshold: what the detector asks of a score; None where nobody does.
    """

    name: str
    entry: NetworkEntry
    path: Path
    inputs: tuple[TensorSpec, ...]
    model: str
    score_threshold: float | None = None


NetworkOpener = Callable[[NetworkRequest], Network]


def local_opener(threads: int | None = None) -> NetworkOpener:
    """Opens networks in this process."""

    def open_network(request: NetworkRequest) -> Network:
        return LocalNetwork(request.path, name=request.name, inputs=request.inputs, threads=threads)

    return open_network


@dataclass(frozen=True, slots=True)
class Beside:
    """A second model that follows the same targets, to be compared.

    Attributes:
        entry: a single-object model.
        open_network: opens its networks, here or on a board.
        weights: files that take the place of the entry's own, in its order.
        values: parameters the user set, by name.
        mode: what it looks at.
    """

    entry: CatalogEntry
    open_network: NetworkOpener
    weights: Sequence[Path] = ()
    values: Mapping[str, Any] = field(default_factory=dict)
    mode: BesideMode = BesideMode.CLOSED_LOOP


def open_pipeline(
    catalog: Catalog,
    entry: CatalogEntry,
    open_network: NetworkOpener,
    *,
    weights: Sequence[Path] = (),
    values: Mapping[str, Any] | None = None,
    tracker: str | None = None,
    profile_every: int = 0,
    beside: Beside | None = None,
) -> Pipeline:
    """Opens an entry's networks and puts its tracker around them.

    Args:
        catalog: says where weights lie.
        entry: what to run.
        open_network: opens one network, here or on a board.
        weights: files that take the place of the entry's own, in its order.
        values: parameters the user set, by name.
        tracker: another tracker than the entry's.
        profile_every: every Nth frame is profiled; 0 never.
        beside: a second model to run on the same frames.

    Raises:
        TrackbenchError: weights missing or broken, parameters unusable, shapes that do not fit.
    """
    if beside is not None:
        for each in (entry, beside.entry):
            if each.detector is not None:
                raise NotComparable(model=each.title)
    opened = _open_tracker(catalog, entry, open_network, weights, values or {}, tracker)
    if beside is None:
        return Pipeline(opened, profile_every=profile_every)
    try:
        second = _open_tracker(catalog, beside.entry, beside.open_network, beside.weights, beside.values)
    except BaseException:
        opened.close()
        raise
    return Pipeline(SideBySide(opened, second, beside.mode), profile_every=profile_every)


def _open_tracker(
    catalog: Catalog,
    entry: CatalogEntry,
    open_network: NetworkOpener,
    weights: Sequence[Path],
    values: Mapping[str, Any],
    tracker: str | None = None,
) -> Tracker:
    """An entry's tracker around its opened networks; none stays open where that fails."""
    makeup = makeup_of(entry, tracker)
    chosen = makeup.choose(entry.parameters, values)
    with ExitStack() as on_failure:
        networks = _open_networks(catalog, entry, makeup, chosen, open_network, weights)
        for network in networks:
            on_failure.callback(network.close)
        asked = _asked_detector(catalog, chosen.lost_rule, open_network)
        if asked is not None:
            on_failure.callback(asked.close)
        made = makeup.make(networks, chosen, asked)
        on_failure.pop_all()
        return made


def _open_networks(
    catalog: Catalog,
    entry: CatalogEntry,
    makeup: Makeup,
    chosen: Chosen,
    open_network: NetworkOpener,
    weights: Sequence[Path] = (),
) -> list[Network]:
    """All networks of an entry; none stays open where one cannot be used."""
    networks: list[Network] = []
    with ExitStack() as on_failure:
        for cataloged, path in zip(entry.network, catalog.weights(entry, weights), strict=True):
            network = as_named_in(cataloged, path)
            inputs = tuple(_with_pixels(given.spec, makeup, chosen) for given in network.inputs)
            label = entry.name if len(entry.network) == 1 else f"{entry.name}/{network.role}"
            threshold = chosen.values.get("score_threshold") if makeup.detector is not None else None
            opened = open_network(NetworkRequest(label, network, path, inputs, entry.name, threshold))
            on_failure.callback(opened.close)
            check_shapes(opened, network, entry.title)
            networks.append(opened)
        on_failure.pop_all()
    return networks


def _asked_detector(catalog: Catalog, rule: LostRule | None, open_network: NetworkOpener) -> Detector | None:
    """Who is asked where a lost target is; None where nobody is."""
    if rule is None or rule.when_lost != ASK:
        return None
    detectors = [entry.name for entry in catalog.entries if entry.detector is not None]
    if rule.ask_model not in detectors:
        reason = "it is no detector" if rule.ask_model else "no detector is named"
        hint = Text("Choose one of: {names}.", names=", ".join(detectors))
        raise BadParameter(name="ask_model", value=rule.ask_model, reason=reason, hint=hint)
    entry = catalog.entry(rule.ask_model)
    makeup = makeup_of(entry)
    chosen = makeup.choose(entry.parameters, {})
    return makeup.make_detector(_open_networks(catalog, entry, makeup, chosen, open_network), chosen)


def _with_pixels(spec: TensorSpec, makeup: Makeup, chosen: Chosen) -> TensorSpec:
    return spec if spec.pixels is None else replace(spec, pixels=makeup.pixels(spec.pixels, chosen))


def check_shapes(network: Network, entry: NetworkEntry, title: str) -> None:
    """Compares the tensors of an opened network with what the catalog says of it.

    Raises:
        NetworkDoesNotFit: naming the tensor, what was expected and what was found.
    """
    reason = first_difference(entry, network.inputs, network.outputs)
    if reason is not None:
        raise NetworkDoesNotFit(network=network.name, tracker=title, reason=reason)
