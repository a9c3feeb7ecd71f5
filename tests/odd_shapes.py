"""Contents of shapes that no careful program writes: half letters, wrong types, missing parts, deep nesting, rings.

In the templates `§` is a word that has to be shown or told, as in `any_notebook`.
"""

from __future__ import annotations

import json
from typing import Any

from any_notebook import PNG, SURROGATE, SVG, Made

HALF = "§" + SURROGATE
"""A word beside half a letter, which JSON can hold and UTF-8 cannot."""


def _text(source: Any, **more: Any) -> dict[str, Any]:
    return {"cell_type": "markdown", "source": source, "metadata": {}, **more}


def _code(*outputs: Any, **more: Any) -> dict[str, Any]:
    return {"cell_type": "code", "source": "x", "metadata": {}, "execution_count": 1, "outputs": list(outputs), **more}


def _shown(data: Any, **metadata: Any) -> dict[str, Any]:
    return _code({"output_type": "display_data", "data": data, "metadata": metadata})


def _error(**parts: Any) -> dict[str, Any]:
    return _code({"output_type": "error", **parts})


HALF_LETTERS = {
    "a heading": _text(f"# {HALF}"),
    "a link": _text(f"[{HALF}](https://example.org/{SURROGATE} '{SURROGATE}') §"),
    "code": _text(f"`{HALF}`\n\n```py{SURROGATE}\n{HALF}\n```"),
    "a formula": _text(f"§ $a{SURROGATE}$ §\n\n$$b{SURROGATE}$$"),
    "a formula that is none": _text(f"§ $\\nosuch{{{SURROGATE}}}$ §"),
    "a footnote": _text(f"§[^a{SURROGATE}]\n\n[^a{SURROGATE}]: {HALF}"),
    "a table": _text(f"|{HALF}|\n|---|\n|{HALF}|"),
    "tags": _text(f"<b title='{SURROGATE}'>{HALF}</b> <a id='x{SURROGATE}'></a>§ [§](#x{SURROGATE})"),
    "a missing image": _text(f"![{HALF}](x{SURROGATE}.png)"),
    "an attachment": _text("![§](attachment:a.png) §", attachments={f"a{SURROGATE}.png": {"image/png": PNG}}),
    "a disclosure": _text(f"<details><summary>{HALF}</summary>{HALF}</details>"),
    "an entity": _text("§ &#xD83D; §"),
    "printed text": _code({"output_type": "stream", "name": "stdout", "text": HALF}),
    "the error stream": _code({"output_type": "stream", "name": "stderr", "text": HALF}),
    "an error": _error(ename=f"E{SURROGATE}", evalue=HALF, traceback=[HALF]),
    "an error without steps": _error(ename=f"E{SURROGATE}", evalue=HALF, traceback=[]),
    "plain text": _shown({"text/plain": HALF}),
    "a Markdown output": _shown({"text/markdown": HALF}),
    "an HTML output": _shown({"text/html": f"<p>{HALF}</p>"}),
    "a LaTeX output": _shown({"text/latex": HALF}),
    "a formula of an output": _shown({"text/latex": f"$a{SURROGATE}$"}),
    "JSON": _shown({"application/json": {"a": HALF}}),
    "a key of JSON": _shown({"application/json": {HALF: 1}}),
    "a drawing": _shown({"image/svg+xml": SVG.replace("<path", f"<title>{SURROGATE}</title><path")}),
    "an alt text": _shown({"image/png": PNG}, alt=HALF),
    "a type of data": _shown({f"x/y{SURROGATE}": "§"}),
    "a type of output": _code({"output_type": f"future{SURROGATE}", "text": "§"}),
    "a type of cell": {"cell_type": f"future{SURROGATE}", "source": "§", "metadata": {}},
    "a format of a raw cell": {"cell_type": "raw", "source": HALF, "metadata": {"format": f"x{SURROGATE}"}},
    "front matter": {"cell_type": "raw", "source": f"---\ntitle: {HALF}\n---", "metadata": {}},
}
"""Half a letter in every place for letters."""

