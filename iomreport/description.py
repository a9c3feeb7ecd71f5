"""The help page of a dataset."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

from iomreport.schema import split_cell

if TYPE_CHECKING:
    import pandas

_YEARS = {"year", "year_end"}
"""Columns that hold a year as a number."""


class Description:
    """What a dataset holds, shown as text in a terminal and as a page in JupyterLab.

    Parameters
    ----------
    package, resource : dict
        The Data Package descriptor and the part of it that describes the table.
    frame : pandas.DataFrame
        The table.

    Attributes
    ----------
    name, title, text, licence, version : str
        What the dataset is called and about, its terms of use and version.
    """

    def __init__(self, package: dict[str, Any], resource: dict[str, Any], frame: pandas.DataFrame):
        self._fields = resource["schema"]["fields"]
        self._frame = frame
        self.name: str = resource["name"]
        self.title: str = resource["title"]
        self.text: str = resource["description"]
        self.licence: str = package["licenses"][0]["title"]
        self.version: str = package["version"]

    @property
    def columns(self) -> pandas.DataFrame:
        """Columns of the dataset, one per row, with type, unit, filled (rows that have a value) and meaning."""
        import pandas

        lines = [
            {
                "column": field["name"],
                "type": field["type"],
                "unit": field.get("unit", ""),
                "filled": int(self._frame[field["name"]].notna().sum()),
                "meaning": field["description"],
            }
            for field in self._fields
        ]
        return pandas.DataFrame(lines).set_index("column")

    @property
    def coverage(self) -> str:
        """First and last year that the rows speak of, empty where no column holds a date or year."""
        years = [
            str(cell)[:4]
            for field in self._fields
            if field.get("role") == "date" or field["name"] in _YEARS
            for cell in self._frame[field["name"]].dropna()
        ]
        first, last = min(years, default=""), max(years, default="")
        return first if first == last else f"{first} to {last}"

    @property
    def source_ids(self) -> list[str]:
        """Identifiers of the sources that the rows cite, each once, sorted."""
        if self.name == "sources" or "source_id" not in self._frame:
            return []
        return sorted({source for cell in self._frame["source_id"] for source in split_cell(cell)})

    def _facts(self) -> list[tuple[str, str]]:
        facts = [
            ("Rows", str(len(self._frame))),
            ("Coverage", self.coverage),
            ("Sources", str(len(self.source_ids) or "")),
            ("Licence", self.licence),
            ("Version", self.version),
        ]
        return [(label, text) for label, text in facts if text]

    def __repr__(self) -> str:
        facts = "\n".join(f"{label}: {text}" for label, text in self._facts())
        width = max(len(field["name"]) for field in self._fields)
        lines = [
            f"{field['name']:<{width}}  {field['type']}{_in_brackets(field)}  {field['description']}"
            for field in self._fields
        ]
        return f"{self.name}: {self.title}\n\n{self.text}\n\n{facts}\n\n" + "\n".join(lines)

    def _repr_html_(self) -> str:
        facts = "".join(f"<dt>{escape(label)}</dt><dd>{escape(text)}</dd>" for label, text in self._facts())
        heads = "".join(f'<th scope="col">{head}</th>' for head in ("Column", "Type", "Unit", "Filled", "Meaning"))
        rows = "".join(
            f'<tr><th scope="row">{escape(str(name))}</th>'
            + "".join(f"<td>{escape(str(cell))}</td>" for cell in row)
            + "</tr>"
            for name, *row in self.columns.itertuples()
        )
        return (
            f"<section><h3>{escape(self.name)}: {escape(self.title)}</h3><p>{escape(self.text)}</p><dl>{facts}</dl>"
            f"<table><caption>Columns</caption><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></section>"
        )


def _in_brackets(field: dict[str, Any]) -> str:
    return f" ({field['unit']})" if "unit" in field else ""
