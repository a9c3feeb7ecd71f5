"""What the page says about itself to search engines, reference managers and whoever shares it."""

import json
from typing import Any, NamedTuple

from iomreport.export.document import Block, Document
from iomreport.export.tokens import plain_text
from iomreport.formats import address

_DESCRIBED = 300  # length of a description taken from the text


class Meta(NamedTuple):
    """One `<meta>` element: its key ("name" or "property"), and what it says."""

    key: str
    name: str
    content: str


def description(document: Document) -> str:
    """Return what a document says it is about, else how its text begins."""
    given = str(document.front.get("description") or "")
    paragraphs = (token for block in document.blocks if block.kind == "prose" for token in block.tokens)
    text = given or next((plain_text(token["children"]) for token in paragraphs if token["type"] == "paragraph"), "")
    return text if len(text) <= _DESCRIBED or given else text[:_DESCRIBED].rpartition(" ")[0] + " …"


def metas(document: Document) -> list[Meta]:
    """Return Dublin Core, Open Graph, and the tags by which Zotero and Google Scholar know a report."""
    front = document.front
    text = {name: str(front.get(name) or "") for name in ("date", "publisher", "version", "series")}
    language = str(front.get("language") or "en")
    licence = _licence(document)
    found = [
        Meta("name", "description", description(document)),
        *(Meta("name", "author", author) for author in _list(front, "author")),
        Meta("name", "keywords", ", ".join(_list(front, "keywords"))),
        Meta("name", "DC.title", document.title),
        *(Meta("name", "DC.creator", author) for author in _list(front, "author")),
        *(Meta("name", "DC.subject", keyword) for keyword in _list(front, "keywords")),
        Meta("name", "DC.description", description(document)),
        Meta("name", "DC.publisher", text["publisher"]),
        Meta("name", "DC.date", text["date"]),
        Meta("name", "DC.type", "Text"),
        Meta("name", "DC.format", "text/html"),
        Meta("name", "DC.language", language),
        Meta("name", "DC.rights", licence["name"]),
        Meta("name", "DCTERMS.license", licence["url"]),
        Meta("property", "og:type", "article"),
        Meta("property", "og:title", document.title),
        Meta("property", "og:description", description(document)),
        Meta("property", "og:locale", language),
        Meta("property", "og:site_name", text["series"]),
        Meta("property", "article:published_time", text["date"]),
        *(Meta("property", "article:author", author) for author in _list(front, "author")),
        *(Meta("property", "article:tag", keyword) for keyword in _list(front, "keywords")),
        Meta("name", "citation_title", document.title),
        *(Meta("name", "citation_author", author) for author in _list(front, "author")),
        Meta("name", "citation_publication_date", text["date"].replace("-", "/")),
        Meta("name", "citation_technical_report_institution", text["publisher"]),
        Meta("name", "citation_technical_report_number", text["version"]),
        Meta("name", "citation_language", language),
    ]
    return [meta for meta in found if meta.content.strip()]


def json_ld(document: Document) -> str:
    """Return the report and the datasets in it in the vocabulary of schema.org, safe to stand in a script element."""
    front = document.front
    report = _given({
        "@type": "Report",
        "@id": "#report",
        "name": document.title,
        "alternativeHeadline": front.get("subtitle"),
        "abstract": description(document),
        "author": _organizations(_list(front, "author")),
        "publisher": next(iter(_organizations(_list(front, "publisher"))), None),
        "datePublished": front.get("date"),
        "version": front.get("version"),
        "reportNumber": front.get("version"),
        "inLanguage": str(front.get("language") or "en"),
        "keywords": _list(front, "keywords"),
        "license": _licence(document)["url"] or _licence(document)["name"],
        "isAccessibleForFree": True,
        "accessMode": ["textual", "visual"],
        "accessModeSufficient": "textual",
        "accessibilityFeature": ["alternativeText", "structuralNavigation", "tableOfContents", "highContrastDisplay"],
    })  # fmt: skip
    graph = [report, *_datasets(document)]
    text = json.dumps({"@context": "https://schema.org", "@graph": graph}, ensure_ascii=False, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text


def _datasets(document: Document) -> list[dict[str, Any]]:
    """Return the dataset of the whole, which has one for each figure and table as its parts."""
    exhibits = [block for block in document.blocks if block.kind in {"figure", "table"}]
    if not exhibits:
        return []
    front = document.front
    return [_given({
        "@type": "Dataset",
        "@id": "#data",
        "name": f"Data of: {document.title}",
        "description": f"The data behind every figure and table of: {document.title}. {description(document)}".strip(),
        "creator": _organizations(_list(front, "author")),
        "license": _licence(document)["url"] or _licence(document)["name"],
        "datePublished": front.get("date"),
        "version": front.get("version"),
        "keywords": _list(front, "keywords"),
        "encodingFormat": "text/csv",
        "isAccessibleForFree": True,
        "isPartOf": {"@id": "#report"},
        "hasPart": [_dataset(block) for block in exhibits],
    })]  # fmt: skip


def _dataset(block: Block) -> dict[str, Any]:
    title = str(block.record.get("title") or block.record.get("caption"))
    return {
        "@type": "Dataset",
        "@id": f"#{block.id}",
        "name": f"Data of {block.label}",
        "description": f"Data of {block.label} as CSV: {title}",
    }


def _list(front: dict[str, Any], name: str) -> list[str]:
    given = front.get(name) or []
    return [given] if isinstance(given, str) else [str(part) for part in given]


def _organizations(names: list[str]) -> list[dict[str, str]]:
    return [{"@type": "Organization", "name": name} for name in names]


def _licence(document: Document) -> dict[str, str]:
    given = document.front.get("licence") or {}
    given = given if isinstance(given, dict) else {"name": str(given)}
    return {"name": str(given.get("name") or ""), "url": address(str(given.get("url") or ""))}


def _given(properties: dict[str, Any]) -> dict[str, Any]:
    """Return the properties that say something."""
    return {name: value for name, value in properties.items() if value}
