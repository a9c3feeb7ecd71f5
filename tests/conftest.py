"""What many tests share: places nobody else uses, and the report built once."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from making import CHECKOUT, Built
from pypdf import PdfReader

OWN_FOLDERS = (
    "IOMREPORT_CACHE",
    "IPYTHONDIR",
    "JUPYTER_CONFIG_DIR",
    "JUPYTER_DATA_DIR",
    "JUPYTER_RUNTIME_DIR",
    "MPLCONFIGDIR",
)
"""Variables that say where this package and those it uses keep what is the user's."""


@pytest.fixture(scope="session", autouse=True)
def own_folders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep every test, and every process that it starts, out of the user's caches and settings."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("IOMREPORT_DATA", raising=False)
        for name in OWN_FOLDERS:
            patch.setenv(name, str(tmp_path_factory.mktemp(name.lower())))
        yield


@pytest.fixture(scope="session")
def notebooks_folder() -> Path:
    """Return the notebooks of the checkout."""
    return CHECKOUT / "notebooks"


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory, notebooks_folder: Path) -> Built:
    """Build the whole report once."""
    from iomreport.build import build

    folder = tmp_path_factory.mktemp("report") / "build"
    result = build(folder, notebooks=notebooks_folder)
    html = (folder / "report.html").read_text(encoding="utf-8")
    return Built(folder, result.executed, html, (folder / "report.pdf").read_bytes())


@pytest.fixture(scope="session")
def soup(built: Built) -> BeautifulSoup:
    """Return the HTML edition as a browser would read it."""
    return BeautifulSoup(built.html, "html.parser")


@pytest.fixture(scope="session")
def reader(built: Built) -> PdfReader:
    """Return the PDF edition, opened."""
    return PdfReader(io.BytesIO(built.pdf))


@pytest.fixture(scope="session")
def command() -> list[str | Path]:
    """Return how to call the command line in a process of its own."""
    return [sys.executable, "-c", "from iomreport.cli import main; main()"]
