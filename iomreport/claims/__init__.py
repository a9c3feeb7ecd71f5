"""What the encyclopedia article of 2014 claims, where other sources disagree, and the reading that is adopted."""

import lazy_loader

_FUNCTIONS = {
    "comparison": ["article_figures", "work_disputes"],
    "conflicts": ["conflicts_by_topic"],
    "listing": ["assessed_claims"],
    "overview": ["claims_by_part", "plot_status", "status_figure"],
    "positions": ["stated_positions"],
}
__getattr__, __dir__, __all__ = lazy_loader.attach(__name__, [*_FUNCTIONS], _FUNCTIONS)
