from .repairs import ExportError, Repair, count_by_kind
from .tidy import Reading, read, read_with_repairs

__all__ = ["ExportError", "Reading", "Repair", "count_by_kind", "read", "read_with_repairs"]
