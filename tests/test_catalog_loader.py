"""The datasets: loaded, listed and described."""

from __future__ import annotations

import csv
import os
import shutil
from pathlib import Path
from typing import Any

import pandas
import pytest
from bs4 import BeautifulSoup

from iomreport import catalog
from iomreport.catalog import descriptor
from iomreport.catalog.describe import Description, describe
from iomreport.catalog.folders import shipped_data_folder
from iomreport.errors import DataError, UnknownNameError

NAMES = sorted(descriptor.resources(shipped_data_folder()))
HOSTILE = """<script>alert("1")</script> & 'so' on"""


def cells_of(name: str) -> list[dict[str, str]]:
    """Return a table's rows as they stand in its file."""
    path: Path = shipped_data_folder() / descriptor.resources(shipped_data_folder())[name]["path"]
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("name", NAMES)
def test_a_frame_holds_every_row_and_column_of_its_file(name: str) -> None:
    frame, rows = catalog.load(name), cells_of(name)
    assert list(frame.columns) == list(rows[0])
    assert len(frame) == len(rows)


@pytest.mark.parametrize("name", NAMES)
def test_columns_have_the_types_that_the_schema_names(name: str) -> None:
    frame = catalog.load(name)
    dtypes = {"string": "str", "integer": "Int64", "number": "Float64"}
    fields = descriptor.resources(shipped_data_folder())[name]["schema"]["fields"]
    assert {field["name"]: dtypes[field["type"]] for field in fields} == {
        column: str(dtype) for column, dtype in frame.dtypes.items()
    }


@pytest.mark.parametrize("name", NAMES)
def test_cells_are_missing_exactly_where_the_file_leaves_them_empty(name: str) -> None:
    frame = catalog.load(name)
    for column in frame.columns:
        assert frame[column].isna().tolist() == [row[column] == "" for row in cells_of(name)], column


def test_dates_stay_as_precise_as_they_are_known() -> None:
    frame = catalog.load("names").set_index("abbreviation")
    assert frame.at["ICM", "start"] == "1980-11"
    assert frame.at["ICM", "start_precision"] == "month"


def test_attributes_say_what_the_frame_is_and_in_what_units() -> None:
    package = descriptor.read_package(shipped_data_folder())
    attrs = catalog.load("member_counts").attrs
    assert attrs["dataset"] == "member_counts"
    assert attrs["title"] == descriptor.resources(shipped_data_folder())["member_counts"]["title"]
    assert attrs["version"] == package["version"]
    assert attrs["licence"] == package["licenses"][0]["title"]
    assert attrs["units"] == {"members": "states", "observers": "states"}


def test_a_frame_is_a_copy_that_may_be_changed() -> None:
    frame = catalog.load("names")
    frame.loc[:, "name"] = "changed"
    frame.attrs["units"]["name"] = "changed"
    frame.attrs["title"] = "changed"
    again = catalog.load("names")
    assert "changed" not in set(again["name"])
    assert again.attrs["title"] != "changed"
    assert again.attrs["units"] == {}


def test_a_table_that_breaks_its_schema_is_refused_until_it_is_mended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = Path(shutil.copytree(shipped_data_folder(), tmp_path / "data"))
    monkeypatch.setenv("IOMREPORT_DATA", str(folder))
    table = folder / "names.csv"
    sound = table.read_text(encoding="utf-8")
    table.write_text(sound.replace(",style,", ",nickname,"), encoding="utf-8")
    with pytest.raises(DataError, match=r"names\.csv, row 6, column kind: found 'nickname'; expected one of"):
        catalog.load("names")
    table.write_text(sound, encoding="utf-8")
    later = table.stat().st_mtime_ns + 1_000_000_000
    os.utime(table, ns=(later, later))
    assert len(catalog.load("names")) == len(cells_of("names"))


