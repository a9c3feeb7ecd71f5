"""What the encyclopedia article of 2014 claims, where other sources disagree, and the reading that is adopted."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach(
    __name__,
    submodules=["comparison", "conflicts", "listing", "overview", "positions"],
    submod_attrs={
        "comparison": ["article_figures", "work_disputes"],
        "conflicts": ["conflicts_by_topic"],
        "listing": ["assessed_claims"],
        "overview": ["claims_by_part", "plot_status", "status_figure"],
        "positions": ["stated_positions"],
    },
)
