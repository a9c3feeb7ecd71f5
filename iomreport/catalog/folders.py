"""Where data and notebooks lie: beside the package in a checkout, inside it once installed, or where the user says."""

import os
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1]  # the folder of the package
_SHIPPED = PACKAGE / "shipped"


def _folder(name: str) -> Path:
    return _SHIPPED / name if _SHIPPED.is_dir() else PACKAGE.parent / name


def shipped_data_folder() -> Path:
    """Return the folder of the tables that come with the package."""
    return _folder("data")


def data_folder() -> Path:
    """Return the folder of the tables to use: that named by `IOMREPORT_DATA`, else the shipped one."""
    own = os.environ.get("IOMREPORT_DATA")
    return Path(own).resolve() if own else shipped_data_folder()


def notebooks_folder() -> Path:
    """Return the folder of the report's notebooks."""
    return _folder("notebooks")
