"""Bitstreams on a board: which there are, runs and is installed, what each can, what a model needs."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from engines.board_values import Bitstream
from engines.boards.errors import BitstreamByHand, BoardError, NoSuchBitstream
from engines.boards.imodel import Imodel
from engines.boards.link import Link
from engines.boards.profile import BitstreamFacts, Profile
from engines.boards.service import find_listener
from engines.boards.ssh import checked
from engines.boards.store import remote_sha256
from engines.catalog import CatalogEntry
from engines.texts import Text

_SUFFIXES = (".bin", ".bit")


@dataclass(frozen=True, slots=True)
class InstalledBitstream:
    """The file from which the board configures its logic when it starts.

    Attributes:
        identity: of a file in the bitstream folder with the same content; None where none is equal.
    """

    file: str
    sha256: str
    identity: str | None


@dataclass(frozen=True, slots=True)
class ModelNeeds:
    """What a model asks of a board.

    Attributes:
        runtime_version: that it was compiled with, "" where that is not known.
    """

    name: str
    hard_operators: tuple[str, ...] = ()
    mmu: bool = False
    runtime_version: str = ""


@dataclass(frozen=True, slots=True)
class BitstreamVerdict:
    """Whether a model can run with a bitstream.

    Attributes:
        fits: None where nothing is known to be missing, but not everything is known.
        missing: what it lacks, one sentence each.
        unknown: what nobody told, one sentence each.
        warnings: what may matter.
    """

    fits: bool | None
    missing: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


def list_bitstreams(link: Link, profile: Profile, loaded_identity: str | None) -> tuple[Bitstream, ...]:
    """Bitstream files, known ones first by name; the running one is listed even without a file.

    A file's identity is the known one that its name contains, else its name: nothing in the vendor's
    documents says how to read it from the content. The boot file is a copy of one of them, and is not
    listed. Raises NoRemoteFile.
    """
    found = []
    for entry in link.list_folder(profile.bitstream_folder):
        path = f"{profile.bitstream_folder}/{entry.name}"
        if entry.is_folder or not entry.name.endswith(_SUFFIXES) or path == profile.boot_file:
            continue
        identity = identity_in_name(profile, entry.name) or entry.name
        found.append(_described(profile, path, identity, loaded_identity))
    if loaded_identity is not None and all(entry.identity != loaded_identity for entry in found):
        found.append(_described(profile, "", loaded_identity, loaded_identity))
    return tuple(sorted(found, key=lambda entry: entry.name))


def running_identity(link: Link, profile: Profile, *, is_virtual: bool = False) -> str | None:
    """What the runtime reports of the running one; None where it cannot be read.

    Opening the device may hang, and it is not opened beside a service that holds it.
    """
    service = profile.service
    may_ask = is_virtual or profile.identity_while_serving or service is None
    if not may_ask and service is not None and find_listener(link, service.port) is not None:
        return None
    try:
        result = link.run(list(profile.identity_argv))
    except BoardError:
        if not link.is_alive:
            raise
        return None
    return profile.read_identity(result.stdout)


def identity_in_name(profile: Profile, file_name: str) -> str | None:
    """The known identity that a file's name contains."""
    return next((known for known in profile.known_bitstreams if known in file_name), None)


def installed_bitstream(
    link: Link, profile: Profile, bitstreams: tuple[Bitstream, ...]
) -> InstalledBitstream | None:
    """What the board starts with, told by its content; None where there is no such file.

    It need not be what runs: a file that was exchanged since the start runs after the next one.
    """
    digest = remote_sha256(link, profile.boot_file) if profile.boot_file else None
    if digest is None:
        return None
    for entry in bitstreams:
        if entry.file and remote_sha256(link, entry.file) == digest:
            return InstalledBitstream(profile.boot_file, digest, entry.identity)
    return InstalledBitstream(profile.boot_file, digest, None)


def needs_of_imodel(model: Imodel) -> ModelNeeds:
    """From the compiled model itself."""
    return ModelNeeds(model.name, model.hard_operators, model.needs_mmu, model.icraft_version)


def needs_of_entry(entry: CatalogEntry) -> ModelNeeds:
    """From what the catalog says of it."""
    return ModelNeeds(entry.name, entry.needs.hard_operators, entry.needs.mmu)


def judge_bitstream(
    needs: ModelNeeds, bitstream: Bitstream | None, runtime_version: str | None = None
) -> BitstreamVerdict:
    """Compares what a model needs with a bitstream, running or not; `None` is one that nobody knows."""
    missing: list[str] = []
    unknown: list[str] = []
    name = bitstream.name if bitstream is not None else Text("unknown")
    board = Text("bitstream {name}", name=name)
    offered = bitstream.hard_operators if bitstream is not None else None
    if offered is None and needs.hard_operators:
        operators = ", ".join(needs.hard_operators)
        unknown.append(Text("whether {board} has {operators} is not known", board=board, operators=operators))
    elif offered is not None:
        lacking = ", ".join(op for op in needs.hard_operators if op not in offered)
        if lacking:
            missing.append(Text("{board} has no {operators}", board=board, operators=lacking))
    has_mmu = bitstream.has_mmu if bitstream is not None else None
    if needs.mmu and has_mmu is False:
        missing.append(Text("{board} has no MMU", board=board))
    elif needs.mmu and has_mmu is None:
        unknown.append(Text("whether {board} has an MMU is not known", board=board))
    fits = False if missing else None if unknown else True
    return BitstreamVerdict(fits, tuple(missing), tuple(unknown), _version_warnings(needs, runtime_version))


def load_bitstream(link: Link, wanted: Bitstream, host: str, *, is_virtual: bool) -> None:
    """Makes a bitstream the running one: at once on a virtual board; a real one has to start anew."""
    if not is_virtual:
        raise BitstreamByHand(name=wanted.name, host=host)
    load = ["trackbench-virtual", "load", wanted.identity]
    checked(link.run(load), load, host)


def find_bitstream(bitstreams: tuple[Bitstream, ...], name: str, host: str) -> Bitstream:
    """By name, identity or file name. Raises NoSuchBitstream."""
    for entry in bitstreams:
        if name in (entry.name, entry.identity, PurePosixPath(entry.file).name):
            return entry
    known = ", ".join(entry.name for entry in bitstreams) or "none"
    raise NoSuchBitstream(name=name, host=host, known=known)


def _described(profile: Profile, path: str, identity: str, loaded_identity: str | None) -> Bitstream:
    known: Mapping[str, BitstreamFacts] = profile.known_bitstreams
    facts = known.get(identity, BitstreamFacts(identity))
    is_loaded = identity == loaded_identity
    return Bitstream(facts.name, path, identity, facts.hard_operators, facts.has_mmu, is_loaded)


def _version_warnings(needs: ModelNeeds, runtime_version: str | None) -> tuple[str, ...]:
    """A compiler newer than the runtime: reported to be a warning of the runtime's own."""
    compiled, runs = _numbers(needs.runtime_version), _numbers(runtime_version or "")
    if not compiled or not runs or compiled <= runs:
        return ()
    facts = {"compiled": needs.runtime_version, "runs": runtime_version}
    return (Text("it was compiled with version {compiled}, the board has {runs}", **facts),)


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(number) for number in re.findall(r"\d{1,9}", version)[:3])
