"""Cells of tables: several values in one, a frame row by row, and as CSV."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas


_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


SEPARATOR = "; "  # what joins several values in one cell


def split_cell(cell: str) -> list[str]:
    """Return the values that stand in one cell."""
    return cell.split(SEPARATOR) if cell else []


def records(frame: "pandas.DataFrame") -> list[dict[str, Any]]:
    """Return the rows of a frame, with None for missing cells."""
    bare = frame.copy(deep=False)
    bare.attrs = {}  # pandas copies them for each column that is read
    names = [str(column) for column in bare.columns]
    columns = [
        [None if missing else cell for cell, missing in zip(column, column.isna(), strict=True)]
        for _, column in bare.items()
    ]
    return [dict(zip(names, cells, strict=True)) for cells in zip(*columns, strict=True)]


def _safe(cell: Any) -> Any:
    """Return a cell that neither starts a formula nor, by a bare carriage return, another row."""
    if not isinstance(cell, str):
        return cell
    text = cell.replace("\r\n", "\n").replace("\r", "\n")
    return f"'{text}" if cell.startswith(_FORMULA_STARTS) else text


def csv_text(frame: "pandas.DataFrame") -> str:
    """Return a frame as CSV with line feeds, in which no cell of text can start a spreadsheet formula."""
    safe = frame.map(_safe)
    return str(safe.to_csv(index=False, lineterminator="\n"))
