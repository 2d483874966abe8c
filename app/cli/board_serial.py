"""`trackbench board serial`: a board without an address, over its serial console."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from engines.board_values import CheckResult
    from engines.boards.serial_steps import SerialSteps

_EXAMPLES = """
\b
Examples:
  trackbench board serial --list
  trackbench board serial /dev/ttyUSB0
  trackbench board serial /dev/ttyUSB0 --set-address 192.168.125.171/24 --interface eth0 --start-sshd
  trackbench board serial COM3 --user root --show --json
"""


@click.command(epilog=_EXAMPLES)
@click.argument("port", required=False)
@click.option("--list", "is_list", is_flag=True, help="Names this computer's serial ports.")
@click.option("--baud", type=click.IntRange(50, 4_000_000), default=115200, show_default=True)
@click.option("--user", default="root", show_default=True, help="Whom to log in as.")
@click.option("--show", is_flag=True, help="Reads the board's addresses; what happens without more options.")
@click.option("--set-address", "address", metavar="IP/PREFIX", help="Until the board's next start.")
@click.option("--interface", metavar="NAME", help="The board's network adapter, for --set-address.")
@click.option("--gateway", metavar="IP", default="", help="With --set-address: the way out of its network.")
@click.option("--start-sshd", is_flag=True, help="Starts the board's SSH server.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout.")
def serial(
    port: str | None,
    is_list: bool,
    baud: int,
    user: str,
    show: bool,
    address: str | None,
    interface: str | None,
    gateway: str,
    start_sshd: bool,
    as_json: bool,
) -> None:
    """Logs in on the serial console at PORT and gives the board an address and an SSH server.

    The password is asked for on the terminal, if the console wants one.
    """
    if is_list is (port is not None):
        raise click.UsageError("Give either PORT or --list.")
    if (address is None) is not (interface is None):
        raise click.UsageError("--set-address and --interface go together.")
    if gateway and address is None:
        raise click.UsageError("--gateway needs --set-address.")
    if port is None:
        _print_ports(as_json)
        return
    from app.boards import ask_secret
    from app.cli.output import print_check
    from engines.boards.serial_steps import SerialSteps, Visit, check_wishes

    if address is not None and interface is not None:
        check_wishes(interface, address, gateway)  # before anybody types a password
    steps = SerialSteps(Visit(port, ask_secret, user, baud), _ignore if as_json else print_check)
    try:
        steps.log_in()
        if address is not None and interface is not None:
            steps.set_address(interface, address, gateway)
        command = steps.start_sshd() if start_sshd else None
    finally:
        steps.close()
    _print_end(steps, command, as_json, {"port": port, "baud": baud, "user": user})


def _ignore(_result: CheckResult) -> None:
    return


def _print_end(steps: SerialSteps, command: str | None, as_json: bool, about: dict[str, Any]) -> None:
    found = steps.address()
    if as_json:
        interfaces = [{"name": one.name, "address": str(one.address)} for one in steps.interfaces]
        facts = {"adapters": steps.adapters, "interfaces": interfaces, "sshd": command}
        click.echo(json.dumps({**about, **facts, "connect": found and str(found)}, indent=2))
    elif found is not None:
        click.echo(f"next: trackbench board check {found}")
    elif steps.adapters:
        click.echo(f"its adapters: {', '.join(steps.adapters)}; give one an address with --set-address")


def _print_ports(as_json: bool) -> None:
    from app.cli.output import table
    from engines.boards.serial_console import list_ports

    found = list_ports()
    if as_json:
        rows = [{"port": device, "description": text} for device, text in found]
        click.echo(json.dumps(rows, indent=2))
    else:
        click.echo(table(found) if found else "no serial port is there; is the cable plugged in?")
