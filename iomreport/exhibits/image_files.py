"""Charts as files that say what they show: SVG, PNG and PDF with title, alt text and sources inside."""

from __future__ import annotations

import io
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any

from iomreport.charts import svg, theme
from iomreport.errors import UsageError
from iomreport.suggest import nearest

if TYPE_CHECKING:
    from matplotlib.figure import Figure

DPI = 300  # dots per inch of a PNG


@dataclass(frozen=True)
class About:
    """What a file says about the chart in it; `sources` are a line each."""

    id: str
    title: str
    alt: str
    sources: tuple[str, ...]


def drawn_as(ending: str, figure: Figure, about: About) -> bytes:
    """Return a chart as the content of a file that ends in ".svg", ".png" or ".pdf"; the same chart gives the same."""
    try:
        draw = _DRAWN[ending.lower()]
    except KeyError:
        raise UsageError(
            f"a chart cannot be saved as {ending or 'a file without ending'!r}{nearest(ending, _DRAWN)}"
        ) from None
    return draw(figure, about)


def _as_svg(figure: Figure, about: About) -> bytes:
    identifier = escape(about.id)
    head, _, rest = svg.render(figure, about.id).partition(">")
    cited = "".join(f"<dc:source>{escape(source)}</dc:source>" for source in about.sources)
    named = (
        f'{head} role="img" aria-labelledby="{identifier}-title" aria-describedby="{identifier}-desc">'
        f'<title id="{identifier}-title">{escape(about.title)}</title>'
        f'<desc id="{identifier}-desc">{escape(about.alt)}</desc>'
        '<metadata><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><rdf:Description rdf:about="">'
        f"<dc:title>{escape(about.title)}</dc:title><dc:description>{escape(about.alt)}</dc:description>{cited}"
        "</rdf:Description></rdf:RDF></metadata>"
    )
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{named}{rest}\n'.encode()


def _as_png(figure: Figure, about: About) -> bytes:
    metadata = {"Title": about.title, "Description": about.alt, "Source": "\n".join(about.sources), "Software": None}
    return _saved(figure, format="png", dpi=DPI, metadata=metadata)


def _as_pdf(figure: Figure, about: About) -> bytes:
    metadata = {"Title": about.title, "Subject": about.alt, "Keywords": "; ".join(about.sources)}
    none = {"Creator": None, "Producer": None, "CreationDate": None}
    return _tagged(_saved(figure, format="pdf", metadata={**metadata, **none}), about)


def _saved(figure: Figure, **options: Any) -> bytes:
    import matplotlib

    svg.reset_positions(figure)
    buffer = io.BytesIO()
    with theme.settings(), matplotlib.rc_context({"pdf.fonttype": 42}):  # TrueType, so that text stays text
        figure.savefig(buffer, **options)
    return buffer.getvalue()


def _tagged(drawn: bytes, about: About) -> bytes:
    """Return a PDF of one page whose chart is tagged as one figure with its alt text."""
    import pikepdf
    from pikepdf import Array, Dictionary, Name

    buffer = io.BytesIO()
    with pikepdf.open(io.BytesIO(drawn)) as pdf:
        page = pdf.pages[0]
        page.contents_add(b"/Figure <</MCID 0>> BDC", prepend=True)
        page.contents_add(b"EMC")
        page.StructParents = 0
        root = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        box = Dictionary(O=Name.Layout, BBox=page.mediabox, Placement=Name.Block)
        chart = Dictionary(Type=Name.StructElem, S=Name.Figure, P=root, Pg=page.obj, K=0, Alt=about.alt, A=box)
        chart = pdf.make_indirect(chart)
        root.K = chart
        root.ParentTree = Dictionary(Nums=Array([0, Array([chart])]))
        pdf.Root.StructTreeRoot = root
        pdf.Root.MarkInfo = Dictionary(Marked=True)
        pdf.Root.Lang = "en"
        pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
        with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
            metadata["dc:title"] = about.title
            metadata["dc:description"] = about.alt
            metadata["dc:source"] = "; ".join(about.sources)
        pdf.save(buffer, deterministic_id=True)
    return buffer.getvalue()


_DRAWN = {".svg": _as_svg, ".png": _as_png, ".pdf": _as_pdf}
