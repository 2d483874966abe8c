"""Finding what modules offer: the tables of one name in all modules of a package."""

from __future__ import annotations

import importlib
import pkgutil
from types import ModuleType
from typing import Any


def tables_of(package: ModuleType, name: str, *, but: str) -> dict[str, Any]:
    """The entries of every module's table, in the order of the modules' names.

    Args:
        package: whose modules are looked at.
        name: of the table, a dict; modules without one have nothing to offer.
        but: full name of a module to pass over, the one that asks.
    """
    found: dict[str, Any] = {}
    for module in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
        if module.name != but:
            found.update(getattr(importlib.import_module(module.name), name, {}))
    return found
