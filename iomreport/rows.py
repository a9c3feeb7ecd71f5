"""Frames row by row."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas


def records(frame: pandas.DataFrame) -> list[dict[str, Any]]:
    """Return the rows of a frame, with None for missing cells.

    Examples
    --------
    >>> import pandas
    >>> records(pandas.DataFrame({"year": [1951, 1952], "end": ["1952", None]}))
    [{'year': 1951, 'end': '1952'}, {'year': 1952, 'end': None}]
    """
    columns = [str(column) for column in frame.columns]
    return [
        {column: None if missing else cell for column, cell, missing in zip(columns, cells, gaps, strict=True)}
        for cells, gaps in zip(
            frame.itertuples(index=False, name=None), frame.isna().itertuples(index=False, name=None), strict=True
        )
    ]
