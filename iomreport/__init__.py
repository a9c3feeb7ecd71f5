"""A sourced, reproducible report on the International Organization for Migration, and the data behind it.

This is the table of contents of the public interface; each name is loaded when it is first used, so that importing the
package costs nothing.
"""

import sys
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from iomreport import advocacy, claims, growth, ledger, mandates, method, missing_migrants, summary, theme
    from iomreport.analysis import at, growth_rate, members_on, sources_of, to_real
    from iomreport.catalog import datasets, describe, load
    from iomreport.exhibits import Column, Figure, Table, say, see
    from iomreport.values import Value, difference, pick, ratio, select, tally

_HOME = {
    "at": "analysis",
    "growth_rate": "analysis",
    "members_on": "analysis",
    "sources_of": "analysis",
    "to_real": "analysis",
    "datasets": "catalog",
    "describe": "catalog",
    "load": "catalog",
    "Column": "exhibits",
    "Figure": "exhibits",
    "Table": "exhibits",
    "say": "exhibits",
    "see": "exhibits",
    "Value": "values",
    "difference": "values",
    "pick": "values",
    "ratio": "values",
    "select": "values",
    "tally": "values",
}
_MODULES = {"advocacy", "claims", "growth", "ledger", "mandates", "method", "missing_migrants", "summary", "theme"}

__version__ = "0.1.0"
__all__ = [  # noqa: RUF022 - in the order a newcomer meets them
    "load",
    "datasets",
    "describe",
    "to_real",
    "at",
    "members_on",
    "growth_rate",
    "sources_of",
    "pick",
    "select",
    "tally",
    "difference",
    "ratio",
    "Value",
    "say",
    "see",
    "Figure",
    "Table",
    "Column",
    "growth",
    "mandates",
    "advocacy",
    "claims",
    "ledger",
    "method",
    "missing_migrants",
    "summary",
    "theme",
]


def __getattr__(name: str) -> Any:
    if name in _MODULES:
        return import_module(f"iomreport.{name}")
    if name in _HOME:
        return getattr(import_module(f"iomreport.{_HOME[name]}"), name)
    from iomreport.suggest import nearest

    hint = "" if name.startswith("_") else nearest(name, __all__)  # other programs look for names with underscores
    raise AttributeError(f"module 'iomreport' has no attribute {name!r}{hint}")


def __dir__() -> list[str]:
    """Return what completion offers: what the package is for, and not what it is made with."""
    return sorted({*__all__, *(name for name in globals() if name.startswith("__"))})


def load_ipython_extension(shell: Any) -> None:
    """Show units and sources below frames; `import iomreport` does it too, `%load_ext iomreport` once more."""
    import_module("iomreport.display").register(shell)


def unload_ipython_extension(shell: Any) -> None:
    """Show frames as pandas does; `%unload_ext iomreport` calls this."""
    import_module("iomreport.display").unregister(shell)


if "IPython" in sys.modules:
    import_module("iomreport.display").register_where_running()
import_module("iomreport.fonts").register_when_drawing()
