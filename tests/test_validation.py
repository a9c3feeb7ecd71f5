"""`make test-notebooks` bites: each damage to a copy of the notebooks is found, with notebook, cell and mend."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import nbformat
import pytest
from making import CHECKOUT, run

from iomreport.pipeline.refresh import name_cells, refresh

pytestmark = pytest.mark.slow

REFRESH = "iomreport refresh-notebooks"
NEEDED = (
    "tests/put_off_imports.py",
    "tests/notebook_contract.py",
    "tests/notebook_outputs.py",
    "pyproject.toml",
    "requirements.lock",
)
FILES = ("notebooks", "tests/notebook_contract.py")
"""What is validated: the notebooks, and what all of them promise."""
IMPORTS = """
from iomreport import Column, Figure, Table, load, say, tally
from matplotlib.figure import Figure as Drawing
"""
SENTENCE = 'say("There are {names} names.", names=tally(load("names")))'
TABLE = """
Table(
    load("names").head(2),
    id="tab-ID",
    caption="The first names",
    columns=[Column(name="abbreviation", label="Initials"), Column(name="start", label="Since")],
)
"""
FIGURE = """
drawing = Drawing(figsize=(2, 1))
drawing.subplots().bar(load("names")["abbreviation"], 1)
Figure(drawing, id="fig-ID", title="It bore many names", alt="Bars of one height", data=load("names"))
"""
CODE = {"sentence": SENTENCE, "table": TABLE, "figure": FIGURE, "prose": "It has borne many names."}


@dataclass(frozen=True)
class Damage:
    """What is done to a cell of a sound notebook, and what must be said of it."""

    name: str
    kind: str
    do: Callable[[Any], Any]
    says: str
    mend: str = REFRESH


def record(cell: Any) -> Any:
    """Return what the exporters read of a cell's only output."""
    return cell.outputs[0].metadata["iomreport"]


def shown(cell: Any) -> Any:
    """Return what Jupyter shows of a cell's only output."""
    return cell.outputs[0].data


def everywhere(old: str, new: str) -> Callable[[Any], None]:
    """Return a damage that puts a text in place of another in all that a cell shows."""

    def put(value: Any) -> Any:
        if isinstance(value, str):
            return value.replace(old, new)
        if isinstance(value, list):
            return [put(each) for each in value]
        return {key: put(each) for key, each in value.items()} if isinstance(value, dict) else value

    def do(cell: Any) -> None:
        before = cell.outputs
        cell.outputs = [nbformat.from_dict(put(output)) for output in before]
        assert cell.outputs != before, f"{old} is nowhere in it"

    return do


def recorded(**changes: Any) -> Callable[[Any], None]:
    """Return a damage to nothing but what the exporters read."""
    return lambda cell: record(cell).update(changes)


def source(text: str) -> Callable[[Any], None]:
    """Return a damage that writes other code or prose, and leaves what is shown."""
    return lambda cell: cell.update(source=text)


def showing(**output: Any) -> Callable[[Any], None]:
    """Return a damage that puts an output in place of the exhibit."""
    return lambda cell: cell.update(outputs=[nbformat.v4.new_output(**output)])


def printed(stream: str) -> Callable[[Any], None]:
    """Return a damage that puts something printed before the exhibit."""
    return lambda cell: cell.outputs.insert(0, nbformat.v4.new_output("stream", name=stream, text="mind the gap\n"))


def source_titled(title: str) -> Callable[[Any], None]:
    """Return a damage to the title of the first source."""
    return lambda cell: record(cell)["sources"][0].update(title=title)


def part_said(text: str) -> Callable[[Any], None]:
    """Return a damage to the first words of a sentence, as the exporters read them."""
    return lambda cell: record(cell)["parts"][0].update(text=text)


def row_cell(text: str) -> Callable[[Any], None]:
    """Return a damage to the second cell of a table's first row, as the exporters read it."""
    return lambda cell: record(cell)["rows"][0]["cells"].__setitem__(1, text)


