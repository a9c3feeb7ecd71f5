"""Compare what notebooks show with what they now compute: a plugin of pytest that makes nbval compare all of it.

nbval executes the notebooks and compares the text, the HTML and the SVG of their outputs. It leaves out the metadata,
which is what the exporters read, lets a stripped notebook pass, and obeys marks that switch it off. Here its cells are
taken over by ones that compare everything, and that name notebook, cell, exhibit and mend. Each notebook is executed
once.
"""

from __future__ import annotations

import ast
import os
import re
import tempfile
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.metadata import version
from itertools import zip_longest
from pathlib import Path
from typing import Any

import pytest
from nbval.plugin import IPyNbCell, IPyNbFile, NbCellError
from packaging.markers import Marker

from iomreport import catalog
from iomreport.catalog.cells import split_cell

MEND = (
    "if this is meant, `iomreport refresh-notebooks` executes the notebooks and writes them back; else undo the change"
)
LOCK = Path(__file__).resolve().parents[1] / "requirements.lock"
DRAWN_BY = ("matplotlib", "contourpy", "fonttools", "font-source-sans-pro", "numpy")
"""Packages whose version decides about the bytes of a drawing."""

ANSI = re.compile(r"\x1b\[[0-9;]*m")
DRAWING = r"(?s)<svg\b.*?</svg>"
BYTES = "image/svg+xml"

ENVIRONMENT = {"PYTHONHASHSEED": "0", "TZ": "UTC", "MPLBACKEND": "module://matplotlib_inline.backend_inline"}
"""What a build starts its kernels with as well."""

WATCH = """exec('''
from iomreport.catalog import loader
def watched(*arguments, load=loader._load):
    loader._used.add(arguments[1])
    return load(*arguments)
loader._used, loader._load = set(), watched
''', {})"""
"""Makes a kernel keep the names of the datasets that are loaded."""

USED = "__import__('iomreport.catalog.loader').catalog.loader._used"

STANDS_FOR = {"memberships": {"iomreport-rebuilt"}}
"""Sources that a dataset is cited by beside those of its rows: counts rebuilt from spells are this report's own."""

NEED_NOT_BE_CITED = {
    ("countries", ""): "it says what states are called and where they lie; nothing that is counted comes from it",
    ("un_members", "forecast-sentence"): "it bounds the curve; the figure that the sentence explains cites it",
    ("deaths", "advocacy-revisions"): "the counts it is held against are the last of `deaths_revisions`",
    ("*", "standing-table"): "it looks into every dataset and counts those that have a column for it",
}
"""Datasets that cells (any cell, where none is named) may use without citing them, each with the reason."""


def drawings_are_compared() -> bool:
    """Return whether the packages that draw have the versions of the lock."""
    return not other_versions()


@lru_cache(maxsize=1)
def other_versions() -> tuple[str, ...]:
    """Return the packages that draw and are installed in another version than the lock's."""
    wanted = dict(_locked())
    return tuple(
        f"{name} {version(name)} (locked: {wanted.get(name, 'none')})"
        for name in DRAWN_BY
        if version(name) != wanted.get(name)
    )


def _locked() -> Iterator[tuple[str, str]]:
    """Yield the packages of the lock, each with the version for this system and Python."""
    for line in re.findall(r"(?m)^[a-z0-9].*", LOCK.read_text(encoding="utf-8")):
        name, _, rest = line.rstrip("\\ ").partition("==")
        number, _, condition = rest.partition(";")
        if not condition.strip() or Marker(condition).evaluate():
            yield name, number.strip()


def pytest_configure(config: pytest.Config) -> None:
    """Start kernels as a build does, and without the user's settings."""
    os.environ.update(ENVIRONMENT)
    folder = tempfile.TemporaryDirectory(prefix="iomreport-")
    os.environ["IPYTHONDIR"] = folder.name
    config.add_cleanup(folder.cleanup)


