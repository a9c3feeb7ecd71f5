"""Tables of Markdown and of outputs: how wide their columns are, and in which parts they stand on the page."""

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

from iomreport.export.pdf import layout, table_grid
from iomreport.export.pdf.table_grid import Rows
from iomreport.export.pdf.text_width import SANS, SANS_BOLD, length

Token = dict[str, Any]
Convert = Callable[[dict[str, Any], float, float], Any]
"""Makes a cell what the template shows of it, at a width and a size of type."""

_SIZE = layout.SIZES["output_table"]
_GAP = 2 * layout.CELL_INSET  # between texts of columns, in em
_SHORT = 20  # letters of a cell that keeps to one line
_BREAKABLE = 60.0  # words up to this width are not broken
_MOST_LINES, _WIDE = 5, 90.0  # of a cell in a column that is narrower than this width
_NARROWEST = 8.0
_SLACK = 1.03  # measured widths leave out kerning
_WORD = re.compile(r"[^\s\u00a0]+")
_ENDING = frozenset(["paragraph", "heading", "list_item", "block_quote", "table", "linebreak", "block_text"])


class _Measure(NamedTuple):
    """How long a cell is on one line, how wide it has to be, and how high it is in lines of a width."""

    whole: float
    least: float
    heights: list[float]  # length of each line
    extra: float  # height of images and the like in points


def first_rows(rows: Rows, most: int) -> Rows:
    """Return the first rows of a table; no cell reaches beyond them."""
    return [
        [{**cell, "rowspan": min(cell["rowspan"], most - number)} for cell in row]
        for number, row in enumerate(rows[:most])
    ]


def parts_of(table: Token, room: float, convert: Convert) -> list[dict[str, Any]]:
    """Return the parts in which a table stands: one, or several beside whose columns the index is repeated."""
    columns = table["attrs"]["columns"]
    if columns < 1:
        return []
    head, body = table["head"], table_grid.with_short_spans(table["body"], columns)
    whole, least = _column_widths([*head, *body], columns)
    gap = _GAP * _SIZE
    widest = room / layout.SMALLEST_SCALE
    padded = [width + gap for width in least]
    if sum(padded) <= widest:
        return [_part(head, body, whole, least, room, convert)]
    index = table_grid.index_columns(body, columns)
    if sum(padded[:index]) > widest / 2:
        index = 0
    left = max(widest - sum(padded[:index]) - gap, _NARROWEST)
    least = [*least[:index], *(min(width, left) for width in least[index:])]
    found = table_grid.groups(head, columns, index, [width + gap for width in least], widest)
    wanted = [[*range(index), *group] for group in found]
    return [
        _part(
            table_grid.cut_to(head, columns, group),
            table_grid.cut_to(body, columns, group),
            [whole[column] for column in group],
            [least[column] for column in group],
            room,
            convert,
        )
        for group in wanted
    ]


def _part(
    head: Rows, body: Rows, whole: Sequence[float], least: Sequence[float], room: float, convert: Convert
) -> dict[str, Any]:
    """Return a table that fits the page: the width of its columns, the size of its type and its cells."""
    columns = len(whole)
    gaps = _GAP * _SIZE * columns
    scale = min(1.0, max(layout.SMALLEST_SCALE, room / (sum(whole) + gaps)))
    size = _SIZE * scale
    widths = _shared([width * scale for width in whole], [width * scale for width in least], room - gaps * scale)
    shown_head = _cells(head, widths, size, convert)
    tall_head = sum(max((cell["height"] for cell in row), default=0) for row in shown_head) > layout.TALL_CELL
    rows = _cells(body, widths, size, convert)
    return {
        "columns": [round(width + _GAP * size, 2) for width in widths],
        "size": round(size, 2),
        "head": [] if tall_head else shown_head,
        "body": [*shown_head, *rows] if tall_head else rows,
    }


def _cells(rows: Rows, widths: Sequence[float], size: float, convert: Convert) -> list[list[dict[str, Any]]]:
    shown = []
    for row, places in zip(rows, table_grid.starts(rows, len(widths)), strict=True):
        cells = []
        for cell, place in zip(row, places, strict=True):
            width = sum(widths[place : place + cell["colspan"]]) + _GAP * size * (cell["colspan"] - 1)
            height = _height(cell, width, size)
            cells.append(
                {
                    "content": convert(cell, width, size),
                    "rowspan": cell["rowspan"],
                    "colspan": cell["colspan"],
                    "head": cell["head"],
                    "align": "right" if cell["numeric"] else cell["align"],
                    "breakable": cell["rowspan"] > 1 or height > layout.TALL_CELL,
                    "height": round(height, 1),
                }
            )
        if any(cell["breakable"] and cell["rowspan"] == 1 for cell in cells):
            for cell in cells:
                cell["breakable"] = True
        shown.append(cells)
    return shown


