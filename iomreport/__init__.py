"""A sourced, reproducible report on the International Organization for Migration, and the data behind it.

This is the table of contents of the public interface; each name is loaded when it is first used, so that importing the
package costs nothing and changes nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from iomreport import advocacy, charts, claims, deaths, growth, mandates, method, missing_migrants, summary
    from iomreport.catalog.analysis import at, growth_rate, members_on, sources_of, to_real
    from iomreport.catalog.describe import describe
    from iomreport.catalog.loader import datasets, load
    from iomreport.exhibits import Column, Figure, Table, say, see
    from iomreport.exhibits.values import Value, difference, pick, ratio, select, tally

_HOME = {
    "catalog.analysis": ("at", "growth_rate", "members_on", "sources_of", "to_real"),
    "catalog.describe": ("describe",),
    "catalog.loader": ("datasets", "load"),
    "exhibits": ("Column", "Figure", "Table", "say", "see"),
    "exhibits.values": ("Value", "difference", "pick", "ratio", "select", "tally"),
}
_MODULE_OF = {name: f"iomreport.{module}" for module, names in _HOME.items() for name in names}
_PACKAGES = {"advocacy", "charts", "claims", "deaths", "growth", "mandates", "method", "missing_migrants", "summary"}

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
    "deaths",
    "claims",
    "method",
    "missing_migrants",
    "summary",
    "charts",
]


def __getattr__(name: str) -> Any:
    if name in _PACKAGES:
        return import_module(f"iomreport.{name}")
    if name in _MODULE_OF:
        return getattr(import_module(_MODULE_OF[name]), name)
    from iomreport.suggest import nearest

    hint = "" if name.startswith("_") else nearest(name, __all__)  # other programs look for names with underscores
    raise AttributeError(f"module 'iomreport' has no attribute {name!r}{hint}")


def __dir__() -> list[str]:
    """Return what completion offers: what the package is for, and not what it is made with."""
    return sorted({*__all__, *(name for name in globals() if name.startswith("__"))})


def load_ipython_extension(shell: Any) -> None:
    """Show units and sources below frames, and make the report's typeface known; `%load_ext iomreport` calls this."""
    import_module("iomreport.exhibits.frame_display").register(shell)
    import_module("iomreport.charts.fonts").register()


def unload_ipython_extension(shell: Any) -> None:
    """Show frames as pandas does; `%unload_ext iomreport` calls this."""
    import_module("iomreport.exhibits.frame_display").unregister(shell)
