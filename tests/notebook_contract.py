"""What every notebook of the report promises; `make test-notebooks` runs this beside nbval."""

from __future__ import annotations

import ast
import contextlib
import functools
import re
from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path
from typing import Any

import nbformat
import pytest

FOLDER = Path(__file__).resolve().parents[1] / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))
MEND = "`iomreport refresh-notebooks` executes the notebooks and writes them back in normal form"
EXTENSION = "%load_ext iomreport"
METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
ABSOLUTE = re.compile(
    r"file:/+[^\s\"'<>]*"
    r"|(?<![\w:/.<])(?:/(?:home|Users|root|tmp|work|mnt|media|opt|usr|var|etc|srv|private|Volumes)/|~/|[A-Za-z]:\\+)"
    r"[\w.\\/-]*"
    r"|(?<![\w\\])\\\\\w[\w.-]*\\\w[\w.\\-]*"
)
"""Paths of a file system: of Unix, of Windows, of a share, or as an address."""
WORDS = re.compile(
    r"(?i)\b(?:eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen|(?:twen|thir|for|fif|six|seven|eigh|nine)ty)\b[-\w]*"
    r"|\b(?:dozen|hundred|thousand|million|billion)s?\b"
)
"""Numbers in words that are too large to count nothing."""


@pytest.fixture(params=NOTEBOOKS, ids=lambda path: path.name)
def path(request: pytest.FixtureRequest) -> Path:
    """Return each notebook in turn."""
    return Path(request.param)


@pytest.fixture
def notebook(path: Path) -> Any:
    """Return a notebook as it lies on the disk."""
    return read(path)


@functools.cache
def read(path: Path) -> Any:
    """Read a notebook once for all tests, which do not change it."""
    return nbformat.read(path, as_version=nbformat.NO_CONVERT)


def cells(notebook: Any, kind: str) -> Iterator[tuple[str, Any]]:
    """Yield the cells of a kind, each with what to call it in a message."""
    for number, cell in enumerate(notebook.cells, start=1):
        if cell.cell_type == kind:
            yield f"cell {number} ({cell.get('id', 'no id')})", cell


def complain(path: Path, found: list[str], mend: str) -> None:
    """Fail with the notebook, the cells and the mend, if anything was found."""
    if found:
        pytest.fail(f"{path.name}, {'; '.join(found)}: {mend}", pytrace=False)


def trees(notebook: Any) -> Iterator[tuple[str, ast.Module]]:
    """Yield the syntax tree of each code cell that is Python."""
    for place, cell in cells(notebook, "code"):
        with contextlib.suppress(SyntaxError):
            yield place, ast.parse(cell.source.replace(EXTENSION, ""))