CELLS: dict[str, Any] = {
    "no source": {"cell_type": "markdown", "metadata": {}},
    "a source of nothing": _text(None),
    "a source that is a number": _text(7),
    "a source that is a thing": _text({"a": "§"}),
    "a source of odd parts": _text(["§", None, 5]),
    "no type": {"source": "§", "metadata": {}},
    "a type of nothing": {"cell_type": None, "source": "§", "metadata": {}},
    "a heading of an old format": {"cell_type": "heading", "level": 2, "source": "§", "metadata": {}},
    "a text": "§",
    "nothing": None,
    "outputs of nothing": {**_code(), "outputs": None},
    "outputs that are a thing": {**_code(), "outputs": {"a": "§"}},
    "outputs that are texts": {**_code(), "outputs": ["§", None, 5]},
    "an output without a type": _code({"data": {"text/plain": "§"}, "metadata": {}}),
    "an output of an old format": _code({"output_type": "pyout", "text": "§", "prompt_number": 1, "metadata": {}}),
    "attachments that are a list": _text("![§](attachment:a.png) §", attachments=["a"]),
    "an attachment without a type": _text("![§](attachment:a.png) §", attachments={"a.png": PNG}),
    "an attachment of nothing": _text("![§](attachment:a.png) §", attachments={"a.png": None}),
    "an attachment in parts": _text("![§](attachment:a.png)", attachments={"a.png": {"image/png": [PNG[:9], PNG[9:]]}}),
    "an attachment that is text": _text("![§](attachment:a.txt) §", attachments={"a.txt": {"text/plain": "x"}}),
    "odd metadata": {**_text("§"), "metadata": {"tags": 5, "iomreport": 5, "jupyter": None, "alt": ["x"], "name": {}}},
    "a count that is text": _code({"output_type": "stream", "name": "stdout", "text": "§"}, execution_count="one"),
    "an error of odd steps": _error(ename=["§"], evalue=5, traceback=["§", None, 5, {"a": "§"}]),
    "an error of a thing": _error(ename="E", evalue="§", traceback={"a": "§"}),
    "printed odd parts": _code({"output_type": "stream", "name": 5, "text": ["§", None, 5]}),
    "options that are no YAML": {**_shown({"image/png": PNG}), "source": "#| fig-alt: [x\n#|: - {\nx"},
    "options that hold themselves": {**_shown({"image/png": PNG}), "source": "#| fig-alt: &a [*a]\nx"},
}
"""Cells of wrong types, or without what every cell has."""

_ODD_VALUES = {
    **{"a share": "50%", "pixels": "300px", "far too much": 1e12, "less than nothing": -5, "zero": 0, "true": True},
    **{"no number": float("nan"), "no end": float("inf"), "a list": [300], "a thing": {"a": 1}, "nothing": None},
}
IMAGES = {
    f"{key} of {said}, {place}": _shown(
        {"image/png": PNG}, **({key: value} if place == "beside" else {"image/png": {key: value}})
    )
    for key in ("width", "height", "alt")
    for said, value in _ODD_VALUES.items()
    for place in ("beside", "by type")
}
"""Images whose metadata say what they should not."""

