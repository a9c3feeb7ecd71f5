"""Records of exhibits as HTML: the same markup in JupyterLab and in the HTML edition.

JupyterLab shows an exhibit by itself, so its sources are spelled out; the HTML edition passes in a label ("Figure 1")
and citations that link to the bibliography.
"""

import base64
from collections.abc import Callable, Sequence
from html import escape

from iomreport.exhibits.metadata import FigureRecord, Part, SentenceRecord, SourceRecord, TableRecord
from iomreport.formats import address, short_name

Cite = Callable[[Sequence[str]], str]  # turns identifiers of sources into HTML that cites them


def spelled_out(records: Sequence[SourceRecord]) -> Cite:
    """Return a function that cites sources by producer and year, for exhibits that stand alone."""
    known = {record["source_id"]: record for record in records}

    def cite(identifiers: Sequence[str]) -> str:
        return "; ".join(_short(known[identifier]) for identifier in identifiers)

    return cite


def _short(source: SourceRecord) -> str:
    text = escape(short_name(source))
    title = escape(source["title"], quote=True)
    url = address(source["url"])
    if not url:
        return f'<span title="{title}">{text}</span>'
    return f'<a href="{escape(url, quote=True)}" title="{title}">{text}</a>'


def sentence(record: SentenceRecord, cite: Cite | None = None) -> str:
    """Return a sentence as a paragraph that ends in its citations."""
    cite = cite or spelled_out(record["sources"])
    text = "".join(map(_part, record["parts"]))
    return f'<p class="iomreport-sentence">{text} <span class="cited">{cite(cited_in(record["parts"]))}</span></p>'


def _part(part: Part) -> str:
    text = escape(part["text"], quote=False)
    return f'<a href="#{escape(part["to"], quote=True)}">{text}</a>' if "to" in part else text


def cited_in(parts: Sequence[Part]) -> list[str]:
    """Return the identifiers that the parts of a sentence cite, each once."""
    return list(dict.fromkeys(source for part in parts for source in part["sources"]))


def figure(record: FigureRecord, drawing: str, label: str = "", cite: Cite | None = None) -> str:
    """Return a chart as `<figure>`: its title above, notes, sources and data below."""
    cite = cite or spelled_out(record["sources"])
    numbered = f'<span class="label">{escape(label)}</span> ' if label else ""
    described = drawing.replace("<svg ", f'<svg role="img" aria-label="{escape(record["alt"], quote=True)}" ', 1)
    return (
        f'<figure id="{record["id"]}" class="iomreport-figure">'
        f'<figcaption>{numbered}<span class="title">{escape(record["title"])}</span></figcaption>'
        f'<div class="drawing" role="region" tabindex="0" aria-label="Drawing of {escape(label or record["id"])}">'
        f"{described}</div>"
        f"{_credits(record['notes'], cite([source['source_id'] for source in record['sources']]))}"
        f"{_download(record['id'], record['data'], label or record['id'])}</figure>"
    )


def table(record: TableRecord, label: str = "", cite: Cite | None = None) -> str:
    """Return a table with caption, units, heads of rows and columns, and the sources of each row."""
    with_sources = any(row["sources"] for row in record["rows"])
    cite = cite or spelled_out(record["sources"])
    numbered = f'<span class="label">{escape(label)}</span> ' if label else ""
    caption = (
        f'<caption><span class="caption-text">{numbered}'
        f'<span class="title">{escape(record["caption"])}</span></span></caption>'
    )
    in_rows = {source for row in record["rows"] for source in row["sources"]}
    rest = [source["source_id"] for source in record["sources"] if source["source_id"] not in in_rows]
    return (
        f'<div id="{record["id"]}" class="iomreport-table">'
        f'<div class="scroll" role="region" tabindex="0" aria-label="{escape(label or record["caption"], quote=True)}">'
        f"<table>{caption}<thead><tr>{_heads(record, with_sources)}</tr></thead>"
        f"<tbody>{_rows(record, cite, with_sources)}</tbody></table></div>"
        f"{_credits(record['notes'], cite(rest) if rest else '')}"
        f"{_download(record['id'], record['data'], label or record['id'])}</div>"
    )


def _heads(record: TableRecord, with_sources: bool) -> str:
    heads = [
        f'<th scope="col"{_cell_class(record, index)}>{escape(column["label"])}'
        + (f' <span class="unit">{escape(column["unit"])}</span>' if column["unit"] else "")
        + "</th>"
        for index, column in enumerate(record["columns"])
    ]
    return "".join(heads) + ('<th scope="col">Sources</th>' if with_sources else "")


def _rows(record: TableRecord, cite: Cite, with_sources: bool) -> str:
    rows = []
    for row in record["rows"]:
        head, *cells = [escape(cell) for cell in row["cells"]]
        line = f'<tr><th scope="row">{head}</th>'
        for index, cell in enumerate(cells, start=1):
            line += f"<td{_cell_class(record, index)}>{cell}</td>"
        line += f'<td class="cited">{cite(row["sources"])}</td>' if with_sources else ""
        rows.append(line + "</tr>")
    return "".join(rows)


def _cell_class(record: TableRecord, index: int) -> str:
    """Return the class of a column's cells: figures line up, long text gets room, short words stay on one line."""
    if record["columns"][index]["numeric"]:
        return ' class="numeric"'
    # in characters: a name or date of up to 18 stays on one line, a sentence of more than 60 gets room
    longest = max((len(row["cells"][index]) for row in record["rows"]), default=0)
    return ' class="long"' if longest > 60 else ' class="short"' if longest <= 18 else ""


def _credits(notes: Sequence[str], cited: str) -> str:
    lines = [f"<p>{escape(note)}</p>" for note in notes]
    lines += [f"<p>Sources: {cited}</p>"] if cited else []
    return f'<div class="credits">{"".join(lines)}</div>' if lines else ""


def _download(identifier: str, data: str, label: str) -> str:
    encoded = base64.b64encode(data.encode("utf-8")).decode("ascii")
    return (
        f'<p class="download"><a download="{identifier}.csv" href="data:text/csv;charset=utf-8;base64,{encoded}">'
        f"Download the data of {escape(label)} (CSV)</a></p>"
    )
