"""Chapter 2, mandates: what states have asked the organization to do, and what it did."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
