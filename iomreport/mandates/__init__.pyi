from . import (
    activity_accounts,
    areas_of_work,
    crises_by_region,
    emergencies,
    emergency_counts,
    founding,
    governance,
    heads,
    people_assisted,
    returns_and_resettlement,
    spending_by_function,
    timeline,
)
from .activity_accounts import accounts
from .areas_of_work import activities, mandate_figure, plot_mandate
from .crises_by_region import crises_figure, plot_crises
from .emergencies import crises
from .emergency_counts import article_crises, counts_figure, plot_counts
from .founding import disputed_readings, plot_first_years
from .governance import frameworks
from .heads import plot_heads
from .people_assisted import people_figure, plot_people
from .returns_and_resettlement import assisted_returns, plot_returns, resettled, returns_figure
from .spending_by_function import expenditure_by_function, functions_and_mandate, functions_figure, plot_functions
from .timeline import legal_steps, plot_timeline, ties_to_the_united_nations, timeline_figure

__all__ = [
    "accounts",
    "activities",
    "activity_accounts",
    "areas_of_work",
    "article_crises",
    "assisted_returns",
    "counts_figure",
    "crises",
    "crises_by_region",
    "crises_figure",
    "disputed_readings",
    "emergencies",
    "emergency_counts",
    "expenditure_by_function",
    "founding",
    "frameworks",
    "functions_and_mandate",
    "functions_figure",
    "governance",
    "heads",
    "legal_steps",
    "mandate_figure",
    "people_assisted",
    "people_figure",
    "plot_counts",
    "plot_crises",
    "plot_first_years",
    "plot_functions",
    "plot_heads",
    "plot_mandate",
    "plot_people",
    "plot_returns",
    "plot_timeline",
    "resettled",
    "returns_and_resettlement",
    "returns_figure",
    "spending_by_function",
    "ties_to_the_united_nations",
    "timeline",
    "timeline_figure",
]
