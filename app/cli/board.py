"""`trackbench board`: check a board, or start a virtual one."""

from __future__ import annotations

import dataclasses
import json
from contextlib import closing
from typing import TYPE_CHECKING

import click

from app.cli.board_forget import forget
from app.cli.board_parts import COMMANDS
from app.cli.board_serial import serial
from app.cli.options import keep_password
from app.cli.output import print_check

if TYPE_CHECKING:
    from engines.board_values import CheckResult

_FAMILIES = ("icraft", "rdk_x5", "ascend")
_PASS_ON = {"ignore_unknown_options": True, "help_option_names": []}


@click.group(name="board")
def command() -> None:
    """The connection doctor and the virtual board."""


for part in COMMANDS:
    command.add_command(keep_password(part))
for part in (serial, forget):
    command.add_command(part)


@command.command(epilog="Example: trackbench board check root@192.168.125.171")
@click.argument("host")
@click.option("--family", type=click.Choice(_FAMILIES), help="Instead of recognising it.")
@click.option("--model", help="A model of the board's store, or of the server, that has to run.")
@keep_password
@click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout.")
def check(host: str, family: str | None, model: str | None, as_json: bool) -> None:
    """Checks HOST step by step; exits with 1 where one fails.

    HOST is [user@]host[:port], virtual, or http://host:port for a server of the Open Inference Protocol.
    """
    from app.boards import reach_board, server_at
    from engines.networks.server_address import is_url

    with closing(server_at(host)) if is_url(host) else reach_board(host, family) as board:
        results = board.check(_ignore if as_json else print_check, model=model)
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


def _ignore(_result: CheckResult) -> None:
    return
