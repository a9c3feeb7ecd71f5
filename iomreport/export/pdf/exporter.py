"""The nbconvert exporter `iomreport-pdf`.

The document goes to Typst as one JSON file, and the template walks it. No text of a notebook or table ever becomes
Typst source, so none of it can be taken for markup.
"""

from pathlib import Path
from typing import Any

from nbconvert.exporters import Exporter
from traitlets import Bool, Enum, Float, List, Unicode
from traitlets.config import Config

from iomreport.charts import theme
from iomreport.export.document import folder_of, name_of, read_document
from iomreport.export.notebook_repair import ReadsAnyNotebook
from iomreport.export.pdf import layout
from iomreport.export.pdf.typesetting import typeset
from iomreport.export.tokens import whole_letters


class PdfExporter(ReadsAnyNotebook, Exporter):  # type: ignore[misc]
    """Export a notebook as an accessible PDF that carries the data of its figures and tables."""

    export_from_notebook = "Report (PDF)"
    output_mimetype = "application/pdf"

    paper = Enum([*layout.PAPERS], default_value=theme.PAPERS[0], help="Size of the page.").tag(config=True)
    keep_typst = Unicode("", help="Folder to leave the Typst source in, with its faces.").tag(config=True)

    show_code = Bool(False, help="Show the code of each cell before what it gives.").tag(config=True)
    fonts = List(Unicode(), help="Files or folders of fonts, for letters that the faces of the report lack.").tag(
        config=True
    )
    timeout = Float(0, help="Seconds that typesetting may take; 0 for any number.").tag(config=True)

    @property
    def default_config(self) -> Config:
        """Return the settings that hold where a user states no others."""
        # Validated once, when all preprocessors have run, rather than after each.
        config = Config({"PdfExporter": {"optimistic_validation": True, "file_extension": ".pdf"}})
        config.merge(super().default_config)
        return config

    def from_notebook_node(
        self, nb: Any, resources: dict[str, Any] | None = None, **kwargs: Any
    ) -> tuple[bytes, dict[str, Any]]:
        """Render a notebook; see `nbconvert.exporters.Exporter`."""
        nb_copy, resources, repairs = self.preprocessed(nb, resources, **kwargs)
        document = read_document(nb_copy, folder_of(resources), name_of(resources))
        pdf = typeset(
            document,
            self.paper,
            Path(self.keep_typst) if self.keep_typst else None,
            show_code=self.show_code,
            fonts=self.fonts,
            timeout=self.timeout or None,
        )
        for warning in [*repairs, *document.warnings]:
            self.log.warning(whole_letters(warning))
        return pdf, resources
