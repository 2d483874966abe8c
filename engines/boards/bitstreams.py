"""Bitstreams on a board: which there are, which runs, what each can."""

from __future__ import annotations

from engines.board_values import Bitstream
from engines.boards.errors import BitstreamByHand, NoSuchBitstream
from engines.boards.link import Link
from engines.boards.profile import BitstreamFacts, Profile
from engines.boards.ssh import checked

_SUFFIXES = (".bin", ".bit")


def list_bitstreams(link: Link, profile: Profile, loaded_identity: str | None) -> tuple[Bitstream, ...]:
    """Bitstream files, known ones first by name; the running one is listed even without a file.

    A file's identity is the known one that its name contains, else its name: nothing in the vendor's
    documents says how to read it from the content. Raises NoRemoteFile.
    """
    found = []
    for entry in link.list_folder(profile.bitstream_folder):
        if entry.is_folder or not entry.name.endswith(_SUFFIXES):
            continue
        identity = next((known for known in profile.known_bitstreams if known in entry.name), entry.name)
        path = f"{profile.bitstream_folder}/{entry.name}"
        found.append(_described(profile, path, identity, loaded_identity))
    if loaded_identity is not None and all(entry.identity != loaded_identity for entry in found):
        found.append(_described(profile, "", loaded_identity, loaded_identity))
    return tuple(sorted(found, key=lambda entry: entry.name))


def load_bitstream(link: Link, wanted: Bitstream, host: str, *, is_virtual: bool) -> None:
    """Makes a bitstream the running one: at once on a virtual board, by hand (for now) on a real one."""
    if not is_virtual:
        raise BitstreamByHand(name=wanted.name, host=host)
    load = ["trackbench-virtual", "load", wanted.identity]
    checked(link.run(load), load, host)


def find_bitstream(bitstreams: tuple[Bitstream, ...], name: str, host: str) -> Bitstream:
    """By name or identity. Raises NoSuchBitstream."""
    for entry in bitstreams:
        if name in (entry.name, entry.identity):
            return entry
    known = ", ".join(entry.name for entry in bitstreams) or "none"
    raise NoSuchBitstream(name=name, host=host, known=known)


def _described(profile: Profile, path: str, identity: str, loaded_identity: str | None) -> Bitstream:
    facts = profile.known_bitstreams.get(identity, BitstreamFacts(identity))
    is_loaded = identity == loaded_identity
    return Bitstream(facts.name, path, identity, facts.hard_operators, facts.has_mmu, is_loaded)
