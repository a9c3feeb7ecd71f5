"""Images of prose travel inside the document, and nothing else is fetched or read."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Any

import pytest
from making import DRAWING, notebook

from iomreport.export import images
from iomreport.export.document import folder_of, read_document
from iomreport.export.tokens import walk

PNG = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNkYAAAAAYAAjCB0C8AAAAASUVORK5CYII=")


def read(address: str, folder: Path | None = None, **attachments: Any) -> tuple[list[str], list[str]]:
    """Return the addresses of a document's images, and its warnings."""
    made = notebook(f"# T\n\n![a line]({address})")
    made.cells[0].attachments = attachments
    document = read_document(made, folder)
    tokens = [token for block in document.blocks for token in walk(block.tokens)]
    return [token["attrs"]["url"] for token in tokens if token["type"] == "image"], document.warnings


def carried(data: bytes, kind: str = "image/png") -> str:
    return f"data:{kind};base64,{base64.b64encode(data).decode()}"


def test_attached_image_is_carried() -> None:
    attached = {"x": {"image/png": base64.b64encode(PNG).decode()}}

    assert read("attachment:x", **attached) == ([carried(PNG)], [])


@pytest.mark.parametrize("name", ["line.png", "folder/line.png"])
def test_image_beside_the_notebook_is_carried(tmp_path: Path, name: str) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / name).write_bytes(PNG)

    assert read(name, tmp_path) == ([carried(PNG)], [])


def test_image_in_its_own_address_is_carried() -> None:
    assert read(carried(PNG)) == ([carried(PNG)], [])


def test_drawing_written_out_in_its_address_is_carried() -> None:
    assert images.decode("data:image/svg+xml,%3Csvg%3E%3C/svg%3E") == ("image/svg+xml", b"<svg></svg>")


@pytest.mark.parametrize(
    "address",
    [
        pytest.param("https://example.org/line.png", id="on the web"),
        pytest.param("missing.png", id="absent"),
        pytest.param("../outside.png", id="outside of the folder"),
        pytest.param("notes.txt", id="no image"),
        pytest.param("attachment:other", id="not attached"),
        pytest.param("data:image/png;base64,%%%", id="broken"),
        pytest.param("data:text/html,<script>", id="no type of image"),
        pytest.param("file:///etc/passwd", id="a file elsewhere"),
    ],
)
def test_image_that_cannot_be_had_is_told_and_described(tmp_path: Path, address: str) -> None:
    folder = tmp_path / "notebooks"
    folder.mkdir()
    (tmp_path / "outside.png").write_bytes(PNG)
    (folder / "notes.txt").write_text("notes", encoding="utf-8")

    shown, warnings = read(address, folder)

    assert shown == []
    assert len(warnings) == 1
    assert warnings[0].startswith("cell 1: the image ")
    assert warnings[0].endswith("so its description stands instead")


def test_image_without_alt_text_is_told() -> None:
    document = read_document(notebook(f"# T\n\n![]({carried(DRAWING.encode(), 'image/svg+xml')})"))

    assert len(document.warnings) == 1
    assert document.warnings[0].startswith("cell 1: the image 'data:image/svg+xml;base64,")
    assert document.warnings[0].endswith("…' has no alt text")


def test_folder_of_a_notebook_comes_from_nbconvert() -> None:
    assert folder_of({"metadata": {"path": "/notebooks"}}) == Path("/notebooks")
    assert folder_of({"metadata": {"path": ""}}) == Path()
    assert folder_of({}) is None
