"""Installed packages of a virtual board, as `dpkg` and `pip` list them (Debian's and pip's own formats)."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass

from engines.virtual.family import Answer
from engines.virtual.machine import Machine
from engines.virtual.operands import operands

_DPKG_HEAD = """\
Desired=Unknown/Install/Remove/Purge/Hold
| Status=Not/Inst/Conf-files/Unpacked/halF-conf/Half-inst/trig-aWait/Trig-pend
|/ Err?=(none)/Reinst-required (Status,Err: uppercase=bad)
"""


@dataclass(frozen=True, slots=True)
class Package:
    """One row of `dpkg -l`."""

    name: str
    version: str
    description: str


def dpkg(packages: Callable[[Machine], tuple[Package, ...]]) -> Callable[..., Answer]:
    """The command `dpkg -l [NAME]` for what a machine has."""

    def command(machine: Machine, args: list[str], _stdin: bytes) -> Answer:
        if args[:1] not in (["-l"], ["--list"]):
            return Answer.text(err="dpkg: only -l works on a virtual board\n", exit_code=2)
        wanted = operands(args)
        found = [one for one in packages(machine) if not wanted or one.name in wanted]
        if wanted and not found:
            return Answer.text(err=f"dpkg-query: no packages found matching {wanted[0]}\n", exit_code=1)
        return Answer.text(_dpkg_table(found))

    return command


def dpkg_query(packages: Callable[[Machine], tuple[Package, ...]]) -> Callable[..., Answer]:
    """The command `dpkg-query -W [-f FORMAT] [NAME...]`."""

    def command(machine: Machine, args: list[str], _stdin: bytes) -> Answer:
        match args:
            case ["-W", "-f" | "--showformat", form, *wanted]:
                pass
            case ["-W", first, *wanted] if first.startswith(("-f=", "-f'", "--showformat=")):
                form = first.partition("=")[2]
            case ["-W", *wanted]:
                form = "${Package}\\t${Version}\\n"
            case _:
                return Answer.text(err="dpkg-query: only -W works on a virtual board\n", exit_code=2)
        found = [one for one in packages(machine) if not wanted or one.name in wanted]
        form = form.replace("\\t", "\t").replace("\\n", "\n")
        rows = [
            form.replace("${Package}", one.name)
            .replace("${Version}", one.version)
            .replace("${Status}", "install ok installed")
            for one in found
        ]
        missing = [name for name in wanted if all(one.name != name for one in found)]
        err = "".join(f"dpkg-query: no packages found matching {name}\n" for name in missing)
        return Answer.text("".join(rows), err, 1 if missing else 0)

    return command


def pip_list(rows: dict[str, str], args: list[str]) -> Answer:
    """`pip list [--format=json|freeze|columns]`, `pip show NAME`."""
    match args:
        case ["show", name]:
            version = {key.lower().replace("_", "-"): value for key, value in rows.items()}.get(
                name.lower().replace("_", "-")
            )
            if version is None:
                return Answer.text(err=f"WARNING: Package(s) not found: {name}\n", exit_code=1)
            return Answer.text(f"Name: {name}\nVersion: {version}\n")
        case ["list", *options]:
            if "json" in " ".join(options):
                listed = [{"name": name, "version": version} for name, version in rows.items()]
                return Answer.text(json.dumps(listed) + "\n")
            if "freeze" in " ".join(options):
                return Answer.text("".join(f"{name}=={version}\n" for name, version in rows.items()))
            width = max(len(name) for name in (*rows, "Package"))
            head = f"{'Package':<{width}} Version\n{'-' * width} {'-' * 10}\n"
            return Answer.text(head + "".join(f"{name:<{width}} {v}\n" for name, v in rows.items()))
        case _:
            return Answer.text(err="pip: only list and show work on a virtual board\n", exit_code=1)


def _dpkg_table(rows: list[Package]) -> str:
    name_width = max(len("Name"), *(len(one.name) for one in rows))
    version_width = max(len("Version"), *(len(one.version) for one in rows))
    head = f"||/ {'Name':<{name_width}} {'Version':<{version_width}} Architecture Description\n"
    line = f"+++-{'=' * name_width}-{'=' * version_width}-============-{'=' * 33}\n"
    body = "".join(
        f"ii  {one.name:<{name_width}} {one.version:<{version_width}} arm64        {one.description}\n"
        for one in rows
    )
    return _DPKG_HEAD + head + line + body
