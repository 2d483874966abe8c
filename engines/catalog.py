"""The model catalog: typed entries, and answers to "does it fit?" with reasons."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from engines.errors import TrackbenchError
from engines.networks.network import PixelFormat, TensorSpec
from engines.texts import Text, TextList


class CatalogBroken(TrackbenchError):
    what = "The catalog {path} cannot be used: {reason}."
    remedy = "Correct the named line, or remove the file to use the built-in catalog."


class UnknownModel(TrackbenchError):
    what = "There is no model called {name!r} in the catalog."
    remedy = "Known models: {known}."


class WeightsMissing(TrackbenchError):
    what = "{entry} has no weights here yet: {file} is missing."
    remedy = "{how}"


class WrongWeightCount(TrackbenchError):
    what = "{entry} has {expected} network(s) ({roles}), but {given} file(s) were given."
    remedy = "Name one file per network, in this order, separated by commas."


class ModelDoesNotFit(TrackbenchError):
    what = "{model} does not fit {board}: {reasons}."
    remedy = "Choose another model or bitstream, or run it on this computer."


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


Triple = tuple[float, float, float]


class InputEntry(_Strict):
    """One input; mean and std in 0...1 units, in the network's own channel order.

    An "NV12" input takes a picture as such a vector and has no colour of its own, whatever shape its
    runtime calls it. `wire` is how a picture crosses the link to a board, which decodes it; `quality` is
    that of JPEG.
    """

    name: str
    shape: tuple[int, ...]
    layout: Literal["NCHW", "NHWC", "NV12", ""] = ""
    dtype: str = "float32"
    color: Literal["RGB", "BGR"] | None = None
    mean: Triple = (0.0, 0.0, 0.0)
    std: Triple = (1 / 255, 1 / 255, 1 / 255)
    wire: Literal["uint8", "nv12", "jpeg"] = "uint8"
    quality: Annotated[int, Field(ge=1, le=100)] = 90

    @property
    def spec(self) -> TensorSpec:
        pixels = None
        if self.color is not None:
            mean_r, mean_g, mean_b = (255 * v for v in self.mean)
            scale_r, scale_g, scale_b = (1 / (255 * v) for v in self.std)
            pixels = PixelFormat(self.color, (mean_r, mean_g, mean_b), (scale_r, scale_g, scale_b))
        return TensorSpec(self.name, self.shape, self.dtype, self.layout, pixels)


class OutputEntry(_Strict):
    name: str
    shape: tuple[int, ...]


class FilterEntry(_Strict):
    """Heads of one grid of which a board hands out only cells that reach the detector's score threshold.

    `score` is the output that decides (the largest of its channels, or of those from the first to before
    the second of `score_channels`), as a logit or a probability; `outputs` are the other heads of the grid.
    `channel_axis` is where their channels are.
    """

    score: str
    outputs: tuple[str, ...] = ()
    activation: Literal["logit", "probability"] = "logit"
    channel_axis: int = -1
    score_channels: tuple[int, int] | None = None


class KnownFile(_Strict):
    """Another file that is known to fit: other weights behind the same inputs and outputs."""

    title: str
    sha256: Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
    size_bytes: Annotated[int, Field(gt=0)] | None = None
    source: str = "unknown"


class NetworkEntry(_Strict):
    """One network of an entry.

    `beside` names further files it consists of, which lie beside `file` and differ in their endings
    (Icraft keeps graph and weights apart). `known` are other files that fit. Files of a network with
    `open_sizes` declare one height and width though they take any: they are opened when they come in.
    `simulated_hard_ms` is the hardware time the virtual board imitates, and `simulated_after` says whose
    published figure it is.
    """

    role: str
    file: str
    beside: tuple[str, ...] = ()
    bundled: bool = False
    open_sizes: bool = False
    url: str | None = None
    size_bytes: Annotated[int, Field(gt=0)] | None = None
    sha256: Annotated[str, Field(pattern="^[0-9a-f]{64}$")] | None = None
    inputs: tuple[InputEntry, ...]
    outputs: tuple[OutputEntry, ...]
    filter: tuple[FilterEntry, ...] = ()
    known: tuple[KnownFile, ...] = ()
    simulated_hard_ms: Annotated[float, Field(gt=0)] | None = None
    simulated_after: str = ""

    @property
    def is_onnx(self) -> bool:
        """Whether it is a file that can be looked into and run here; boards have formats of their own."""
        return self.file.lower().endswith(".onnx")

    def title_of(self, sha256: str) -> str | None:
        """What the catalog calls a file of this checksum; None where it does not know it."""
        titles = {known.sha256: known.title for known in self.known}
        if self.sha256 is not None:
            titles[self.sha256] = self.file
        return titles.get(sha256)


class Needs(_Strict):
    """What a board must offer."""

    hard_operators: tuple[str, ...] = ()
    mmu: bool = False


class Published(_Strict):
    """A figure somebody published, with its source."""

    what: str
    value: float
    unit: str
    source: str


class CatalogEntry(_Strict):
    """Something that can be run.

    A `task` of "sot" names a single-object tracker; "mot" and "pose" name a detector and the tracker
    that follows what it finds unless the user chooses another. `labels` are the detector's class names
    where its own are others than usual.
    """

    name: Annotated[str, Field(pattern="^[a-z0-9][a-z0-9._-]*$")]
    title: str
    task: Literal["sot", "mot", "pose"]
    tracker: str
    detector: str | None = None
    labels: tuple[str, ...] = ()
    summary: str = ""
    precision: str = "float32"
    boards: tuple[str, ...] = ("local",)
    licence: str = "unknown"
    source: str = "unknown"
    needs: Needs = Needs()
    parameters: dict[str, Any] = {}
    network: tuple[NetworkEntry, ...]
    published: tuple[Published, ...] = ()


@dataclass(frozen=True, slots=True)
class BoardOffer:
    """What a board (or this computer) offers to a model.

    Attributes:
        family: "local", "icraft", ...
        title: how the verdict names it, for example "bitstream v1".
        hard_operators: of the loaded bitstream; None where unknown or without meaning.
        mmu: None where unknown.
        has_models: whether it has its own, so that no file goes there and no family counts.
    """

    family: str
    title: str
    hard_operators: frozenset[str] | None = None
    mmu: bool | None = None
    has_models: bool = False


LOCAL_OFFER = BoardOffer("local", "this computer")


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a model fits a board; `reasons` name what is missing."""

    fits: bool
    reasons: tuple[str, ...] = ()

    def __str__(self) -> str:
        return "fits" if self.fits else "does not fit, because " + "; ".join(self.reasons)


