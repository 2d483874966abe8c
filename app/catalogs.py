"""The catalog of this user: the built-in one and the files in their catalog folder."""

from __future__ import annotations

from app.paths import Paths, user_paths
from engines.catalog import Catalog, load_catalog


def user_catalog(paths: Paths | None = None) -> Catalog:
    paths = paths or user_paths()
    extra = sorted(paths.catalogs.glob("*.toml")) if paths.catalogs.is_dir() else []
    return load_catalog(paths.weights, extra)
