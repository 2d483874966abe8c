"""What the user chose once and for all: one frozen, typed, versioned snapshot.

The file holds only what differs from the defaults. A bad value keeps its default and is reported; it
never blocks the start. Window layout lies elsewhere. Secrets are never in here.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from engines.errors import TrackbenchError
from engines.files import writing
from engines.texts import Text, text_of

VERSION = 1
_PREFIX = "TRACKBENCH_"


class SettingsFromTheFuture(TrackbenchError):
    what = "The settings file {path} was written by a later version ({found}, this one knows {known})."
    remedy = "The defaults are used and the file is left as it is. Update Trackbench to use it."


class SettingsUnreadable(TrackbenchError):
    what = "The settings file {path} cannot be read."
    remedy = "The defaults are used; a copy of the file is kept when settings are next saved."


class SettingIgnored(TrackbenchError):
    what = "The setting {key!r} in {path} is not usable: {reason}."
    remedy = "Its default is used. Change it in the settings dialog."


class Settings(BaseModel):
    """Defaults stand here; `TRACKBENCH_<NAME>` in the environment overrides one for a run."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    theme: Literal["system", "light", "dark"] = "system"
    language: Literal["system", "en", "zh_CN"] = "system"
    threads: Annotated[int, Field(ge=0, le=64)] = 0
    profile_every: Annotated[int, Field(ge=0, le=10_000)] = 30
    loop: bool = False
    show_trails: bool = True
    show_search: bool = False
    show_truth: bool = True
    show_heat: bool = False
    icraft_agent: Literal["auto", "board", "computer"] = "auto"
    icraft_python: str = ""
    recent_sources: tuple[str, ...] = ()
    recent_boards: tuple[str, ...] = ()
    last_model: str = "demo-sot"
    last_single_model: str = "demo-sot"


@dataclass(frozen=True, slots=True)
class LoadedSettings:
    """Settings, and what was wrong with the file (shown as notices).

    `overridden` are the file's own values of what the environment says otherwise for this run.
    """

    settings: Settings
    problems: tuple[TrackbenchError, ...] = ()
    overridden: Mapping[str, Any] = field(default_factory=dict)


def load_settings(path: Path) -> LoadedSettings:
    """Settings from a file and the environment; whatever is wrong with them, settings come back."""
    values: dict[str, Any] = {}
    problems: list[TrackbenchError] = []
    if path.is_file():
        try:
            values = _read(path)
        except TrackbenchError as error:
            problems.append(error)
    overrides = {
        key: os.environ[_PREFIX + key.upper()]
        for key in Settings.model_fields
        if _PREFIX + key.upper() in os.environ
    }
    for place, given in ((path, values), ("the environment", overrides)):
        for key, reason in _wrong_in(given).items():
            del given[key]
            problems.append(SettingIgnored(key=key, path=place, reason=reason))
    own = dict(Settings(**values))
    overridden = {key: own[key] for key in overrides}
    return LoadedSettings(Settings(**{**values, **overrides}), tuple(problems), overridden)


def _read(path: Path) -> dict[str, Any]:
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
        if not isinstance(values, dict):
            raise ValueError(Text("it is no JSON object"))
    except (OSError, ValueError) as error:
        raise SettingsUnreadable(path=path, details=text_of(error)) from error
    version = values.pop("version", VERSION)
    if not isinstance(version, int) or version > VERSION:
        raise SettingsFromTheFuture(path=path, found=version, known=VERSION)
    return values


def _wrong_in(values: dict[str, Any]) -> dict[str, str]:
    """Reasons by key of what cannot be used."""
    unknown = [key for key in values if key not in Settings.model_fields]
    wrong: dict[str, str] = {key: Text("there is no such setting") for key in unknown}
    try:
        Settings(**values)
    except ValidationError as error:
        wrong |= {str(found["loc"][0]): found["msg"] for found in error.errors()}
    return wrong


def save_settings(path: Path, settings: Settings) -> None:
    """Writes what differs from the defaults. A broken file is kept aside; one from the future stays."""
    plain = Settings().model_dump(mode="json")
    values = settings.model_dump(mode="json")
    differing = {key: value for key, value in values.items() if value != plain[key]}
    text = json.dumps({"version": VERSION, **differing}, indent=2, ensure_ascii=False) + "\n"
    with writing(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.is_file():
            problems = load_settings(path).problems
            if any(isinstance(problem, SettingsFromTheFuture) for problem in problems):
                return
            if problems:
                path.replace(path.with_suffix(".json.kept"))
        scratch = path.with_suffix(".json.new")
        scratch.write_text(text, encoding="utf-8")
        scratch.replace(path)