def texts(value: Any) -> Iterator[str]:
    """Yield every text in a cell or an output, however deep it stands."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from texts(each)
    elif isinstance(value, list):
        for each in value:
            yield from texts(each)


def first_difference(text: str, other: str) -> int:
    """Return the number of the first line that differs."""
    pairs = enumerate(zip_longest(text.split("\n"), other.split("\n")), start=1)
    return next(number for number, (one, two) in pairs if one != two)


def test_there_are_notebooks() -> None:
    assert NOTEBOOKS, f"{FOLDER} holds no notebooks"


def test_name_says_the_place_in_the_report(path: Path) -> None:
    if not re.fullmatch(r"\d\d-[a-z]+(-[a-z]+)*\.ipynb", path.name):
        pytest.fail(f"{path.name}: name it like 00-summary.ipynb", pytrace=False)


def test_notebook_is_valid(path: Path, notebook: Any) -> None:
    try:
        nbformat.validate(notebook)
    except nbformat.ValidationError as error:
        pytest.fail(f"{path.name} is no valid notebook ({str(error).splitlines()[0]}): {MEND}", pytrace=False)


def test_metadata_is_minimal(path: Path, notebook: Any) -> None:
    found = [
        f"{place} has metadata"
        for kind in ("markdown", "code", "raw")
        for place, cell in cells(notebook, kind)
        if cell.metadata
    ]
    if notebook.metadata != METADATA:
        found.append("its own metadata say more than the kernel")
    complain(path, found, MEND)


def test_file_is_in_normal_form(path: Path, notebook: Any) -> None:
    text, wanted = path.read_text(encoding="utf-8"), nbformat.writes(notebook).rstrip("\n") + "\n"
    if text != wanted:
        line = first_difference(text, wanted)
        before = "\n".join(text.split("\n")[:line])
        cell = max(len(re.findall(r'(?m)^ *"cell_type":', before)), 1)
        complain(path, [f"cell {cell} is not in normal form, from line {line} of the file"], MEND)


def test_cells_have_ids_that_say_what_they_are_for(path: Path, notebook: Any) -> None:
    found = [
        place
        for kind in ("markdown", "code")
        for place, cell in cells(notebook, kind)
        if not re.fullmatch(r"[a-z]+(-[a-z]+)*", cell.get("id", ""))
    ]
    complain(path, found, "give the cell an id in words, joined by hyphens, so that messages can name it")


def test_first_cell_is_a_heading_of_the_first_level(path: Path, notebook: Any) -> None:
    first = notebook.cells[0]
    if first.cell_type != "markdown" or not first.source.startswith("# "):
        complain(path, ["cell 1"], "begin with a Markdown cell whose first line is `# ` and the title of the chapter")


def test_chapter_has_one_heading_of_the_first_level(path: Path, notebook: Any) -> None:
    found = [place for place, cell in cells(notebook, "markdown") for _ in re.findall(r"(?m)^# ", cell.source)]
    complain(path, found[1:], "use `##` for sections")


def test_cells_were_executed_in_order(path: Path, notebook: Any) -> None:
    counts = [(place, cell.execution_count) for place, cell in cells(notebook, "code")]
    found = [
        f"{place} was {'not executed' if count is None else f'number {count} to be executed, not {wanted}'}"
        for wanted, (place, count) in enumerate(counts, start=1)
        if count != wanted
    ]
    complain(path, found, MEND)


def test_no_cell_is_empty(path: Path, notebook: Any) -> None:
    found = [
        f"{place} is empty"
        for kind in ("markdown", "code")
        for place, cell in cells(notebook, kind)
        if not cell.source.strip()
    ]
    complain(path, found, "take it out")


def test_first_code_cell_holds_the_imports(path: Path, notebook: Any) -> None:
    all_trees = list(trees(notebook))
    found = []
    for index, (place, tree) in enumerate(all_trees):
        importing = [isinstance(node, ast.Import | ast.ImportFrom) for node in tree.body]
        if index == 0 and not all(importing):
            found.append(f"{place} does more than import")
        if index > 0 and any(importing):
            found.append(f"{place} imports")
    complain(path, found, "import in the first code cell, and only there")


def test_no_cell_defines_a_function_or_class(path: Path, notebook: Any) -> None:
    kinds = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Lambda
    found = [
        f"{place} defines a function or class"
        for place, tree in trees(notebook)
        if any(isinstance(node, kinds) for node in ast.walk(tree))
    ]
    complain(path, found, "move it into the package, where it can be tested, and import it")


def test_every_code_cell_is_python(path: Path, notebook: Any) -> None:
    python = {place for place, _ in trees(notebook)}
    found = [f"{place} is no Python" for place, _ in cells(notebook, "code") if place not in python]
    complain(path, found, "write plain Python, so that the cell runs anywhere")


def test_no_cell_calls_a_magic_or_the_shell(path: Path, notebook: Any) -> None:
    allowed = EXTENSION if path.stem.endswith("-explore") else ""  # frames are shown there, with units and sources
    sources = [(place, cell.source.replace(allowed, "", 1)) for place, cell in cells(notebook, "code")]
    found = [place for place, source in sources if re.search(r"(?m)^\s*[%!?]", source)]
    complain(path, found, "write plain Python, so that the cell runs anywhere")


def test_no_cell_fails_or_warns(path: Path, notebook: Any) -> None:
    found = []
    for place, cell in cells(notebook, "code"):
        for output in cell.outputs:
            if output.output_type == "error":
                found.append(f"{place} fails with {output.ename}: {output.evalue}")
            if output.output_type == "stream":
                found.append(f"{place} writes to {output.name}: {output.text.strip().splitlines()[0][:80]}")
    complain(path, found, "mend the cause, then " + MEND)


def test_everything_that_is_shown_is_an_exhibit(path: Path, notebook: Any) -> None:
    if path.stem.endswith("-explore"):
        pytest.skip("is no chapter of the report, and shows frames and help pages too")
    found = [
        f"{place} shows a bare {', '.join(sorted(output.get('data', {})))}"
        for place, cell in cells(notebook, "code")
        for output in cell.outputs
        if output.output_type in {"display_data", "execute_result"} and "iomreport" not in output.metadata
    ]
    complain(path, found, "show a Figure, a Table or a sentence made by say()")


def test_every_cell_after_the_imports_shows_something(path: Path, notebook: Any) -> None:
    _, *rest = [place for place, _ in cells(notebook, "code")]
    shows = {place for place, cell in cells(notebook, "code") if cell.outputs}
    complain(
        path,
        [f"{place} shows nothing" for place in rest if place not in shows],
        "join it with the cell that shows what it computes, or " + MEND,
    )


def test_no_number_is_typed_into_prose(path: Path, notebook: Any) -> None:
    found = []
    for place, cell in cells(notebook, "markdown"):
        prose = re.sub(r"\]\([^\s)]*", "](", cell.source)
        words = [word for word in prose.split() if any(character.isnumeric() for character in word)]
        words += [match[0] for match in WORDS.finditer(prose)]
        found += [f"{place} says {word!r}" for word in words]
    complain(path, found, "take the number from a dataset with say(), or leave it out if it counts nothing")


def test_no_number_is_typed_into_a_sentence(path: Path, notebook: Any) -> None:
    found = []
    for place, tree in trees(notebook):
        for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
            if name_of(call) == "say":
                given = [*call.args, *(keyword.value for keyword in call.keywords)]
                found += [f"{place} types {ast.unparse(part)[:60]} into a sentence" for part in given if typed(part)]
            if name_of(call) == "Value":
                found.append(f"{place} makes {ast.unparse(call)[:60]} by hand")
    complain(path, found, "pick() the number from a dataset")


def name_of(call: ast.Call) -> str:
    """Return what a call calls, without what it is taken from."""
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def typed(part: ast.expr) -> bool:
    """Return whether a number stands in what is given to a sentence; those that pick a value from data do not count."""
    if isinstance(part, ast.Constant):
        return any(character.isnumeric() for character in str(part.value)) or bool(WORDS.search(str(part.value)))
    if isinstance(part, ast.Call):
        made = name_of(part) in {"str", "repr", "format", "join"}
        return made and any(typed(each) for each in ast.walk(part) if isinstance(each, ast.Constant))
    if isinstance(part, ast.JoinedStr | ast.BinOp | ast.UnaryOp | ast.IfExp):
        return any(typed(each) for each in ast.iter_child_nodes(part) if isinstance(each, ast.expr))
    return isinstance(part, ast.FormattedValue) and typed(part.value)


def test_no_absolute_path_is_named(path: Path, notebook: Any) -> None:
    found = []
    for kind in ("markdown", "code", "raw"):
        for place, cell in cells(notebook, kind):
            shown = [text for key in ("source", "outputs", "metadata") for text in texts(cell.get(key))]
            named = {match[0] for text in shown for match in ABSOLUTE.finditer(text)}
            found += [f"{place} names {name}" for name in sorted(named)]
    complain(path, found, "name datasets, not files; then " + MEND)


def test_links_within_the_page_lead_to_an_exhibit(path: Path, notebook: Any) -> None:
    known = {
        output.metadata["iomreport"].get("id")
        for each in NOTEBOOKS
        for _, cell in cells(read(each), "code")
        for output in cell.outputs
        if "iomreport" in output.get("metadata", {})
    }
    found = [
        f"{place} links to #{target}"
        for place, cell in cells(notebook, "markdown")
        for target in re.findall(r"\]\(#([^)]+)\)", cell.source)
        if target.startswith(("fig-", "tab-")) and target not in known
    ]
    complain(path, found, "no figure or table has that id; see the id given where the exhibit is made")


def test_figures_tables_and_chapters_have_ids_of_their_own(path: Path, notebook: Any) -> None:
    seen: dict[str, str] = {}
    found = []
    for place, cell in cells(notebook, "code"):
        for output in cell.outputs:
            identifier = output.get("metadata", {}).get("iomreport", {}).get("id")
            if identifier in seen:
                found.append(f"{place} shows {identifier}, as does {seen[identifier]}")
            elif identifier:
                seen[identifier] = place
    complain(path, found, "show it once and link to it")
