"""From a catalog entry to a pipeline, wherever the networks run. Window, commands and scripts use it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from engines.catalog import Catalog, CatalogEntry, NetworkEntry
from engines.makeup import Chosen, Makeup, makeup_of
from engines.networks.errors import NetworkDoesNotFit
from engines.networks.local import LocalNetwork
from engines.networks.network import Network, TensorSpec
from engines.pipeline import Pipeline
from engines.texts import Text


@dataclass(frozen=True, slots=True)
class NetworkRequest:
    """What is needed to open one network of an entry.

    Attributes:
        name: shown with its layers.
        entry: as the catalog describes it.
        path: its file on this computer.
        inputs: with the pixel format that the tracker wants.
        model: name of the catalog entry; on a board the network is stored under it and its role.
    """

    name: str
    entry: NetworkEntry
    path: Path
    inputs: tuple[TensorSpec, ...]
    model: str


NetworkOpener = Callable[[NetworkRequest], Network]


def local_opener(threads: int | None = None) -> NetworkOpener:
    """Opens networks in this process."""

    def open_network(request: NetworkRequest) -> Network:
        return LocalNetwork(request.path, name=request.name, inputs=request.inputs, threads=threads)

    return open_network


def open_pipeline(
    catalog: Catalog,
    entry: CatalogEntry,
    open_network: NetworkOpener,
    *,
    weights: Sequence[Path] = (),
    values: Mapping[str, Any] | None = None,
    tracker: str | None = None,
    profile_every: int = 0,
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

    Raises:
        TrackbenchError: weights missing or broken, parameters unusable, shapes that do not fit.
    """
    makeup = makeup_of(entry, tracker)
    chosen = makeup.choose(entry.parameters, values or {})
    networks: list[Network] = []
    try:
        for network, path in zip(entry.network, catalog.weights(entry, weights), strict=True):
            inputs = tuple(_with_pixels(given.spec, makeup, chosen) for given in network.inputs)
            label = entry.name if len(entry.network) == 1 else f"{entry.name}/{network.role}"
            opened = open_network(NetworkRequest(label, network, path, inputs, entry.name))
            networks.append(opened)
            check_shapes(opened, network, entry.title)
        return Pipeline(makeup.make(networks, chosen), profile_every=profile_every)
    except BaseException:
        for opened in networks:
            opened.close()
        raise


def _with_pixels(spec: TensorSpec, makeup: Makeup, chosen: Chosen) -> TensorSpec:
    return spec if spec.pixels is None else replace(spec, pixels=makeup.pixels(spec.pixels, chosen))


def check_shapes(network: Network, entry: NetworkEntry, title: str) -> None:
    """Compares the tensors of an opened network with what the catalog says of it.

    Raises:
        NetworkDoesNotFit: naming the tensor, what was expected and what was found.
    """
    found_in = {spec.name: spec for spec in network.inputs}
    found_out = {spec.name: spec for spec in network.outputs}
    inputs = (Text("input"), entry.inputs, found_in)
    outputs = (Text("output"), entry.outputs, found_out)
    for kind, expected, found in (inputs, outputs):
        for tensor in expected:
            have = found.get(tensor.name)
            if have is None:
                names = ", ".join(found) or Text("none")
                template = "{kind} '{name}' is missing; found {names}"
                reason = Text(template, kind=kind, name=tensor.name, names=names)
                raise NetworkDoesNotFit(network=network.name, tracker=title, reason=reason)
            if not _agree(tensor.shape, have.shape, moved=have.layout != getattr(tensor, "layout", "")):
                template = "{kind} '{name}': expected {wanted}, found {found}"
                shapes = {"wanted": list(tensor.shape), "found": list(have.shape)}
                reason = Text(template, kind=kind, name=tensor.name, **shapes)
                raise NetworkDoesNotFit(network=network.name, tracker=title, reason=reason)


def _agree(expected: tuple[int, ...], found: tuple[int | None, ...], *, moved: bool) -> bool:
    """Same sizes; a free dimension takes any. A link may carry the same picture in another layout."""
    if len(expected) != len(found):
        return False
    if moved and None not in found:
        return sorted(expected) == sorted(found)  # type: ignore[type-var]
    return all(have is None or want == have for want, have in zip(expected, found, strict=True))
