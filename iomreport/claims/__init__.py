"""What the encyclopedia article of 2014 claims, where other sources disagree, and the reading that is adopted."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
