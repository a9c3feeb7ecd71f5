"""Help for those who mistype a name."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

_MOST_LISTED = 40


def nearest(name: str, known: Iterable[str]) -> str:
    """Return what to append to a message about an unknown name.

    Parameters
    ----------
    name : str
        What was asked for.
    known : iterable of str
        What there is.

    Returns
    -------
    str
        `"; did you mean 'members'?"`, or the list of what there is when nothing is near.

    Examples
    --------
    >>> nearest("mambers", ["members", "donors"])
    "; did you mean 'members'?"
    >>> nearest("x", ["members", "donors"])
    '; there is: donors, members'
    """
    known = sorted(known)
    close = difflib.get_close_matches(name, known, n=1)
    if close:
        return f"; did you mean {close[0]!r}?"
    return f"; there is: {', '.join(known)}" if len(known) <= _MOST_LISTED else f"; there are {len(known)} others"
