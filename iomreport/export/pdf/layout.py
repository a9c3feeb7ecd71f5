"""Paper, type and spacing of the PDF, each stated once: Typst gets them as JSON, and text is measured against them.

All lengths are in points unless another unit is named.
"""

from typing import Any, NamedTuple

from iomreport.charts import theme

_MM = 72 / 25.4


class Paper(NamedTuple):
    """A size of paper, and how far apart the lines of the contents stand on it, as a part of the usual distance."""

    width: float
    height: float
    contents_spacing: float


# The lists of figures and tables are closer on the paper that is lower.
PAPERS = dict(zip(theme.PAPERS, [Paper(595.28, 841.89, 0.82), Paper(612.0, 792.0, 0.72)], strict=True))

TEXT_WIDTH = theme.WIDTH * 72  # drawings are printed at the size at which they were drawn
PROSE_WIDTH = 408.0  # lines of about eighty letters, from whose end the eye finds the next one
SECTIONS_WIDTH = 165.0  # the list of sections in the head of a chapter
COLUMN_GAP = 11.0
ROW_SOURCES_WIDTH = 40.0  # the column that names the sources of each row
BIBLIOGRAPHY_GAP = 7 * _MM
BIBLIOGRAPHY_WIDTH = (TEXT_WIDTH - BIBLIOGRAPHY_GAP) / 2

MONOSPACE_ADVANCE = 0.6021  # of a letter of code, in em
MOST_ROWS = 2000  # of a table of a plain notebook; each takes as much memory as some pages of text
MOST_LINES = 2000  # of a text of a terminal or of code; what goes beyond is left to the notebook
LAST_LINES = 100  # of them, that are shown of its end
LINES_AT_ONCE = 50  # set as one piece: Typst takes the square of their number in time
INDENT = 22.0  # of what stands in lists and quotations
CELL_INSET = 0.45  # at both sides of a cell, in em
SPAN_ROWS = 12  # over which a cell spans before it is repeated, so that it is seen on every page
TALL_CELL = 220.0  # height of a cell from which it may be broken by the end of a page
SMALLEST_SCALE = 0.8  # of the type of a table that is wider than the page

SIZES = {
    "prose": 10.4,
    "chapter": 18,
    "section": 15,
    "subsection": 11.5,
    "chapter_lead": 12,
    "chapter_sections": 9.4,
    "caption": 10.2,
    "table": 8.6,
    "notes": 8.1,
    "bibliography": 8.1,
    "output_table": 8.8,
    "output_note": 8.7,
    "code": 8.32,
    "running_head": 8.4,
    "page_number": 8.8,
    "notebook_title": 24,
    "cover_series": 11.5,
    "cover_title": 33,
    "cover_subtitle": 15,
    "cover_facts": 9.4,
    "cover_small": 8.6,
    "contents_title": 27,
    "contents_chapter": 11,
    "contents_section": 10,
    "list_title": 15,
    "list_chapter": 9.4,
    "list_entry": 8.5,
}
"""Size of each kind of type."""

MONOSPACE_SIZE = SIZES["code"]

LEADING = {
    "prose": 0.66,
    "caption": 0.46,
    "table": 0.46,
    "notes": 0.44,
    "bibliography": 0.46,
    "chapter_sections": 0.4,
    "cover_title": 0.32,
    "cover_facts": 0.5,
    "list_entry": 0.34,
}
"""Space between the lines of each kind of type, as a part of its size."""


def for_template(paper: str) -> dict[str, Any]:
    """Return what the template has to know of a page of some paper."""
    size = PAPERS[paper]
    return {
        "width": size.width,
        "height": size.height,
        "margin_top": 24 * _MM,
        "margin_bottom": 22 * _MM,
        "margin_side": (size.width - TEXT_WIDTH) / 2,
        "text_width": TEXT_WIDTH,
        "prose_width": PROSE_WIDTH,
        "tallest": size.height - 46 * _MM - 24,  # of an image
        "sections_width": SECTIONS_WIDTH,
        "column_gap": COLUMN_GAP,
        "bibliography_gap": BIBLIOGRAPHY_GAP,
        "contents_spacing": size.contents_spacing,
        "sizes": SIZES,
        "leading": LEADING,
    }
