"""From notebooks to the report: execute, remember, assemble, export, put in place."""

import lazy_loader

# Kernels start from this package too, and load no more of it than they need.
__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
