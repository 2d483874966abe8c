"""The ladder from an address to a board that can run a network; each rung says what it saw."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from typing import Protocol

from engines.board_values import AgentPlace, BoardAddress, CheckResult, CheckState
from engines.boards.agent_home import choose_place, has_vendor_package
from engines.boards.board_rungs import BoardRungs, Findings, Seen, read_python
from engines.boards.errors import BoardError
from engines.boards.link import Link, ShouldCancel, never
from engines.boards.profile import Profile
from engines.boards.ssh import SshLink
from engines.boards.ssh_login import Access, SshDoor
from engines.errors import Cancelled, TrackbenchError
from engines.texts import Text

logger = logging.getLogger(__name__)
_NO_AGENT = "this version has no agent backend for it"
_OLDEST_PYTHON = (3, 7)


class CheckFailed(BoardError):
    what = "{title}: {cause}."
    remedy = "{advice}"


class LastRungs(Protocol):
    """What the end of the ladder needs of a board: an agent, a model, an inference."""

    def start_agent(self, found: Findings) -> str | None:
        """The agent's description, or None for a family without one."""

    def load_model(self, found: Findings) -> Seen: ...

    def infer(self, found: Findings) -> Seen: ...


class Ladder:
    """Climbs once. With no profile, the family is recognised on the way."""

    def __init__(
        self,
        address: BoardAddress,
        access: Access,
        profile: Profile | None,
        last: LastRungs,
        link: Link | None = None,
        place: AgentPlace = AgentPlace.AUTO,
    ) -> None:
        """`place` is where the user wants the agent; `link` a living connection to use."""
        self.findings = Findings(link=link, profile=profile)
        self._address, self._last, self._place = address, last, place
        self._door = SshDoor(address, access)
        self._has_link = link is not None
        self._board = BoardRungs(address, self.findings)
        if isinstance(link, SshLink):
            self._board.user = link.address.user

    def climb(self, should_cancel: ShouldCancel = never) -> Iterator[CheckResult]:
        """Yields each result as it happens. After a failure the rest is skipped.

        The failure itself is in `findings.failure`. Raises Cancelled between two rungs.
        """
        try:
            for name, title, check in self._rungs():
                if should_cancel():
                    raise Cancelled()
                if self.findings.failure is not None:
                    yield CheckResult(name, title, CheckState.SKIPPED, cause=Text("an earlier check failed"))
                    continue
                result, self.findings.failure = attempt(name, title, check)
                yield result
        finally:
            self._door.close()

    def _rungs(self) -> list[tuple[str, str, Callable[[], Seen]]]:
        return [
            ("reachable", Text("Address reachable"), self._reach),
            ("ssh", Text("SSH server answers"), self._greet),
            ("host_key", Text("Host key"), self._verify_host),
            ("log_in", Text("Log-in"), self._log_in),
            ("system", Text("Architecture and system"), self._board.system),
            ("runtime", Text("Runtime version and packages"), self._board.runtime),
            ("disk", Text("Disk space"), self._board.disk),
            ("clock", Text("Clock"), self._board.clock),
            ("device_nodes", Text("Device nodes"), self._board.device_nodes),
            ("bitstream", Text("Bitstream"), self._board.bitstream),
            ("service", Text("Service"), self._board.service),
            ("agent", Text("Agent"), self._agent),
            ("model", Text("A model loads"), lambda: self._last.load_model(self.findings)),
            ("inference", Text("One inference"), lambda: self._last.infer(self.findings)),
        ]

    def _reach(self) -> Seen:
        return Seen(Text("connected already") if self._has_link else self._door.reach())

    def _greet(self) -> Seen:
        return Seen(Text("connected already") if self._has_link else self._door.greet())

    def _verify_host(self) -> Seen:
        return Seen(Text("connected already") if self._has_link else self._door.verify_host())

    def _log_in(self) -> Seen:
        if not self._has_link:
            self.findings.link = self._door.log_in()
            self._board.user = self._door.user
        user, how = self._board.user, self._door.how
        return Seen(Text("as {user} with {how}", user=user, how=how) if how else Text("as {user}", user=user))

    def _agent(self) -> Seen:
        link, profile = self.findings.link, self.findings.profile
        if link is None or profile is None:
            raise RuntimeError("log-in and family come first")
        version, numbers = read_python(link.run([*profile.python_argv, "--version"]))
        can_run = numbers is not None and numbers >= _OLDEST_PYTHON
        self.findings.agent_place = choose_place(
            self._place,
            profile,
            is_virtual=self.findings.is_virtual,
            board_can=lambda: can_run and has_vendor_package(link, profile),
        )
        if self.findings.agent_place is AgentPlace.COMPUTER:
            return Seen(self._last.start_agent(self.findings) or "")
        if not can_run:
            remedy = "Install Python 3.7 or newer with numpy, or set its path in the profile."
            return Seen(version, CheckState.FAIL, "the agent needs Python 3.7 or newer", remedy)
        evidence = self._last.start_agent(self.findings)
        if evidence is None:
            return Seen(version, CheckState.SKIPPED, _NO_AGENT, "Use the virtual board, or --board local.")
        return Seen(f"{evidence}, {version}")


def attempt(name: str, title: str, check: Callable[[], Seen]) -> tuple[CheckResult, TrackbenchError | None]:
    """One rung: what is to be shown of it, and why it failed where it did. Raises Cancelled."""
    failure: TrackbenchError | None = None
    try:
        seen = check()
    except Cancelled:
        raise
    except TrackbenchError as error:
        failure = error
        cause, remedy = Text(error.what, **error.facts), Text(error.remedy, **error.facts)
        seen = Seen(error.details, CheckState.FAIL, cause, remedy)
    else:
        if seen.state is CheckState.FAIL:
            failure = CheckFailed(title=title, cause=seen.cause.rstrip("."), advice=seen.remedy)
    logger.info("check %s: %s %s", name, seen.state, seen.evidence or seen.cause)
    return CheckResult(name, title, seen.state, seen.evidence, seen.cause, seen.remedy), failure
