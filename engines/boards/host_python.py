"""The vendor's Python on this computer: looked at before it is used, with instructions where it fails."""

from __future__ import annotations

import json
import os
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engines.boards.errors import BoardError
from engines.boards.profile import SocketMode
from engines.texts import Text

#: Under which a path in the environment takes the place of the setting.
VARIABLE = "TRACKBENCH_ICRAFT_PYTHON"
_TIMEOUT_S = 60.0
_MARK = "trackbench-python "
#: Runs under any Python. A module that fails natively takes the program along, so the version is told first.
_PROBE = (
    """
import json, platform, sys
def tell(**facts):
    sys.stdout.write("%s" + json.dumps(facts) + "\\n")
    sys.stdout.flush()
tell(version=list(sys.version_info[:3]), implementation=platform.python_implementation())
for name in sys.argv[1:]:
    try:
        __import__(name)
    except BaseException as error:
        tell(missing=name, reason=("%%s: %%s" %% (type(error).__name__, error))[:300])
    else:
        tell(found=name)
""".lstrip()
    % _MARK
)


class HostPythonMissing(BoardError):
    what = "{family} is to be used from this computer, and no Python for it is named{because}."
    remedy = (
        "Install Python {version} here and into it the vendor's package (pip install {wheel}) and numpy; "
        "then name its path in the settings, or in the variable {variable}."
    )


class HostPythonUnusable(BoardError):
    what = "{path} cannot run the {family} package: {reason}."
    remedy = "{advice}"


@dataclass(frozen=True, slots=True)
class PythonFacts:
    """What a Python said about itself.

    Attributes:
        version: major, minor, micro; None where it said nothing.
        found: modules that could be imported.
        missing: others, with the reason.
        exit_code: 0 where it came to its end.
    """

    version: tuple[int, int, int] | None = None
    implementation: str = ""
    found: tuple[str, ...] = ()
    missing: tuple[tuple[str, str], ...] = ()
    exit_code: int = 0

    @property
    def title(self) -> str:
        version = ".".join(map(str, self.version or ()))
        return f"{self.implementation} {version}".strip()


def require_python(path: str, mode: SocketMode, family: str, because: str = "") -> PythonFacts:
    """Looks at a Python and gives what it said.

    Args:
        path: of the interpreter; "" for none.
        mode: what is needed.
        family: as messages name it.
        because: why it is needed, "" where the user wanted it so.

    Raises:
        HostPythonMissing: none was named.
        HostPythonUnusable: naming what is wrong with it.
    """
    version = ".".join(map(str, mode.python))
    if not path:
        facts = {"family": family, "version": version, "wheel": mode.wheel, "variable": VARIABLE}
        raise HostPythonMissing(**facts, because=because)
    wanted = ("numpy", mode.module)
    problem = judge_python(_ask(path, wanted, family), mode, wanted)
    if isinstance(problem, PythonFacts):
        return problem
    reason, advice = problem
    raise HostPythonUnusable(path=path, family=family, reason=reason, advice=advice)


def judge_python(
    facts: PythonFacts, mode: SocketMode, wanted: tuple[str, ...]
) -> PythonFacts | tuple[Text, Text]:
    """The facts if the vendor's package can be used with them, else what is wrong and what to do."""
    version = ".".join(map(str, mode.python))
    if facts.version is None:
        reason = Text("it does not answer like a Python")
        advice = Text("Name the interpreter itself, for example /usr/bin/python{version}.", version=version)
        return reason, advice
    if facts.implementation != "CPython" or facts.version[:2] != mode.python:
        facts_of = {"found": facts.title, "version": version}
        reason = Text("it is {found}, and the package is for CPython {version}", **facts_of)
        return reason, Text("Install CPython {version} beside it and name that one.", version=version)
    for name, why in facts.missing:
        package = mode.wheel if name == mode.module else name
        advice = Text("Install it there: pip install {package}.", package=package)
        return Text("{name} cannot be imported ({why})", name=name, why=why), advice
    left = [name for name in wanted if name not in facts.found]
    if left:
        reason = Text("it ended with {code} while it imported {name}", code=facts.exit_code, name=left[0])
        return reason, Text("Its libraries do not fit this system; compare their versions.")
    return facts


def _ask(path: str, modules: tuple[str, ...], family: str) -> PythonFacts:
    try:
        done = subprocess.run(
            [path, "-c", _PROBE, *modules],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_TIMEOUT_S,
            env=clean_environment(),
        )
    except subprocess.TimeoutExpired:
        reason = Text("it did not answer in {seconds:g} s", seconds=_TIMEOUT_S)
        advice = Text("Try it by hand: {path} -c 'import {module}'.", path=path, module=modules[-1])
        raise HostPythonUnusable(path=path, family=family, reason=reason, advice=advice) from None
    except (OSError, ValueError) as error:
        told = getattr(error, "strerror", None) or str(error)
        advice = Text("Correct its path in the settings.")
        raise HostPythonUnusable(path=path, family=family, reason=told, advice=advice) from error
    return read_facts(done.stdout.decode("utf-8", "replace"), done.returncode)


def read_facts(text: str, exit_code: int) -> PythonFacts:
    """From the probe's output; the vendor's package may print lines of its own."""
    told: dict[str, Any] = {}
    found, missing = [], []
    for line in text.splitlines():
        if not line.startswith(_MARK):
            continue
        try:
            facts = json.loads(line.removeprefix(_MARK))
        except ValueError:
            continue
        if "found" in facts:
            found.append(str(facts["found"]))
        elif "missing" in facts:
            missing.append((str(facts["missing"]), str(facts.get("reason", ""))))
        else:
            told = facts
    version = told.get("version")
    return PythonFacts(
        version=tuple(version) if isinstance(version, list) and len(version) == 3 else None,
        implementation=str(told.get("implementation", "")),
        found=tuple(found),
        missing=tuple(missing),
        exit_code=exit_code,
    )


def clean_environment() -> dict[str, str]:
    """Ours without what would send another Python to our own libraries."""
    return {name: value for name, value in os.environ.items() if name not in ("PYTHONHOME", "VIRTUAL_ENV")}


def python_path(text: str) -> str:
    """A path as somebody types it: with a tilde, or a folder that holds the interpreter."""
    if not text.strip():
        return ""
    path = Path(text.strip()).expanduser()
    for inside in ("bin/python", "python.exe", "Scripts/python.exe"):
        if path.is_dir() and (path / inside).is_file():
            return str(path / inside)
    return str(path)