NESTED: dict[str, Any] = {
    "quotations": _text(">" * 400 + " §"),
    "lists": _text("\n".join("  " * depth + "- §" for depth in range(60))),
    "brackets": _text("[" * 2000 + "§"),
    "stars": _text("*" * 2000 + "§"),
    "stress": _text("*_" * 300 + "§" + "_*" * 300),
    "dollars": _text("$" * 2001 + "§"),
    "braces": _text("$" + "{" * 400 + "x" + "}" * 400 + "$ §"),
    "fractions": _text("$" + "\\frac{1}{" * 100 + "x" + "}" * 100 + "$ §"),
    "environments": _text("\\begin{align}" * 200 + "§"),
    "boxes": _text("<div>" * 600 + "§" + "</div>" * 600),
    "disclosures": _text("<details>" * 100 + "§"),
    "comments": _text("§ " + "<!-- " * 2000),
    "boxes of an output": _shown({"text/html": "<div>" * 2000 + "§" + "</div>" * 2000}),
    "stress of an output": _shown({"text/html": "<b>" * 2000 + "§" + "</b>" * 2000}),
    "lists of an output": _shown({"text/html": "<ul><li>" * 300 + "§"}),
    "quotations of an output": _shown({"text/html": "<blockquote>" * 300 + "§"}),
    "tables of an output": _shown({"text/html": "<table><tr><td>" * 60 + "§"}),
    "lists of JSON": _shown({"application/json": json.loads("[" * 300 + '"§"' + "]" * 300)}),
    "spans beyond the table": _shown(
        {"text/html": "<table><tr><td colspan=99999999 rowspan=65534>§</td></tr></table>"}
    ),
    "columns": _text("|" + "§|" * 200 + "\n|" + "-|" * 200),
    "a footnote that cites itself": _text("§[^a]\n\n[^a]: §[^a]"),
    "footnotes that cite each other": _text("§[^a]\n\n[^a]: §[^b]\n\n[^b]: §[^a]"),
    "a footnote of a heading": _text("# §[^a]\n\n[^a]: §"),
    "a footnote with a table": _text("§[^a]\n\n[^a]: §\n\n    |§|\n    |---|\n    |§|"),
    "a link that names itself": _text("[a]: #a\n\n[§][a] §"),
}
"""What stands within itself, deeply or in a ring."""

CONTENTS: dict[str, Any] = {
    **{f"half a letter in {name}": cell for name, cell in HALF_LETTERS.items()},
    **{f"cell: {name}": cell for name, cell in CELLS.items()},
    **{f"image: {name}": cell for name, cell in IMAGES.items()},
    **{f"nested: {name}": cell for name, cell in NESTED.items()},
}
"""All of them by name, each one cell."""

WHOLES: dict[str, dict[str, Any]] = {
    "metadata of nothing": {"metadata": None},
    "metadata that are a list": {"metadata": []},
    "a title with half a letter": {"metadata": {"title": f"T{SURROGATE}"}},
    "a title with a character of control": {"metadata": {"title": "T\x00"}},
    "a title that is a list": {"metadata": {"title": ["T"]}},
    "a title of many letters": {"metadata": {"title": "T" * 5000}},
    "authors of odd types": {"metadata": {"authors": [5, None, {"name": None}, {"name": ["x"]}]}},
    "a kernel that is a list": {"metadata": {"kernelspec": [], "language_info": 5}},
    "a language that is a number": {"metadata": {"language_info": {"name": 5}}},
    "widgets that are a number": {"metadata": {"widgets": 5}},
    "metadata of ours that are a text": {"metadata": {"iomreport": "x"}},
    "metadata of ours of odd types": {"metadata": {"iomreport": {"title": 5, "subtitle": [], "authors": 5}}},
    "no metadata": {"metadata": ...},
    "no minor format": {"nbformat_minor": ...},
    "a minor format of the future": {"nbformat_minor": 9},
    "a minor format of nothing": {"nbformat_minor": None},
    "a minor format that is text": {"nbformat_minor": "4"},
}
"""What a notebook says of itself and should not; `...` stands for a part that is missing."""


def whole(*cells: Any, **parts: Any) -> Made:
    """Return a notebook of templates of cells, of whatever shape they are."""
    made = Made(None)
    filled = [made.fill(cell, number) for number, cell in enumerate(cells, start=1)]
    written = {"cells": filled, "metadata": {}, "nbformat": 4, "nbformat_minor": 4, **parts}
    made.notebook = json.dumps({name: part for name, part in written.items() if part is not ...})
    return made