def drawn(cell: Any) -> None:
    """Move a line of the drawing, everywhere it stands."""
    found = re.search(r"[ML] \d+\.\d+", shown(cell)["image/svg+xml"])
    assert found
    everywhere(found[0], f"{found[0][0]} 1.5")(cell)


def ignored(cell: Any) -> None:
    """Ask nbval to look away, and change a number."""
    cell.source = "# NBVAL_IGNORE_OUTPUT\n" + cell.source
    everywhere("5", "6")(cell)


def skipped(cell: Any) -> None:
    """Ask nbval to leave the cell out, and change a number."""
    cell.source = "# NBVAL_SKIP\n" + cell.source
    everywhere("5", "6")(cell)


PICK = "pick() the number"
PYTHON = "plain Python"
PROSE = "take the number from a dataset"
INTO_PACKAGE = "move it into the package"
EXHIBIT = "show a Figure, a Table or a sentence"
CAUSE = "mend the cause"

DAMAGES = [
    # A changed number, sentence, table cell, alt text, title, source or figure.
    Damage("number", "sentence", everywhere("5", "6"), "wording.*'6'.*now computes as '5'"),
    Damage("number-for-exporters", "sentence", lambda cell: record(cell)["parts"][1].update(text="6"), "'6'.*'5'"),
    Damage("number-as-text", "sentence", lambda cell: shown(cell).update({"text/plain": "6"}), "text/plain of a sent"),
    Damage("wording", "sentence", everywhere("There are", "It bore"), "wording.*It bore.*There are"),
    Damage("wording-for-exporters", "sentence", part_said("It bore "), "wording.*It bore.*There are"),
    Damage("cell", "table", everywhere("1951-12-05", "1951-12-06"), "(table cell|data) of tab-cell.*12-06.*12-05"),
    Damage("cell-for-exporters", "table", row_cell("1950"), "table cell of tab-cell-for-exporters.*1950.*1951-12-05"),
    Damage(
        "cell-as-shown", "table", lambda cell: shown(cell).update({"text/html": "<p>1</p>"}), "text/html of the tab"
    ),
    Damage("row", "table", lambda cell: record(cell)["rows"].pop(), "table cell of tab-row.*nothing"),
    Damage("heading", "table", lambda cell: record(cell)["columns"][0].update(unit="years"), "heading of tab-heading"),
    Damage("caption", "table", recorded(caption="The last names"), "caption of tab-caption.*last.*first"),
    Damage("alt", "figure", recorded(alt="Bars of two heights"), "alt text of fig-alt.*two.*one"),
    Damage("title", "figure", recorded(title="It bore few names"), "title of fig-title.*few.*many"),
    Damage("note", "figure", recorded(notes=["By hand."]), "note of fig-note.*By hand.*nothing"),
    Damage("data", "figure", recorded(data="year,value\n"), "data of fig-data.*year,value"),
    Damage("source", "figure", source_titled("Another title"), "source of fig-source.*Another title"),
    Damage("source-of-sentence", "sentence", source_titled("Another title"), "source of sentence.*Another title"),
    Damage("source-left-out", "figure", lambda cell: record(cell)["sources"].pop(), "source of fig-source-left-out"),
    Damage("figure", "figure", drawn, "drawing of the figure fig-figure"),
    Damage(
        "figure-as-shown", "figure", lambda cell: shown(cell).update({"text/html": "<svg/>"}), "text/html of the fig"
    ),
    Damage(
        "figure-left-out", "figure", lambda cell: shown(cell).pop("image/svg+xml"), "drawing of the figure.*nothing"
    ),
    Damage("number-ignored", "sentence", ignored, "'6'.*'5'"),
    Damage("number-skipped", "sentence", skipped, "'6'.*'5'"),
    # A stripped or out-of-order notebook.
    Damage("stripped", "sentence", lambda cell: cell.update(outputs=[], execution_count=None), "was not executed"),
    Damage("emptied", "sentence", lambda cell: cell.update(outputs=[]), "now shows a sentence that the notebook lacks"),
    Damage("order", "sentence", lambda cell: cell.update(execution_count=1), "was number 1 to be executed, not"),
    # An error, a warning, output to stderr.
    Damage("error", "sentence", source("1 / 0"), "fails with ZeroDivisionError: division by zero", "mend the cell"),
    Damage(
        "error-stored",
        "sentence",
        showing(output_type="error", ename="ValueError", evalue="no", traceback=[]),
        "fails with ValueError: no",
        CAUSE,
    ),
    Damage("warning", "sentence", source(f"__import__('warnings').warn('gap')\n{SENTENCE}"), "output to stderr.*gap"),
    Damage("stderr", "sentence", source(f"print('gap', file=__import__('sys').stderr)\n{SENTENCE}"), "to stderr.*gap"),
    Damage("stdout", "sentence", source(f"print('gap')\n{SENTENCE}"), "output to stdout.*gap"),
    Damage("stderr-stored", "sentence", printed("stderr"), "writes to stderr: mind the gap", CAUSE),
    Damage("stdout-stored", "sentence", printed("stdout"), "writes to stdout: mind the gap", CAUSE),
    # A hard-coded number in prose.
    Damage("prose-digits", "prose", source("It has 43 names."), "says '43'", PROSE),
    Damage("prose-words", "prose", source("It has forty-three names."), "says 'forty-three'", PROSE),
    Damage("prose-million", "prose", source("It moved a million people."), "says 'million'", PROSE),
    Damage("prose-half", "prose", source("It lost ½ of them."), "says '½'", PROSE),
    Damage("prose-link", "prose", source("[In 1951](https://example.org/)."), "says '1951", PROSE),
    Damage("prose-link-title", "prose", source('[It](https://example.org/1951 "in 1951").'), "says '1951", PROSE),
    Damage("template", "sentence", source(SENTENCE.replace("There", "In 1951 there")), "types 'In 1951 there", PICK),
    Damage("template-words", "sentence", source(SENTENCE.replace("There", "Of fifty there")), "types 'Of fifty", PICK),
    Damage("template-joined", "sentence", source('say("In " + str(1951) + "{n}", n=tally([]))'), "types 'In '", PICK),
    Damage("template-formatted", "sentence", source('say(f"In {1951} {{n}}", n=tally([]))'), "types f'In", PICK),
    Damage("value", "sentence", source('say("{a}{n}", a="43", n=tally(load("names")))'), "types '43' into", PICK),
    Damage("value-number", "sentence", source('say("{a}{n}", a=43, n=tally(load("names")))'), "types 43 into", PICK),
    Damage("value-made", "sentence", source("iomreport.say('{n}', n=Value(content=43))"), "Value.content=43", PICK),
    # An absolute path, a function, a magic.
    Damage("path", "sentence", source(f"open('/home/someone/data.csv')\n{SENTENCE}"), "names /home/someone/data.csv"),
    Damage("path-windows", "sentence", source(f"open(r'C:\\data\\a.csv')\n{SENTENCE}"), r"names C:\\data\\a.csv"),
    Damage("path-share", "prose", source(r"See \\server\share\a.csv."), r"names \\\\server\\share\\a.csv"),
    Damage("path-address", "prose", source("See [it](file:///srv/a.csv)."), "names file:///srv/a.csv"),
    Damage("path-shown", "sentence", everywhere("There are", "See /tmp/x.csv"), "names /tmp/x.csv"),
    Damage("function", "sentence", source(f"def f():\n    pass\n{SENTENCE}"), "defines a function", INTO_PACKAGE),
    Damage("function-nameless", "sentence", source(f"f = lambda: 1\n{SENTENCE}"), "defines a function", INTO_PACKAGE),
    Damage("class", "sentence", source(f"class C:\n    pass\n{SENTENCE}"), "defines a function or class", INTO_PACKAGE),
    Damage("magic", "sentence", source(f"%matplotlib inline\n{SENTENCE}"), "is no Python", PYTHON),
    # A figure without an exhibit.
    Damage(
        "bare-axes",
        "figure",
        showing(output_type="execute_result", execution_count=1, data={"text/plain": "<Axes: >"}),
        "shows a bare text/plain",
        EXHIBIT,
    ),
    Damage(
        "bare-picture",
        "figure",
        showing(output_type="display_data", data={"image/png": "aGVsbG8=", "text/plain": "<Figure size 2x1>"}),
        "shows a bare image/png",
        EXHIBIT,
    ),
    Damage("bare-drawing", "figure", source("Drawing().subplots()"), "now computes an output that is no exhibit"),
    Damage("bare-frame", "table", source('load("names").head(2)'), "now computes an output that is no exhibit"),
    # A dataset used and not cited.
    Damage(
        "uncited",
        "sentence",
        source(SENTENCE.replace('tally(load("names"))', 'tally(load("names").head(len(load("prices"))))')),
        "uses prices and cites none of its sources",
        "make the number a value",
    ),
    Damage(
        "uncited-in-package",
        "sentence",
        source(f"__import__('importlib').import_module('iomreport.growth.donors').share_of_donor(1, 2013)\n{SENTENCE}"),
        "uses donors and cites none of its sources",
        "make the number a value",
    ),
]