def _shared(whole: Sequence[float], least: Sequence[float], room: float) -> list[float]:
    """Give each column its whole width where there is room, else the least and a share of what is left."""
    if sum(whole) <= room:
        return list(whole)
    spare = room - sum(least)
    wished = [min(one, 3 * room) - other for one, other in zip(whole, least, strict=True)]
    total = sum(wished)
    if spare <= 0 or total <= 0:
        return [width * room / sum(least) for width in least] if sum(least) > room else list(least)
    return [width + spare * wish / total for width, wish in zip(least, wished, strict=True)]


def _column_widths(rows: Rows, columns: int) -> tuple[list[float], list[float]]:
    """Return the whole and the least width of each column, in points at full size."""
    whole, least = [_NARROWEST] * columns, [_NARROWEST] * columns
    spanning = []
    for row, places in zip(rows, table_grid.starts(rows, columns), strict=True):
        for cell, place in zip(row, places, strict=True):
            measure = _measure(cell)
            if cell["colspan"] > 1:
                spanning.append((place, cell["colspan"], measure))
            elif place < columns:
                whole[place] = max(whole[place], measure.whole)
                least[place] = max(least[place], measure.least)
    for place, span, measure in spanning:
        gaps = _GAP * _SIZE * (span - 1)
        for widths, needed in ((whole, measure.whole), (least, measure.least)):
            missing = needed - gaps - sum(widths[place : place + span])
            if missing > 0:
                for column in range(place, min(place + span, columns)):
                    widths[column] += missing / span
    return [max(pair) for pair in zip(whole, least, strict=True)], least


def _measure(cell: dict[str, Any]) -> _Measure:
    face = SANS_BOLD if cell["head"] else SANS
    lines, extra, image_width = [""], 0.0, 0.0
    for text, points in _lines(cell["children"]):
        lines[-1] += text
        if text == "\n":
            lines[-1] = lines[-1][:-1]
            lines.append("")
        if points:
            extra, image_width = extra + points, max(image_width, points)
    lengths = [length(line, face, _SIZE) * _SLACK for line in lines if line]
    whole = max([*lengths, image_width], default=0.0)
    letters = max(map(len, lines))
    if cell["numeric"] or letters <= _SHORT:
        return _Measure(whole, max(whole, min(image_width, 140)), lengths, extra)
    words = max((length(word, face, _SIZE) * _SLACK for line in lines for word in _WORD.findall(line)), default=0.0)
    most = 110.0 if cell["head"] else _BREAKABLE
    least = max(min(words, most), min(whole / _MOST_LINES, _WIDE), min(image_width, 140))
    return _Measure(whole, least, lengths, extra)


def _lines(tokens: Iterable[Token]) -> Iterable[tuple[str, float]]:
    """Yield texts, line ends as texts of their own, and the size of what is no text in points."""
    for token in tokens:
        kind = token["type"]
        if kind == "image":
            yield "", float(token["attrs"].get("width") or 200) * 0.75
        elif kind in {"inline_math", "block_math"}:
            yield token["raw"][:60], 0.0
        elif kind in {"printed", "block_code"}:
            for line in token["raw"].split("\n"):
                yield line, 0.0
                yield "\n", 0.0
        elif kind == "softbreak":
            yield " ", 0.0
        elif kind == "table":
            for row in [*token["head"], *token["body"]]:
                for cell in row:
                    yield from _lines(cell["children"])
                    yield "  ", 0.0
                yield "\n", 0.0
        elif "children" in token:
            yield from _lines([*token.get("summary", []), *token["children"]])
        elif "raw" in token:
            for number, line in enumerate(token["raw"].split("\n")):
                if number:
                    yield "\n", 0.0
                yield line, 0.0
        if kind in _ENDING:
            yield "\n", 0.0


def _height(cell: dict[str, Any], width: float, size: float) -> float:
    """Return about how high a cell is."""
    text = cell["text"]
    if len(text) < 2 * _SHORT and len(cell["children"]) < 2:
        return 2 * size
    measure = _measure(cell)
    scaled = (one * size / _SIZE for one in measure.heights)
    lines = sum(-(-one // max(width, 1)) for one in scaled)
    return float(lines * 1.4 * size + measure.extra)
