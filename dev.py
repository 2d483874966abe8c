#!/usr/bin/env python3
"""Everything a contributor types: set up, run, test, lint, bench. Standard library only.

Kept readable for Python 3.6 up to the version check, so that an old interpreter can say what it lacks.
"""

import contextlib
import hashlib
import importlib
import importlib.util
import json
import os
import platform
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections import deque
from pathlib import Path

OLDEST_PYTHON = (3, 11)
if sys.version_info < OLDEST_PYTHON:
    newer = next((name for name in ("python3.13", "python3.12", "python3.11") if shutil.which(name)), None)
    remedy = "Try: %s dev.py" % newer if newer else "Install a newer one, then: python3.11 dev.py"  # noqa: UP031
    sys.exit("Trackbench needs Python 3.11 or newer, this is %d.%d. %s" % (*sys.version_info[:2], remedy))  # noqa: UP031

from collections.abc import Callable, Iterator, Mapping, Sequence  # noqa: E402
from dataclasses import dataclass, field  # noqa: E402
from typing import Any, TextIO  # noqa: E402

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
STAMP = VENV / "trackbench-setup.json"
LOG = VENV / "trackbench-setup.log"
# What must not be installed into .venv itself lies in environments of its own in there.
BESIDE = VENV / "beside"
INTEROP_TESTS = (
    "tests/engines/agent/test_interop.py",
    "tests/engines/agent/test_old_python.py",
    "tests/engines/boards/test_host_agent.py",
)

# What Qt and the wheels load, found on a bare Debian 12: any platform, X11, fonts (Latin and Chinese).
# fmt: off
RUN_PACKAGES = (
    "libegl1", "libgl1", "libglib2.0-0", "libdbus-1-3", "libfontconfig1", "libxkbcommon-x11-0",
    "libgssapi-krb5-2", "libxcb-cursor0", "libxcb-icccm4", "libxcb-keysyms1", "libxcb-shape0", "libx11-xcb1",
    "fonts-dejavu-core", "fonts-wqy-microhei",
)
# fmt: on
# A screen where there is none, real mouse events, a real SSH server on the loopback, stream servers.
TEST_PACKAGES = ("xvfb", "xauth", "xdotool", "openbox", "imagemagick", "openssh-server", "ffmpeg")
FEDORA_PACKAGES = "mesa-libEGL mesa-libGL libxkbcommon-x11 xcb-util-cursor xcb-util-keysyms xcb-util-wm"
ARCH_PACKAGES = "mesa libxkbcommon-x11 xcb-util-cursor xcb-util-keysyms xcb-util-wm ttf-dejavu"


class DevError(Exception):
    """An expected failure: what happened and what to try."""


@dataclass(frozen=True)
class Group:
    """What one use of the project needs."""

    name: str
    requirements: str
    packages: tuple[str, ...]


BASE = Group("base", "requirements/base.txt", RUN_PACKAGES)
TEST = Group("test", "requirements/test.txt", RUN_PACKAGES + TEST_PACKAGES)


# Saying and running


def say(text: str) -> None:
    print(text, flush=True)


def indented(lines: Sequence[str]) -> str:
    return "\n".join(f"    {line[:200]}" for line in lines)


def run_quietly(command: Sequence[str], env: Mapping[str, str] | None = None) -> str | None:
    """Runs a long command, its newest line shown on a terminal. None if it worked, else its last lines."""
    last: deque[str] = deque(maxlen=12)
    show = sys.stdout.isatty()
    with subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        text=True, errors="replace", env=env, cwd=ROOT,
    ) as process, open_log() as log:  # fmt: skip
        try:
            for line in process.stdout or ():
                log.write(line)
                if line.strip():
                    last.append(line.rstrip())
                if show:
                    width = shutil.get_terminal_size().columns - 3
                    print(f"\r\033[K  {line.strip()[:width]}", end="", flush=True)
            process.wait()
        finally:
            end(process)
    if show:
        print("\r\033[K", end="", flush=True)
    return None if process.returncode == 0 else "\n".join(last)


