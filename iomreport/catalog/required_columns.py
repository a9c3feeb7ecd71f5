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


def given_or_ours(data: pandas.DataFrame | None, ours: Ours, *columns: str) -> pandas.DataFrame:
    """Return the frame that an analyst gave if it will do, and ours where none was given.

    Parameters
    ----------
    data : pandas.DataFrame or None
        What was given.
    ours : str or callable
        Name of the dataset that stands in for it, or the function that computes the frame.
    *columns : str
        The columns that a frame must have; it may lack all others.

    Raises
    ------
    UnknownNameError
        If the frame lacks a column; the message names the nearest that is there, all that are needed, and where to
        look at them.
    UsageError
        If it is no frame, or has no rows.

    Examples
    --------
    >>> given_or_ours(None, "names")["abbreviation"].iloc[0]
    'PICMME'
    >>> given_or_ours(catalog.load("names").rename(columns={"start": "strat"}), "names", "kind", "start")
    Traceback (most recent call last):
    ...
    iomreport.errors.UnknownNameError: the frame has no column 'start'; did you mean 'strat'? Needed are 'kind' and \
'start', as in iomreport.load("names")
    """
    import pandas

    if data is None:
        return catalog.load(ours) if isinstance(ours, str) else ours()
    if not isinstance(data, pandas.DataFrame):
        raise UsageError(f"the data must be a frame like {_where(ours)}, not {type(data).__name__}; axes go into ax=")
    return with_rows(need(data, *columns, ours=ours), ours)


def need(frame: pandas.DataFrame, *columns: str, ours: Ours | None = None) -> pandas.DataFrame:
    """Return a frame that has all columns needed.

    Parameters
    ----------
    frame : pandas.DataFrame
        What was given.
    *columns : str
        The columns needed.
    ours : str or callable, optional
        See `given_or_ours`.

    Raises
    ------
    UnknownNameError
        If it lacks one of them.
    UsageError
        If it is no frame.

    Examples
    --------
    >>> len(need(catalog.load("names"), "kind", "start"))
    5
    """
    import pandas

    if not isinstance(frame, pandas.DataFrame):
        raise UsageError(f"a frame is needed, such as {_where(ours or 'finance')} returns, not {type(frame).__name__}")
    lacking = [column for column in columns if column not in frame]
    if lacking:
        there = [str(column) for column in frame.columns]
        near = [found for column in lacking if (found := closest(column, there))]
        hint = f"did you mean {listed(near)}?" if near else f"there is: {', '.join(sorted(there)) or 'none'}."
        told = f"the frame has no column {listed(lacking)}; {hint}"
        if ours is not None:
            raise UnknownNameError(f"{told} Needed are {listed(columns)}, as in {_where(ours)}")
        raise UnknownNameError(told)
    return frame


def with_rows(frame: pandas.DataFrame, ours: Ours) -> pandas.DataFrame:
    """Return a frame that has rows.

    Raises
    ------
    UsageError
        If it has none, or none that the function which asks can use.

    Examples
    --------
    >>> with_rows(catalog.load("names").head(0), "names")
    Traceback (most recent call last):
    ...
    iomreport.errors.UsageError: the frame has no row that can be used here; compare with iomreport.load("names")
    """
    if frame.empty:
        raise UsageError(f"the frame has no row that can be used here; compare with {_where(ours)}")
    return frame


def _where(ours: Ours) -> str:
    """Return what to type in order to see a frame of the shape expected."""
    return f'iomreport.load("{ours}")' if isinstance(ours, str) else f"{ours.__module__}.{ours.__name__}()"
