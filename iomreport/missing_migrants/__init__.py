"""Exports of IOM's Missing Migrants Project: any of them as one tidy table, and added up into the report's tables.

`raw_files` opens a file, `layouts` recognizes it, `parsing` reads its cells and `tidy` makes the table; `totals` adds
it up, `identity` tells which export it is, and `update` says what it changes in a data folder.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
