"""A workbook as rows of text: those of the one sheet that holds records."""

import datetime
import io
import warnings
import zipfile
from collections.abc import Iterator
from typing import Any

from iomreport.missing_migrants.layouts import EXPECTED, layout_of, recognize
from iomreport.missing_migrants.repairs import ExportError, Repair, reason_of, shown

_MOST_UNPACKED = 1 << 27  # bytes of an unpacked workbook: seven times what the largest export of ten years holds
_MOST_ROWS = 1 << 18  # rows of a sheet: thirteen times those of the largest export
_EXACT = 1e15  # below this, a float holds every whole number exactly


def sheet_of_records(file: str, content: bytes) -> tuple[str, list[list[str]], list[Repair]]:
    """Return the title of the sheet whose headings are a layout's, its rows as text, and what is to say of the others.

    Headings are looked at first: a workbook of something else is refused before it is read whole.
    """
    try:
        import openpyxl
    except ImportError:
        raise ExportError(file, "a workbook", "CSV or JSON, as the package openpyxl is not installed") from None
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            size = sum(part.file_size for part in packed.infolist())
        if size > _MOST_UNPACKED:
            raise ExportError(file, f"a workbook of {size:,} bytes", f"one of at most {_MOST_UNPACKED:,}")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about styles, which are not looked at
            book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
            sheet, repairs = _found(file, book.worksheets)
            return sheet.title, list(_rows_of(file, sheet)), repairs
    except ExportError:
        raise
    except Exception as error:  # whatever a damaged archive makes its readers raise
        raise ExportError(file, f"a workbook that is damaged or cut off ({reason_of(error)})", EXPECTED) from None


def _found(file: str, sheets: list[Any]) -> tuple[Any, list[Repair]]:
    headings = [next(_rows_of(file, sheet), []) for sheet in sheets]
    fitting = [sheet for sheet, row in zip(sheets, headings, strict=True) if recognize(row)]
    titles = ", ".join(shown(sheet.title) for sheet in fitting or sheets)
    if len(fitting) > 1:
        raise ExportError(file, f"records in {len(fitting)} sheets, {titles}", "one; save it in a file of its own")
    if not any(map(any, headings)):
        raise ExportError(file, f"nothing in the sheet {titles}", EXPECTED)
    if not fitting and len(sheets) > 1:
        raise ExportError(file, f"no layout's columns in any of {len(sheets)} sheets, {titles}", EXPECTED)
    if not fitting:
        layout_of(file, headings[0])  # names the nearest layout, and what it lacks
    if len(sheets) == 1:
        return fitting[0], []
    others = ", ".join(sheet.title for sheet in sheets if sheet is not fitting[0])
    why = f"sheets beside that of the records, {shown(fitting[0].title)}: not read"
    return fitting[0], [Repair(file, None, None, others, fitting[0].title, why)]


def _rows_of(file: str, sheet: Any) -> Iterator[list[str]]:
    if not hasattr(sheet, "reset_dimensions"):  # a sheet that holds nothing but a chart
        return
    sheet.reset_dimensions()  # what a sheet says of its own size is not believed
    for number, row in enumerate(sheet.iter_rows(values_only=True), start=1):
        if number > _MOST_ROWS:
            raise ExportError(file, f"a sheet of more than {_MOST_ROWS:,} rows", EXPECTED)
        yield [text_of(cell) for cell in row]


def text_of(value: Any) -> str:
    """Return what a typed cell holds as text."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer() and abs(value) < _EXACT:
        return str(int(value))
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        return value.date().isoformat()
    return str(value)
