from . import campaigns, statement_of_2013, world_around
from .campaigns import campaign_dates, campaign_list, campaign_reach, plot_campaigns
from .statement_of_2013 import evidence_for, statement
from .world_around import plot_published, published

__all__ = [
    "campaign_dates",
    "campaign_list",
    "campaign_reach",
    "campaigns",
    "evidence_for",
    "plot_campaigns",
    "plot_published",
    "published",
    "statement",
    "statement_of_2013",
    "world_around",
]
