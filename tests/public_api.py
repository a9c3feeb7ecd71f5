"""What the package offers: its public modules, and the public functions, classes and methods in them."""

from __future__ import annotations

import inspect
import pkgutil
from collections.abc import Iterator
from functools import cached_property
from types import ModuleType
from typing import Any

import iomreport


def modules() -> list[str]:
    """Return the names of the public modules: the package first, then the others by name."""
    found = pkgutil.walk_packages(iomreport.__path__, prefix="iomreport.")
    public = (module.name for module in found if not any(part.startswith("_") for part in module.name.split(".")))
    return ["iomreport", *sorted(public)]


def public_names(module: ModuleType) -> dict[str, Any]:
    """Return the public functions and classes that a module defines, and the public parts of those classes."""
    found: dict[str, Any] = {}
    for name, thing in vars(module).items():
        if name.startswith("_") or getattr(thing, "__module__", None) != module.__name__:
            continue
        if inspect.isclass(thing):
            found |= {name: thing, **{f"{name}.{part}": method for part, method in _parts(thing)}}
        elif callable(thing) and inspect.isfunction(inspect.unwrap(thing)):
            found[name] = thing
    return found


def _parts(owner: type) -> Iterator[tuple[str, Any]]:
    for name, part in vars(owner).items():
        plain = part.__func__ if isinstance(part, classmethod | staticmethod) else part
        if not name.startswith("_") and (
            isinstance(plain, property | cached_property) or (inspect.isfunction(plain) and plain.__doc__)
        ):
            yield name, plain
