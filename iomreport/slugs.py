"""Identifiers made from text."""

from __future__ import annotations

import re
import unicodedata


def slug(text: str) -> str:
    """Return text as lower-case words without accents, joined by hyphens; nothing if it holds no Latin letter or digit.

    Examples
    --------
    >>> slug("Türkiye-Europe land route"), slug("国际")
    ('turkiye-europe-land-route', '')
    """
    ascii_text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii").lower()
    return re.sub(r"[^a-z0-9]+", "-", ascii_text).strip("-")
