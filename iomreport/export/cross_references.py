"""Links within a document: what they lead to, by which name, and back."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote

from iomreport.export.tokens import Token, lists_within, plain_text, text, walk
from iomreport.formats import slug

if TYPE_CHECKING:
    from iomreport.export.document import Block

_SCHEME = re.compile(r"([a-zA-Z][a-zA-Z0-9+.-]*):")
_SCHEMES = frozenset(["http", "https", "mailto", "ftp", "ftps", "tel"])
_SAFE = "!#$%&'()*+,/:;=?@[]~"  # what an address may have beside letters and digits
_UNFIT = re.compile(r"[\x00-\x1f\x7f]")
_LABELLED = ("figure", "table")


def resolve_links(blocks: Sequence[Block]) -> list[str]:
    """Say the number of the figure or table that a link leads to; undo links that lead nowhere, and return these."""
    links = _Links(blocks)
    for block in blocks:
        block.tokens = list(links.resolved(block.tokens, block))
        if block.kind == "sentence":
            parts = [links.part(part, block) for part in block.record["parts"]]
            block.record = {**block.record, "parts": parts}
    for block in blocks:
        _drop_idle_anchors(block.tokens)
    return links.warnings


class _Links:
    def __init__(self, blocks: Sequence[Block]):
        self.warnings: list[str] = []
        self._blocks = {block.id: block for block in blocks if block.id}
        self._places: dict[str, Token] = {}
        for token in (token for block in blocks for token in walk(block.tokens) if token["type"] == "anchor"):
            self._places.setdefault(token["attrs"]["name"].lower(), token)
        self._by_text: dict[str, Block] = {}  # headings by the anchor that Jupyter gives them
        for block in blocks:
            if block.kind == "heading":
                for name in (*block.names, plain_text(block.tokens).strip().replace(" ", "-")):
                    self._by_text.setdefault(name.lower(), block)

    def part(self, part: Any, origin: Block) -> Any:
        """Return a piece of a sentence; one that leads to a figure or table names its label."""
        if "to" not in part:
            return part
        target = self._blocks.get(part["to"])
        if target is None or target.kind not in _LABELLED:
            self.warnings.append(f"cell {origin.cell}: the reference to {part['to']!r} leads to no figure or table")
            return {"text": part["text"], "sources": part["sources"]}
        return {**part, "text": target.label, "anchor": target.add_back_link(origin)}

    def resolved(self, tokens: Sequence[Token], origin: Block) -> Iterator[Token]:
        """Yield tokens with their links resolved."""
        for token in tokens:
            for inner in lists_within(token):
                inner[:] = self.resolved(list(inner), origin)
            yield from self._link(token, origin) if token["type"] == "link" else [token]

    def _link(self, token: Token, origin: Block) -> Iterator[Token]:
        url = token["attrs"]["url"]
        target = self._target(url[1:]) if url.startswith("#") else None
        if (url.startswith("#") and target is None) or not _leads_somewhere(url):
            self.warnings.append(f"cell {origin.cell}: the link {url!r} leads nowhere, so it is shown as plain text")
            yield from token["children"]
            return
        if not plain_text(token["children"]).strip():
            token["children"] = [*token["children"], text(url)]
        if isinstance(target, dict):
            token["attrs"]["url"] = f"#{target['attrs']['id']}"
            target["attrs"]["linked"] = True
        elif target is not None:
            if target.kind in _LABELLED:
                token["children"].append(text(f" ({target.label})"))
            token["attrs"] |= {"url": f"#{target.id}", "anchor": target.add_back_link(origin)}
        else:
            token["attrs"]["url"] = quote(url, safe=_SAFE)
        yield token

    def _target(self, name: str) -> Block | Token | None:
        """Return what an anchor leads to: by its own name, by Jupyter's, or by the same letters."""
        plain = unquote(name)
        found = self._blocks.get(plain) or self._places.get(plain.lower()) or self._by_text.get(plain.lower())
        return found or self._blocks.get(slug(plain))


def _leads_somewhere(url: str) -> bool:
    scheme = _SCHEME.match(url)
    return bool(url) and not _UNFIT.search(url) and (scheme is None or scheme[1].lower() in _SCHEMES)


def _drop_idle_anchors(tokens: list[Token]) -> None:
    """Leave no anchors but those that links lead to."""
    tokens[:] = [token for token in tokens if token["type"] != "anchor" or token["attrs"].get("linked")]
    for token in tokens:
        for inner in lists_within(token):
            _drop_idle_anchors(inner)
