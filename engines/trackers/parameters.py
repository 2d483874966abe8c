"""Parameters of trackers: a frozen dataclass each, whose fields carry bounds and a hint for people."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any, TypeVar, cast, get_type_hints

from engines.errors import BadParameter
from engines.texts import Text

ParametersT = TypeVar("ParametersT")


@dataclass(frozen=True, slots=True)
class ParameterInfo:
    """What a form or a message needs to know about one parameter."""

    name: str
    kind: type
    default: Any
    label: str
    hint: str
    unit: str = ""
    minimum: float | None = None
    maximum: float | None = None
    choices: tuple[str, ...] = ()
    section: str = ""
    at_minimum: str = ""


def parameter(
    default: Any,
    label: str,
    hint: str,
    *,
    unit: str = "",
    minimum: float | None = None,
    maximum: float | None = None,
    choices: tuple[str, ...] = (),
    section: str = "",
    at_minimum: str = "",
) -> Any:
    """A dataclass field with a short label, bounds (inclusive) and one line that says what it does.

    Neighbours of one `section` stand together below that heading in a form; `at_minimum` is said there
    instead of the minimum, for example "off".
    """
    facts = {"label": label, "hint": hint, "unit": unit, "section": section, "at_minimum": at_minimum}
    bounds = {"minimum": minimum, "maximum": maximum, "choices": choices}
    return field(default=default, metadata={**facts, **bounds})


def describe(kind: type) -> tuple[ParameterInfo, ...]:
    """The parameters of a tracker's parameter class, in order of definition."""
    types = get_type_hints(kind)
    return tuple(ParameterInfo(f.name, types[f.name], f.default, **f.metadata) for f in fields(kind))


def apply(kind: type[ParametersT], values: Mapping[str, Any]) -> ParametersT:
    """Parameters with some values replaced; text is converted, bounds are checked.

    Raises:
        BadParameter: unknown name, wrong type, out of bounds or not among the choices.
    """
    (chosen,) = apply_all((kind,), values)
    return cast(ParametersT, chosen)


def apply_all(kinds: Sequence[type], values: Mapping[str, Any]) -> tuple[Any, ...]:
    """Parameters of several parts, set by one list of names. No two parts have a name in common.

    Raises:
        BadParameter: a name that no part knows, wrong type, out of bounds or not among the choices.
    """
    infos = {info.name: info for kind in kinds for info in describe(kind)}
    checked = {}
    for name, value in values.items():
        if name not in infos:
            known = Text("Known: {names}.", names=", ".join(infos))
            raise BadParameter(name=name, value=value, reason="there is no such parameter", hint=known)
        checked[name] = _checked(infos[name], value)
    return tuple(
        dataclasses.replace(kind(), **{f.name: checked[f.name] for f in fields(kind) if f.name in checked})
        for kind in kinds
    )


def _checked(info: ParameterInfo, value: Any) -> Any:
    try:
        typed = _converted(info.kind, value)
    except (ValueError, TypeError, OverflowError) as error:
        kinds = {int: Text("a whole number"), float: Text("a number"), bool: Text("yes or no")}
        reason = Text("it must be {kind}", kind=kinds.get(info.kind, Text("a text")))
        raise BadParameter(name=info.name, value=value, reason=reason, hint=info.hint) from error
    if info.choices and typed not in info.choices:
        hint = Text("Choose one of: {names}.", names=", ".join(info.choices))
        raise BadParameter(name=info.name, value=value, reason="it is not among the choices", hint=hint)
    low, high = info.minimum, info.maximum
    if (low is not None and not typed >= low) or (high is not None and not typed <= high):
        reason = Text("it must lie between {low} and {high}", low=low, high=high)
        raise BadParameter(name=info.name, value=value, reason=reason, hint=info.hint)
    return typed


def _converted(kind: type, value: Any) -> Any:
    if kind is bool and isinstance(value, str):
        words = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
        if value.lower() not in words:
            raise ValueError(value)
        return words[value.lower()]
    if kind is int and isinstance(value, float) and not value.is_integer():
        raise ValueError(value)
    return kind(value)