def open_log() -> "contextlib.AbstractContextManager[TextIO]":
    """The set-up's log inside .venv, or nothing where .venv does not exist yet."""
    return LOG.open("a", encoding="utf-8") if VENV.is_dir() else Path(os.devnull).open("w", encoding="utf-8")


def pass_through(command: Sequence[str], env: Mapping[str, str] | None = None) -> int:
    """Runs a command in the foreground; its exit code, as a shell would report it."""
    process = subprocess.Popen(command, env=env, cwd=ROOT)
    try:
        while True:
            # Ctrl-C reaches the command as well, which then ends in its own way.
            with contextlib.suppress(KeyboardInterrupt):
                code = process.wait()
                return code if code >= 0 else 128 - code
    finally:
        end(process)


def end(process: "subprocess.Popen[Any]") -> None:
    """Ends a process that we started, if it still lives."""
    if process.poll() is not None:
        return
    process.terminate()
    try:
        process.wait(timeout=10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


# System packages


def missing_packages(wanted: Sequence[str], listing: str) -> list[str]:
    """Wanted packages that `dpkg-query` does not list as installed, by name or as provided.

    Args:
        wanted: package names.
        listing: lines of status, package, provides, parted by tabs. Newer releases renamed some
            libraries (libglib2.0-0t64) and say so in "provides".
    """
    present = set()
    for line in listing.splitlines():
        status, package, provides, *_ = [*line.split("\t"), "", ""]
        if status.strip().endswith("i"):
            present.add(package)
            present.update(entry.split()[0] for entry in provides.split(",") if entry.strip())
    return [name for name in wanted if name not in present]


def advice(system: str, os_release: str) -> str:
    """What to install by hand where we do not do it: one line, or nothing where nothing is needed."""
    if system != "Linux":
        return ""
    ids = {
        word.strip('"')
        for line in os_release.splitlines()
        if line.startswith(("ID=", "ID_LIKE="))
        for word in line.partition("=")[2].strip('"').split()
    }
    if ids & {"fedora", "rhel", "centos"}:
        return f"If the window does not open: sudo dnf install {FEDORA_PACKAGES}"
    if "arch" in ids:
        return f"If the window does not open: sudo pacman -S {ARCH_PACKAGES}"
    return f"If the window does not open, install what your system calls: {' '.join(RUN_PACKAGES)}"


def has_apt() -> bool:
    return bool(shutil.which("apt-get") and shutil.which("dpkg-query"))


def not_installed(wanted: Sequence[str]) -> list[str]:
    listing = subprocess.run(
        ["dpkg-query", "-W", "-f", "${db:Status-Abbrev}\t${Package}\t${Provides}\n"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    return missing_packages(wanted, listing.stdout)


def as_root() -> list[str] | None:
    """The words before a command that needs root: none as root, sudo where it can be used, else None."""
    if os.geteuid() == 0:
        return []
    if not shutil.which("sudo"):
        return None
    no_password = subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False).returncode == 0
    return ["sudo"] if no_password or sys.stdin.isatty() else None


def apt_install(packages: Sequence[str], purpose: str) -> bool:
    """Installs Debian packages, asking for sudo where it must. False where that was not possible."""
    by_hand = f"sudo apt-get install {' '.join(packages)}"
    prefix = as_root()
    if prefix is None:
        say(f"Missing for {purpose}; installing it needs root. Run once, then come back:\n  {by_hand}")
        return False
    say(f"Installing with apt-get for {purpose} (may take minutes): {' '.join(packages)}")
    if prefix and subprocess.call(["sudo", "-v", "-p", "  This needs root. Password of %p: "]) != 0:
        say(f"Not installed. By hand:\n  {by_hand}")
        return False
    apt = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-o", "DPkg::Lock::Timeout=120"]
    install = [*apt, "install", "-y", "-q", "--no-install-recommends", *packages]
    # Package lists may be absent (a container) or stale: only then they are fetched.
    if run_quietly(install) is None:
        return True
    say("  Updating the package lists ...")
    run_quietly([*apt, "update", "-q"])
    failure = run_quietly(install)
    if failure is not None:
        say(f"apt-get could not install them:\n{indented(failure.splitlines()[-4:])}")
        say(f"Going on without. By hand:\n  {by_hand}")
    return failure is None


def system_packages(group: Group, stamp: "Stamp", *, insist: bool) -> None:
    """Sees to the system libraries of a group. What failed before is tried again only if we insist."""
    if not has_apt():
        return
    missing = not_installed(group.packages)
    if missing and not insist and set(missing) <= set(stamp.without):
        say(f"Going on without {' '.join(missing)} (python3 dev.py setup tries again).")
        return
    purpose = "Qt and the tests in a real window" if group is TEST else "Qt"
    failed = missing if missing and not apt_install(missing, purpose) else []
    stamp.without = [name for name in stamp.without if name not in group.packages] + failed


# The virtual environment


@dataclass
class Stamp:
    """What is in .venv. Written after the work, so that an interrupted set-up is done again.

    Attributes:
        root: where the checkout was; scripts of a moved one point to nowhere.
        groups: fingerprint of what was installed, by group.
        without: system packages that could not be installed.
    """

    root: str = str(ROOT)
    groups: dict[str, str] = field(default_factory=dict)
    without: list[str] = field(default_factory=list)

    @classmethod
    def read(cls, path: Path) -> "Stamp":
        """The stamp of a file; an empty one where it is absent or unreadable."""
        try:
            values = json.loads(path.read_text(encoding="utf-8"))
            return cls(str(values["root"]), dict(values["groups"]), list(values["without"]))
        except (OSError, ValueError, KeyError, TypeError):
            return cls()

    def write(self, path: Path) -> None:
        path.write_text(json.dumps(vars(self), indent=1) + "\n", encoding="utf-8")


def fingerprint(root: Path, group: Group, python: str) -> str:
    """Changes when something does that decides what belongs into .venv."""
    import tomllib

    digest = hashlib.sha256(f"{root}\n{python}\n".encode())
    for name in sorted({BASE.requirements, group.requirements}):
        digest.update((root / name).read_bytes())
    try:
        project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise DevError(f"pyproject.toml cannot be read: {error}. Undo the last edit of it.") from error
    # Settings of ruff and the like may change without anything to install.
    packaging = project.get("tool", {}).get("setuptools")
    decisive = [project.get("build-system"), project.get("project"), packaging]
    digest.update(json.dumps(decisive, sort_keys=True).encode())
    return digest.hexdigest()


def tool(name: str) -> str:
    """Path of a program inside .venv."""
    folder, ending = ("Scripts", ".exe") if os.name == "nt" else ("bin", "")
    return str(VENV / folder / (name + ending))


def venv_python() -> str | None:
    """Version of the interpreter in .venv, or None where it is absent or broken."""
    probe = "import sys; print('%d.%d' % sys.version_info[:2])"
    try:
        answer = subprocess.run(
            [tool("python"), "-I", "-S", "-c", probe], capture_output=True, text=True, timeout=60, check=True
        )
    except (OSError, subprocess.SubprocessError):
        return None
    version = answer.stdout.strip()
    return version if tuple(map(int, version.split("."))) >= OLDEST_PYTHON else None


def make_venv() -> None:
    """A fresh .venv with pip."""
    if importlib.util.find_spec("ensurepip") is None:
        package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
        if not (has_apt() and apt_install([package], "the virtual environment")):
            raise DevError(f"This Python cannot make virtual environments: install {package} and try again.")
    shutil.rmtree(VENV, ignore_errors=True)
    say(f"Making .venv with Python {platform.python_version()} ...")
    base = getattr(sys, "_base_executable", None) or sys.executable
    failure = run_quietly([base, "-m", "venv", str(VENV)])
    if failure is not None:
        told = indented(failure.splitlines())
        raise DevError(f"The virtual environment could not be made:\n{told}\nDelete {VENV} and try again.")


def has_pip() -> bool:
    command = [tool("python"), "-I", "-c", "import pip"]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def pip_remedy(output: str) -> str:
    """What to try after pip failed, judging by its words."""
    if "No space left" in output:
        return "The disk is full: a complete set-up takes about 1.2 GB."
    if any(word in output for word in ("onnection", "name resolution", "timed out", "ProxyError", "SSL")):
        return "Is this machine online? Behind a proxy set HTTPS_PROXY, for a mirror PIP_INDEX_URL."
    if "No matching distribution" in output:
        return "Your package index has no build for this system: 64-bit Python 3.11 to 3.13 is needed."
    return f"Try again; the whole output is in {LOG}."


def pip_install(*words: str) -> None:
    command = [tool("python"), "-m", "pip", "install", "--no-input", "--disable-pip-version-check"]
    failure = run_quietly([*command, *words], env={**os.environ, "PIP_USER": "0"})
    if failure is not None:
        told = [line for line in failure.splitlines() if not line.startswith("WARNING: ")][-4:]
        raise DevError(f"pip could not install the packages:\n{indented(told)}\n{pip_remedy(failure)}")


def install(group: Group) -> None:
    """The pinned packages of a group and the project itself, editable."""
    say(f"Installing the pinned packages of {group.requirements} ...")
    start_s = time.monotonic()
    pip_install("-r", str(ROOT / group.requirements))
    pip_install("--no-deps", "--no-build-isolation", "-e", str(ROOT))
    say(f"  done in {time.monotonic() - start_s:.0f} s")


def prepare(group: Group, *, insist: bool = False) -> None:
    """Makes sure that everything a group needs is there; quick where it is."""
    python, stamp = venv_python(), Stamp.read(STAMP)
    if python is None or stamp.root != str(ROOT) or (not STAMP.exists() and not has_pip()):
        make_venv()
        python, stamp = venv_python(), Stamp()
    before = json.dumps(vars(stamp))
    system_packages(group, stamp, insist=insist)
    if stamp.groups.get(group.name) != fingerprint(ROOT, group, str(python)):
        STAMP.unlink(missing_ok=True)
        install(group)
        # The tests' packages contain the program's.
        for done in {BASE.name: BASE, group.name: group}.values():
            stamp.groups[done.name] = fingerprint(ROOT, done, str(python))
        if not has_apt():
            hint = advice(platform.system(), read_os_release())
            if hint:
                say(hint)
    if json.dumps(vars(stamp)) != before:
        stamp.write(STAMP)


def python_in(folder: Path) -> str:
    """The interpreter of a virtual environment."""
    return str(folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python"))


def beside(name: str, python: str, requirements: str) -> str:
    """Python of a further virtual environment that holds just these pins; quick where it is there."""
    folder, pins = BESIDE / name, ROOT / requirements
    made_of = hashlib.sha256(f"{folder}\n{python}\n".encode() + pins.read_bytes()).hexdigest()
    stamp = folder / "trackbench-pins"
    if stamp.is_file() and stamp.read_text(encoding="utf-8") == made_of:
        return python_in(folder)
    shutil.rmtree(folder, ignore_errors=True)
    say(f"Making {folder.relative_to(ROOT)} with the pinned packages of {requirements} ...")
    install = [python_in(folder), "-m", "pip", "install", "--no-input", "--disable-pip-version-check"]
    for command in ([python, "-m", "venv", str(folder)], [*install, "-r", str(pins)]):
        failure = run_quietly(command, env={**os.environ, "PIP_USER": "0"})
        if failure is not None:
            told = [line for line in failure.splitlines() if not line.startswith("WARNING: ")][-4:]
            raise DevError(f"{folder.name} could not be made:\n{indented(told)}\n{pip_remedy(failure)}")
    stamp.write_text(made_of, encoding="utf-8")
    return python_in(folder)


def old_pythons() -> dict[str, str]:
    """Pythons of a board's age by version, on the PATH or from pyenv; only those that really start."""
    found: dict[str, str] = {}
    versions = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    for version in ("3.7", "3.8"):
        named = shutil.which(f"python{version}")
        managed = map(str, sorted(versions.glob(f"{version}.*/bin/python")))
        for path in (*([named] if named else []), *managed):
            probe = [path, "-c", "import sys, venv; print('%d.%d' % sys.version_info[:2])"]
            answer = subprocess.run(probe, capture_output=True, text=True, check=False)
            if answer.stdout.strip() == version:
                found.setdefault(version, path)
    return found


def read_os_release() -> str:
    try:
        return Path("/etc/os-release").read_text(encoding="utf-8")
    except OSError:
        return ""


# Displays


def x_address(display: str) -> tuple[str, int]:
    """Host ("" for this machine) and number of an X display such as ":1" or "host:10.0"."""
    host, _, rest = display.rpartition(":")
    return ("" if host == "unix" else host), int(rest.split(".")[0])


def has_display() -> bool:
    """Whether a window could open. A display that nobody serves (an old ssh -X) counts as none."""
    if platform.system() != "Linux":
        return True
    env = os.environ
    wayland = env.get("WAYLAND_DISPLAY")
    if wayland and (Path(env.get("XDG_RUNTIME_DIR", "/")) / wayland).exists():
        return True
    try:
        host, number = x_address(env.get("DISPLAY", ""))
    except ValueError:
        return False
    with contextlib.suppress(OSError):
        if host:
            socket.create_connection((host, 6000 + number), timeout=3).close()
            return True
        for path in (f"/tmp/.X11-unix/X{number}", f"\0/tmp/.X11-unix/X{number}"):
            with socket.socket(socket.AF_UNIX) as probe, contextlib.suppress(OSError):
                probe.connect(path)
                return True
    return False


@contextlib.contextmanager
def private_display() -> Iterator[dict[str, str]]:
    """Environment with an X server of our own, so that tests never move the user's mouse.

    Without Xvfb the environment as it is.
    """
    if not shutil.which("Xvfb"):
        yield dict(os.environ)
        return
    command = ["Xvfb", "-displayfd", "1", "-screen", "0", "1920x1200x24", "-nolisten", "tcp"]
    # In a process group of its own: Ctrl-C must not take the screen away from tests that clean up.
    server = subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        text=True, process_group=0,
    )  # fmt: skip
    try:
        # The number comes when the server is ready; an empty line when it died.
        number = server.stdout.readline().strip() if server.stdout else ""
        env = dict(os.environ)
        if number:
            env["DISPLAY"] = f":{number}"
            env.pop("WAYLAND_DISPLAY", None)
        else:
            say("Xvfb did not start: tests that need a real window use the display there is, or are skipped.")
        yield env
    finally:
        end(server)


# The commands


def command_setup(words: Sequence[str]) -> int:
    if set(words) - {"--base"}:
        return usage_error(f"setup takes only --base, not {' '.join(words)}")
    prepare(BASE if words else TEST, insist=True)
    say("Ready. Next: python3 dev.py run")
    return 0


def command_run(words: Sequence[str]) -> int:
    prepare(BASE)
    headless = ["--headless", "out/demo"] if not has_display() and "--headless" not in words else []
    return pass_through([tool("python"), "-m", "app", "demo", *headless, *words])


def lint() -> int:
    """All checks, also after one of them failed. The first exit code that is not 0."""
    checks = {
        "ruff": [tool("python"), "-m", "ruff", "check", "."],
        "mypy": [tool("python"), "-m", "mypy"],
        "import contracts": [tool("lint-imports"), "--no-logo"],
    }
    codes = []
    for name, command in checks.items():
        say(f"== {name}")
        codes.append(pass_through(command))
    return next((code for code in codes if code), 0)


def command_lint(words: Sequence[str]) -> int:
    if words:
        return usage_error("lint takes no arguments")
    prepare(TEST)
    return lint()


def side_by_side() -> list[str]:
    """Options for tests on all cores, at most four: most of them wait. A file's tests share its fixtures.

    In their own order, which has the slow ones first: else one core would be left alone with them.
    """
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return ["-n", str(min(cores, 4)), "--dist", "loadfile", "--no-loadscope-reorder"] if cores > 1 else []


def command_test(words: Sequence[str]) -> int:
    prepare(TEST)
    lint_code = 0 if words else lint()
    if not words:
        say("== pytest")
    with private_display() as env:
        test_code = pass_through([tool("python"), "-m", "pytest", *(words or side_by_side())], env)
    if lint_code and not test_code:
        say("The tests passed; the checks before them did not.")
    return test_code or lint_code


def command_bench(words: Sequence[str]) -> int:
    prepare(TEST)
    with private_display() as env:
        return pass_through([tool("python"), "-m", "bench", *words], env)


def command_interop(words: Sequence[str]) -> int:
    """Programs that others wrote, and the oldest Pythons of boards; an old one that is absent is skipped."""
    prepare(TEST)
    base = getattr(sys, "_base_executable", None) or sys.executable
    others = beside("interop", base, "requirements/interop.txt")
    aged = {v: beside(f"old-{v}", p, "requirements/old-python.txt") for v, p in old_pythons().items()}
    say(f"Old Pythons: {', '.join(aged) or 'none found (python3.7 or python3.8 on the PATH, or from pyenv)'}")
    env = {
        **os.environ,
        "TRACKBENCH_TRITON_PYTHON": others,
        "TRACKBENCH_MLSERVER_PYTHON": others,
        "TRACKBENCH_OLD_PYTHON": os.pathsep.join(aged.values()),
    }
    return pass_through([tool("python"), "-m", "pytest", *INTEROP_TESTS, *words], env)


COMMANDS: dict[str, tuple[Callable[[Sequence[str]], int], str]] = {
    "setup": (command_setup, "make .venv and install everything pinned; --base: without what tests need"),
    "run": (
        command_run,
        "the workbench, virtual board and demo clip; without a display the same into out/demo",
    ),
    "test": (command_test, "checks and tests; with arguments only pytest, which gets them"),
    "lint": (command_lint, "ruff, mypy and the import contracts"),
    "interop": (command_interop, "a client and a server by others, and the agent under Python 3.7 and 3.8"),
    "bench": (command_bench, "the speed bars, all or by name"),
}


def usage() -> str:
    rows = "\n".join(f"  {name:<7} {text}" for name, (_, text) in COMMANDS.items())
    return f"usage: python3 dev.py COMMAND [ARGUMENTS]\n\n{rows}"


def usage_error(text: str) -> int:
    print(f"{text}\n\n{usage()}", file=sys.stderr)
    return 2


def parse(argv: Sequence[str]) -> tuple[str, list[str]]:
    """Command and its words; the command is "" for help and unknown ones are returned as they are."""
    if not argv or argv[0] in ("-h", "--help", "help"):
        return "", []
    return argv[0], list(argv[1:])


def main(argv: Sequence[str]) -> int:
    name, words = parse(argv)
    if not name:
        say(usage())
        return 0
    if name not in COMMANDS:
        return usage_error(f"no command {name!r}")
    try:
        return COMMANDS[name][0](words)
    except DevError as error:
        print(error, file=sys.stderr)
        return 1
    except OSError as error:
        print(f"{error}. Is the disk full or the checkout read-only?", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Interrupted. The next call takes up what is missing.", file=sys.stderr)
        return 130


if __name__ == "__main__":
    # A stop from outside unwinds like any other end, so that what we started ends with us.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    sys.exit(main(sys.argv[1:]))