def pytest_report_header() -> list[str]:
    """Say at the top what is compared."""
    if drawings_are_compared():
        return ["drawings: compared, as the packages that draw have the versions of requirements.lock"]
    return [f"drawings: NOT compared, all else is; not of the versions of {LOCK.name}: {', '.join(other_versions())}"]


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Say at the end what was not compared."""
    if not drawings_are_compared():
        terminalreporter.write_line(*pytest_report_header(), yellow=True)


@pytest.hookimpl(wrapper=True)
def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> Iterator[None]:
    """Take over the notebooks that nbval collects."""
    found = yield
    return [  # type: ignore[return-value]
        NotebookFile.from_parent(parent, path=file_path) if type(each) is IPyNbFile else each for each in found
    ]


class NotebookFile(IPyNbFile):  # type: ignore[misc]
    """A notebook whose cells are executed in order in one kernel."""

    def collect(self) -> Iterator[pytest.Item]:
        """Yield its code cells, named by their ids."""
        for each in super().collect():
            name = str(each.cell.get("id", each.name))
            options = {"check": True, "check_exception": False, "skip": False}  # whatever the cell says of itself
            yield NotebookCell.from_parent(self, name=name, cell_num=each.cell_num, cell=each.cell, options=options)

    def setup(self) -> None:
        """Start the kernel and let it keep what is loaded."""
        super().setup()
        self.asked("None", WATCH)

    def setup_sanitize_files(self) -> None:
        """Leave drawings out of the comparison where others draw than those of the lock."""
        super().setup_sanitize_files()
        if not drawings_are_compared():
            self.sanitize_patterns[DRAWING] = "<svg/>"

    def asked(self, expression: str, code: str = "") -> str:
        """Return what an expression is in the kernel, after some code that leaves no trace in it."""
        wanted = {"asked": expression}
        message = self.kernel.kc.execute(code, silent=True, store_history=False, user_expressions=wanted)
        while True:
            reply = self.kernel.get_message("shell", timeout=60)
            if reply["parent_header"].get("msg_id") == message:
                return str(reply["content"]["user_expressions"]["asked"]["data"]["text/plain"])


class NotebookCell(IPyNbCell):  # type: ignore[misc]
    """A code cell that is executed, and whose outputs are compared with the stored ones."""

    def runtest(self) -> None:
        """Execute the cell, compare, and look whether it cites what it uses."""
        self.parent.asked("None", f"{USED}.clear()")
        super().runtest()
        used = ast.literal_eval(self.parent.asked(f"sorted({USED})"))
        lacking = not_cited(str(self.cell.get("id")), used, self.test_outputs)
        if lacking:
            self.raise_cell_error(
                f"uses {' and '.join(lacking)} and cites none of its sources",
                mend="make the number a value by pick(), or name the source in `sources`",
            )

    def compare_outputs(self, test: Any, ref: Any, skip_compare: Any = None) -> bool:
        """Compare everything, then let nbval compare what it would."""
        sanitize = None if drawings_are_compared() else lambda text: re.sub(DRAWING, "<svg/>", text)
        found = list(differences(ref, test, sanitize))
        if found:
            self.raise_cell_error("; ".join(found[:3]))
        return bool(super().compare_outputs(test, ref, skip_compare))

    def raise_cell_error(self, message: str, *args: Any, mend: str = MEND, **kwargs: Any) -> None:
        """Fail with notebook, cell and mend."""
        error = next((each for each in self.test_outputs or () if "ename" in each), None)
        if error:
            message, mend = f"fails with {error.ename}: {error.evalue}", "mend the cell, or what it calls"
        number = next(index for index, cell in enumerate(self.parent.nb.cells, start=1) if cell is self.cell)
        place = f"{self.path.name}, cell {number} ({self.cell.get('id', 'no id')})"
        raise NbCellError(self.cell_num, f"{place}: {message}: {mend}", self.cell.source, *args, **kwargs)

    def repr_failure(self, excinfo: Any) -> str:
        """Return the message, and the traceback of a cell that fails."""
        if not isinstance(excinfo.value, NbCellError):
            return str(super().repr_failure(excinfo))
        return ANSI.sub("", "\n".join([str(excinfo.value), *filter(None, [excinfo.value.inner_traceback])]))

    def reportinfo(self) -> tuple[Path, int, str]:
        """Return what a failure is headed with."""
        return self.path, 0, f"{self.path.name}, {self.name}"


# What differs.


def differences(stored: Any, computed: Any, sanitize: Any = None) -> Iterator[str]:
    """Say in words where the outputs of a cell differ."""
    for old, new in zip_longest(stored, computed):
        if old is None:
            yield f"it now shows {_kind(new)} that the notebook lacks"
        elif new is None:
            yield f"the notebook shows {_kind(old)} that it no longer computes"
        elif _kind(old) != _kind(new):
            yield f"the notebook shows {_kind(old)}, and it now computes {_kind(new)}"
        elif old.output_type == "stream":
            yield from _compared("what it prints", old.text, new.text)
        elif old.output_type in {"display_data", "execute_result"}:
            found = list(_in_metadata(old.metadata, new.metadata))
            yield from found or _in_data(_kind(new), old.data, new.data, sanitize)


def _kind(output: Any) -> str:
    record = output.get("metadata", {}).get("iomreport", {})
    if output.output_type == "stream":
        return f"output to {output.name} ({_short(output.text)})"
    if output.output_type == "error":
        return f"an error ({output.ename})"
    if not isinstance(record, dict) or "exhibit" not in record:
        return "an output that is no exhibit"
    return f"{'the ' if 'id' in record else 'a '}{record['exhibit']} {record.get('id', '')}".rstrip()


def _in_metadata(stored: Any, computed: Any) -> Iterator[str]:
    old, new = stored.get("iomreport", {}), computed.get("iomreport", {})
    for field in sorted({*old, *new}):
        if old.get(field) != new.get(field):
            what = FIELDS.get(field, f"field {field!r} in the metadata") + f" of {new.get('id') or new.get('exhibit')}"
            yield from _walked(what, field, old.get(field), new.get(field))
    rest = [{key: value for key, value in each.items() if key != "iomreport"} for each in (stored, computed)]
    yield from _walked("metadata", "", *rest)


FIELDS = {
    "alt": "alt text",
    "caption": "caption",
    "columns": "heading",
    "data": "data",
    "notes": "note",
    "parts": "wording",
    "rows": "table cell",
    "sources": "source",
    "title": "title",
}
"""What to call the fields of an exhibit's record in a message."""


