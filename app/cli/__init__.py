"""The command line: parse, dispatch, exit code. Heavy modules are imported by the verb that runs."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Sequence

import click

# verb: (module, one line for --help). The line stands here so that `--help` imports no verb.
_VERBS = {
    "demo": ("app.cli.demo", "Virtual board, demo clip, bundled network: see it work."),
    "run": ("app.cli.run", "Track on a file, image folder, camera or stream."),
    "models": ("app.cli.models", "The catalog: list, show, import, fetch, check."),
    "board": ("app.cli.board", "Check a board, or start a virtual one."),
    "quantize": ("app.cli.quantize", "Make 8-bit and 16-bit versions of a tracker's networks."),
    "diagnose": ("app.cli.diagnose", "Why a quantised network loses the target: frame, layer, remedy."),
    "agent": ("app.cli.agent", "The on-board agent, by hand."),
    "import": ("app.cli.import_profile", "Read a log or profile of a vendor's tool."),
    "compare": ("app.cli.compare", "Two recordings or profiles: layers, stages, boxes."),
    "export": ("app.cli.export", "A recording as CSV, Chrome trace or HTML report."),
}


class _LazyGroup(click.Group):
    """Imports a verb's module when the verb is used, not before."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _VERBS:
            return None
        command: click.Command = importlib.import_module(_VERBS[cmd_name][0]).command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(verb, text) for verb, (_module, text) in _VERBS.items()])


@click.command(cls=_LazyGroup, invoke_without_command=True)
@click.version_option(package_name="trackbench", prog_name="trackbench")
@click.pass_context
def _root(ctx: click.Context) -> None:
    """Trackbench: object trackers on edge-AI boards, live, with the time of every layer.

    Without a command the window opens.

    Example: trackbench run clip.mp4 --model vittrack --init 120,80,60,90 --out result.csv
    """
    if ctx.invoked_subcommand is None:
        from app.gui import run_window

        ctx.exit(run_window())


def main(argv: Sequence[str] | None = None) -> int:
    """Runs the command line: 0 on success, 1 on an expected failure, 2 on wrong usage."""
    try:
        code = _root.main(list(argv) if argv is not None else None, "trackbench", standalone_mode=False)
        return code if isinstance(code, int) else 0
    except click.exceptions.Exit as request:
        return request.exit_code
    except click.UsageError as error:
        error.show()
        return 2
    except click.Abort:
        print("Cancelled.", file=sys.stderr)
        return 1
    except Exception as error:
        from engines.errors import TrackbenchError

        if not isinstance(error, TrackbenchError):
            raise
        print(f"trackbench: {error}", file=sys.stderr)
        return 1