def judge(entry: CatalogEntry, offer: BoardOffer) -> Verdict:
    """Compares what an entry needs with what a board offers. Unknown is not held against it."""
    reasons: list[str] = []
    if offer.family not in entry.boards and not offer.has_models:
        only = ", ".join(entry.boards)
        reasons.append(Text("it is not made for {family} (only {only})", family=offer.family, only=only))
    if offer.hard_operators is not None:
        missing = [op for op in entry.needs.hard_operators if op not in offer.hard_operators]
        if missing:
            operators = ", ".join(missing)
            reasons.append(Text("{board} has no {operators}", board=offer.title, operators=operators))
    if entry.needs.mmu and offer.mmu is False:
        reasons.append(Text("{board} has no MMU", board=offer.title))
    return Verdict(not reasons, tuple(reasons))


def require_fit(entry: CatalogEntry, offer: BoardOffer) -> None:
    """Raises ModelDoesNotFit, naming what is missing, unless the entry fits."""
    verdict = judge(entry, offer)
    if not verdict.fits:
        reasons = TextList(verdict.reasons)
        raise ModelDoesNotFit(model=entry.title, board=offer.title, reasons=reasons)


class Catalog:
    """Entries by name, and where their weights lie."""

    def __init__(self, entries: Sequence[CatalogEntry], weights_folder: Path) -> None:
        self._entries = {entry.name: entry for entry in entries}
        self.weights_folder = weights_folder

    @property
    def entries(self) -> tuple[CatalogEntry, ...]:
        return tuple(self._entries.values())

    def entry(self, name: str) -> CatalogEntry:
        if name not in self._entries:
            raise UnknownModel(name=name, known=", ".join(self._entries))
        return self._entries[name]

    def weight_file(self, entry: CatalogEntry, network: NetworkEntry) -> Path:
        """Where a network's file is or would be."""
        if network.bundled:
            return Path(str(resources.files("resources") / "networks" / network.file))
        return self.weights_folder / entry.name / network.file

    def has_weights(self, entry: CatalogEntry) -> bool:
        return all(path.is_file() for network in entry.network for path in self.weight_files(entry, network))

    def weight_files(self, entry: CatalogEntry, network: NetworkEntry) -> tuple[Path, ...]:
        """Every file a network consists of, the one that names it first."""
        path = self.weight_file(entry, network)
        return (path, *(path.with_name(name) for name in network.beside))

    def weights(self, entry: CatalogEntry, files: Sequence[Path] = ()) -> tuple[Path, ...]:
        """The files of an entry's networks, in the entry's order; `files` take their place.

        Raises:
            WeightsMissing: with the command that brings them.
            WrongWeightCount: as many files are needed as there are networks.
        """
        if files:
            if len(files) != len(entry.network):
                roles = ", ".join(network.role for network in entry.network)
                raise WrongWeightCount(
                    entry=entry.name, expected=len(entry.network), roles=roles, given=len(files)
                )
            return tuple(files)
        found = []
        for network in entry.network:
            paths = self.weight_files(entry, network)
            missing = next((path.name for path in paths if not path.is_file()), None)
            if missing is not None:
                raise WeightsMissing(entry=entry.name, file=missing, how=_how_to_get(entry, network))
            found.append(paths[0])
        return tuple(found)


