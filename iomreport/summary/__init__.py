"""The summary: the few figures that a busy reader needs; they stand in `key_figures`."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
