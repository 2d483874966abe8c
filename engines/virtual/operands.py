"""What every command of the virtual board does with its words."""

from __future__ import annotations


def operands(args: list[str]) -> list[str]:
    """Arguments without options; all that follow `--` are operands."""
    if "--" in args:
        cut = args.index("--")
        return [arg for arg in args[:cut] if not arg.startswith("-")] + args[cut + 1 :]
    return [arg for arg in args if not arg.startswith("-")]
