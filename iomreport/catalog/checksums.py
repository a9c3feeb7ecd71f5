"""Seals: the digest of each table, kept in the description, so that no change of a cell passes unnoticed.

`make seal` writes the digests, and `data/references.json`, after a change that is meant. It also notes of each sound
table what it was judged by, so that loading it need not judge it again.
"""

from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path

from iomreport.catalog import bibliography, descriptor, folders, schema
from iomreport.errors import IomreportError


def digest(path: Path) -> str:
    """Return the digest of a file as a Data Package writes it.

    Examples
    --------
    >>> from iomreport.catalog.folders import shipped_data_folder
    >>> digest(shipped_data_folder() / "names.csv")[:7]
    'sha256:'
    """
    return f"sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}"


def changed(folder: Path) -> list[str]:
    """Return the names of the tables that differ from what they were sealed with.

    Parameters
    ----------
    folder : Path
        A data folder. Tables that lie over the shipped ones, without a description of their own, have no seal.

    Returns
    -------
    list of str
        In the order of the description.

    Examples
    --------
    >>> from iomreport.catalog.folders import shipped_data_folder
    >>> changed(shipped_data_folder())
    []
    """
    if not (folder / "datapackage.json").is_file():
        return []
    return [
        name
        for name, resource in descriptor.resources(folder).items()
        if "hash" in resource
        and (folder / resource["path"]).is_file()
        and digest(folder / resource["path"]) != resource["hash"]
    ]


def seal(folder: Path) -> None:
    """Write the seal of each table into the description, and the bibliography anew."""
    references = bibliography.bibliography()
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    for resource in package["resources"]:
        name, path = resource["name"], folder / resource["path"]
        resource |= {"hash": digest(path), "bytes": path.stat().st_size, schema.SOUND: schema.grounds(folder, name)}
        if schema.broken_promises(folder, name):
            del resource[schema.SOUND]
    text = json.dumps(package, indent=2, ensure_ascii=False) + "\n"
    (folder / "datapackage.json").write_text(text, encoding="utf-8", newline="\n")
    (folder / "references.json").write_text(references, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    try:
        seal(folders.data_folder())
    except IomreportError as error:
        sys.exit(f"{error}\nnothing was sealed; iomreport check tells all that is wrong")
