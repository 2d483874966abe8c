"""Values of command-line options, from text."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click


class BoxType(click.ParamType[Any]):
    """`x,y,w,h` in pixels, top-left origin."""

    name = "x,y,w,h"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        from engines.geometry import Box

        try:
            x, y, w, h = (float(part) for part in str(value).split(","))
            return Box(x, y, w, h)
        except ValueError:
            self.fail(f"{value!r} is not x,y,w,h in pixels with a positive size", param, ctx)


class FramesType(click.ParamType[Any]):
    """`A:B`: from frame A up to, not including, frame B; either may be left out."""

    name = "A:B"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        first_text, colon, stop_text = str(value).partition(":")
        try:
            first, stop = int(first_text or 0), int(stop_text) if stop_text else None
        except ValueError:
            first, stop = -1, None
        if not colon or first < 0 or (stop is not None and stop <= first):
            self.fail(f"{value!r} is not A:B with 0 <= A < B", param, ctx)
        return first, stop


class SettingType(click.ParamType[Any]):
    """`key=value`."""

    name = "key=value"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        key, equals, text = str(value).partition("=")
        if not equals or not key:
            self.fail(f"{value!r} is not key=value", param, ctx)
        return key.strip(), text.strip()


class NamesType(click.ParamType[Any]):
    """`NAME[,NAME...]`."""

    name = "NAME[,NAME…]"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        return tuple(part.strip() for part in str(value).split(",") if part.strip())


class FilesType(click.ParamType[Any]):
    """`FILE[,FILE...]`."""

    name = "FILE[,FILE…]"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        return tuple(Path(part) for part in str(value).split(",") if part)


_KEEP = "trackbench.keep_password"


def _wish_kept(ctx: click.Context, _param: click.Parameter, value: bool) -> None:
    ctx.meta[_KEEP] = value


#: A flag of every command that may log in; `keeps_password` asks for it.
keep_password = click.option(
    "--keep-password",
    is_flag=True,
    expose_value=False,
    callback=_wish_kept,
    help="Keep a password that is asked for in the system's keyring; `board forget` removes it.",
)


def keeps_password() -> bool:
    """Whether the running command was told to keep passwords."""
    context = click.get_current_context(silent=True)
    return context is not None and bool(context.meta.get(_KEEP))
