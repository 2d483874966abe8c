"""Runtime files of Icraft's model zoo as entries of the user's own: for the window and the command."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from app.catalogs import user_catalog
from app.paths import Paths, user_paths
from engines.boards.zoo_yaml import ZooImport, import_zoo, read_zoo_yaml
from engines.own_entry import write_entry
from engines.weights import import_weights

ENDINGS = (".yaml", ".yml")


@dataclass(frozen=True, slots=True)
class ImportedRuntimeFile:
    """What was made of a runtime file, and where the entry is written."""

    made: ZooImport
    written: Path


def is_runtime_file(path: Path) -> bool:
    return path.suffix.lower() in ENDINGS


def import_runtime_file(
    path: Path, *, name: str | None = None, like: str | None = None, paths: Paths | None = None
) -> ImportedRuntimeFile:
    """Writes the entry and brings the compiled files where they were found; load the catalog anew then.

    Args:
        path: the runtime file.
        name: of the entry; None for one made from the file's name.
        like: entry that says what the networks are for; None to look for one.
        paths: the user's own by default.

    Raises:
        TrackbenchError: nothing was written.
    """
    paths = paths or user_paths()
    made = import_zoo(user_catalog(paths), read_zoo_yaml(path), name=name, like=like)
    written = write_entry(made.entry, paths.catalogs)
    if made.files:
        try:
            catalog = user_catalog(paths)
            import_weights(catalog, catalog.entry(made.entry.name), made.files)
        except Exception:  # an entry without the files it was made for helps nobody
            written.unlink()
            raise
    return ImportedRuntimeFile(made, written)
