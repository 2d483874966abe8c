"""What the doctor asks a board once it is logged in: one method for each rung of the ladder."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass

from engines.board_values import AgentPlace, Bitstream, BoardAddress, CheckState
from engines.boards.bitstreams import list_bitstreams
from engines.boards.errors import CommandTimedOut, NoRemoteFile
from engines.boards.families import PROFILES, is_marked, recognise
from engines.boards.link import CommandResult, Link
from engines.boards.profile import VIRTUAL_MARKER, Profile
from engines.boards.service import Listener, find_listener
from engines.errors import TrackbenchError
from engines.texts import Text

_MIB = 1024
_BOOT_ID = "/proc/sys/kernel/random/boot_id"
_BOOT_TIME = re.compile(r"^btime (\d+)$", re.MULTILINE)
#: The kernel works a boot time out anew each time, from a clock that is set now and then.
_SAME_BOOT_S = 10


@dataclass(slots=True)
class Findings:
    """What the ladder has learned so far; "" and None stand for not known.

    Attributes:
        profile: None until the family is chosen or recognised.
        boot_id: another one after each start of the board.
        agent_place: where the agent runs; on the board until something else is known.
    """

    link: Link | None = None
    profile: Profile | None = None
    host_name: str = ""
    is_virtual: bool = False
    architecture: str = ""
    system: str = ""
    boot_id: str = ""
    runtime_version: str | None = None
    bitstreams: tuple[Bitstream, ...] = ()
    service_port: int | None = None
    agent_place: AgentPlace = AgentPlace.BOARD
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


class BoardRungs:
    """Asks a board over its link and notes down what it says in the findings."""

    def __init__(self, address: BoardAddress, findings: Findings) -> None:
        self._found = findings
        #: As whom the log-in was.
        self.user = address.user

    @property
    def _link(self) -> Link:
        if self._found.link is None:
            raise RuntimeError("log-in comes first")
        return self._found.link

    @property
    def _profile(self) -> Profile:
        if self._found.profile is None:
            raise RuntimeError("the family comes first")
        return self._found.profile

    def ask(self, *argv: str) -> str:
        """What a command prints; "" where it fails, which the caller takes for an answer."""
        result = self._link.run(argv)
        return result.stdout if result.exit_code == 0 else ""

    def system(self) -> Seen:
        found = self._found
        found.architecture = self.ask("uname", "-m").strip()
        found.host_name = self.ask("uname", "-n").strip()
        found.boot_id = self._boot_id()
        pretty = re.search(r'^PRETTY_NAME="?([^"\n]*)', self.ask("cat", "/etc/os-release"), re.MULTILINE)
        found.system = pretty[1] if pretty else ""
        evidence = ", ".join(filter(None, (found.host_name, found.architecture, found.system)))
        signs = self._recognise()
        found.profile = None if found.profile is None else found.profile.for_user(self.user)
        if found.profile is None:
            families = ", ".join(profile.title for profile in PROFILES.values())
            cause = Text("it shows no sign of any known family ({families})", families=families)
            remedy = "Check the address; on a new board install the vendor's runtime, or choose the family."
            return Seen(evidence, CheckState.FAIL, cause, remedy)
        profile = found.profile
        if found.architecture not in profile.architectures:
            machine = found.architecture or Text("this")
            cause = Text("{found} is no {family} board", found=machine, family=profile.title)
            return Seen(evidence, CheckState.FAIL, cause, "Check the address and the chosen family.")
        evidence += f", {profile.title}" + (f" ({signs})" if signs else "")
        evidence += " (virtual)" if found.is_virtual else ""
        if self.user not in profile.users:
            wanted = profile.default_user
            cause = Text("the vendor's programs want {user}", user=wanted)
            return Seen(evidence, CheckState.WARN, cause, Text("Log in as {user}.", user=wanted))
        return Seen(evidence)

    def _boot_id(self) -> str:
        boot_id = self.ask("cat", _BOOT_ID).strip()
        if boot_id:
            return boot_id
        started = _BOOT_TIME.search(self.ask("cat", "/proc/stat"))
        return started[1] if started else ""

    def _recognise(self) -> str:
        """Notes the family down; gives what it was recognised by, "" where it was chosen."""
        found = self._found
        if found.profile is not None:
            found.is_virtual = is_marked(self.ask("cat", VIRTUAL_MARKER), found.profile)
            return ""
        recognised = recognise(self._link.run)
        found.profile, found.is_virtual = recognised.profile, recognised.is_virtual
        return "" if recognised.is_virtual else recognised.signs

    def runtime(self) -> Seen:
        profile = self._profile
        version = profile.read_version(self.ask(*profile.version_argv))
        self._found.runtime_version = version
        question = " ".join(profile.version_argv)
        if version is None and profile.needs_version:
            remedy = Text("Install the {family} runtime packages on the board.", family=profile.title)
            return Seen("", CheckState.FAIL, Text("`{command}` names no version", command=question), remedy)
        packages = profile.read_packages(self.ask(*profile.packages_argv))
        present = {name: packages[name] for name in profile.wanted_packages if name in packages}
        named = [f"{profile.title} {version}"] if version is not None else []
        evidence = ", ".join([*named, *(f"{name} {number}" for name, number in present.items())])
        missing = [name for name in profile.wanted_packages if name not in present]
        if missing:
            cause = Text("the package {names} is missing", names=", ".join(missing))
            return Seen(evidence, CheckState.WARN, cause, Text("Install it in the runtime's version."))
        if version is None:
            cause = Text("`{command}` names no version", command=question)
            return Seen(evidence, CheckState.WARN, cause, "Look whether the vendor's driver is installed.")
        other = [name for name, number in present.items() if _release(number) != _release(version)]
        if other and profile.versions_agree:
            cause = Text("{names} and the runtime have different versions", names=", ".join(other))
            remedy = Text("Install all of them in {version}.", version=version)
            return Seen(evidence, CheckState.WARN, cause, remedy)
        return Seen(evidence)

    def disk(self) -> Seen:
        free_mb = _free_mb(self.ask("df", "-Pk", self._profile.work_folder))
        if free_mb is None:
            return Seen("", CheckState.WARN, "free space cannot be read", "See whether df works there.")
        evidence = Text("{mb} MB free", mb=free_mb)
        if free_mb < self._profile.least_free_mb:
            cause = Text("less than {least} MB are free", least=self._profile.least_free_mb)
            return Seen(evidence, CheckState.FAIL, cause, "Remove files from the board.")
        return Seen(evidence)

    def clock(self) -> Seen:
        before_s = time.time()
        text = self.ask("date", "+%s").strip()
        if not text.isdigit():
            return Seen("", CheckState.WARN, "its clock cannot be read", "See whether date works there.")
        skew_s = int(text) - (before_s + time.time()) / 2
        evidence = f"{round(skew_s):+d} s"
        if abs(skew_s) > self._profile.most_clock_skew_s:
            ahead, behind = "the board's clock is {s} s ahead", "the board's clock is {s} s behind"
            cause = Text(ahead if skew_s > 0 else behind, s=round(abs(skew_s)))
            return Seen(evidence, CheckState.WARN, cause, "Set it: date -s, or a time server.")
        return Seen(evidence)

    def device_nodes(self) -> Seen:
        nodes = self._profile.device_nodes
        if not nodes:
            return Seen("", CheckState.SKIPPED, "this family needs none")
        there = [node for node in nodes if self._link.run(["ls", "-d", "--", node.path]).exit_code == 0]
        if not there and self._found.is_virtual:
            return Seen(Text("none: a virtual board computes without an accelerator"))
        evidence = ", ".join(node.path for node in there)
        missing = [node for node in nodes if node not in there]
        if not missing:
            return Seen(evidence)
        named = ", ".join(f"{node.path} ({node.what})" for node in missing)
        state = CheckState.FAIL if any(node.is_needed for node in missing) else CheckState.WARN
        remedy = "Look whether the vendor's driver is loaded (lsmod, dmesg) and whether this image has it."
        return Seen(evidence, state, Text("{nodes} is missing", nodes=named), remedy)

    def bitstream(self) -> Seen:
        profile, findings = self._profile, self._found
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
        may_ask = self._found.is_virtual or profile.identity_while_serving or profile.service is None
        if not may_ask and profile.service and find_listener(self._link, profile.service.port):
            return None, Text("{service} runs and holds the device", service=profile.service.name)
        try:
            text = self.ask(*profile.identity_argv)
        except CommandTimedOut:  # opening the device may hang: a matter of this check, not of the link
            text = ""
        return profile.read_identity(text), Text("which bitstream runs cannot be read")

    def service(self) -> Seen:
        service = self._profile.service
        if service is None:
            return Seen("", CheckState.SKIPPED, "this family needs none")
        listener = find_listener(self._link, service.port)
        if listener is None:
            return Seen(Text("{service} does not run; it can be started", service=service.name))
        owner = self._owner(listener)
        if listener.name is not None and listener.name != service.name:
            cause = Text("port {port} is taken by {owner}", port=service.port, owner=owner)
            return Seen(owner, CheckState.WARN, cause, "Stop that program.")
        self._found.service_port = service.port
        return Seen(Text("{owner} listens on {port}", owner=owner, port=service.port))

    def _owner(self, listener: Listener) -> Text:
        """Which program of which user; "unknown" for what the board hides from us."""
        facts = {"who": listener.name or Text("somebody"), "pid": listener.pid or Text("unknown")}
        user = self.ask("stat", "-c", "%U", f"/proc/{listener.pid}").strip() if listener.pid else ""
        if user:
            return Text("{who} (process {pid} of {user})", **facts, user=user)
        return Text("{who} (process {pid})", **facts)


def is_another_boot(before: str, after: str) -> bool:
    """Whether two boot ids (or times in s, where there are no ids) are of different starts."""
    if not before or not after:
        return False
    if before.isdigit() and after.isdigit():
        return abs(int(after) - int(before)) > _SAME_BOOT_S
    return before != after


def read_python(result: CommandResult) -> tuple[str, tuple[int, int] | None]:
    """What `python3 --version` says, and major and minor number."""
    text = (result.stdout or result.stderr).strip() if result.exit_code == 0 else ""
    numbers = re.search(r"(\d+)\.(\d+)", text)
    return text, (int(numbers[1]), int(numbers[2])) if numbers else None


def _release(version: str) -> tuple[str, ...]:
    """The first three numbers: 3.33.1 and 3.33.1.0-1 are the same release."""
    return tuple(re.findall(r"\d+", version.partition(":")[2] or version)[:3])


def _free_mb(text: str) -> int | None:
    """Free MB from `df -Pk`: the fourth column of the last line."""
    columns = (text.splitlines() or [""])[-1].split()
    return int(columns[3]) // _MIB if len(columns) >= 6 and columns[3].isdigit() else None
