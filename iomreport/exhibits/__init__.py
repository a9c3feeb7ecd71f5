"""Exhibits: what notebooks show.

A notebook shows no bare chart, frame or string, but a `Figure`, a `Table` or a sentence made by `say`. Each carries
what a reader needs to trust it (title, description, sources, the data drawn) and cannot be made without. It displays
as an ordinary Jupyter mimebundle; the exporters read the same things from the output's metadata.
"""

from iomreport.exhibits.figure import Figure
from iomreport.exhibits.metadata import METADATA_KEY
from iomreport.exhibits.sentences import Prose, Reference, Sentence, say, see
from iomreport.exhibits.table import Column, Table

__all__ = ["METADATA_KEY", "Column", "Figure", "Prose", "Reference", "Sentence", "Table", "say", "see"]
