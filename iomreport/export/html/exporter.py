"""The HTML edition: one file that asks nothing of any server."""

import base64
import hashlib
from pathlib import Path
from typing import Any

from nbconvert.exporters import TemplateExporter
from traitlets import Bool
from traitlets.config import Config

from iomreport.charts import theme
from iomreport.export import typefaces
from iomreport.export.document import Document, folder_of, name_of, read_document
from iomreport.export.html import page_metadata
from iomreport.export.html.column_styles import css_string, rules_of_columns
from iomreport.export.html.page import Page
from iomreport.export.notebook_repair import ReadsAnyNotebook
from iomreport.export.tokens import whole_letters

_TEMPLATES = Path(__file__).with_name("templates")
_FOLDER = _TEMPLATES / "iomreport-html"
_STYLES = ("report.css", "exhibits.css", "settings.css", "print.css")


class HtmlExporter(ReadsAnyNotebook, TemplateExporter):  # type: ignore[misc]
    """Export a notebook as one accessible HTML page.

    Exhibits are numbered, cited and described from their records; prose comes from the same syntax tree as in the
    PDF. The page requests nothing: style, script and type are inside, and a Content-Security-Policy forbids the rest.
    """

    export_from_notebook = "Report (HTML)"
    output_mimetype = "text/html"

    show_code = Bool(False, help="Show the code of each cell in its place, not folded at the end of its section.").tag(
        config=True
    )

    @property
    def default_config(self) -> Config:
        """Return the settings that hold where a user states no others."""
        settings = {
            "optimistic_validation": True,  # once, when all preprocessors have run, rather than after each
            "file_extension": ".html",
            "template_name": "iomreport-html",
            "extra_template_basedirs": [str(_TEMPLATES)],
        }
        config = Config({"HtmlExporter": settings})
        config.merge(super().default_config)
        return config

    def from_notebook_node(
        self, nb: Any, resources: dict[str, Any] | None = None, **kwargs: Any
    ) -> tuple[str, dict[str, Any]]:
        """Render a notebook; see `nbconvert.exporters.TemplateExporter`."""
        nb_copy, resources, repairs = self.preprocessed(nb, resources, **kwargs)
        document = read_document(nb_copy, folder_of(resources), name_of(resources))
        for warning in [*repairs, *document.warnings]:
            self.log.warning(whole_letters(warning))
        page = Page(document, "none" if self.exclude_input else "shown" if self.show_code else "folded")
        style, script = _style(page, document), (_FOLDER / "report.js").read_text(encoding="utf-8")
        context = {
            "document": document,
            "page": page,
            "metas": page_metadata.metas(document),
            "json_ld": page_metadata.json_ld(document),
            "style": style,
            "script": script,
            "policy": _policy(style, script),
        }
        return whole_letters(str(self.template.render(nb=nb_copy, resources={**resources, **context}))), resources


def _style(page: Page, document: Document) -> str:
    """Return the style sheet: colours, the faces cut down to the letters of the page, columns of tables, and rules."""
    light, dark = (
        "".join(f" --{role}: {code};" for role, code in colours.items()) for colours in (theme.LIGHT, theme.DARK)
    )
    colours = (
        f":root {{ color-scheme: light;{light} }}\n"
        "@media screen and (prefers-color-scheme: dark) "
        f"{{ :root:not([data-theme=light]) {{ color-scheme: dark;{dark} }} }}\n"
        f"@media screen {{ :root[data-theme=dark] {{ color-scheme: dark;{dark} }} }}"
    )
    foot = f"@page {{ @bottom-left {{ content: {css_string(document.title)}; font: 9pt 'Report Sans', sans-serif; }} }}"
    rules = [(_FOLDER / name).read_text(encoding="utf-8") for name in _STYLES]
    return "\n".join(
        [colours, typefaces.html_faces(*page.characters()), rules_of_columns(document.blocks), foot, *rules]
    )


def _policy(style: str, script: str) -> str:
    """Return a Content-Security-Policy that lets in nothing but what the page itself carries."""
    return (
        f"default-src 'none'; style-src '{_digest(style)}'; img-src data:; font-src data:; "
        f"script-src '{_digest(script)}'; base-uri 'none'; form-action 'none'"
    )


def _digest(content: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(content.encode('utf-8')).digest()).decode('ascii')}"
