"""`trackbench board serve | bitstreams | models | push`: the parts of a board, one by one."""

from __future__ import annotations

import contextlib
import dataclasses
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

if TYPE_CHECKING:
    from engines.board_values import Bitstream
    from engines.boards.bitstreams import BitstreamVerdict, ModelNeeds
    from engines.boards.board import Board
    from engines.boards.install_values import InstallPlan, InstallProgress
    from engines.boards.lasting import ServiceState
    from engines.boards.link import Link
    from engines.boards.profile import Profile

_JSON = click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout.")
_FITS = {True: "fits", False: "does not fit", None: "not known"}


class _LoggedIn(NamedTuple):
    board: Board
    link: Link
    profile: Profile
    is_virtual: bool


@contextlib.contextmanager
def _log_in(host: str) -> Iterator[_LoggedIn]:
    """A connection without the whole ladder of checks. Raises BoardError where it is no board."""
    from app.boards import reach_board
    from engines.boards.families import recognise
    from engines.errors import BadParameter

    with reach_board(host) as board:
        link = board.open_link()
        try:
            found = recognise(link.run)
            if found.profile is None:
                reason, hint = "no board of a known family answers there", "Try `trackbench board check`."
                raise BadParameter(name="HOST", value=host, reason=reason, hint=hint)
            yield _LoggedIn(board, link, found.profile, found.is_virtual)
        finally:
            link.close()


_SERVE_EXAMPLES = """
\b
Examples:
  trackbench board serve start root@192.168.125.171
  trackbench board serve log root@192.168.125.171
"""


@click.command(epilog=_SERVE_EXAMPLES)
@click.argument("action", type=click.Choice(["start", "stop", "status", "log"]))
@click.argument("host")
@_JSON
def serve(action: str, host: str, as_json: bool) -> None:
    """Starts the vendor's service on HOST, stops it, tells about it, or shows its log.

    It goes on after this command. Only the one that was started in this way is stopped.
    """
    from engines.boards.lasting import LastingService

    with _log_in(host) as at:
        service = LastingService(at.link, at.profile)
        if action == "log":
            lines = service.log()
            click.echo(json.dumps(lines, indent=2) if as_json else "\n".join(lines))
            return
        stopped = service.stop() if action == "stop" else None
        state = service.start() if action == "start" else service.state
    if as_json:
        click.echo(json.dumps(_service_values(state, stopped), indent=2))
    elif stopped is not None:
        click.echo(f"{state.name} was stopped" if stopped else f"{state.name} does not run")
    else:
        click.echo(_service_line(state))


_BITSTREAM_EXAMPLES = """
\b
Examples:
  trackbench board bitstreams root@192.168.125.171
  trackbench board bitstreams root@192.168.125.171 --model ettrack-icraft-8bit
  trackbench board bitstreams root@192.168.125.171 install BOOT_custop2_25060601.bin
  trackbench board bitstreams root@192.168.125.171 install v1
"""


@click.command(epilog=_BITSTREAM_EXAMPLES)
@click.argument("host")
@click.argument("action", type=click.Choice(["list", "install"]), default="list")
@click.argument("file", type=click.Path(path_type=Path), required=False)
@click.option("--model", help="Compare with what a model of the catalog needs, or a compiled _BY.json.")
@click.option("--identity", help="With install: what the board has to report afterwards.")
@click.option("--yes", is_flag=True, help="With install: do not ask before the board is restarted.")
@_JSON
def bitstreams(
    host: str,
    action: str,
    file: Path | None,
    model: str | None,
    identity: str | None,
    yes: bool,
    as_json: bool,
) -> None:
    """Lists the bitstreams of HOST and says which runs; or installs FILE and restarts the board.

    FILE is one of this computer, or the name of one that the list shows.
    """
    if (action == "install") is (file is None):
        raise click.UsageError("`install` needs a FILE, and FILE needs `install`.")
    if file is not None:
        _install(host, file, identity, yes, as_json)
        return
    from engines.boards.bitstreams import installed_bitstream, judge_bitstream, list_bitstreams
    from engines.boards.bitstreams import running_identity as ask_running
    from engines.boards.install_values import NoBitstreams

    needs = _needs(model) if model else None
    with _log_in(host) as at:
        if not at.profile.bitstream_folder:
            raise NoBitstreams(title=at.profile.title)
        running = ask_running(at.link, at.profile, is_virtual=at.is_virtual)
        found = list_bitstreams(at.link, at.profile, running)
        installed = installed_bitstream(at.link, at.profile, found)
        answer = at.link.run(list(at.profile.version_argv))
        version = at.profile.read_version(answer.stdout) if answer.exit_code == 0 else None
    verdicts = [judge_bitstream(needs, one, version) if needs else None for one in found]
    if as_json:
        rows = [_bitstream_values(*pair) for pair in zip(found, verdicts, strict=True)]
        about = dataclasses.asdict(installed) if installed else None
        click.echo(json.dumps({"running": running, "installed": about, "bitstreams": rows}, indent=2))
        return
    _print_bitstreams(found, verdicts)
    click.echo(f"running: {running or 'cannot be read'}")
    if installed is not None:
        click.echo(f"starts with: {installed.file} ({installed.identity or 'like none of these'})")


