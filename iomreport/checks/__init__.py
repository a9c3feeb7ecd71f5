"""What must be true of the values, beyond what a schema can say; `iomreport check` runs it all."""

from iomreport.checks import deaths, geography, mandate, membership, money, narrative  # noqa: F401 - each states its promises
from iomreport.checks.promises import PROMISES, Promise, breaches, names

__all__ = ["PROMISES", "Promise", "breaches", "names"]
