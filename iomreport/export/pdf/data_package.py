"""The Frictionless data package that describes the data attached to the PDF."""

import hashlib
import json
from typing import Any

from iomreport.export.document import Block, Document
from iomreport.formats import address, slug, source_text


def data_package(document: Document) -> str:
    """Return the description of the attached data as JSON; empty where there are none."""
    exhibits = [block for block in document.blocks if block.kind in {"figure", "table"}]
    if not exhibits:
        return ""
    package = {
        "name": slug(document.title) or "data",
        "title": f"Data of: {document.title}",
        **({"created": f"{document.front['date']}T00:00:00Z"} if "date" in document.front else {}),
        "resources": [_resource(block) for block in exhibits],
    }
    return json.dumps(package, ensure_ascii=False, indent=2) + "\n"


def _resource(block: Block) -> dict[str, Any]:
    data = block.record["data"].encode("utf-8")
    return {
        "name": block.id,
        "path": f"{block.id}.csv",
        "title": block.record["title" if block.kind == "figure" else "caption"],
        "description": " ".join([f"Data of {block.label}.", *block.record["notes"]]),
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(data),
        "hash": f"sha256:{hashlib.sha256(data).hexdigest()}",
        "sources": [
            {"title": source_text(source)} | ({"path": address(source["url"])} if address(source["url"]) else {})
            for source in block.record["sources"]
        ],
    }