@click.command(epilog="Example: trackbench board models root@192.168.125.171 remove old_BY.json old_BY.raw")
@click.argument("host")
@click.argument("action", type=click.Choice(["list", "remove"]), default="list")
@click.argument("names", nargs=-1)
@click.option("--unfinished", is_flag=True, help="With remove: what cancelled uploads have left.")
@_JSON
def models(host: str, action: str, names: tuple[str, ...], unfinished: bool, as_json: bool) -> None:
    """Lists the model files on HOST, or removes some."""
    if (action == "remove") is not (bool(names) or unfinished):
        raise click.UsageError("`remove` needs a NAME or --unfinished, and they need `remove`.")
    from app.cli.output import table
    from engines.boards.store import list_models, list_unfinished, remove_model, remove_unfinished

    with _log_in(host) as at:
        folder = at.profile.model_folder
        for name in names:
            remove_model(at.link, folder, name, at.board.address.host)
        freed = remove_unfinished(at.link, folder) if unfinished else 0
        found, parts = list_models(at.link, folder), list_unfinished(at.link, folder)
    left = sum(part.size_bytes for part in parts)
    if as_json:
        rows = [{"name": one.name, "size_bytes": one.size_bytes} for one in found]
        facts = {"removed": list(names), "freed_bytes": freed, "unfinished_bytes": left}
        click.echo(json.dumps({"folder": folder, "models": rows, **facts}, indent=2))
        return
    for name in names:
        click.echo(f"{name} removed")
    if found:
        click.echo(table([(one.name, f"{one.size_bytes / 1e6:.2f} MB") for one in found]))
    else:
        click.echo(f"no models in {folder}")
    if left:
        click.echo(f"unfinished uploads: {left / 1e6:.2f} MB; the next upload of the same file goes on there")


@click.command(epilog="Example: trackbench board push root@192.168.125.171 net_BY.json net_BY.raw")
@click.argument("host")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@_JSON
def push(host: str, files: tuple[Path, ...], as_json: bool) -> None:
    """Copies model FILES to HOST and verifies them there; an upload that was cut off goes on."""
    from engines.boards.store import push_models

    with _log_in(host) as at:
        pushed = push_models(at.link, at.profile.model_folder, files, on_progress=_show_bytes)
        folder = at.profile.model_folder
    _end_progress()
    if as_json:
        click.echo(json.dumps([dataclasses.asdict(one) for one in pushed], indent=2))
        return
    for one in pushed:
        click.echo(f"{folder}/{one.name}: {one.size_bytes / 1e6:.2f} MB, verified ({one.sha256[:16]})")


COMMANDS = (serve, bitstreams, models, push)


def _install(host: str, file: Path, identity: str | None, yes: bool, as_json: bool) -> None:
    if not yes and not sys.stdin.isatty():
        raise click.UsageError("--yes is needed where nobody can answer: the board is restarted.")
    from app.paths import user_paths
    from engines.boards.bitstream_install import BitstreamInstaller

    def confirm(plan: InstallPlan) -> bool:
        return yes or _ask(plan)

    with _log_in(host) as at:
        keep = user_paths().data / "bitstreams"
        about = (at.link, at.profile, at.board.address.host, at.board.open_link, keep, at.is_virtual)
        installer = BitstreamInstaller(*about, on_step=_show_step)
        try:
            result = installer.install(_source(at, file), confirm, identity=identity)
        finally:
            _end_progress()
            installer.link.close()
    plan = result.plan
    if as_json:
        facts = {"identity": result.identity, "previous": plan.running, "changed": result.changed}
        files = {"boot_file": plan.boot_file, "backup": plan.backup, "copy": str(plan.copy or "")}
        click.echo(json.dumps({**facts, **files, "warnings": list(map(str, result.warnings))}, indent=2))
        return
    if not result.changed:
        click.echo(f"{result.identity} is installed and runs already")
        return
    click.echo(f"{plan.name} is installed; the board reports {result.identity}")
    if plan.backup:
        click.echo(f"the earlier boot file: {plan.backup} on the board, {plan.copy} here")
    for warning in result.warnings:
        click.echo(f"▲ {warning}", err=True)


