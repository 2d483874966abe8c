"""All board families, and how a board tells to which one it belongs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from engines.boards.ascend import ASCEND
from engines.boards.icraft import ICRAFT
from engines.boards.link import CommandResult
from engines.boards.profile import VIRTUAL_MARKER, Profile
from engines.boards.rdk_x5 import RDK_X5
from engines.texts import Text

PROFILES: Mapping[str, Profile] = {profile.family: profile for profile in (ICRAFT, RDK_X5, ASCEND)}
#: What is presumed of a board of which nothing is known yet.
FIRST = ICRAFT
_MARKER_KEY = "family="


@dataclass(frozen=True, slots=True)
class Recognised:
    """What a board was taken for, and by what.

    Attributes:
        profile: None where nothing told.
        signs: what was seen, in words.
    """

    profile: Profile | None
    is_virtual: bool = False
    signs: str = ""


def recognise(run: Callable[[Sequence[str]], CommandResult]) -> Recognised:
    """Asks a board for its family.

    First the marker of virtual boards, then files that only one family has and each family's version
    command. Where two families have left signs, the one with more of them wins.
    """
    marker = run(["cat", VIRTUAL_MARKER])
    for line in marker.stdout.splitlines() if marker.exit_code == 0 else ():
        if line.startswith(_MARKER_KEY) and line.removeprefix(_MARKER_KEY).strip() in PROFILES:
            return Recognised(PROFILES[line.removeprefix(_MARKER_KEY).strip()], True, VIRTUAL_MARKER)
    scores: list[tuple[int, Profile, list[str]]] = []
    for profile in PROFILES.values():
        signs = [path for path in profile.sign_paths if run(["ls", "-d", "--", path]).exit_code == 0]
        # A bare version file is no sign of its own: other systems have one as well.
        asks_a_program = profile.version_argv[0] != "cat"
        if signs or asks_a_program:
            answer = run(profile.version_argv)
            version = profile.read_version(answer.stdout) if answer.exit_code == 0 else None
            signs += [Text("version {version}", version=version)] if version is not None else []
        scores.append((len(signs), profile, signs))
    best = max(scores, key=lambda score: score[0])
    if best[0] == 0:
        return Recognised(None)
    return Recognised(best[1], signs=", ".join(best[2]))


def is_marked(text: str, profile: Profile) -> bool:
    """Whether the virtual marker's text names this family."""
    return f"{_MARKER_KEY}{profile.family}" in text.split()
