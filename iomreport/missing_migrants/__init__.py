"""Exports of IOM's Missing Migrants Project: any of them as one tidy table, and added up into the report's tables.

`raw_files` opens a file, `layouts` recognizes it, `parsing` reads its cells and `tidy` makes the table; `totals` adds
it up, `identity` tells which export it is, and `update` says what it changes in a data folder.
"""

from iomreport.missing_migrants.repairs import ExportError, Repair, count_by_kind
from iomreport.missing_migrants.tidy import Reading, read, read_with_repairs

__all__ = ["ExportError", "Reading", "Repair", "count_by_kind", "read", "read_with_repairs"]
