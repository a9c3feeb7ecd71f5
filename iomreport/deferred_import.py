"""An import that takes long and is hardly ever needed, put off until it is."""

import importlib
import importlib.util
import sys
from types import ModuleType
from typing import Any

SELDOM, ASKED = "rfc3987_syntax", "is_valid_syntax"
"""What checks international addresses for jsonschema, which asks for this one function of it as soon as it is imported.
Making its parsers takes more than a second, as long as all else that loading a dataset does."""


def put_off() -> None:
    """Let that module load at its first use in this process, unless it is loaded or missing."""
    specification = None if SELDOM in sys.modules else importlib.util.find_spec(SELDOM)
    if specification is None:
        return
    stand_in = ModuleType(SELDOM, "Stands in for the module of this name until it is used.")
    stand_in.__spec__ = specification

    def whole() -> Any:
        if sys.modules.get(SELDOM) is stand_in:
            del sys.modules[SELDOM]
        return importlib.import_module(SELDOM)

    def other(name: str) -> Any:
        if name.startswith("__"):  # which Python asks of every module
            raise AttributeError(name)
        return getattr(whole(), name)

    setattr(stand_in, ASKED, lambda *arguments, **options: getattr(whole(), ASKED)(*arguments, **options))
    stand_in.__getattr__ = other  # type: ignore[method-assign]
    sys.modules[SELDOM] = stand_in
