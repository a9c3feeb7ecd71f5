"""Images of Markdown cells, taken into the document, so that no edition asks for a file from elsewhere."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import unquote, unquote_to_bytes

TYPES = {
    "image/svg+xml": "svg",
    "image/png": "png",
    "image/jpeg": "jpg",
    "image/gif": "gif",
    "image/webp": "webp",
}
"""Types of image that both editions show, and how their files end."""

_DATA = re.compile(r"data:(?P<type>image/[\w.+-]+)(?:;charset=[\w-]+)?(?P<base64>;base64)?,(?P<content>.*)", re.DOTALL)


def carry(
    tokens: Iterable[dict[str, Any]], attachments: Mapping[str, Mapping[str, str]], folder: Path | None
) -> list[str]:
    """Put the content of each image of a syntax tree in the place of its address.

    Parameters
    ----------
    tokens : iterable of dict
        Markdown syntax tree; an image that cannot be had becomes its description in italics.
    attachments : mapping
        Of the cell: by name, the content of a file in base64 by type.
    folder : Path, optional
        Where the notebook lies; files outside of it are not read.

    Returns
    -------
    list of str
        For each image that could not be had, or is not described, what the maintainer should mend.
    """
    told = []
    for token in tokens:
        if token["type"] != "image":
            told += carry(token.get("children", []), attachments, folder)
            continue
        url = token["attrs"]["url"]
        shown = url if len(url) <= 60 else url[:60] + "…"
        content = _found(url, attachments, folder)
        if content is None:
            told.append(f"the image {shown!r} is not in the notebook or beside it, so its description stands instead")
            token["type"], token["attrs"] = "emphasis", {}
        else:
            kind, data = content
            token["attrs"]["url"] = f"data:{kind};base64,{base64.b64encode(data).decode('ascii')}"
            if not _described(token):
                told.append(f"the image {shown!r} has no alt text")
    return told


def decoded(url: str) -> tuple[str, bytes] | None:
    """Return type and content of an image in a `data:` address; None if it is none that both editions show.

    Examples
    --------
    >>> decoded("data:image/png;base64,aVZCT1I=")
    ('image/png', b'iVBOR')
    """
    match = _DATA.fullmatch(url)
    if match is None or match["type"] not in TYPES:
        return None
    if match["base64"] is None:
        return match["type"], unquote_to_bytes(match["content"])
    try:
        return match["type"], base64.b64decode(unquote(match["content"]), validate=True)
    except binascii.Error:
        return None


def _described(token: Mapping[str, Any]) -> bool:
    return any(child.get("raw", "").strip() for child in token.get("children", []))


def _found(url: str, attachments: Mapping[str, Mapping[str, str]], folder: Path | None) -> tuple[str, bytes] | None:
    """Return type and content of an image in the address itself, attached to the cell, or in a file beside it."""
    if url.startswith("data:"):
        return decoded(url)
    if url.startswith("attachment:"):
        given = attachments.get(unquote(url.removeprefix("attachment:")), {})
        return next((decoded(f"data:{kind};base64,{data}") for kind, data in given.items() if kind in TYPES), None)
    if folder is None or re.match(r"[\w+.-]+:", url):
        return None
    path = (folder / unquote(url)).resolve()
    kind = next(
        (kind for kind, ending in TYPES.items() if path.suffix.lower().replace("jpeg", "jpg") == f".{ending}"), ""
    )
    if not kind or not path.is_relative_to(folder.resolve()) or not path.is_file():
        return None
    return kind, path.read_bytes()
