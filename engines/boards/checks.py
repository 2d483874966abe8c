"""The ladder from an address to a board that can run a network; each rung says what it saw."""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from engines.board_values import Bitstream, BoardAddress, CheckResult, CheckState
from engines.boards.bitstreams import list_bitstreams
from engines.boards.errors import BoardError, CommandTimedOut, NoRemoteFile
from engines.boards.link import Link, ShouldCancel, never
from engines.boards.profile import VIRTUAL_MARKER, Profile
from engines.boards.service import find_listener
from engines.boards.ssh_login import Access, SshDoor
from engines.errors import Cancelled, TrackbenchError
from engines.texts import Text

logger = logging.getLogger(__name__)
_MIB = 1024
_NO_AGENT = "this version has no agent backend for it"
_OLDEST_PYTHON = (3, 7)


class CheckFailed(BoardError):
    what = "{title}: {cause}."
    remedy = "{advice}"


@dataclass(slots=True)
class Findings:
    """What the ladder has learned so far; "" and None stand for not known."""

    link: Link | None = None
    host_name: str = ""
    is_virtual: bool = False
    architecture: str = ""
    system: str = ""
    runtime_version: str | None = None
    bitstreams: tuple[Bitstream, ...] = ()
    service_port: int | None = None
    failure: TrackbenchError | None = None

    @property
    def bitstream(self) -> Bitstream | None:
        return next((entry for entry in self.bitstreams if entry.is_loaded), None)


@dataclass(frozen=True, slots=True)
class Seen:
    """What one rung saw; `cause` and `remedy` where it is not well."""

    evidence: str
    state: CheckState = CheckState.OK
    cause: str = ""
    remedy: str = ""


