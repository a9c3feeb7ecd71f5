"""The help page of a dataset, as text for a terminal and as HTML for JupyterLab."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from iomreport.catalog.describe import Description

ASK = "Please cite the source of a figure along with it: column source_id, iomreport.sources_of(frame)."
"""What stands below the way to cite."""

_STYLE = (
    "<style>.iomreport-help{max-width:70em}.iomreport-help table{margin:0 0 1em}"
    ".iomreport-help caption{caption-side:top;font-weight:600;padding:.5em 0;text-align:left}"
    ".iomreport-help.iomreport-help table :is(th,td){text-align:left;vertical-align:top}"
    ".iomreport-help.iomreport-help .years :is(td,thead th){text-align:right}"
    ".iomreport-help dl{display:grid;gap:0 1em;grid-template-columns:max-content auto}"
    ".iomreport-help dd{margin:0}.iomreport-help summary{cursor:pointer;font-weight:600}"
    ".iomreport-help details{margin:.5em 0}.iomreport-help .scroll{overflow-x:auto}</style>"
)
_MOST_LISTED = 12
"""How many notes and sources plain text lists."""

_GAP = "·"
"""What stands for a year without rows."""


def decades(page: Description) -> list[tuple[str, list[str]]]:
    """Return the number of rows of each year, ten years to a line."""
    counts = {int(str(year)): int(rows) for year, rows in page.coverage_by_year["rows"].items()}
    if not counts:
        return []
    shown = {year: str(rows or _GAP) for year, rows in counts.items()}
    first, last = min(counts) // 10, max(counts) // 10
    return [
        (f"{decade}0s", [shown.get(decade * 10 + unit, "") for unit in range(10)]) for decade in range(first, last + 1)
    ]


def as_text(page: Description) -> str:
    """Return the page as plain text."""
    fields = [(str(name), row["type"], row["unit"], row["meaning"]) for name, row in page.columns.iterrows()]
    width = max(len(name) for name, *_ in fields)
    columns = [
        f"{name:<{width}}  {kind}{f' ({unit})' if unit else ''}  {meaning}" for name, kind, unit, meaning in fields
    ]
    lines = decades(page)
    wide = max((len(cell) for _, cells in lines for cell in cells), default=0)
    years = [f"{decade}  {'  '.join(cell.rjust(wide) for cell in cells)}".rstrip() for decade, cells in lines]
    parts = [
        [f"{page.name}: {page.title}"],
        [page.text],
        [f"{label}: {text}" for label, text in page.facts],
        columns,
        [f"Rows by {page.dated_by}, years ending in 0 to 9 ({_GAP} none):", *years] if years else [],
        _listed("Caveats", page.caveats),
        _listed("Notes in the rows", page.notes, "notes"),
        _listed("Sources", [f"{text} {url}".rstrip() for text, url in page.citations], "citations"),
        ["How to cite:", page.how_to_cite, ASK],
    ]
    return "\n\n".join("\n".join(part) for part in parts if part)


def _listed(head: str, texts: Sequence[str], name: str = "") -> list[str]:
    rest = len(texts) - _MOST_LISTED if name else 0
    shown = texts[:_MOST_LISTED] if rest > 0 else texts
    more = [f"- and {rest} more, in .{name}"] if rest > 0 else []
    return [f"{head}:", *(f"- {text}" for text in shown), *more] if texts else []


def shown(text: str) -> str:
    """Return a text as HTML: escaped, and what stands between backticks as code."""
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(text))


def as_html(page: Description) -> str:
    """Return the page as one section of HTML, every text of it escaped."""
    facts = "".join(f"<dt>{escape(label)}</dt><dd>{escape(text)}</dd>" for label, text in page.facts)
    sources = [
        f'<a href="{escape(url, quote=True)}">{escape(text)}</a>' if url else escape(text)
        for text, url in page.citations
    ]
    return (
        f'{_STYLE}<section class="iomreport-help"><h3>{escape(page.name)}: {escape(page.title)}</h3>'
        f"<p>{shown(page.text)}</p><dl>{facts}</dl>{_columns(page)}{_years(page)}"
        f"{_list('Caveats', map(shown, page.caveats), is_open=True)}"
        f"{_list('Notes in the rows', map(shown, page.notes))}{_list('Sources', sources)}"
        f"<h4>How to cite</h4><p>{escape(page.how_to_cite)}</p><p>{escape(ASK)}</p></section>"
    )


def _columns(page: Description) -> str:
    heads = "".join(f'<th scope="col">{head}</th>' for head in ("Column", "Type", "Unit", "Filled", "Meaning"))
    rows = "".join(
        f'<tr><th scope="row">{escape(str(name))}</th>'
        + "".join(f"<td>{shown(str(cell))}</td>" for cell in row)
        + "</tr>"
        for name, *row in page.columns.itertuples()
    )
    return _table("Columns", "columns", heads, rows)


def _years(page: Description) -> str:
    lines = decades(page)
    if not lines:
        return ""
    heads = '<th scope="col">Decade</th>' + "".join(f'<th scope="col">{unit}</th>' for unit in range(10))
    rows = "".join(
        f'<tr><th scope="row">{decade}</th>' + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"
        for decade, cells in lines
    )
    return _table(
        f"Coverage: rows by {page.dated_by}, by the last digit of the year ({_GAP} none)", "years", heads, rows
    )


def _table(caption: str, kind: str, heads: str, rows: str) -> str:
    return (
        f'<div class="scroll" role="region" tabindex="0" aria-label="{escape(caption, quote=True)}">'
        f'<table class="{kind}"><caption>{escape(caption)}</caption>'
        f"<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _list(head: str, items: Iterable[str], *, is_open: bool = False) -> str:
    lines = "".join(f"<li>{item}</li>" for item in items)
    if not lines:
        return ""
    opened = " open" if is_open else ""
    return f"<details{opened}><summary>{head} ({lines.count('<li>')})</summary><ul>{lines}</ul></details>"
