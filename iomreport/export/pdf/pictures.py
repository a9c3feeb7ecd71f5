"""Images of a document as files, so that no text holds their bytes; the same image is one file."""

import hashlib
from collections import defaultdict
from pathlib import Path

from iomreport.export import images

FOLDER = "images"


class Pictures:
    """Images by the name of their file, each with the cells that show it; those without alt text are known apart."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.cells: dict[str, list[int]] = defaultdict(list)
        self.undescribed: list[int] = []

    def add(self, kind: str, content: bytes, cell: int) -> str:
        """Take an image in, and return the name of its file."""
        name = f"{FOLDER}/{hashlib.sha256(content).hexdigest()[:24]}.{images.TYPES[kind]}"
        self.files[name] = content
        self.cells[name].append(cell)
        return name

    def write(self, folder: Path) -> None:
        """Write the images into a folder."""
        (folder / FOLDER).mkdir(parents=True, exist_ok=True)
        for name, content in self.files.items():
            (folder / name).write_bytes(content)
