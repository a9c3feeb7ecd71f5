"""Where the data and notebooks lie: in a checkout beside the package, in an installed package inside it."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_SHIPPED = _PACKAGE / "shipped"


def _folder(name: str) -> Path:
    return _SHIPPED / name if _SHIPPED.is_dir() else _PACKAGE.parent / name


def data_folder() -> Path:
    """Return the folder of the tables and their description."""
    return _folder("data")


def notebooks_folder() -> Path:
    """Return the folder of the report's notebooks."""
    return _folder("notebooks")
