"""Chapter 3, advocacy: what the organization speaks up for, and the world around it.

A module for each question: `statement_of_2013`, what it said in December 2013 in the light of what came later;
`campaigns`; `world_around`, migrants, displaced people and remittances. Whose deaths are counted: `iomreport.deaths`.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
