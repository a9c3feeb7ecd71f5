"""Lives lost: people recorded as dead or missing on the move, by the exports of the Missing Migrants Project.

A module for each question: `by_year`, `by_region`, `by_cause`, `by_route`, `by_sex_and_age`, `never_found`; `by_export`
and `revisions`, how the count of a year changes; `december_figures`, what was said of the dead in December 2013. They
share `recorded_people`, the counts with their sums, shares and credit, and `year_bars`, what is drawn alike.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
