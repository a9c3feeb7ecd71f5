"""Tables keep the bytes of rows that are not replaced, and files are written all or none."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from iomreport.errors import UsageError
from iomreport.missing_migrants.data_files import merge, read_table, write_all


def test_rows_with_line_feeds_in_cells_keep_their_text(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(b'key,note\r\nb,"two\nlines"\r\nd,')
    table = read_table(path, ["key"])

    new = {"c": {"key": "c", "note": "a, b"}, "b": {"key": "b", "note": "one"}}
    lines = merge(table, {"c": new["c"]}, "key", ("key",))

    assert table.content(lines) == b'key,note\r\nb,"two\nlines"\r\nc,"a, b"\r\nd,\r\n'
    assert table.content(merge(table, {"b": new["b"]}, "key", ("key",))) == b"key,note\r\nb,one\r\nd,\r\n"


@pytest.mark.parametrize("content", [b"", b"key\n\xff\n", b'key\n"open', b"key\na,b\n"])
def test_a_table_that_cannot_be_read_is_refused(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(content)

    with pytest.raises(UsageError, match=r"t\.csv cannot be"):
        read_table(path, ["key"])


def test_files_are_written_all_or_none(tmp_path: Path) -> None:
    first, second = tmp_path / "a.csv", tmp_path / "folder"
    first.write_bytes(b"before")
    second.mkdir()
    (second / "kept").touch()

    with pytest.raises(UsageError, match="cannot be written"):
        write_all({first: b"after", tmp_path / "new.csv": b"new", second: b"no file"})

    assert first.read_bytes() == b"before"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.csv", "folder"]


def test_files_keep_their_mode_and_may_be_links(tmp_path: Path) -> None:
    real, link = tmp_path / "real.csv", tmp_path / "link.csv"
    real.write_bytes(b"before")
    real.chmod(0o640)
    link.symlink_to(real)

    write_all({link: b"after"})

    assert link.is_symlink()
    assert real.read_bytes() == b"after"
    assert stat.S_IMODE(real.stat().st_mode) == 0o640
