"""`trackbench board forget`: passwords and passphrases leave the system's keyring."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from engines.boards.secret_store import SecretStore

_EXAMPLES = """
\b
Examples:
  trackbench board forget root@192.168.125.171
  trackbench board forget --list
  trackbench board forget --all
"""


@click.command(epilog=_EXAMPLES)
@click.argument("hosts", metavar="[HOST]...", nargs=-1)
@click.option("--all", "is_all", is_flag=True, help="Every secret that trackbench has kept.")
@click.option("--list", "is_list", is_flag=True, help="Only name what is kept, nothing is forgotten.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout.")
def forget(hosts: tuple[str, ...], is_all: bool, is_list: bool, as_json: bool) -> None:
    """Removes kept passwords of HOST ([user@]host[:port], or a name of --list) from the system's keyring."""
    if bool(hosts) + is_all + is_list != 1:
        raise click.UsageError("Give a HOST, --all or --list.")
    from engines.boards.secret_store import SecretStore

    store = SecretStore()
    if is_list:
        _print({"kept": store.kept()}, "{}", "nothing is kept", as_json)
        return
    wanted = store.kept() if is_all else tuple(name for host in hosts for name in _names(host, store))
    forgotten = [name for name in dict.fromkeys(wanted) if store.forget(name)]
    values = {"forgotten": forgotten, "kept": store.kept()}
    _print(values, "{} forgotten", "nothing was kept", as_json)


def _print(values: dict[str, Sequence[str]], form: str, nothing: str, as_json: bool) -> None:
    """For people, only the first of the lists."""
    names = next(iter(values.values()))
    text = json.dumps(values, indent=2) if as_json else "\n".join(form.format(name) for name in names)
    click.echo(text or nothing)


def _names(host: str, store: SecretStore) -> list[str]:
    """Under which names a host's secrets may be kept: as it is written, as the SSH configuration reads it.

    Raises BadParameter where it is neither an address nor a name of the list.
    """
    if host in store.kept():
        return [host]
    from engines.board_values import BoardAddress
    from engines.boards.secret_store import entry_of
    from engines.boards.ssh_config import SshConfigUnusable, find_route

    address = BoardAddress.parse(host)
    try:
        route = find_route(address, Path.home() / ".ssh" / "config")
    except SshConfigUnusable:
        return [entry_of(address)]
    owners: list[BoardAddress | Path] = [address, route.address, *route.key_files]
    return list(dict.fromkeys(entry_of(owner) for owner in owners))
