"""Sources and method: what the data cover, how each table was made, and which promises they keep.

A module for each question: `coverage`, `provenance`, `agreement`, `promises_kept`. What the article of 2014 claims
stands in `iomreport.claims`.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
