"""From notebooks to the report: execute, cache, assemble, export, write.

Each name is loaded when it is first used, so that kernels, which start from this package too, load no more than they
need.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from iomreport.pipeline.builder import build
    from iomreport.pipeline.progress import Progress
    from iomreport.pipeline.result import BuildResult

_HOME = {"BuildResult": "result", "Progress": "progress", "build": "builder"}

__all__ = ["BuildResult", "Progress", "build"]


def __getattr__(name: str) -> Any:
    if name in _HOME:
        return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
