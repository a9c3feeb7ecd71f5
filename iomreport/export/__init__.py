"""The nbconvert exporters `iomreport-html` and `iomreport-pdf`, for any notebook that holds exhibits."""

from iomreport.export.html.exporter import HtmlExporter
from iomreport.export.pdf.exporter import PdfExporter

__all__ = ["HtmlExporter", "PdfExporter"]
