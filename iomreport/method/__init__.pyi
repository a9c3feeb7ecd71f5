from . import agreement, coverage, promises_kept, provenance
from .agreement import agreement_of_pairs, agreement_table, pairs
from .coverage import coverage_figure, covered_years, plot_coverage
from .promises_kept import broken_promises, promises, promises_table
from .provenance import columns_table, dataset_origins, datasets_table, openly_licensed, standing, standing_table

__all__ = [
    "agreement",
    "agreement_of_pairs",
    "agreement_table",
    "broken_promises",
    "columns_table",
    "coverage",
    "coverage_figure",
    "covered_years",
    "dataset_origins",
    "datasets_table",
    "openly_licensed",
    "pairs",
    "plot_coverage",
    "promises",
    "promises_kept",
    "promises_table",
    "provenance",
    "standing",
    "standing_table",
]