def test_a_users_own_tables_lie_over_the_shipped_ones(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shipped = {name: len(catalog.load(name)) for name in ("names", "directors")}
    lines = (shipped_data_folder() / "names.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    (tmp_path / "names.csv").write_text("".join(lines[:3]), encoding="utf-8")
    monkeypatch.setenv("IOMREPORT_DATA", str(tmp_path))
    assert len(catalog.load("names")) == 2
    assert catalog.datasets().loc["names", "rows"] == 2
    assert len(catalog.load("directors")) == shipped["directors"]
    monkeypatch.delenv("IOMREPORT_DATA")
    assert len(catalog.load("names")) == shipped["names"]


@pytest.mark.parametrize("ask", [catalog.load, describe])
def test_an_unknown_dataset_is_refused_with_the_nearest(ask: Any) -> None:
    with pytest.raises(UnknownNameError, match="no dataset 'member_count'; did you mean 'member_counts'"):
        ask("member_count")


def test_an_unknown_dataset_that_is_near_to_none_is_refused_with_all() -> None:
    with pytest.raises(UnknownNameError) as caught:
        catalog.load("zzz")
    assert str(caught.value) == f"no dataset 'zzz'; there is: {', '.join(NAMES)}"


def test_the_list_of_datasets_has_a_title_and_the_number_of_rows_of_each() -> None:
    listing = catalog.datasets()
    assert listing.index.name == "name"
    assert list(listing.columns) == ["title", "rows"]
    assert sorted(listing.index) == NAMES
    assert listing["rows"].to_dict() == {name: len(cells_of(name)) for name in NAMES}
    assert listing["title"].str.strip().all()


def test_version_and_closing_day_are_those_of_the_package() -> None:
    package = descriptor.read_package(shipped_data_folder())
    assert catalog.version() == package["version"]
    assert catalog.closed_on() == package["created"][:10]


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_the_help_page_tells_rows_licence_version_and_every_column(name: str) -> None:
    text = repr(describe(name))
    package = descriptor.read_package(shipped_data_folder())
    resource = descriptor.resources(shipped_data_folder())[name]
    assert text.startswith(f"{name}: {resource['title']}\n\n{resource['description']}\n")
    assert f"\nRows: {len(cells_of(name))}\n" in text
    assert f"\nLicence: {package['licenses'][0]['title']}\n" in text
    assert f"\nVersion: {package['version']}\n" in text
    for field in resource["schema"]["fields"]:
        assert f"\n{field['name']} " in text
        assert field["description"] in text


def test_the_help_page_counts_the_sources_that_the_rows_cite() -> None:
    cited = {source for row in cells_of("directors") for source in row["source_id"].split("; ")}
    page = describe("directors")
    assert page.source_ids == sorted(cited)
    assert f"Sources: {len(cited)}\n" in repr(page)


def test_the_help_page_of_the_sources_cites_none() -> None:
    assert describe("sources").source_ids == []


def a_page() -> Description:
    """Return the help page of a small table, every text of which a careless page would take for markup."""
    fields: list[dict[str, Any]] = [
        {"name": "day", "type": "string", "description": HOSTILE, "role": "date"},
        {"name": "end", "type": "string", "description": "Last day.", "role": "date"},
        {"name": "people", "type": "integer", "description": "How many.", "unit": HOSTILE},
        {"name": "source_id", "type": "string", "description": "Sources."},
    ]
    resource = {"name": "small", "title": HOSTILE, "description": HOSTILE, "schema": {"fields": fields}}
    package = {"version": "1", "licenses": [{"title": HOSTILE}]}
    frame = pandas.DataFrame(
        {
            "day": ["1954-11", "1951", "1960-01-01"],
            "end": [None, "1962", None],
            "people": [1, None, None],
            "source_id": ["b; a", "a", "c"],
        }
    )
    return Description(package, resource, frame)


def test_coverage_runs_from_the_first_year_to_the_last_that_any_date_speaks_of() -> None:
    assert a_page().coverage == "1951 to 1962"


def test_columns_are_described_with_unit_and_the_number_of_cells_filled() -> None:
    columns = a_page().columns
    assert columns.index.tolist() == ["day", "end", "people", "source_id"]
    assert columns["filled"].tolist() == [3, 1, 1, 3]
    assert columns["unit"].tolist() == ["", "", HOSTILE, ""]
    assert columns.at["end", "meaning"] == "Last day."


def test_units_stand_in_brackets_in_the_text() -> None:
    assert f"people     integer ({HOSTILE})  How many." in repr(a_page())


def test_the_page_in_jupyterlab_is_one_section_with_heads_for_rows_and_columns() -> None:
    page = BeautifulSoup(a_page()._repr_html_(), "html.parser")
    (table,) = page.find_all("table", class_="columns")
    heads = [head.get_text() for head in table.find_all("th", scope="col")]
    assert heads == ["Column", "Type", "Unit", "Filled", "Meaning"]
    assert [head.get_text() for head in table.find_all("th", scope="row")] == [
        "day",
        "end",
        "people",
        "source_id",
    ]
    assert table.caption is not None
    facts = dict(zip(*([tag.get_text() for tag in page.find_all(kind)] for kind in ("dt", "dd")), strict=True))
    assert facts == {
        "Rows": "3",
        "Coverage": "1951 to 1962",
        "Sources": "3",
        "Licence": HOSTILE,
        "Version": "1",
    }


def test_no_text_of_a_table_becomes_markup() -> None:
    page = BeautifulSoup(a_page()._repr_html_(), "html.parser")
    assert page.script is None
    assert page.h3 is not None
    assert page.h3.get_text() == f"small: {HOSTILE}"
    assert page.p is not None
    assert page.p.get_text() == HOSTILE
    assert [cell.get_text() for cell in page.find_all("td")].count(HOSTILE) == 2


def test_coverage_by_year_counts_rows_and_shows_gaps() -> None:
    counted = a_page().coverage_by_year["rows"]

    assert (counted.index[0], counted.index[-1]) == (1951, 1960)
    assert counted[counted > 0].to_dict() == {1951: 1, 1954: 1, 1960: 1}


def test_the_help_page_tells_caveats_notes_sources_and_how_to_cite() -> None:
    finance = describe("finance")
    text, html = repr(finance), BeautifulSoup(finance._repr_html_(), "html.parser").get_text(" ")

    for page in (text, html):
        for part in (
            "rows are kept beside the reading that the report adopts",
            finance.how_to_cite,
            "Notes in the rows",
        ):
            assert part in page
        assert finance.citations[0][0] in page
    assert "dataset finance, version" in finance.how_to_cite


# What is computed from datasets.


def test_what_is_computed_once_is_computed_anew_for_other_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = []

    @catalog.once
    def first() -> pandas.DataFrame:
        names = catalog.load("names")
        seen.append(len(names))
        return names.head(1)

    for _ in range(2):
        first()
    text = (shipped_data_folder() / "names.csv").read_text(encoding="utf-8")
    (tmp_path / "names.csv").write_text("".join(text.splitlines(keepends=True)[:-1]), encoding="utf-8")
    monkeypatch.setenv("IOMREPORT_DATA", str(tmp_path))
    first()

    assert seen == [seen[0], seen[0] - 1]


def test_what_is_computed_once_is_computed_for_each_argument() -> None:
    @catalog.once
    def some(number: int = 1) -> pandas.DataFrame:
        return catalog.load("names").head(number)

    assert [len(some()), len(some(2)), len(some(number=3)), len(some())] == [1, 2, 3, 1]


def test_what_is_computed_once_is_computed_each_time_with_a_frame_of_an_analyst() -> None:
    @catalog.once
    def doubled(data: pandas.DataFrame | None = None) -> pandas.DataFrame:
        return (catalog.load("names") if data is None else data) * 2

    assert [doubled(pandas.DataFrame({"a": [number]}))["a"].item() for number in (1, 2)] == [2, 4]


def test_what_is_computed_once_cannot_be_spoilt_by_a_caller() -> None:
    @catalog.once
    def first() -> pandas.DataFrame:
        return catalog.load("names").head(1)

    spoilt = first()
    spoilt.loc[0, "abbreviation"] = "spoilt"
    spoilt.attrs["units"]["spoilt"] = "spoilt"

    assert first().loc[0, "abbreviation"] == "PICMME"
    assert "spoilt" not in first().attrs["units"]


def test_what_a_frame_says_of_itself_survives_selections_and_belongs_to_it_alone() -> None:
    chosen = catalog.load("member_counts").query("kind == 'published'")[["as_of", "members"]]
    chosen.attrs["units"]["members"] = "changed"

    assert {*chosen.attrs} == {"dataset", "title", "version", "licence", "units"}
    assert catalog.load("member_counts").attrs["units"]["members"] == "states"
