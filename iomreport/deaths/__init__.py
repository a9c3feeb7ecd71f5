"""Lives lost: people recorded as dead or missing on the move, by the exports of the Missing Migrants Project.

A module for each question: `by_year`, `by_region`, `by_cause`, `by_route`, `by_sex_and_age`, `never_found`; `by_export`
and `revisions`, how the count of a year changes; `december_figures`, what was said of the dead in December 2013. They
share `recorded_people`, the counts with their sums, shares and credit, and `year_bars`, what is drawn alike.
"""

import lazy_loader

_FUNCTIONS = {
    "by_cause": ["deaths_by_cause", "plot_causes"],
    "by_export": ["counts_by_export"],
    "by_region": ["deaths_by_region", "plot_regions"],
    "by_route": ["deaths_by_route", "plot_routes"],
    "by_sex_and_age": ["plot_children", "plot_sex", "sex_and_age"],
    "by_year": ["deaths_by_year", "earlier_deaths", "plot_deaths", "plot_earlier_deaths", "plot_records"],
    "december_figures": ["plot_reported_figures", "reported_figures"],
    "never_found": ["missing_by_route", "plot_missing"],
    "recorded_people": ["counts_by"],
    "revisions": ["changes", "plot_revisions"],
}
__getattr__, __dir__, __all__ = lazy_loader.attach(__name__, [*_FUNCTIONS, "year_bars"], _FUNCTIONS)
