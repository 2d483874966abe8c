"""Which entry of the catalog a file belongs to, from what the file itself says."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from itertools import permutations
from pathlib import Path

from engines.catalog import Catalog, CatalogEntry, NetworkEntry
from engines.errors import TrackbenchError
from engines.fitting import Expected, agree, first_difference, fits
from engines.networks.errors import NetworkFileMissing
from engines.networks.network import TensorSpec
from engines.networks.onnx_header import OnnxHeader, read_header
from engines.texts import Text, TextList
from engines.weights import sha256_of

# Entries less like a file than this are not worth a word.
_ALIKE_ENOUGH = 0.4
_NEAREST = 3


class NothingFits(TrackbenchError):
    what = "No model of the catalog takes {files}."
    remedy = "{found}. {nearest}"


class SeveralFit(TrackbenchError):
    what = "It cannot be told from {files} alone what it belongs to: {names}."
    remedy = "Choose the model before importing, or `trackbench models import {files} --as {first}`."


class NetworksMissing(TrackbenchError):
    what = "{reasons}. {entry} has another network, {missing}, and no file was given for it."
    remedy = "Name all its files together: `trackbench models import FILE FILE ...`."


class Fit(IntEnum):
    """How sure it is that files belong to an entry, the surest last."""

    KIND = 0
    """It is a file of the board's own format; its content cannot be read here."""
    FILE_NAME = 1
    """The same, and it bears the name that the catalog knows."""
    SHAPES = 2
    NAMES = 3
    """Names and shapes."""
    CHECKSUM = 4


