"""Notebooks of any content, sound and broken, for Hypothesis: every place where text is content has a word of its own.

In the templates `§` is such a word, and `¤` one of a comment, which no edition may show.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from hypothesis import strategies as st

PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNkYAAAAAYAAjCB0C8AAAAASUVORK5CYII="
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path d="M0 0h9"/></svg>'
SURROGATE, EMOJI, ARABIC, HEBREW, CHINESE = "\ud83d", "🌍👍🏽", "تقرير", "שלום", "报告"

MARKDOWN = {
    "a paragraph": "§ and §\nover lines §",
    "stress": "*§* **§** ***§*** ~~§~~ _§_ __§__",
    "stray stress": "**§ and *§ and __§",
    "a heading": "# §",
    "a heading below": "### § `§` *§*",
    "a heading with a number": "## 1.1 § [§](https://example.org)",
    "an underlined heading": "§\n===\n\n§\n---",
    "an empty heading": "##\n\n§",
    "a list": "- §\n- §\n\n  § within\n* §",
    "a nested list": "1. §\n   - §\n     1. §\n        - §\n2. §",
    "a list of tasks": "- [ ] §\n- [x] §",
    "a quotation": "> §\n> > §\n> - §\n>\n> # §",
    "a deep quotation": "> " * 12 + "§",
    "a table": "| § | § |\n|---|--:|\n| § | § |",
    "a table without edges": "§ | §\n--|--\n§ | §",
    "a ragged table": "| § | § | § |\n|---|---|---|\n| § |\n| § | § | § | § |\n| § | § | § |",
    "a table with bars": "| § | § |\n|---|---|\n| `§|§` | a\\|§ |\n| $|x|$ § | § |",
    "a table of a head alone": "| § | § |\n|---|---|",
    "a line of bars": "| § | §",
    "formulas": "§ $a_1$ § \\\\(b\\\\) § $ c $ § \\\\[d\\\\] §",
    "words in a formula": "§ $\\text{§} + x$ §",
    "a formula in a paragraph": "§ $$e = f$$ §",
    "a formula displayed": "§\n\n$$\n\\frac{a}{b}\n$$ (§)\n\n§",
    "an environment": "§\n\n\\begin{align}\na &= b \\\\\nc &= d\n\\end{align}\n\n§",
    "a formula that is none": "§ $\\nosuch{a}$ § $$\\frac{b}{$$ §",
    "a formula without an end": "§ $a_1 §\n\n§ $$ §",
    "an environment without an end": "§\n\n\\begin{align} §\n\n§",
    "money": "§ $5 and §, \\$6 and §",
    "inline tags": (
        "<b>§</b> <i>§</i> x<sub>§</sub> <sup>§</sup> <u>§</u> <kbd>§</kbd><br>§<br/>§ <span "
        "style='color:red'>§</span>"
    ),
    "a linked tag": "<a href='https://example.org'>§</a> <a id='here'></a>§ <a name='there'>§</a>",
    "an unknown tag": "<x>§</x> <foo-bar>§</foo-bar> <font color=red>§</font>",
    "tags without an end": "<b>§ <i>§\n\n§ <div>§",
    "ends without a tag": "§ </b> § </div> §</p>",
    "tags across": "<b><i>§</b>§</i> §",
    "a box": "<div class='note'>\n§\n</div>\n\n§",
    "a box of Markdown": "<div>\n\n**§**\n\n- §\n\n</div>\n\n§",
    "a table of tags": "<table><tr><th>§</th><td rowspan='9'>§</td></tr><tr><td colspan='0'>§</td></tr></table>\n\n§",
    "a table torn": "<table><tr><td>§<tr><td>§\n\n§",
    "a cell without a table": "<td>§</td> <li>§</li> <tr>§</tr>",
    "a disclosure": "<details><summary>§</summary>\n\n§\n\n- §\n\n</details>\n\n§",
    "a script": "§ <script>alert(1)</script> §\n\n<style>p {}</style>\n\n§",
    "a frame": "<iframe src='https://example.org'></iframe> §\n\n<video src='x.mp4'></video> §",
    "what only looks like a tag": "§ < § > § <§ 1<2 a<b>c <5 §",
    "comments": "§ <!-- ¤ --> §\n\n<!-- ¤\n\n¤ -->\n\n- § <!-- ¤ -->\n\n| § <!-- ¤ --> |\n|---|\n| § |",
    "a comment without an end": "§\n\n§ <!-- ",
    "a link": "[§](https://example.org/a?b=c#d 'title') <https://example.org/x> https://example.org/§ §",
    "links to nowhere": "[§](#nowhere) [§](data/a%20b.csv) [§](javascript:alert(1)) [§]() [§](<a b>) [§](../x.html?y)",
    "a link torn": "[§](https://example.org [§] [§][none] §",
    "a link by reference": "[§][ref] §\n\n[ref]: https://example.org 'title'",
    "an image": f"![§](data:image/png;base64,{PNG}) §",
    "a missing image": "![§](missing.png) ![§](https://example.org/x.png) ![§](../x.png) ![§](a#b?c.png) §",
    "a damaged image": f"![§](data:image/png;base64,{PNG[:30]}) ![§](data:image/png;base64,§§) ![§](data:,) §",
    "an image by a tag": (
        f"<img src='data:image/png;base64,{PNG}' alt='§' width='9'> <img alt='§'> <img "
        "src='x.png' alt='§'> §"
    ),
    "attachments": "![§](attachment:a.png) ![§](attachment:b.png) <img src='attachment:a.png' alt='§'> §",
    "a footnote": "§[^a] §\n\n[^a]: § and\n\n    §",
    "a footnote elsewhere": "§[^b] §[^b]",
    "a note without a mark": "§\n\n[^c]: §",
    "a note of another": "[^b]: §\n\n§",
    "code": "`§` ``§ ` §``\n\n```python\n§ = 1\n```\n\n    §",
    "code without an end": "`§ §\n\n```\n§",
    "entities": "§ &amp; &eacute; &unknown; &#0; &#x110000; &lt;§&gt; §&nbsp;§",
    "scripts": f"§ {ARABIC} § {HEBREW} § {CHINESE} § {EMOJI} §",
    "letters that combine": "§ e\u0301 \u0301 § \u200b\u200d\u2060§ §",
    "characters of control": "§ \x00\x01\x07\x0b\x0c\x1b\x7f\x85\ufffe § \r § \u2028 §",
    "half a letter": f"§ {SURROGATE} § \udc00 §",
    "breaks": "§  \n§\\\n§\n\n---\n\n***\n\n§",
    "terms": "§\n: §",
    "a long word": "§ " + "x" * 300 + " §",
    "nothing": " \n\t\n",
}  # fmt: skip
"""Pieces of Markdown by what they are."""

HTML = {
    "text": "<p>§ <b>§</b></p>",
    "text alone": "§ &amp; § < §",
    "all elements": (
        "<h2>§</h2><ul><li>§<ol><li>§</ol></ul><dl><dt>§<dd>§</dl><blockquote>§</blockquote>"
        "<pre>§\n§</pre><hr>§"
    ),
    "a frame of pandas": (
        "<style>th {}</style><table><thead><tr><th></th><th>§</th></tr></thead><tbody><tr><th>0"
        "</th><td>§</td></tr></tbody></table>"
    ),
    "tables": (
        "§<table><tr><td>§<table><tr><td>§</td></tr></table>§</td></tr></table>§<table>"
        "<caption>§</caption><tr><td>§</td></tr></table>§"
    ),
    "spans": (
        "<table><thead><tr><th colspan='4'>§</th></tr></thead><tr><td rowspan='7'>§</td><td "
        "colspan='x'>§</td></tr><tr><td>§</td><td>§</td><td>§</td></tr></table>"
    ),
    "an empty table": "<table></table>§<table><tr></tr></table><table><tbody></tbody></table>§",
    "torn": "<table><tr><td>§<p>§<b>§</table>§<div>§",
    "comments": "§<!-- ¤ --><table><tr><td>§<!-- ¤ --></td></tr></table>",
    "images": (
        f"§<img src='data:image/png;base64,{PNG}' alt='§'><img src='data:image/png;base64,AA' "
        "alt='§'><img src='https://example.org/x.png' alt='§'>§"
    ),
    "what acts": (
        "§<script>x</script><iframe></iframe><object></object><form><button>§</button></form>"
        "<svg><text>x</text></svg>§"
    ),
    "a formula": "<p>§ $x$ § \\(y\\)</p>",
    "an address": "<a href='https://example.org'>§</a><a href='#x'>§</a><a href='javascript:x'>§</a><a name='x'></a>§",
    "one line": "<span>§",
}  # fmt: skip
"""HTML of outputs by what it is."""


def _display(data: Any, **more: Any) -> dict[str, Any]:
    return {"output_type": "display_data", "data": data, "metadata": {}, **more}


OUTPUTS: dict[str, Any] = {
    "printed": {"output_type": "stream", "name": "stdout", "text": "§ \x1b[31m§\x1b[0m\n§\tand §\n"},
    "printed in parts": {"output_type": "stream", "name": "stdout", "text": ["§\n", "§", " §"]},
    "a progress bar": {"output_type": "stream", "name": "stdout", "text": "\r 1%\r 50%\r100% §\nabc\b\b\b§\n"},
    "printed to nowhere": {"output_type": "stream", "text": "§"},
    "printed as nothing": {"output_type": "stream", "name": "stdout", "text": None},
    "printed as a thing": {"output_type": "stream", "name": "stdout", "text": {"a": "§"}},
    "an error stream": {"output_type": "stream", "name": "stderr", "text": "§ \x1b[31m§\x1b[0m\n"},
    "an empty error stream": {"output_type": "stream", "name": "stderr", "text": "\n"},
    "an error": {"output_type": "error", "ename": "E", "evalue": "x", "traceback": ["\x1b[31m---", "§", "E: §"]},
    "an error without steps": {"output_type": "error", "ename": "E", "evalue": "§", "traceback": []},
    "an odd error": {"output_type": "error", "ename": None, "evalue": {"a": "§"}, "traceback": "§ \x1b["},
    "an error of nothing": {"output_type": "error"},
    "plain text": _display({"text/plain": "§\n  §"}),
    "plain text in parts": _display({"text/plain": ["§ ", "§"]}),
    "Markdown in parts": _display({"text/markdown": ["# §\n", "§ **§**"], "text/plain": "x"}),
    "LaTeX": _display({"text/latex": "$$\\text{§} \\frac{1}{2}$$", "text/plain": "x"}),
    "LaTeX that is none": _display({"text/latex": "$$\\nosuch{§}$$", "text/plain": "x"}),
    "LaTeX of a table": _display({"text/latex": "\\begin{tabular}{l}\n§\n\\end{tabular}"}),
    "a drawing": _display({"image/svg+xml": SVG, "text/plain": "x"}, metadata={"alt": "§"}),
    "a drawing torn": _display({"image/svg+xml": "<svg><path", "text/plain": "x"}, metadata={"alt": "§"}),
    "an image": _display({"image/png": PNG + "\n"}, metadata={"image/png": {"width": 300, "alt": "§"}}),
    "an image in parts": _display({"image/png": [PNG[:20], PNG[20:]]}, metadata={"needs_background": "light"}),
    "an image torn": _display({"image/png": PNG[:40], "text/plain": "x"}),
    "an image of no size": _display({"image/png": PNG}, metadata={"image/png": {"width": "wide", "height": -1}}),
    "a photograph that is none": _display({"image/jpeg": base64.b64encode(b"none").decode()}),
    "a WebP torn": _display({"image/webp": "UklGRg=="}),
    "images of nothing": _display({"image/png": None, "image/gif": {}, "image/svg+xml": 5}),
    "a chart": _display({"application/vnd.plotly.v1+json": {"data": "§"}, "text/html": "<div></div><script></script>"}),
    "a chart with a picture": _display({"application/vnd.vegalite.v5+json": {}, "image/png": PNG, "text/plain": "x"}),
    "a widget": _display({"application/vnd.jupyter.widget-view+json": {"model_id": "§"}, "text/plain": "§"}),
    "JSON": _display({"application/json": {"a": ["§"]}, "text/plain": "x"}),
    "a type unknown": _display({"application/x-unknown": "§"}),
    "a PDF": _display({"application/pdf": "§"}),
    "a script": _display({"application/javascript": "x", "text/plain": "§"}),
    "HTML in parts": _display({"text/html": ["<p>§</p>", "<p>§</p>"]}),
    "HTML of nothing": _display({"text/html": None, "text/plain": "§"}),
    "HTML that is a thing": _display({"text/html": {"a": "§"}}),
    "plain text of a number": _display({"text/plain": 5}),
    "no data": {"output_type": "display_data", "metadata": {}},
    "data of nothing": _display(None),
    "data that are a list": _display(["§"]),
    "empty data": _display({}),
    "metadata of nothing": _display({"text/plain": "§"}, metadata=None),
    "metadata that are a list": _display({"image/png": PNG}, metadata=["alt"]),
    "metadata of odd types": _display({"image/png": PNG}, metadata={"image/png": "x", "alt": 5, "width": []}),
    "metadata of ours that are none": _display({"text/plain": "§"}, metadata={"iomreport": "x"}),
    "empty metadata of ours": _display({"text/plain": "§"}, metadata={"iomreport": {}}),
    "no metadata": {"output_type": "execute_result", "data": {"text/plain": "§"}},
    "a type of the future": {"output_type": "future", "text": "§"},
    **{f"HTML: {name}": _display({"text/html": html, "text/plain": "x"}) for name, html in HTML.items()},
}  # fmt: skip
"""Outputs of cells by what they are."""

RAW = {"words": ("§", {}), "HTML": ("<p>§</p>", {"format": "text/html"}), "front matter": ("---\ntitle: §\n---", {})}
ODD_CELLS: dict[str, Any] = {
    "code of nothing": {"cell_type": "code", "source": "", "metadata": {}, "outputs": [], "execution_count": None},
    "code without outputs": {"cell_type": "code", "source": "1", "metadata": {}},
    "code with an alt text": {
        **{"cell_type": "code", "source": '#| fig-alt: "a"\nx', "metadata": {"alt": 5, "tags": None}},
        **{"outputs": [_display({"image/png": PNG})], "execution_count": 1},
    },
    "Markdown in parts": {"cell_type": "markdown", "source": ["§\n", "§"], "metadata": {}},
    "attachments that are none": {"cell_type": "markdown", "source": "§", "metadata": {}, "attachments": None},
    "metadata that are none": {"cell_type": "markdown", "source": "§"},
    "a type unknown": {"cell_type": "future", "source": "§", "metadata": {}},
}
METADATA: list[Any] = [
    {},
    {"title": "Title"},
    {"title": 5, "authors": "A"},
    {"kernelspec": None, "language_info": {}},
    {"iomreport": {}},
    {"widgets": {"application/vnd.jupyter.widget-state+json": {"state": {}}}},
]
ATTACHED = {"a.png": {"image/png": PNG}, "b.png": {"image/png": PNG[:40]}}


@dataclass
class Made:
    """A notebook, and for each of its words the number of the cell it stands in."""

    notebook: Any
    shown: dict[str, int] = field(default_factory=dict)
    hidden: list[str] = field(default_factory=list)
    in_code: list[str] = field(default_factory=list)

    def fill(self, value: Any, cell: int) -> Any:
        """Return a template with a word of its own in every place for one."""
        if isinstance(value, str):
            return re.sub("[§¤]", lambda place: self._word(place[0], cell), value)
        if isinstance(value, list):
            return [self.fill(each, cell) for each in value]
        return {key: self.fill(each, cell) for key, each in value.items()} if isinstance(value, dict) else value

    def _word(self, place: str, cell: int) -> str:
        word = f"{'wq' if place == '§' else 'zj'}{len(self.shown) + len(self.hidden)}x"
        if place == "§":
            self.shown[word] = cell
        else:
            self.hidden.append(word)
        return word


def made_of(cells: list[Any], metadata: Any, minor: int) -> Made:
    """Return a notebook of templates of cells, read as nbconvert reads a file."""
    made = Made(None)
    filled = [made.fill(cell, number) for number, cell in enumerate(cells, start=1)]
    for number, cell in enumerate(filled, start=1):
        if cell["cell_type"] == "code" and cell["source"] == "?":
            cell["source"] = f"vy{number}x = 1"
            made.in_code.append(f"vy{number}x")
        if minor >= 5:
            cell["id"] = f"cell-{number}"
    written = json.dumps({"cells": filled, "metadata": metadata, "nbformat": 4, "nbformat_minor": minor})
    made.notebook = written
    return made


def prose(*pieces: str) -> dict[str, Any]:
    """Return a Markdown cell of some pieces."""
    attached = {"attachments": ATTACHED} if "attachments" in pieces else {}
    return {
        "cell_type": "markdown",
        "metadata": {},
        "source": "\n\n".join(MARKDOWN[name] for name in pieces),
        **attached,
    }


def code(*outputs: str) -> dict[str, Any]:
    """Return a code cell with some outputs."""
    return {
        "cell_type": "code",
        "metadata": {},
        "source": "?",
        "execution_count": 1,
        "outputs": [OUTPUTS[name] for name in outputs],
    }


def raw(name: str) -> dict[str, Any]:
    """Return a raw cell."""
    source, metadata = RAW[name]
    return {"cell_type": "raw", "source": source, "metadata": metadata}


def each_alone() -> Iterator[tuple[str, list[Any]]]:
    """Yield every kind of content by its name, as the cells of a notebook of its own."""
    first, last = prose("a heading"), prose("a paragraph")
    for kind, names, cell in (("Markdown", MARKDOWN, prose), ("output", OUTPUTS, code), ("raw", RAW, raw)):
        yield from ((f"{kind}: {name}", [first, cell(name), last]) for name in names)
    for name, odd in ODD_CELLS.items():
        yield f"cell: {name}", [first, odd, last]
    for name, html in HTML.items():
        yield f"HTML in Markdown: {name}", [first, {**prose(), "source": html}, last]


def _cells() -> st.SearchStrategy[Any]:
    # What has no end takes in all that follows, so that it stands last in its cell.
    endless = [name for name in MARKDOWN if "without an end" in name]
    whole = [name for name in MARKDOWN if name not in endless]
    pieces = st.tuples(
        st.lists(st.sampled_from(whole), min_size=1, max_size=3), st.lists(st.sampled_from(endless), max_size=1)
    )
    return st.one_of(
        pieces.map(lambda drawn: prose(*drawn[0], *drawn[1])),
        st.lists(st.sampled_from(list(OUTPUTS)), max_size=3).map(lambda names: code(*names)),
        st.sampled_from(list(RAW)).map(raw),
        st.sampled_from(list(ODD_CELLS.values())),
    )


def notebooks(most: int) -> st.SearchStrategy[Made]:
    """Return a strategy for notebooks of up to so many cells."""
    return st.builds(
        made_of, st.lists(_cells(), max_size=most), st.sampled_from(METADATA), st.integers(min_value=0, max_value=5)
    )
