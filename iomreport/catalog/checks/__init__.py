"""What must be true of the values, beyond what a schema can say; `iomreport check` runs it all."""

from iomreport.catalog.checks import (  # noqa: F401 - each states its promises
    death_counts,
    geography,
    mandate,
    membership,
    money,
    names_and_events,
)
from iomreport.catalog.checks.promises import PROMISES, Promise, broken_promises, names

__all__ = ["PROMISES", "Promise", "broken_promises", "names"]
