"""What the user chose once and for all: one frozen, typed, versioned snapshot.

The file holds only what differs from the defaults. A bad value keeps its default and is reported; it
never blocks the start. Window layout lies elsewhere. Secrets are never in here.
"""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from engines.errors import TrackbenchError
from engines.files import writing

logger = logging.getLogger(__name__)

VERSION = 1


class SettingsFromTheFuture(TrackbenchError):
    what = "The settings file {path} was written by a later version ({found}, this one knows {known})."
    remedy = "The defaults are used and the file is left as it is. Update Trackbench to use it."


class SettingsUnreadable(TrackbenchError):
    what = "The settings file {path} cannot be read."
    remedy = "The defaults are used; a copy of the file is kept when settings are next saved."


class SettingIgnored(TrackbenchError):
    what = "The setting {key!r} in {path} is not usable: {reason}."
    remedy = "Its default is used. Change it in the settings dialog."


class Settings(BaseSettings):
    """Defaults stand here; `TRACKBENCH_<NAME>` in the environment overrides one for a run."""

    model_config = SettingsConfigDict(env_prefix="TRACKBENCH_", frozen=True, extra="ignore")

    theme: Literal["system", "light", "dark"] = "system"
    language: Literal["system", "en", "zh_CN"] = "system"
    threads: Annotated[int, Field(ge=0, le=64)] = 0
    profile_every: Annotated[int, Field(ge=0, le=10_000)] = 30
    budget_ms: Annotated[float, Field(gt=0, le=1000)] = 33.3
    loop: bool = False
    show_trails: bool = True
    show_search: bool = False
    show_truth: bool = True
    recent_sources: tuple[str, ...] = ()
    recent_boards: tuple[str, ...] = ()
    last_model: str = "demo-sot"


@dataclass(frozen=True, slots=True)
class LoadedSettings:
    """Settings, and what was wrong with the file (shown as notices)."""

    settings: Settings
    problems: tuple[TrackbenchError, ...] = ()


def load_settings(path: Path) -> LoadedSettings:
    """Settings from a file; whatever is wrong with it, settings come back."""
    if not path.is_file():
        return LoadedSettings(Settings())
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
        if not isinstance(values, dict):
            raise ValueError("not an object")
    except (OSError, ValueError) as error:
        return LoadedSettings(Settings(), (SettingsUnreadable(path=path, details=str(error)),))
    version = values.pop("version", VERSION)
    if not isinstance(version, int) or version > VERSION:
        problem = SettingsFromTheFuture(path=path, found=version, known=VERSION)
        return LoadedSettings(Settings(), (problem,))
    return _checked(path, values)


def _checked(path: Path, values: dict[str, Any]) -> LoadedSettings:
    problems: list[TrackbenchError] = []
    for key in [key for key in values if key not in Settings.model_fields]:
        del values[key]
        problems.append(SettingIgnored(key=key, path=path, reason="there is no such setting"))
    try:
        return LoadedSettings(Settings(**values), tuple(problems))
    except ValidationError as error:
        for wrong in error.errors():
            key = str(wrong["loc"][0])
            values.pop(key, None)
            problems.append(SettingIgnored(key=key, path=path, reason=wrong["msg"]))
    return LoadedSettings(Settings(**values), tuple(problems))


def save_settings(path: Path, settings: Settings) -> None:
    """Writes what differs from the defaults. A file from the future or a broken one is kept aside first."""
    plain = Settings.model_construct()
    differing = {
        key: value
        for key, value in settings.model_dump(mode="json").items()
        if value != plain.model_dump(mode="json")[key]
    }
    text = json.dumps({"version": VERSION, **differing}, indent=2, ensure_ascii=False) + "\n"
    with writing(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.is_file() and load_settings(path).problems:
            path.replace(path.with_suffix(".json.kept"))
        scratch = path.with_suffix(".json.new")
        scratch.write_text(text, encoding="utf-8")
        scratch.replace(path)
