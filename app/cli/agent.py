"""`trackbench agent`: the on-board agent, by hand."""

from __future__ import annotations

import click


@click.command(
    name="agent",
    context_settings={"ignore_unknown_options": True, "help_option_names": []},
)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def command(arguments: tuple[str, ...]) -> None:
    """Serves models over the Open Inference Protocol on this computer, until Ctrl-C."""
    from engines.agent.main import main

    # A person at a terminal ends it with Ctrl-C; there, no host holds its standard input.
    raise click.exceptions.Exit(main([*arguments, "--no-stdin-watch"]))
