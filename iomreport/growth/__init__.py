"""Chapter 1, growth: how a committee of some fifteen governments became an organization of most states."""

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
