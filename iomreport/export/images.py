"""Images of a notebook, taken into the document whole and tested, so that no edition asks for a file from elsewhere."""

from __future__ import annotations

import base64
import binascii
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import unquote, unquote_to_bytes, urlsplit
from xml.etree import ElementTree

from iomreport.export.tokens import Token, text

# Types of image that both editions show, and how their files end.
TYPES = {"image/svg+xml": "svg", "image/png": "png", "image/jpeg": "jpg", "image/gif": "gif", "image/webp": "webp"}
_ENDINGS = {ending: kind for kind, ending in TYPES.items()} | {"jpeg": "image/jpeg"}
_DATA = re.compile(r"data:(?P<type>image/[\w.+-]+)(?:;charset=[\w-]+)?(?P<base64>;base64)?,(?P<content>.*)", re.DOTALL)
_REFERENCES = ("href", "{http://www.w3.org/1999/xlink}href")
_LONGEST_NAME = 60  # letters of an address in a warning


class UnreadableImageError(Exception):
    """An image that no edition can show; says why."""


@dataclass
class ImageReader:
    """Reads the images that one cell shows.

    Attributes
    ----------
    attachments : mapping
        Files attached to the cell: their content in base64 by type, by name.
    folder : Path or None
        Folder of the notebook.
    warnings : list of str
        What a maintainer should mend.
    """

    attachments: Mapping[str, Any] = field(default_factory=dict)
    folder: Path | None = None
    warnings: list[str] = field(default_factory=list)

    def read(self, url: str, alt: str, width: float | None = None, height: float | None = None) -> Token:
        """Return an image as a token; one that cannot be had as its description."""
        name = url if len(url) <= _LONGEST_NAME else f"{url[:_LONGEST_NAME]}…"
        try:
            kind, content = self._find(url)
            kind = checked_type(kind, content)
        except UnreadableImageError as error:
            self.warnings.append(f"the image {name!r} {error}, so its description stands instead")
            return _instead(url, alt)
        if not alt:
            self.warnings.append(f"the image {name!r} has no alt text")
        return image_token(kind, content, alt, width, height)

    def _find(self, url: str) -> tuple[str, bytes]:
        if url.startswith("data:"):
            return decode(url)
        if url.startswith("attachment:"):
            name = url.removeprefix("attachment:")
            attached = self.attachments.get(name) or self.attachments.get(unquote(name)) or {}
            given = attached.items() if isinstance(attached, Mapping) else ()
            found = next(((kind, joined(content)) for kind, content in given if kind in TYPES), None)
            if found is None:
                raise UnreadableImageError("is not in the notebook")
            return decode(f"data:{found[0]};base64,{found[1]}")
        return self._from_file(url)

    def _from_file(self, url: str) -> tuple[str, bytes]:
        missing = UnreadableImageError("is not in the notebook or beside it")
        if self.folder is None or re.match(r"[\w+.-]+:|//", url):
            raise missing
        # A name may have "?" or "#" in it; else what follows these is no part of it.
        for name in dict.fromkeys([url, unquote(url), unquote(urlsplit(url).path)]):
            try:
                path = (self.folder / name).resolve()
                kind = _ENDINGS.get(path.suffix.lower().removeprefix("."), "")
                if kind and path.is_relative_to(self.folder.resolve()) and path.is_file():
                    return kind, path.read_bytes()
            except (OSError, ValueError, RuntimeError):  # a name that no file can have, links in a circle
                continue
        raise missing


def image_token(kind: str, content: bytes, alt: str, width: float | None = None, height: float | None = None) -> Token:
    """Return an image as a token, its content in its address; the size is in CSS pixels."""
    sizes = {name: size for name, size in (("width", width), ("height", height)) if size}
    url = f"data:{kind};base64,{base64.b64encode(content).decode('ascii')}"
    return {"type": "image", "attrs": {"url": url, "alt": alt, **sizes}}


def _instead(url: str, alt: str) -> Token:
    """Return what stands in the place of an image: its description, as a link to it if it is on the web."""
    named = "image" if url.startswith("data:") else url.removeprefix("attachment:")
    described: Token = {"type": "emphasis", "children": [text(alt or named)]}
    if url.lower().startswith(("http://", "https://")):
        return {"type": "link", "children": [described], "attrs": {"url": url}}
    return described


def joined(content: Any) -> str:
    """Return a text that notebooks give as one or as lines."""
    return content if isinstance(content, str) else "".join(map(str, content)) if isinstance(content, list) else ""


def decode(url: str) -> tuple[str, bytes]:
    """Return type and content of an image in a `data:` address."""
    match = _DATA.fullmatch(url)
    if match is None or match["type"] not in TYPES:
        raise UnreadableImageError("is of a type that cannot be shown")
    if match["base64"] is None:
        return match["type"], unquote_to_bytes(match["content"])
    try:
        return match["type"], base64.b64decode("".join(unquote(match["content"]).split()), validate=True)
    except (binascii.Error, ValueError):
        raise UnreadableImageError("is damaged") from None


def checked_type(kind: str, content: bytes) -> str:
    """Return the type that an image has, whatever it says; raise an error if it is damaged, or not whole in itself."""
    if kind == "image/svg+xml":
        _check_drawing(content)
        return kind
    from PIL import Image

    try:
        with Image.open(io.BytesIO(content), formats=["PNG", "JPEG", "GIF", "WEBP"]) as image:
            image.load()
            return f"image/{(image.format or '').lower()}"
    except Image.DecompressionBombError:
        raise UnreadableImageError("has too many pixels") from None
    except (OSError, ValueError, SyntaxError, EOFError, IndexError):  # whatever Pillow meets in a broken file
        raise UnreadableImageError("is damaged") from None


def _check_drawing(content: bytes) -> None:
    if b"<!ENTITY" in content:
        raise UnreadableImageError("declares entities")
    try:
        root = ElementTree.fromstring(content)
    except (ElementTree.ParseError, ValueError, LookupError):
        raise UnreadableImageError("is damaged") from None
    if root.tag.rpartition("}")[2] != "svg":
        raise UnreadableImageError("is no SVG, though it says so")
    if any(_leads_out(element) for element in root.iter()):
        raise UnreadableImageError("links to another image")


def _leads_out(element: Any) -> bool:
    name = element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
    addresses = [element.get(reference) or "" for reference in _REFERENCES]
    return name in {"image", "feImage", "use"} and any(
        address and not address.startswith(("#", "data:image/")) for address in addresses
    )
