"""The side from which a text is read, by its first letter that tells."""

import unicodedata

_TELLING = {"L": False, "R": True, "AL": True}
_LANGUAGES = frozenset(["ar", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"])


def from_right(text: str) -> bool | None:
    """Return whether a text is read from the right; None if no letter tells.

    Examples
    --------
    >>> from_right("12 " + chr(0x627)), from_right("a " + chr(0x627)), from_right("12")
    (True, False, None)
    """
    if text.isascii():
        return False if any(map(str.isalpha, text)) else None
    return next((_TELLING[kind] for kind in map(unicodedata.bidirectional, text) if kind in _TELLING), None)


def language_from_right(language: str) -> bool:
    """Return whether a language is written from the right."""
    return language.split("-")[0].lower() in _LANGUAGES