@dataclass(frozen=True, slots=True)
class FileFacts:
    """A file as it was found. `header` is None where it is no ONNX file."""

    path: Path
    sha256: str
    header: OnnxHeader | None

    def __str__(self) -> str:
        if self.header is None:
            return Text("{file} is no ONNX file", file=self.path.name)
        shown = {"inputs": specs_text(self.header.inputs), "outputs": specs_text(self.header.outputs)}
        return Text("{file} has the inputs {inputs} and the outputs {outputs}", file=self.path.name, **shown)


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entry that takes the files.

    Attributes:
        entry: of the catalog.
        files: one per network of the entry, in its order; None where there is none.
        fit: of the file that fits least.
        reasons: what speaks for it, one per file.
    """

    entry: CatalogEntry
    files: tuple[Path | None, ...]
    fit: Fit
    reasons: tuple[Text, ...]

    @property
    def missing(self) -> tuple[str, ...]:
        """Roles of the networks without a file."""
        pairs = zip(self.entry.network, self.files, strict=True)
        return tuple(network.role for network, file in pairs if file is None)


@dataclass(frozen=True, slots=True)
class Nearest:
    """An entry that does not take a file, and why not."""

    entry: CatalogEntry
    reason: Text


@dataclass(frozen=True, slots=True)
class Recognition:
    """What is known of some files.

    Attributes:
        files: as they were found.
        candidates: entries that take all of them, the surest first, whole ones before others.
        nearest: where there is no candidate, the entries that come nearest.
    """

    files: tuple[FileFacts, ...]
    candidates: tuple[Candidate, ...]
    nearest: tuple[Nearest, ...]

    def decide(self) -> Candidate:
        """The one entry the files are for, with a file for each of its networks.

        Raises:
            NothingFits: with what the files have, and what comes nearest.
            SeveralFit: with the names to choose from.
            NetworksMissing: with the roles that are missing.
        """
        names = " ".join(facts.path.name for facts in self.files)
        if not self.candidates:
            raise NothingFits(files=names, found=self._found(), nearest=self._nearest_text())
        best = self.candidates[0]
        rivals = [c for c in self.candidates if c.fit == best.fit and len(c.missing) == len(best.missing)]
        if len(rivals) > 1 or best.fit == Fit.KIND:
            titles = ", ".join(f"{c.entry.name} ({c.entry.title})" for c in rivals)
            raise SeveralFit(files=names, names=titles, first=best.entry.name)
        if best.missing:
            reasons, missing = TextList(best.reasons), ", ".join(best.missing)
            raise NetworksMissing(entry=best.entry.name, reasons=reasons, missing=missing)
        return best

    def _found(self) -> TextList:
        return TextList(str(facts) for facts in self.files)

    def _nearest_text(self) -> str:
        if not self.nearest:
            return Text("Nothing in the catalog is like it.")
        lines = TextList(
            Text("{name}, but {reason}", name=near.entry.name, reason=near.reason) for near in self.nearest
        )
        first = self.nearest[0].entry.name
        return Text(
            "Nearest: {lines}. Give the files of one model, all of them and no others; if it works like one "
            "of these, `--new NAME --like {first}` makes an entry of its own.",
            lines=lines,
            first=first,
        )


def recognise(catalog: Catalog, files: Sequence[Path]) -> Recognition:
    """Compares files with every entry of the catalog that takes files at all.

    Raises:
        NetworkFileMissing, NetworkBroken: a file that is not there, or an ONNX file that is none.
    """
    facts = tuple(_look_at(path) for path in files)
    takers = [entry for entry in catalog.entries if not any(n.bundled for n in entry.network)]
    found = [candidate for entry in takers if (candidate := _candidate(entry, facts)) is not None]
    found.sort(key=lambda candidate: (-candidate.fit, len(candidate.missing)))
    return Recognition(facts, tuple(found), () if found else _nearest(takers, facts))


def specs_text(specs: Iterable[TensorSpec]) -> str:
    """Tensors for people: "images [1, 3, 416, 416]"; a free dimension is a question mark."""
    shown = [f"{s.name} [{', '.join('?' if d is None else str(d) for d in s.shape)}]" for s in specs]
    return ", ".join(shown) or Text("none")


def _look_at(path: Path) -> FileFacts:
    if not path.is_file():
        raise NetworkFileMissing(path=path)
    header = read_header(path) if path.suffix.lower() == ".onnx" else None
    return FileFacts(path, sha256_of(path), header)


def _candidate(entry: CatalogEntry, files: Sequence[FileFacts]) -> Candidate | None:
    """The best way to give each file a network of its own; None where there is none."""
    best: Candidate | None = None
    for places in permutations(range(len(entry.network)), len(files)):
        found = [_fit(entry.network[at], facts) for at, facts in zip(places, files, strict=True)]
        if not found or None in found:
            continue
        fit = min(Fit(one) for one in found if one is not None)
        if best is None or fit > best.fit:
            slots: list[Path | None] = [None] * len(entry.network)
            for at, facts in zip(places, files, strict=True):
                slots[at] = facts.path
            pairs = zip(places, files, strict=True)
            reasons = tuple(_reason(entry, entry.network[at], facts) for at, facts in pairs)
            best = Candidate(entry, tuple(slots), fit, reasons)
    return best


def _fit(network: NetworkEntry, facts: FileFacts) -> Fit | None:
    if network.title_of(facts.sha256) is not None:
        return Fit.CHECKSUM
    if facts.header is None or not network.is_onnx:
        if facts.path.suffix.lower() != Path(network.file).suffix.lower():
            return None
        return Fit.FILE_NAME if facts.path.name == network.file else Fit.KIND
    if not fits(network, facts.header):
        return None
    same = first_difference(network, facts.header.inputs, facts.header.outputs) is None
    return Fit.NAMES if same else Fit.SHAPES


def _reason(entry: CatalogEntry, network: NetworkEntry, facts: FileFacts) -> Text:
    names = {"file": facts.path.name, "role": network.role, "entry": entry.name}
    title = network.title_of(facts.sha256)
    if title is not None:
        template = "{file} is the {role} network of {entry}: the checksum is that of {title}"
        return Text(template, **names, title=title)
    return {
        Fit.KIND: Text("{file} is of the format of {entry} and may be its {role} network", **names),
        Fit.FILE_NAME: Text("{file} has the name of the {role} network of {entry}", **names),
        Fit.SHAPES: Text(
            "{file} has the shapes of the {role} network of {entry}, under other names", **names
        ),
    }.get(
        _fit(network, facts) or Fit.KIND,
        Text("{file} has the tensors of the {role} network of {entry}", **names),
    )


# -- what comes nearest ------------------------------------------------------------------------


def _nearest(entries: Sequence[CatalogEntry], files: Sequence[FileFacts]) -> tuple[Nearest, ...]:
    ranked = []
    for entry in entries:
        networks = [network for network in entry.network if network.is_onnx]
        pairs = [(network, facts.header) for network in networks for facts in files if facts.header]
        if not pairs:
            continue
        network, header = max(pairs, key=lambda pair: _likeness(*pair))
        likeness = _likeness(network, header)
        if likeness >= _ALIKE_ENOUGH:
            ranked.append((likeness, Nearest(entry, _why_not(entry, network, header, len(files)))))
    ranked.sort(key=lambda one: -one[0])
    return tuple(near for _likeness, near in ranked[:_NEAREST])


def _likeness(network: NetworkEntry, header: OnnxHeader) -> float:
    """0 to 1: how much of the tensors' sizes is the same."""
    sides = ((network.inputs, header.inputs), (network.outputs, header.outputs))
    return sum(_side_likeness(expected, found) for expected, found in sides) / len(sides)


def _side_likeness(expected: Expected, found: Sequence[TensorSpec]) -> float:
    likes = [max((_alike(tensor.shape, spec.shape) for spec in found), default=0.0) for tensor in expected]
    return sum(likes) / max(len(expected), len(found), 1)


def _alike(expected: tuple[int, ...], found: tuple[int | None, ...]) -> float:
    if len(expected) != len(found) or not expected:
        return 0.0
    same = sum(have is None or want == have for want, have in zip(expected, found, strict=True))
    return same / len(expected)


def _why_not(entry: CatalogEntry, network: NetworkEntry, header: OnnxHeader, files: int) -> Text:
    sides = (
        (Text("input"), network.inputs, header.inputs),
        (Text("output"), network.outputs, header.outputs),
    )
    for kind, expected, found in sides:
        for tensor in expected:
            if not any(agree(tensor.shape, spec.shape) for spec in found):
                facts = {"kind": kind, "name": tensor.name, "wanted": list(tensor.shape)}
                return Text("there is nothing like its {kind} '{name}' {wanted}", **facts)
    if files > len(entry.network):
        return Text("it has {count} network(s)", count=len(entry.network))
    if fits(network, header):
        return Text("only one of the files is for it")
    return Text("it cannot be told which tensor is which")
