from . import (
    by_cause,
    by_export,
    by_region,
    by_route,
    by_sex_and_age,
    by_year,
    december_figures,
    never_found,
    recorded_people,
    revisions,
    year_bars,
)
from .by_cause import deaths_by_cause, plot_causes
from .by_export import counts_by_export
from .by_region import deaths_by_region, plot_regions
from .by_route import deaths_by_route, plot_routes
from .by_sex_and_age import plot_children, plot_sex, sex_and_age
from .by_year import deaths_by_year, earlier_deaths, plot_deaths, plot_earlier_deaths, plot_records
from .december_figures import plot_reported_figures, reported_figures
from .never_found import missing_by_route, plot_missing
from .recorded_people import counts_by
from .revisions import changes, plot_revisions

__all__ = [
    "by_cause",
    "by_export",
    "by_region",
    "by_route",
    "by_sex_and_age",
    "by_year",
    "changes",
    "counts_by",
    "counts_by_export",
    "deaths_by_cause",
    "deaths_by_region",
    "deaths_by_route",
    "deaths_by_year",
    "december_figures",
    "earlier_deaths",
    "missing_by_route",
    "never_found",
    "plot_causes",
    "plot_children",
    "plot_deaths",
    "plot_earlier_deaths",
    "plot_missing",
    "plot_records",
    "plot_regions",
    "plot_reported_figures",
    "plot_revisions",
    "plot_routes",
    "plot_sex",
    "recorded_people",
    "reported_figures",
    "revisions",
    "sex_and_age",
    "year_bars",
]
