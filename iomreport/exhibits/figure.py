"""Figures: charts with all that a reader needs to trust them."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from iomreport import formats
from iomreport.charts import svg
from iomreport.exhibits import image_files, to_html
from iomreport.exhibits.exhibit import Exhibit, write_file
from iomreport.exhibits.metadata import METADATA_KEY, FigureRecord
from iomreport.exhibits.notebook_style import STYLE
from iomreport.exhibits.sentences import Bundle, Prose, prose

if TYPE_CHECKING:
    import matplotlib.axes
    import matplotlib.figure
    import pandas


class Figure(Exhibit):
    """A chart with all that a reader needs to trust it.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
        The chart, drawn without a title of its own.
    id : str
        Identifier, lower-case words joined by hyphens; links and file names are made from it.
    title : str or Sentence
        What the chart finds. Digits only through `say`.
    alt : str or Sentence
        What the chart is, its range and its finding, for those who do not see it.
    data : pandas.DataFrame
        The very frame that is drawn; its `source_id` column, if any, adds to the sources.
    sources : sequence of str
        Identifiers of further sources.
    notes : sequence of str or Sentence
        What a careful reader should know.

    Attributes
    ----------
    figure : matplotlib.figure.Figure
        The chart, to be changed with matplotlib.
    source_ids : tuple of str
        Identifiers of all sources.

    Raises
    ------
    ExhibitError
        If title, alt text or sources are missing, or a digit was typed into a text.

    Examples
    --------
    >>> from iomreport import growth
    >>> figure = growth.members_figure()
    >>> figure.ax.get_ylabel(), len(figure.data) > 80
    ('Member states', True)
    """

    kind = "figure"

    def __init__(
        self,
        figure: matplotlib.figure.Figure,
        *,
        id: str,
        title: Prose,
        alt: Prose,
        data: pandas.DataFrame,
        sources: Sequence[str] = (),
        notes: Sequence[Prose] = (),
    ):
        texts = {"title": title, "alt": alt}
        super().__init__(id=id, data=data, texts=texts, notes=notes, sources=sources)
        self.figure = figure
        self.title = prose(title, f"the title of the figure {id!r}")
        self.alt = prose(alt, f"the alt text of the figure {id!r}")

    @property
    def axes(self) -> list[matplotlib.axes.Axes]:
        """All axes of the chart, in the order in which they were made."""
        return list(self.figure.axes)

    @property
    def ax(self) -> matplotlib.axes.Axes:
        """The first axes of the chart, which are the only ones unless it has several panels."""
        return self.figure.axes[0]

    def save(self, path: str | Path) -> None:
        """Write the chart to a file, with title, alt text and sources in the file's own metadata.

        Parameters
        ----------
        path : str or Path
            The file to write; its ending says as what: `.svg`, `.png` or `.pdf`. The same chart gives the same bytes.

        Raises
        ------
        UsageError
            If the ending is another one, or the file cannot be written.

        Examples
        --------
        >>> import tempfile
        >>> from iomreport import growth
        >>> path = Path(tempfile.mkdtemp()) / "members.svg"
        >>> growth.members_figure().save(path)
        >>> "<desc" in path.read_text(encoding="utf-8")
        True
        """
        write_file(Path(path), image_files.drawn_as(Path(path).suffix, self.figure, self._about()))

    def _about(self) -> image_files.About:
        cited = [formats.source_text(record) for record in self._source_records]
        return image_files.About(self.id, self.title, self.alt, tuple(cited))

    @cached_property
    def _drawing(self) -> str:
        return svg.render(self.figure, self.id)

    def _record(self) -> FigureRecord:
        return {
            "exhibit": "figure",
            "id": self.id,
            "title": self.title,
            "alt": self.alt,
            "notes": self.notes,
            "sources": self._source_records,
            "data": self._csv,
        }

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> Bundle:
        record = self._record()
        drawing = self._drawing
        # A chart begun with pyplot is taken out of its hands, or the notebook would show it again, undescribed.
        if pyplot := sys.modules.get("matplotlib.pyplot"):
            pyplot.close(self.figure)
        plain = f"Figure {self.id}: {self.title}\n{self.alt}\nSources: {'; '.join(self.source_ids)}"
        data = {"text/plain": plain, "text/html": STYLE + to_html.figure(record, drawing), "image/svg+xml": drawing}
        return data, {METADATA_KEY: record}
