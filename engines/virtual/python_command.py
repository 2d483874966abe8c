"""`python3 --version`, `-m pip` and `-c SCRIPT` of a virtual board.

A script is run by a real Python, with the doubles of the vendor's packages in the place of the
vendor's. Only scripts that import nothing but those and a few others are: one that looks at files would
tell about this computer. That is honesty, no wall: whoever is logged in may run the agent as well.
"""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Callable, Mapping

from engines.virtual.family import Answer
from engines.virtual.machine import Machine
from engines.virtual.packages import pip_list
from engines.virtual.python_program import python_command_line, python_environment

_HARMLESS = frozenset({"json", "sys", "numpy"})
_FORBIDDEN_NAMES = frozenset({"open", "exec", "eval", "compile", "__import__", "__builtins__"})
_SCRIPT_S = 20.0


def python_command(
    pip_rows: Callable[[Machine], Mapping[str, str]],
) -> Callable[[Machine, list[str], bytes], Answer]:
    """The short command `python3`, for a family with these Python packages."""

    def command(machine: Machine, args: list[str], _stdin: bytes) -> Answer:
        match args:
            case ["--version" | "-V"]:
                return Answer.text(f"Python {machine.family.python_version}\n")
            case ["-m", "pip", *rest]:
                return pip_list(dict(pip_rows(machine)), rest)
            case ["-c", script] if _may_run(machine, script):
                return _run(machine, script)
            case _:
                return Answer.text(err="python3: a virtual board runs the agent only\n", exit_code=1)

    return command


def pip_command(
    pip_rows: Callable[[Machine], Mapping[str, str]],
) -> Callable[[Machine, list[str], bytes], Answer]:
    """The short command `pip3`."""

    def command(machine: Machine, args: list[str], _stdin: bytes) -> Answer:
        return pip_list(dict(pip_rows(machine)), args)

    return command


def _may_run(machine: Machine, script: str) -> bool:
    try:
        tree = ast.parse(script)
    except (SyntaxError, ValueError):
        return False
    modules: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            modules |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            modules.add((node.module or "").partition(".")[0])
        elif isinstance(node, ast.Name) and node.id in _FORBIDDEN_NAMES:
            return False
    return bool(modules & machine.family.vendor_modules) and modules <= (
        _HARMLESS | machine.family.vendor_modules
    )


def _run(machine: Machine, script: str) -> Answer:
    try:
        done = subprocess.run(
            [*python_command_line(), "-c", script],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            cwd=machine.sandbox.real(machine.family.home),
            env=python_environment(machine, with_doubles=True),
            timeout=_SCRIPT_S,
        )
    except subprocess.TimeoutExpired:
        return Answer.text(err="python3: timed out\n", exit_code=124)
    code = done.returncode
    return Answer(done.stdout, done.stderr, code if code >= 0 else 128 - code)
