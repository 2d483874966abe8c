"""Where this program keeps its files, by the system's own rules."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import platformdirs

_NAME = "trackbench"


@dataclass(frozen=True, slots=True)
class Paths:
    """Folders of one user. Nothing is made before it is needed."""

    config: Path
    data: Path
    state: Path
    cache: Path

    @property
    def settings_file(self) -> Path:
        return self.config / "settings.json"

    @property
    def layout_file(self) -> Path:
        return self.state / "window.ini"

    @property
    def weights(self) -> Path:
        return self.data / "weights"

    @property
    def catalogs(self) -> Path:
        return self.config / "catalog"

    @property
    def known_hosts(self) -> Path:
        return self.data / "known_hosts"

    @property
    def log_file(self) -> Path:
        return self.state / "trackbench.log"


def user_paths() -> Paths:
    return Paths(
        config=platformdirs.user_config_path(_NAME),
        data=platformdirs.user_data_path(_NAME),
        state=platformdirs.user_state_path(_NAME),
        cache=platformdirs.user_cache_path(_NAME),
    )


def paths_below(folder: Path) -> Paths:
    """Everything in one folder: for a window that is to leave no trace."""
    return Paths(folder / "config", folder / "data", folder / "state", folder / "cache")
