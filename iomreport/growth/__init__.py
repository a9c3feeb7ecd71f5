"""Chapter 1, growth: how a committee of some fifteen governments became an organization of most states.

A module for each question, in the order of the chapter: `members` and `departures`, `accessions` and `regional_shares`,
`world_map`, `forecast`; then money: `spending` and `money_over_time`, `revenue_by_kind`, `donors`, `concentration`,
`donor_cut`; then `staff_and_offices`, `other_agencies`, `decomposition` and `spending_per_migrant`. What the
package offers stands in `__init__.pyi`; each name is loaded when it is first used.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
