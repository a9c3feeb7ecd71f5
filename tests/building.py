"""Small reports to build, and what tests of the build look at."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
import psutil
from bs4 import BeautifulSoup
from making import code_notebook

from iomreport.pipeline import BuildResult, build
from iomreport.pipeline.progress import Progress

SHOW = (
    "from iomreport import load, say, tally",
    'say("There are {names} names.", names=tally(load("names")))',
)
"""Cells of a small notebook that shows a sentence from one table."""


SIZES = """
figure.figsize: 2, 2
font.size: 30
lines.linewidth: 9
axes.facecolor: red
xtick.major.size: 20
svg.fonttype: none
svg.hashsalt: other
savefig.bbox: tight
savefig.pad_inches: 1
savefig.transparent: True
"""
STARTUP = "print('hello')\nimport matplotlib\nmatplotlib.rcParams['font.size'] = 30\n"
SETTINGS = "c.InteractiveShell.ast_node_interactivity = 'all'\nc.InteractiveShellApp.exec_lines = ['load = 1']\n"


VARIABLES = {
    "MPLBACKEND": "module://nowhere",
    "LANG": "tr_TR.UTF-8",
    "LC_ALL": "C",
    "TZ": "Pacific/Auckland",
    "PYTHONHASHSEED": "7",
    "PYTHONWARNINGS": "always",
    "PYTHONSTARTUP": "ipython/profile_default/startup/00.py",
    "FORCE_COLOR": "1",
    "MATPLOTLIBRC": "rc",
    "IPYTHONDIR": "ipython",
}
"""What a user may have set: backend, language, time zone, seed, sizes, margins, startup files."""


def settings_of_a_user(folder: Path) -> dict[str, str]:
    """Write settings of a user's own, any of which might change a chart, and return the variables that name them."""
    startup = folder / "ipython" / "profile_default" / "startup"
    startup.mkdir(parents=True)
    (startup / "00.py").write_text(STARTUP, encoding="utf-8")
    (startup.parent / "ipython_config.py").write_text(SETTINGS, encoding="utf-8")
    (folder / "rc").write_text(SIZES, encoding="utf-8")
    own = {name: str(folder / VARIABLES[name]) for name in ("MATPLOTLIBRC", "IPYTHONDIR", "PYTHONSTARTUP")}
    return {**VARIABLES, **own}


class Listener(Progress):
    """Keeps what a build tells."""

    def __init__(self) -> None:
        self.cells: dict[str, int] = {}
        self.ran: list[str] = []
        self.lines: list[str] = []

    def planned(self, notebook: str, cells: int) -> None:
        """Keep how many cells a notebook has."""
        self.cells[notebook] = cells

    def executed(self, notebook: str) -> None:
        """Keep that a cell has run."""
        self.ran.append(notebook)

    def said(self, message: str) -> None:
        """Keep a step."""
        self.lines.append(message)


@dataclass(frozen=True)
class Place:
    """Where a build happens: its notebooks, its cache and where it writes to."""

    notebooks: Path
    cache: Path
    out: Path


def place(top: Path) -> Place:
    """Return the folders of a build under one folder."""
    return Place(top / "notebooks", top / "cache", top / "build")


def put(folder: Path, name: str, *sources: str, prose: str = "# A chapter") -> Path:
    """Write a notebook with some cells of code."""
    folder.mkdir(exist_ok=True)
    path = folder / name
    nbformat.write(code_notebook(*sources, prose=prose), path)
    return path


def page(out: Path) -> str:
    """Return the text of the page that was built, without code."""
    soup: Any = BeautifulSoup((out / "report.html").read_text(encoding="utf-8"), "html.parser")
    for code in soup.main.select("pre, details, textarea"):
        code.decompose()
    return str(soup.main.get_text())


def facts(out: Path) -> dict[str, str]:
    """Return what the title page tells of the report, by its label."""
    soup: Any = BeautifulSoup((out / "report.html").read_text(encoding="utf-8"), "html.parser")
    return {row.dt.get_text(): row.dd.get_text() for row in soup.select(".facts > div")}


def contents(out: Path) -> dict[str, str]:
    """Return a digest of each file in a folder."""
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in out.iterdir()}


def quick(notebooks: Path, out: Path, **options: Any) -> BuildResult:
    """Build the page only, with a kernel that imports no more than the notebook asks for."""
    return build(out, notebooks=notebooks, **{"formats": ["html"], "fork": False, **options})


def processes() -> set[int]:
    """Return the numbers of the living processes that this one has started, directly or not."""
    found = psutil.Process().children(recursive=True)
    return {child.pid for child in found if child.is_running() and child.status() != psutil.STATUS_ZOMBIE}
