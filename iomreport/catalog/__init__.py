"""The datasets: load, list and describe them, check them, cite them, write them out."""

import lazy_loader

# What stands in `__init__.pyi` is loaded when it is first used: who needs one module of the catalog loads no other.
__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