def _source(at: _LoggedIn, file: Path) -> Path | Bitstream:
    """A file of this computer, else the bitstream of that name on the board, else what is not there."""
    from engines.boards.bitstreams import find_bitstream, list_bitstreams
    from engines.boards.errors import NoRemoteFile, NoSuchBitstream

    if file.exists() or not at.profile.bitstream_folder:
        return file
    try:
        found = list_bitstreams(at.link, at.profile, None)
        return find_bitstream(found, str(file), at.board.address.host)
    except (NoSuchBitstream, NoRemoteFile):
        return file


def _ask(plan: InstallPlan) -> bool:
    """On the terminal; what is about to happen first."""
    _end_progress()
    expected = plan.identity or "not known"
    click.echo(f"{plan.host} runs {plan.running or 'an unknown bitstream'}.", err=True)
    click.echo(f"{plan.boot_file} is replaced by {plan.name} (expected: {expected}),", err=True)
    click.echo("and the board is restarted. Whatever runs on it ends.", err=True)
    return click.confirm("Go on?", err=True)


def _needs(model: str) -> ModelNeeds:
    """Of a catalog entry, or of a compiled model's own file."""
    from engines.boards.bitstreams import needs_of_entry, needs_of_imodel

    if model.endswith(".json"):
        from engines.boards.imodel import read_imodel

        return needs_of_imodel(read_imodel(Path(model)))
    from app.catalogs import user_catalog

    return needs_of_entry(user_catalog().entry(model))


def _print_bitstreams(found: tuple[Bitstream, ...], verdicts: list[BitstreamVerdict | None]) -> None:
    from app.cli.output import table

    rows = [("", "name", "identity", "MMU", "hard operators", "file")]
    for one in found:
        operators = ", ".join(sorted(one.hard_operators)) if one.hard_operators is not None else "?"
        mmu = {True: "yes", False: "no", None: "?"}[one.has_mmu]
        rows.append(("*" if one.is_loaded else "", one.name, one.identity, mmu, operators, one.file or "-"))
    click.echo(table(rows))
    for one, verdict in zip(found, verdicts, strict=True):
        if verdict is not None:
            reasons = "; ".join([*verdict.missing, *verdict.unknown, *verdict.warnings])
            click.echo(f"{one.name}: {_FITS[verdict.fits]}{': ' + reasons if reasons else ''}")


def _bitstream_values(one: Bitstream, verdict: BitstreamVerdict | None) -> dict[str, Any]:
    operators = sorted(one.hard_operators) if one.hard_operators is not None else None
    values: dict[str, Any] = {
        "name": one.name,
        "file": one.file,
        "identity": one.identity,
        "hard_operators": operators,
    }
    values |= {"mmu": one.has_mmu, "running": one.is_loaded}
    return values if verdict is None else {**values, "verdict": dataclasses.asdict(verdict)}


def _service_values(state: ServiceState, stopped: bool | None) -> dict[str, Any]:
    owner = state.listener
    facts = {"service": state.name, "port": state.port, "running": owner is not None, "ours": state.is_ours}
    facts |= {"pid": owner.pid if owner else None, "process": owner.name if owner else None}
    return facts if stopped is None else {**facts, "stopped": stopped}


def _service_line(state: ServiceState) -> str:
    if state.listener is None:
        return f"{state.name} does not run"
    owner = f"{state.listener.name or 'a program'} (process {state.listener.pid or 'unknown'})"
    if state.is_other:
        return f"port {state.port} is taken by {owner}"
    whose = "started by trackbench" if state.is_ours else "started by somebody else"
    return f"{owner} listens on port {state.port}, {whose}"


def _show_step(progress: InstallProgress) -> None:
    if progress.total:
        _show_bytes(progress.done, progress.total)
    elif sys.stderr.isatty():
        print(f"\r\033[K{progress.text}", end="", file=sys.stderr, flush=True)


def _show_bytes(done: int, total: int) -> None:
    if sys.stderr.isatty():
        print(f"\r\033[K{done / 1e6:.1f} of {total / 1e6:.1f} MB", end="", file=sys.stderr, flush=True)


def _end_progress() -> None:
    if sys.stderr.isatty():
        print(file=sys.stderr)
