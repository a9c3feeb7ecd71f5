"""Chapter 2, mandates: what states have asked the organization to do, and what it did."""

import lazy_loader

_FUNCTIONS = {
    "activity_accounts": ["accounts"],
    "areas_of_work": ["activities", "mandate_figure", "plot_mandate"],
    "crises_by_region": ["crises_figure", "plot_crises"],
    "emergencies": ["crises"],
    "emergency_counts": ["article_crises", "counts_figure", "plot_counts"],
    "founding": ["disputed_readings", "plot_first_years"],
    "governance": ["frameworks"],
    "heads": ["plot_heads"],
    "people_assisted": ["people_figure", "plot_people"],
    "returns_and_resettlement": ["assisted_returns", "plot_returns", "resettled", "returns_figure"],
    "spending_by_function": ["expenditure_by_function", "functions_and_mandate", "functions_figure", "plot_functions"],
    "timeline": ["legal_steps", "plot_timeline", "ties_to_the_united_nations", "timeline_figure"],
}
__getattr__, __dir__, __all__ = lazy_loader.attach(__name__, [*_FUNCTIONS], _FUNCTIONS)