class Ladder:
    """Climbs once. `start_agent` is called last; it gives the agent's description or None for no agent."""

    def __init__(
        self,
        address: BoardAddress,
        access: Access,
        profile: Profile,
        start_agent: Callable[[Findings], str | None],
        link: Link | None = None,
    ) -> None:
        self.findings = Findings(link=link)
        self._address, self._profile = address, profile
        self._start_agent = start_agent
        self._door = SshDoor(address, access)
        self._has_link = link is not None

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
                result = self._result(name, title, check)
                logger.info("check %s: %s %s", name, result.state, result.evidence or result.cause)
                yield result
        finally:
            self._door.close()

    def _rungs(self) -> list[tuple[str, str, Callable[[], Seen]]]:
        return [
            ("reachable", Text("Address reachable"), self._reach),
            ("ssh", Text("SSH server answers"), self._greet),
            ("host_key", Text("Host key"), self._verify_host),
            ("log_in", Text("Log-in"), self._log_in),
            ("system", Text("Architecture and system"), self._system),
            ("runtime", Text("Runtime version and packages"), self._runtime),
            ("disk", Text("Disk space"), self._disk),
            ("clock", Text("Clock"), self._clock),
            ("bitstream", Text("Bitstream"), self._bitstream),
            ("service", Text("Service"), self._service),
            ("agent", Text("Agent"), self._agent),
        ]

    def _result(self, name: str, title: str, check: Callable[[], Seen]) -> CheckResult:
        try:
            seen = check()
        except Cancelled:
            raise
        except TrackbenchError as error:
            self.findings.failure = error
            cause, remedy = Text(error.what, **error.facts), Text(error.remedy, **error.facts)
            return CheckResult(name, title, CheckState.FAIL, error.details, cause, remedy)
        if seen.state is CheckState.FAIL:
            self.findings.failure = CheckFailed(title=title, cause=seen.cause.rstrip("."), advice=seen.remedy)
        return CheckResult(name, title, seen.state, seen.evidence, seen.cause, seen.remedy)

    @property
    def _link(self) -> Link:
        if self.findings.link is None:
            raise RuntimeError("log-in comes first")
        return self.findings.link

    def _ask(self, *argv: str) -> str:
        """What a command prints; "" where it fails, which the caller takes for an answer."""
        result = self._link.run(argv)
        return result.stdout if result.exit_code == 0 else ""

    def _reach(self) -> Seen:
        return Seen(Text("connected already") if self._has_link else self._door.reach())

    def _greet(self) -> Seen:
        return Seen(Text("connected already") if self._has_link else self._door.greet())

    def _verify_host(self) -> Seen:
        return Seen(Text("connected already") if self._has_link else self._door.verify_host())

    def _log_in(self) -> Seen:
        if not self._has_link:
            self.findings.link = self._door.log_in()
        user = self._address.user
        if user == self._profile.default_user:
            return Seen(Text("as {user}", user=user))
        wanted = self._profile.default_user
        cause = Text("the vendor's programs want {user}", user=wanted)
        return Seen(
            Text("as {user}", user=user), CheckState.WARN, cause, Text("Log in as {user}.", user=wanted)
        )

    def _system(self) -> Seen:
        findings, profile = self.findings, self._profile
        findings.architecture = self._ask("uname", "-m").strip()
        findings.host_name = self._ask("uname", "-n").strip()
        release = self._ask("cat", "/etc/os-release")
        pretty = re.search(r'^PRETTY_NAME="?([^"\n]*)', release, re.MULTILINE)
        findings.system = pretty[1] if pretty else ""
        findings.is_virtual = f"family={profile.family}" in self._ask("cat", VIRTUAL_MARKER)
        evidence = ", ".join(filter(None, (findings.host_name, findings.architecture, findings.system)))
        if findings.architecture not in profile.architectures:
            found = findings.architecture or Text("this")
            cause = Text("{found} is no {family} board", found=found, family=profile.title)
            return Seen(evidence, CheckState.FAIL, cause, "Check the address and the chosen family.")
        return Seen(evidence + (" (virtual)" if findings.is_virtual else ""))

    def _runtime(self) -> Seen:
        profile = self._profile
        version = profile.read_version(self._ask(*profile.version_argv))
        self.findings.runtime_version = version
        if version is None:
            remedy = Text("Install the {family} runtime packages on the board.", family=profile.title)
            cause = Text("`{command}` names no version", command=" ".join(profile.version_argv))
            return Seen("", CheckState.FAIL, cause, remedy)
        packages = profile.read_packages(self._ask(*profile.packages_argv))
        found = {name: packages[name] for name in profile.wanted_packages if name in packages}
        evidence = ", ".join([f"{profile.title} {version}", *(f"{n} {v}" for n, v in found.items())])
        missing = [name for name in profile.wanted_packages if name not in found]
        if missing:
            remedy = Text("Install it in the runtime's version.")
            return Seen(
                evidence,
                CheckState.WARN,
                Text("the package {names} is missing", names=", ".join(missing)),
                remedy,
            )
        other = {name: v for name, v in found.items() if _release(v) != _release(version)}
        if other:
            cause = Text("{names} and the runtime have different versions", names=", ".join(other))
            remedy = Text("Install all of them in {version}.", version=version)
            return Seen(evidence, CheckState.WARN, cause, remedy)
        return Seen(evidence)

    def _disk(self) -> Seen:
        free_mb = _free_mb(self._ask("df", "-Pk", "/root"))
        if free_mb is None:
            return Seen("", CheckState.WARN, "free space cannot be read", "See whether df works there.")
        evidence = Text("{mb} MB free", mb=free_mb)
        if free_mb < self._profile.least_free_mb:
            cause = Text("less than {least} MB are free", least=self._profile.least_free_mb)
            return Seen(evidence, CheckState.FAIL, cause, "Remove files from the board.")
        return Seen(evidence)

    def _clock(self) -> Seen:
        before_s = time.time()
        text = self._ask("date", "+%s").strip()
        if not text.isdigit():
            return Seen("", CheckState.WARN, "its clock cannot be read", "See whether date works there.")
        skew_s = int(text) - (before_s + time.time()) / 2
        evidence = f"{round(skew_s):+d} s"
        if abs(skew_s) > self._profile.most_clock_skew_s:
            ahead, behind = "the board's clock is {s} s ahead", "the board's clock is {s} s behind"
            cause = Text(ahead if skew_s > 0 else behind, s=round(abs(skew_s)))
            return Seen(evidence, CheckState.WARN, cause, "Set it: date -s, or a time server.")
        return Seen(evidence)

    def _bitstream(self) -> Seen:
        profile, findings = self._profile, self.findings
        if not profile.identity_argv:
            return Seen("", CheckState.SKIPPED, "this family has none")
        identity, cause = self._identity()
        try:
            findings.bitstreams = list_bitstreams(self._link, profile, identity)
        except NoRemoteFile:
            findings.bitstreams = ()
        loaded = findings.bitstream
        if identity is None or loaded is None:
            remedy = "Look whether another program holds the device; models cannot be compared with it."
            return Seen("", CheckState.WARN, cause, remedy)
        facts = {"name": loaded.name, "identity": identity, "count": len(findings.bitstreams)}
        evidence = Text("{name} ({identity}), {count} on the board", **facts)
        if loaded.hard_operators is None:
            remedy = Text("Enter what it has in the board's profile.")
            return Seen(
                evidence,
                CheckState.WARN,
                Text("the bitstream {identity} is not known", identity=identity),
                remedy,
            )
        return Seen(evidence)

    def _identity(self) -> tuple[str | None, str]:
        """Identity of the running bitstream, and why not where it is not known."""
        profile = self._profile
        may_ask = self.findings.is_virtual or profile.identity_while_serving or profile.service is None
        if not may_ask and profile.service and find_listener(self._link, profile.service.port):
            return None, Text("{service} runs and holds the device", service=profile.service.name)
        try:
            text = self._ask(*profile.identity_argv)
        except CommandTimedOut:  # opening the device may hang: a matter of this check, not of the link
            text = ""
        return profile.read_identity(text), Text("which bitstream runs cannot be read")

    def _service(self) -> Seen:
        service = self._profile.service
        if service is None:
            return Seen("", CheckState.SKIPPED, "this family needs none")
        listener = find_listener(self._link, service.port)
        if listener is None:
            return Seen(Text("{service} does not run; it can be started", service=service.name))
        who, pid = listener.name or Text("somebody"), listener.pid or Text("unknown")
        owner = Text("{who} (process {pid})", who=who, pid=pid)
        if listener.name is not None and listener.name != service.name:
            cause = Text("port {port} is taken by {owner}", port=service.port, owner=owner)
            return Seen(owner, CheckState.WARN, cause, "Stop that program.")
        self.findings.service_port = service.port
        return Seen(Text("{owner} listens on {port}", owner=owner, port=service.port))

    def _agent(self) -> Seen:
        version = self._ask(*self._profile.python_argv, "--version").strip()
        numbers = re.search(r"(\d+)\.(\d+)", version)
        if numbers is None or (int(numbers[1]), int(numbers[2])) < _OLDEST_PYTHON:
            remedy = "Install Python 3.7 or newer with numpy, or set its path in the profile."
            return Seen(version, CheckState.FAIL, "the agent needs Python 3.7 or newer", remedy)
        evidence = self._start_agent(self.findings)
        if evidence is None:
            return Seen(version, CheckState.SKIPPED, _NO_AGENT, "Use the virtual board, or --board local.")
        return Seen(f"{evidence}, {version}")


def _release(version: str) -> tuple[str, ...]:
    """The first three numbers: 3.33.1 and 3.33.1.0-1 are the same release."""
    return tuple(re.findall(r"\d+", version.partition(":")[2] or version)[:3])


def _free_mb(text: str) -> int | None:
    """Free MB from `df -Pk`: the fourth column of the last line."""
    columns = (text.splitlines() or [""])[-1].split()
    return int(columns[3]) // _MIB if len(columns) >= 6 and columns[3].isdigit() else None