def sound(names_and_kinds: list[tuple[str, str]]) -> Any:
    """Return a notebook of which nothing can be said, not yet executed."""
    new = nbformat.v4
    cells = [new.new_markdown_cell("# A chapter\n\nSome prose.", id="opening")]
    cells += [new.new_code_cell(IMPORTS.strip(), id="imports")]
    for name, kind in names_and_kinds:
        code = CODE[kind].strip().replace("-ID", f"-{name}")
        cells += [(new.new_markdown_cell if kind == "prose" else new.new_code_cell)(code, id=name)]
    return new.new_notebook(cells=cells)


def put(notebook: Any, path: Path) -> None:
    """Write a notebook in the form of all notebooks."""
    path.write_text(nbformat.writes(notebook) + "\n", encoding="utf-8")


def checkout(top: Path) -> Path:
    """Make a folder in which the notebooks can be validated as in a checkout."""
    for name in NEEDED:
        (top / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(CHECKOUT / name, top / name)
    (top / "notebooks").mkdir()
    return top


def validate(top: Path, *files: str) -> subprocess.CompletedProcess[str]:
    """Run what `make test-notebooks` runs, in a copy and in one process; of its files some, or all."""
    recipe = re.search(r"(?m)^test-notebooks:.*\n((?:\t.*\n)+)", (CHECKOUT / "Makefile").read_text(encoding="utf-8"))
    assert recipe
    command = shlex.split(recipe[1].replace("\\\n", " ").strip().lstrip("@"))
    assert command[0] == "$(BIN)/python"
    assert command[-2:] == [*FILES]
    options = ["-n", "0", "--junit-xml=found.xml", "-p", "no:cacheprovider"]
    return run([sys.executable, *command[1:-2], *options, *(files or FILES)], top)


def failures(top: Path) -> list[str]:
    """Return all that the last validation said, a text for each test that failed."""
    tree = ElementTree.parse(top / "found.xml")
    return [" ".join((each.text or "").split()) for tag in ("failure", "error") for each in tree.iter(tag)]


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Execute a sound notebook once."""
    folder = tmp_path_factory.mktemp("clean")
    put(sound([("sentence", "sentence"), ("table", "table"), ("figure", "figure")]), folder / "00-clean.ipynb")
    refresh(folder)
    return folder / "00-clean.ipynb"


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory, clean: Path) -> list[str]:
    """Damage notebooks in every way, validate them once, and return what was said."""
    top = checkout(tmp_path_factory.mktemp("damaged"))
    put(sound([(each.name, each.kind) for each in DAMAGES]), top / "notebooks" / "01-damaged.ipynb")
    refresh(top / "notebooks")
    notebook = nbformat.read(top / "notebooks" / "01-damaged.ipynb", as_version=4)
    for cell, each in zip(notebook.cells[2:], DAMAGES, strict=True):
        each.do(cell)
    put(notebook, top / "notebooks" / "01-damaged.ipynb")
    shutil.copy(clean, top / "notebooks" / "00-clean.ipynb")
    assert validate(top).returncode == 1
    return failures(top)


@pytest.fixture(scope="module")
def not_whole(tmp_path_factory: pytest.TempPathFactory, clean: Path) -> list[str]:
    """Leave notebooks in every state in which they need not be executed to be told, and return what was said."""
    top = checkout(tmp_path_factory.mktemp("not-whole"))
    for name, do in WHOLE.items():
        notebook = nbformat.read(clean, as_version=4)
        text = do(notebook) or nbformat.writes(notebook) + "\n"
        (top / "notebooks" / f"{name}.ipynb").write_text(text, encoding="utf-8")
    assert validate(top, "tests/notebook_contract.py").returncode == 1
    return failures(top)


def swapped(notebook: Any) -> None:
    """Put the second cell that shows something before the first."""
    notebook.cells[2], notebook.cells[3] = notebook.cells[3], notebook.cells[2]


def stripped(notebook: Any) -> None:
    """Take out all outputs and counts, as a tool that strips notebooks does."""
    for cell in notebook.cells[1:]:
        cell.update(outputs=[], execution_count=None)


def noted(notebook: Any) -> None:
    """Leave what an editor writes into a cell's metadata."""
    notebook.cells[2].metadata["scrolled"] = True


def from_elsewhere(notebook: Any) -> None:
    """Leave the name of another kernel."""
    notebook.metadata["kernelspec"]["name"] = "mine"


WHOLE: dict[str, Callable[[Any], str | None]] = {
    "02-swapped": swapped,
    "03-stripped": stripped,
    "04-noted": noted,
    "05-elsewhere": from_elsewhere,
    "06-indented": lambda notebook: json.dumps(notebook, indent=2) + "\n",
}


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.name)
def test_damage_is_told_with_notebook_cell_and_mend(damage: Damage, found: list[str]) -> None:
    number = DAMAGES.index(damage) + 3
    place = rf"cell {number} \({damage.name}\)"
    told = [
        text
        for text in found
        if re.search(rf"01-damaged\.ipynb, .*?{place}[^;]*?{damage.says}.*{re.escape(damage.mend)}", text)
    ]

    assert told, [text[:600] for text in found if re.search(place, text)]


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("02-swapped", r"cell 3 \(table\) was number 3 to be executed, not 2"),
        ("03-stripped", r"cell 2 \(imports\) was not executed.*cell 5 \(figure\) was not executed"),
        ("04-noted", r"cell 3 \(sentence\) has metadata"),
        ("05-elsewhere", "its own metadata say more than the kernel"),
        ("06-indented", r"cell 1 is not in normal form, from line 2 of the file"),
    ],
)
def test_notebook_that_is_no_longer_whole_is_told_with_the_mend(name: str, says: str, not_whole: list[str]) -> None:
    assert [text for text in not_whole if re.search(rf"{name}\.ipynb, .*{says}.*{REFRESH}", text)]


