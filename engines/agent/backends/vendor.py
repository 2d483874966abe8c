"""What the vendors' backends share: importing what may be missing or broken, and words for what it raises."""

from __future__ import annotations

import importlib
from typing import Any

from engines.agent.refusal import Refusal


class Missing(Exception):
    """A vendor's module cannot be used, and why."""


def import_module(name: str) -> Any:
    """A vendor's module. Raises `Missing`; a library that it needs may be what is missing."""
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as error:
        raise Missing("%s is not installed for this Python" % (error.name or name)) from None
    except Exception as error:  # noqa: BLE001 (native modules raise what they like while they load)
        raise Missing("%s cannot be loaded: %s" % (name, first_line(error))) from None


def package_version(*names: str) -> str:
    """Of the first of these packages that says one, else "unknown"."""
    try:
        from importlib import metadata
    except ImportError:  # Python 3.7
        return "unknown"
    for name in names:
        try:
            return metadata.version(name)
        except Exception:  # noqa: BLE001 (not installed by a package manager, or damaged)
            continue
    return "unknown"


def first_line(error: BaseException) -> str:
    """What an error says, or the one behind it: a native function that returned NULL says nothing itself."""
    cause = error.__cause__ or error.__context__
    if isinstance(error, SystemError) and cause is not None:
        error = cause
    return (str(error).strip().splitlines() or [type(error).__name__])[0][:300]


def number(options: dict[str, str], name: str, usual: int, most: int) -> int:
    """A whole number from 0 among the options."""
    text = options.get(name, str(usual))
    if not text.isdigit() or int(text) > most:
        raise Refusal(400, "option %s: '%.40s' is no number from 0 to %d" % (name, text, most))
    return int(text)


def choice(options: dict[str, str], name: str, choices: tuple[str, ...]) -> str:
    """One of several words among the options, the first where none is given."""
    value = options.get(name, choices[0])
    if value not in choices:
        raise Refusal(400, "option %s: '%.40s' is none of %s" % (name, value, ", ".join(choices)))
    return value


def model_options(parameters: dict[str, Any], known: tuple[str, ...]) -> dict[str, Any]:
    """The load parameter `options`: what the runtime is to do with this model."""
    options = parameters.get("options") or {}
    if not isinstance(options, dict):
        raise Refusal(400, "'options' should be an object")
    for name in options:
        if name not in known:
            template = "unknown model option '%.128s' (known: %s)"
            raise Refusal(400, template % (name, ", ".join(known) or "none"))
    return options