def _walked(what: str, path: str, stored: Any, computed: Any) -> Iterator[str]:
    """Go down to the first text that differs."""
    if isinstance(stored, dict) and isinstance(computed, dict):
        for key in sorted({*stored, *computed}):
            yield from _walked(what, f"{path}.{key}".lstrip("."), stored.get(key), computed.get(key))
    elif isinstance(stored, list) and isinstance(computed, list):
        for number, (old, new) in enumerate(zip_longest(stored, computed), start=1):
            yield from _walked(what, f"{path}[{number}]", old, new)
    else:
        yield from _compared(f"{what} ({path})" if not path.isalpha() else what, stored, computed)


def _in_data(what: str, stored: Any, computed: Any, sanitize: Any) -> Iterator[str]:
    for kind in sorted({*stored, *computed}):
        old, new = stored.get(kind), computed.get(kind)
        if sanitize and isinstance(old, str) and isinstance(new, str):
            old, new = sanitize(old), sanitize(new)
        yield from _compared(f"{'drawing' if kind == BYTES else kind} of {what}", old, new)


def _compared(what: str, stored: Any, computed: Any) -> Iterator[str]:
    if stored != computed:
        old, new = ("nothing" if each is None else str(each) for each in (stored, computed))
        start = max(next((n for n, (a, b) in enumerate(zip(old, new)) if a != b), min(len(old), len(new))) - 20, 0)  # noqa: B905
        yield f"{what} is {_short(old[start:])} in the notebook, and now computes as {_short(new[start:])}"


def _short(text: str) -> str:
    line = " ".join(text.split())
    return repr(line if len(line) <= 80 else line[:79] + "…")


# What is cited.


def not_cited(cell: str, used: list[str], outputs: Any) -> list[str]:
    """Return the datasets of which a cell cites no source, though it shows something made from them."""
    records = [output.metadata["iomreport"] for output in outputs if "iomreport" in output.get("metadata", {})]
    cited = {source["source_id"] for record in records for source in record["sources"]}
    return [name for name in used if records and not _sources_of(name) & cited and not _may_stay_out(name, cell)]


def _may_stay_out(name: str, cell: str) -> bool:
    return any(key in NEED_NOT_BE_CITED for key in ((name, ""), (name, cell), ("*", cell)))


@cache
def _sources_of(name: str) -> set[str]:
    frame = catalog.load(name)
    given = {source for cell in frame["source_id"].dropna() for source in split_cell(cell)}
    return given | STANDS_FOR.get(name, set())