def test_nothing_is_said_of_a_sound_notebook(found: list[str]) -> None:
    assert [text for text in found if "00-clean" in text] == []


def test_sound_notebooks_pass_and_what_was_compared_is_said(clean: Path, tmp_path: Path) -> None:
    top = checkout(tmp_path)
    shutil.copy(clean, top / "notebooks")

    done = validate(top)

    assert done.returncode == 0, done.stdout
    assert "drawings: compared" in done.stdout


def test_drawings_are_left_out_and_said_to_be_where_another_version_draws(clean: Path, tmp_path: Path) -> None:
    top = checkout(tmp_path)
    lock = re.sub(r"(?m)^matplotlib==\S+", "matplotlib==0.1", (top / "requirements.lock").read_text(encoding="utf-8"))
    (top / "requirements.lock").write_text(lock, encoding="utf-8")
    notebook = nbformat.read(clean, as_version=4)
    drawn(notebook.cells[4])
    put(notebook, top / "notebooks" / "00-drawn.ipynb")
    record(notebook.cells[4])["alt"] = "A picture"
    put(notebook, top / "notebooks" / "01-described.ipynb")

    done = validate(top)

    assert re.search(r"drawings: NOT compared.*matplotlib \S+ \(locked: 0\.1\)", done.stdout)
    (said,) = failures(top)
    assert re.search(r"01-described\.ipynb, cell 5 \(figure\): alt text of fig-figure is 'A picture'", said)


