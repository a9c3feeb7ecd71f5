"""What a frame must hold before a function works with it: rows, and the columns that it needs.

A frame without rows is refused, never drawn as an empty chart: nothing can be learnt from it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from iomreport import catalog
from iomreport.errors import UnknownNameError, UsageError
from iomreport.suggest import closest, listed

if TYPE_CHECKING:
    import pandas

Ours = str | Callable[[], "pandas.DataFrame"]
"""What a frame is shaped like: the name of a dataset, or the function that computes one."""


def given_or_shipped(data: pandas.DataFrame | None, ours: Ours, *columns: str) -> pandas.DataFrame:
    """Return the frame that an analyst gave if it has the columns and rows needed; ours where none was given.

    `ours` is the name of a dataset, or the function that computes the frame. `UnknownNameError` names the columns that
    lack and the nearest there are, `UsageError` what is no frame or has no rows.
    """
    import pandas

    if data is None:
        return catalog.load(ours) if isinstance(ours, str) else ours()
    if not isinstance(data, pandas.DataFrame):
        raise UsageError(f"the data must be a frame like {_where(ours)}, not {type(data).__name__}; axes go into ax=")
    return require_rows(require_columns(data, *columns, ours=ours), ours)


def require_columns(frame: pandas.DataFrame, *columns: str, ours: Ours | None = None) -> pandas.DataFrame:
    """Return a frame that has all columns needed; an error names those that lack and the nearest there are."""
    import pandas

    if not isinstance(frame, pandas.DataFrame):
        raise UsageError(f"a frame is needed, such as {_where(ours or 'finance')} returns, not {type(frame).__name__}")
    lacking = [column for column in columns if column not in frame]
    if lacking:
        there = [str(column) for column in frame.columns]
        near = [found for column in lacking if (found := closest(column, there))]
        hint = f"did you mean {listed(near)}?" if near else f"there is: {', '.join(sorted(there)) or 'none'}."
        message = f"the frame has no column {listed(lacking)}; {hint}"
        if ours is not None:
            raise UnknownNameError(f"{message} Needed are {listed(columns)}, as in {_where(ours)}")
        raise UnknownNameError(message)
    return frame


def require_rows(frame: pandas.DataFrame, ours: Ours) -> pandas.DataFrame:
    """Return a frame that has rows that the function which asks can use; refuse one that has none."""
    if frame.empty:
        raise UsageError(f"the frame has no row that can be used here; compare with {_where(ours)}")
    return frame


def _where(ours: Ours) -> str:
    """Return what to type in order to see a frame of the shape expected."""
    return f'iomreport.load("{ours}")' if isinstance(ours, str) else f"{ours.__module__}.{ours.__name__}()"
