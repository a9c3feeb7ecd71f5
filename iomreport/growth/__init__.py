"""Chapter 1, growth: how a committee of some fifteen governments became an organization of most states.

A module for each question: `members` and `departures`, `accessions` and `shares`, `world_map`, `forecast`; then money:
`spending` and `money_over_time`, `funding`, `donors`, `concentration`, `exposure`; `footprint` and `peers`;
`decomposition` and `per_migrant`; and `article`, what the article of 2014 said of it all.
"""

from iomreport.growth.members import (
    members_at_year_end,
    members_figure,
    members_in,
    plot_members,
    published_members,
    year_end,
)

__all__ = [
    "members_at_year_end",
    "members_figure",
    "members_in",
    "plot_members",
    "published_members",
    "year_end",
]
