"""`trackbench board`: check a board, or start a virtual one."""

from __future__ import annotations

import dataclasses
import json
from typing import TYPE_CHECKING

import click

from app.cli.board_parts import COMMANDS

if TYPE_CHECKING:
    from engines.board_values import CheckResult

_MARKS = {"ok": "✓", "warn": "▲", "fail": "✗", "skipped": "·"}
_FAMILIES = ("icraft", "rdk_x5", "ascend")
_PASS_ON = {"ignore_unknown_options": True, "help_option_names": []}


@click.group(name="board")
def command() -> None:
    """The connection doctor and the virtual board."""


for part in COMMANDS:
    command.add_command(part)


@command.command(epilog="Example: trackbench board check root@192.168.125.171")
@click.argument("host")
@click.option("--family", type=click.Choice(_FAMILIES), help="Instead of recognising it.")
@click.option("--model", help="A file of the board's model store that has to load and run.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout.")
def check(host: str, family: str | None, model: str | None, as_json: bool) -> None:
    """Checks HOST ([user@]host[:port], or virtual) step by step; exits with 1 where one fails."""
    from app.boards import reach_board

    with reach_board(host, family) as board:
        results = board.check(_ignore if as_json else _say, model=model)
        failed = board.failure is not None
    if as_json:
        click.echo(json.dumps([dataclasses.asdict(result) for result in results], indent=2))
    if failed:
        raise click.exceptions.Exit(1)


@command.command(context_settings=_PASS_ON)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def virtual(arguments: tuple[str, ...]) -> None:
    """Starts a virtual board that any SSH client can log into, until Ctrl-C."""
    from engines.virtual.main import main

    raise click.exceptions.Exit(main(list(arguments)))


def _say(result: CheckResult) -> None:
    click.echo(f"{_MARKS[result.state]} {result.title}: {result.evidence or result.cause}")
    if result.cause and result.evidence:
        click.echo(f"    {result.cause}")
    if result.remedy:
        click.echo(f"    → {result.remedy}")


def _ignore(_result: CheckResult) -> None:
    return