def _how_to_get(entry: CatalogEntry, network: NetworkEntry) -> str:
    # All of them are imported together.
    files = " ".join(network.file for network in entry.network)
    facts = {"file": files, "entry": entry.name}
    if network.url is None:
        return Text("Import the file with `trackbench models import {file} --as {entry}`.", **facts)
    either = "Import the file with `trackbench models import {file} --as {entry}` or fetch it with {fetch}."
    return Text(either, **facts, fetch=f"`trackbench models fetch {entry.name}`")


def load_catalog(weights_folder: Path, extra: Sequence[Path] = ()) -> Catalog:
    """The built-in catalog and the user's own files; a later entry replaces one of the same name.

    Raises:
        CatalogBroken: naming file, entry and key.
    """
    entries: dict[str, CatalogEntry] = {}
    for path in (*built_in_files(), *extra):
        for entry in read_entries(path):
            entries[entry.name] = entry
    return Catalog(tuple(entries.values()), weights_folder)


def built_in_files() -> tuple[Path, ...]:
    """Files of the built-in catalog, in the order in which their entries are listed."""
    return tuple(sorted(Path(str(resources.files("resources") / "catalog")).glob("*.toml")))


def read_entries(path: Path) -> tuple[CatalogEntry, ...]:
    """Entries of one catalog file, each checked key by key."""
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise CatalogBroken(path=path, reason=str(error)) from error
    unknown = [key for key in document if key != "entry"]
    if unknown or not isinstance(document.get("entry", []), list):
        reason = Text("unknown key {key!r}", key=unknown[0]) if unknown else Text("no [[entry]]")
        raise CatalogBroken(path=path, reason=reason)
    return tuple(_read_entry(path, raw) for raw in document.get("entry", []))


def _read_entry(path: Path, raw: Mapping[str, Any]) -> CatalogEntry:
    try:
        return CatalogEntry.model_validate(raw)
    except ValidationError as error:
        # A misspelt key is also a missing one; the name that stands in the file is the one to look for.
        first = min(error.errors(), key=lambda found: found["type"] != "extra_forbidden")
        where = ".".join(str(part) for part in first["loc"])
        word = Text("unknown key") if first["type"] == "extra_forbidden" else first["msg"].lower()
        name = raw.get("name", "?") if isinstance(raw, Mapping) else "?"
        reason = Text("entry {name!r}, {where}: {word}", name=name, where=where, word=word)
        raise CatalogBroken(path=path, reason=reason, details=str(error)) from error
