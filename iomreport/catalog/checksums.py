"""The checksum of each table, kept in its description, so that no change of a cell passes unnoticed.

`make checksums` writes them, and `data/references.json`, after a change that is meant. It also notes of each sound
table what it was judged by, so that loading it need not judge it again.
"""

import hashlib
import json
import sys
from pathlib import Path

from iomreport.catalog import csl_json, descriptor, folders, schema
from iomreport.errors import IomreportError


def checksum(path: Path) -> str:
    """Return the checksum of a file as a Data Package writes it."""
    return f"sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}"


def changed(folder: Path) -> list[str]:
    """Return the names of the tables that are not what their checksum says, in the order of the description.

    Tables that lie over the shipped ones, without a description of their own, have no checksum.
    """
    if not (folder / "datapackage.json").is_file():
        return []
    files = {name: folder / resource["path"] for name, resource in descriptor.resources(folder).items()}
    stated = {name: resource.get("hash") for name, resource in descriptor.resources(folder).items()}
    return [name for name, file in files.items() if stated[name] and file.is_file() and checksum(file) != stated[name]]


def write_checksums(folder: Path) -> None:
    """Write the checksum of each table into the description, and the bibliography anew."""
    references = csl_json.bibliography()
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    for resource in package["resources"]:
        name, path = resource["name"], folder / resource["path"]
        resource |= {"hash": checksum(path), "bytes": path.stat().st_size, schema.SOUND: schema.judged_by(folder, name)}
        if schema.broken_promises(folder, name):
            del resource[schema.SOUND]
    text = json.dumps(package, indent=2, ensure_ascii=False) + "\n"
    (folder / "datapackage.json").write_text(text, encoding="utf-8", newline="\n")
    (folder / "references.json").write_text(references, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    try:
        write_checksums(folders.data_folder())
    except IomreportError as error:
        sys.exit(f"{error}\nno checksum was written; iomreport check tells all that is wrong")