# What mends it.


@pytest.fixture(scope="module")
def mended(tmp_path_factory: pytest.TempPathFactory, clean: Path) -> tuple[Path, list[str], int]:
    """Refresh a sound notebook and damaged ones; return the folder, what changed, when the sound one was written."""
    folder = tmp_path_factory.mktemp("mended")
    written = Path(shutil.copy(clean, folder)).stat().st_mtime_ns
    damaged, bare = (nbformat.read(clean, as_version=4) for _ in range(2))
    for do in (noted, from_elsewhere, lambda notebook: record(notebook.cells[4]).update(title="Another")):
        do(damaged)
    (folder / "01-damaged.ipynb").write_text(json.dumps(damaged, indent=3), encoding="utf-8")
    stripped(bare)
    put(bare, folder / "02-stripped.ipynb")
    put(nameless(clean), folder / "03-nameless.ipynb")
    return folder, [path.name for path in refresh(folder)], written


def nameless(clean: Path) -> Any:
    """Return a notebook of the days when cells had no ids."""
    notebook = nbformat.read(clean, as_version=4)
    notebook.nbformat_minor = 4
    for cell in notebook.cells:
        del cell["id"]
    return notebook


NAMES = ["a-chapter", "imports", "a-chapter-sentence", "tab-table", "fig-figure"]


