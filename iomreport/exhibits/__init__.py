"""Exhibits: what notebooks show.

A notebook shows no bare chart, frame or string, but a `Figure`, a `Table` or a sentence made by `say`. Each carries
what a reader needs to trust it (title, description, sources, the data drawn) and cannot be made without. It displays
as an ordinary Jupyter mimebundle; the exporters read the same things from the output's metadata.
"""

import lazy_loader

# What stands in `__init__.pyi` is loaded when it is first used: an exporter needs the metadata alone.
__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
