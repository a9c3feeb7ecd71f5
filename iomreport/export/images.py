"""Images of Markdown cells, taken into the document, so that no edition asks for a file from elsewhere."""

import base64
import binascii
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import unquote, unquote_to_bytes

# Types of image that both editions show, and how their files end.
TYPES = {"image/svg+xml": "svg", "image/png": "png", "image/jpeg": "jpg", "image/gif": "gif", "image/webp": "webp"}
_DATA = re.compile(r"data:(?P<type>image/[\w.+-]+)(?:;charset=[\w-]+)?(?P<base64>;base64)?,(?P<content>.*)", re.DOTALL)


def embed(
    tokens: Iterable[dict[str, Any]], attachments: Mapping[str, Mapping[str, str]], folder: Path | None
) -> list[str]:
    """Replace the address of each image of a syntax tree by its content; return what a maintainer should mend.

    An image may be in the address itself, attached to the cell, or in a file in the folder of the notebook. One that
    cannot be had becomes its description in italics.
    """
    warnings = []
    for token in tokens:
        if token["type"] != "image":
            warnings += embed(token.get("children", []), attachments, folder)
            continue
        url = token["attrs"]["url"]
        name = url if len(url) <= 60 else url[:60] + "…"
        found = _find(url, attachments, folder)
        if found is None:
            warnings.append(
                f"the image {name!r} is not in the notebook or beside it, so its description stands instead"
            )
            token["type"], token["attrs"] = "emphasis", {}
        else:
            kind, content = found
            token["attrs"]["url"] = f"data:{kind};base64,{base64.b64encode(content).decode('ascii')}"
            if not description(token):
                warnings.append(f"the image {name!r} has no alt text")
    return warnings


def description(token: Mapping[str, Any]) -> str:
    """Return what the prose says that an image shows."""
    return " ".join(child["raw"].strip() for child in token.get("children", []) if child.get("raw", "").strip())


def type_of(output: Any) -> str:
    """Return the type of the image that an output of a cell holds; nothing if it holds none."""
    return next((kind for kind in TYPES if kind in output.get("data", {})), "")


def alt_of(output: Any) -> str:
    """Return the alternative text that the metadata of an output gives; nothing where there is none."""
    metadata = output.get("metadata", {})
    parts = [metadata, *(part for part in metadata.values() if isinstance(part, dict))]
    return next((str(part["alt"]) for part in parts if part.get("alt")), "")


def decode(url: str) -> tuple[str, bytes] | None:
    """Return type and content of an image in a `data:` address; None if it is none that both editions show."""
    match = _DATA.fullmatch(url)
    if match is None or match["type"] not in TYPES:
        return None
    if match["base64"] is None:
        return match["type"], unquote_to_bytes(match["content"])
    try:
        return match["type"], base64.b64decode(unquote(match["content"]), validate=True)
    except binascii.Error:
        return None


def _find(url: str, attachments: Mapping[str, Mapping[str, str]], folder: Path | None) -> tuple[str, bytes] | None:
    if url.startswith("data:"):
        return decode(url)
    if url.startswith("attachment:"):
        given = attachments.get(unquote(url.removeprefix("attachment:")), {})
        return next((decode(f"data:{kind};base64,{data}") for kind, data in given.items() if kind in TYPES), None)
    if folder is None or re.match(r"[\w+.-]+:", url):
        return None
    path = (folder / unquote(url)).resolve()
    kind = next(
        (kind for kind, ending in TYPES.items() if path.suffix.lower().replace("jpeg", "jpg") == f".{ending}"), ""
    )
    if not kind or not path.is_relative_to(folder.resolve()) or not path.is_file():
        return None
    return kind, path.read_bytes()