def test_refreshing_changes_nothing_when_nothing_changed(mended: tuple[Path, list[str], int], clean: Path) -> None:
    folder, changed, written = mended

    assert "00-clean.ipynb" not in changed
    assert (folder / "00-clean.ipynb").read_bytes() == clean.read_bytes()
    assert (folder / "00-clean.ipynb").stat().st_mtime_ns == written


@pytest.mark.parametrize("name", ["01-damaged.ipynb", "02-stripped.ipynb"])
def test_refreshing_mends_whatever_is_no_longer_whole(
    name: str, mended: tuple[Path, list[str], int], clean: Path
) -> None:
    folder, changed, _ = mended

    assert name in changed
    assert (folder / name).read_bytes() == clean.read_bytes()


def test_refreshing_names_cells_by_what_they_hold(mended: tuple[Path, list[str], int], clean: Path) -> None:
    notebook = nbformat.read(mended[0] / "03-nameless.ipynb", as_version=4)
    assert [cell.id for cell in notebook.cells] == NAMES

    for cell, named in zip(notebook.cells, nbformat.read(clean, as_version=4).cells, strict=True):
        cell.id = named.id
    assert nbformat.writes(notebook) + "\n" == clean.read_text(encoding="utf-8")


def test_same_cells_are_always_given_the_same_ids(clean: Path) -> None:
    first, second = nameless(clean), nameless(clean)
    name_cells(first)
    name_cells(second)

    assert [cell.id for cell in first.cells] == [cell.id for cell in second.cells] == NAMES


def test_ids_that_are_words_stay_and_others_are_given_once(clean: Path) -> None:
    notebook = nbformat.read(clean, as_version=4)
    for cell, given in zip(notebook.cells, ["title", "deadbeef-1", "a-chapter-sentence", "title", "x_y"], strict=True):
        cell.id = given
    notebook.cells += [nbformat.v4.new_code_cell(SENTENCE, id="f1"), nbformat.v4.new_markdown_cell("Words.", id="2")]
    name_cells(notebook)

    assert [cell.id for cell in notebook.cells] == [
        "title",
        "imports",
        "a-chapter-sentence",
        "tab-table",
        "fig-figure",
        "a-chapter-sentence-b",
        "a-chapter-prose",
    ]
