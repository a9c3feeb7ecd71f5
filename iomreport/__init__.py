"""A sourced, reproducible report on the International Organization for Migration, and the data behind it.

This is the table of contents of the public interface; each name is loaded when it is first used, so that importing the
package costs nothing.
"""

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
    raise AttributeError(f"module 'iomreport' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
