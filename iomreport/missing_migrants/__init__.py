"""Exports of IOM's Missing Migrants Project: any of them as one tidy table, and added up into the report's tables.

`layouts` names the layouts; `reading`, `cells`, `dates` and `tidy` read a file; `summarize`, `revisions` and `notes`
add it up; `identity` tells which export it is, and `update` writes it into a data folder.
"""

from iomreport.missing_migrants.export import Reading, read, read_with_repairs
from iomreport.missing_migrants.repairs import ExportError, Repair, count_by_kind

__all__ = ["ExportError", "Reading", "Repair", "count_by_kind", "read", "read_with_repairs"]
