"""Put the report in place, whole or not at all."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path

from iomreport.errors import BuildError


def write(files: Mapping[str, bytes], folder: Path) -> list[Path]:
    """Write files into a folder; each is complete before it takes the place of the last one.

    Parameters
    ----------
    files : mapping of str to bytes
        Content by file name.
    folder : Path
        Where to; made if it does not exist.

    Returns
    -------
    list of Path
        The files written.

    Raises
    ------
    BuildError
        If the folder cannot be written to; what was there stays.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".iomreport-", dir=folder) as aside:
            for name, content in files.items():
                (Path(aside) / name).write_bytes(content)
            return [(Path(aside) / name).replace(folder / name) for name in files]
    except OSError as error:
        raise BuildError(f"the report could not be written to {folder}: {error.strerror or error}") from error
