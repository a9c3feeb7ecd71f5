"""The report's typeface, made known to matplotlib: at once where it is loaded, else when it is.

`plt.style.use("iomreport.report")` reads a file of settings and runs no code, so the face it names must be there by
then; and importing this package must not load matplotlib for those who only want data.
"""

from __future__ import annotations

import sys
from functools import lru_cache
from importlib.util import find_spec
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from importlib.abc import Loader
    from importlib.machinery import ModuleSpec
    from types import ModuleType

FACES = ("SourceSansPro-Regular.ttf", "SourceSansPro-It.ttf", "SourceSansPro-Bold.ttf")
"""Files of the sans face that charts use."""

_MANAGER = "matplotlib.font_manager"


@lru_cache(maxsize=1)
def register() -> None:
    """Make the report's sans face known to matplotlib."""
    from pathlib import Path

    import font_source_sans_pro
    from matplotlib import font_manager

    folder = Path(font_source_sans_pro.__file__).parent / "files"
    for face in FACES:
        font_manager.fontManager.addfont(str(folder / face))


def register_when_drawing() -> None:
    """Do what `register` does, as soon as matplotlib keeps fonts."""
    if _MANAGER in sys.modules:
        register()
    elif not any(isinstance(finder, _Watch) for finder in sys.meta_path):
        sys.meta_path.insert(0, _Watch())


class _Watch:
    """Finds nothing, but sees to it that the fonts are registered once matplotlib's module of fonts is loaded."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Return how to load the module of fonts, and register afterwards; None for any other module."""
        if fullname != _MANAGER:
            return None
        sys.meta_path.remove(self)
        spec = find_spec(fullname)
        if spec is not None and spec.loader is not None:
            spec.loader = _ThenRegister(spec.loader)  # type: ignore[assignment]
        return spec


class _ThenRegister:
    """Loads a module as it would be loaded anyway, and registers the fonts."""

    def __init__(self, loader: Loader):
        self._loader = loader

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        """Return what the module's own loader does."""
        return self._loader.create_module(spec)

    def exec_module(self, module: ModuleType) -> None:
        """Load the module and register the fonts."""
        self._loader.exec_module(module)
        if module.__spec__ is not None:
            module.__spec__.loader = module.__loader__ = self._loader
        register()
