"""Under each figure of the HTML edition: its data as a table, and as a file."""

from __future__ import annotations

import csv
import io
from typing import Any

import matplotlib.pyplot as plt
import nbformat
import pandas as pd
import pytest
from making import Built, downloads, figure, sentence, source
from parsing import parsed, rows_of

from iomreport.exhibits import Figure
from iomreport.export.html import figure_data

pytestmark = pytest.mark.slow


def table_of(data: str, **changes: Any) -> Any:
    """Return the table of a figure's data."""
    return parsed("# T", figure(data=data, **changes)).select_one(".data table")


def column_of(*cells: str) -> list[str]:
    """Return what a column of some cells shows, after a first column of names."""
    data = "name,value\n" + "".join(f'row,"{cell}"\n' for cell in cells)
    return [row[1] for row in rows_of(table_of(data))[1:]]


def csv_of(rows: int) -> str:
    return "year,region,value\n" + "".join(f"{1500 + number % 500},Europe,{number}\n" for number in range(rows))


# The disclosure.


def test_every_figure_of_the_report_has_its_data_behind_one_disclosure(soup: Any) -> None:
    figures = soup.select(".iomreport-figure")

    assert figures
    assert [len(found.select("details.data > .scroll > table")) for found in figures] == [1] * len(figures)


def test_data_of_every_figure_start_folded(soup: Any) -> None:
    assert soup.select("details.data[open]") == []


def test_table_of_every_figure_has_every_row_of_its_download(soup: Any) -> None:
    files = downloads(soup)

    for found in soup.select(".iomreport-figure"):
        rows = list(csv.reader(io.StringIO(files[f"{found['id']}.csv"])))
        assert len(found.select(".data tr")) == min(len(rows), figure_data.MOST_ROWS + 1)


def test_disclosure_says_which_data_it_holds_and_how_many() -> None:
    soup = parsed("# T", figure(data="year,value\n1951,14\n1952,21\n"))

    assert soup.select_one(".data summary").get_text() == "Data of Figure 1 as a table (2 rows)"
    assert soup.select_one(".data caption").get_text() == "Data of Figure 1"


def test_place_in_which_the_table_scrolls_has_a_name_and_takes_the_focus() -> None:
    place = parsed("# T", figure()).select_one(".data .scroll")

    assert (place["role"], place["tabindex"], place["aria-label"]) == ("region", "0", "Data of Figure 1")


@pytest.mark.parametrize("data", ["", "year,value\n"])
def test_figure_without_data_has_no_disclosure(data: str) -> None:
    assert parsed("# T", figure(data=data)).select("details.data") == []


# The table.


def test_columns_are_headed_by_readable_words() -> None:
    (heads, *_) = rows_of(table_of("un_region,first_joined,iso3,,year\nx,x,x,x,x\n"))

    assert heads == ["UN region", "First joined", "Iso3", "Column 4", "Year"]


def test_first_cell_heads_its_row_unless_it_is_empty() -> None:
    rows = table_of("name,value\nEurope,1\n,2\n").find_all("tr")[1:]

    assert [row.find().name for row in rows] == ["th", "td"]
    assert rows[0].th["scope"] == "row"


@pytest.mark.parametrize(
    ("cells", "shown"),
    [
        pytest.param(["1951", "2024"], ["1951", "2024"], id="years have no separators"),
        pytest.param(["1951.0", ""], ["1951", ""], id="years that pandas made fractions of"),
        pytest.param(["14", "1309709889"], ["14", "1,309,709,889"], id="counts have them"),
        pytest.param(["902138044.25", "3"], ["902,138,044", "3"], id="large numbers lose what nobody reads"),
        pytest.param(["0.2457955445410331", "0.5"], ["0.2458", "0.5000"], id="small ones keep four places"),
        pytest.param(["12.5", "-3"], ["12.5", "-3.0"], id="a column has one number of places"),
        pytest.param(["232000000.0", "1.0"], ["232,000,000", "1"], id="counts that pandas made fractions of"),
        pytest.param(["007", "10"], ["007", "10"], id="codes stay as they are"),
        pytest.param(["1951-12-05", "1952"], ["1951-12-05", "1952"], id="dates stay as they are"),
        pytest.param(["about 5", "6"], ["about 5", "6"], id="words stay as they are"),
        pytest.param(["", ""], ["", ""], id="gaps stay gaps"),
    ],
)
def test_numbers_are_set_to_be_read(cells: list[str], shown: list[str]) -> None:
    assert column_of(*cells) == shown


def test_rounding_is_told() -> None:
    assert "numbers rounded" in table_of("a,b\nx,0.123456\n").caption.get_text()
    assert "rounded" not in table_of("a,b\nx,0.1234\n").caption.get_text()


def test_columns_of_numbers_are_set_to_the_right_by_one_class_of_the_table() -> None:
    found = table_of("name,value,text,share\nEurope,1,a,0.5\n")

    assert found["class"] == ["right-2", "right-4"]
    assert found.select("td[class]") == []


def test_column_of_long_words_may_break_into_lines() -> None:
    assert table_of(f"name,note\nEurope,{'word ' * 20}\n")["class"] == ["long-2"]


def test_sources_of_a_row_are_the_numbers_in_the_list_of_sources() -> None:
    soup = parsed(
        "# T",
        sentence(sources=["s-a", "s-b", "s-c"]),
        figure(data="year,source_id\n1951,s-c; s-a; s-b\n1952,\n1953,unknown\n", sources=["s-c"]),
    )
    rows = rows_of(soup.select_one(".data table"))

    assert [row[1] for row in rows] == ["Sources", "1–3", "", "unknown"]
    assert soup.select_one('.data th a[href="#sources"]')


def test_identifier_of_every_source_stands_in_the_list_so_that_the_file_can_be_understood() -> None:
    soup = parsed("# T", figure(sources=[source("s-one")]))

    assert soup.select_one("#source-1 code").get_text() == "s-one"


def test_row_shorter_or_longer_than_its_head_does_no_harm() -> None:
    assert rows_of(table_of("a,b\n1\n1,2,3\n"))[1:] == [["1", ""], ["1", "2"]]


# Large data stay small.


def test_long_data_are_shown_whole() -> None:
    assert len(table_of(csv_of(1400)).find_all("tr")) == 1401


def test_very_long_data_are_cut_and_say_so() -> None:
    soup = parsed("# T", figure(data=csv_of(5000)))

    assert len(soup.select(".data tr")) == figure_data.MOST_ROWS + 1
    assert "the first 2,000 of 5,000 rows" in soup.select_one(".data caption").get_text()
    assert "(5,000 rows)" in soup.select_one(".data summary").get_text()
    assert downloads(soup)["fig-one.csv"].count("\n") == 5001


def test_table_weighs_no_more_than_three_times_its_csv() -> None:
    data = "year,region,value,share,status\n" + "1951,Western Europe,1234567,0.5,confirmed\n" * 1400

    assert len(str(table_of(data))) < 3 * len(data)


def test_data_of_the_report_weigh_less_than_its_figures(built: Built, soup: Any) -> None:
    data = sum(len(str(found)) for found in soup.select("details.data, a[download]"))

    assert data < sum(len(str(found)) for found in soup.select("figure svg"))


# The file.


def test_download_is_the_very_frame_that_is_drawn() -> None:
    frame = pd.DataFrame({"year": [1951, 2024], "name": ["Côte d'Ivoire", 'a "quoted", word'], "share": [0.1, None]})
    chart = plt.figure()
    shown = Figure(
        chart, id="fig-a", title="It rose", alt="A line that rises", data=frame, sources=["wikipedia-iom-2014"]
    )
    data, metadata = shown._repr_mimebundle_()
    plt.close(chart)
    soup = parsed("# T", nbformat.v4.new_output("display_data", data=data, metadata=metadata))

    assert downloads(soup)["fig-a.csv"] == frame.to_csv(index=False, lineterminator="\n")
    assert rows_of(soup.select_one(".data table"))[1:] == [
        ["1951", "Côte d'Ivoire", "0.1"],
        ["2024", 'a "quoted", word', ""],
    ]


def test_every_figure_and_table_can_be_downloaded(soup: Any) -> None:
    shown = [element["id"] for element in soup.select(".iomreport-figure, .iomreport-table")]

    assert list(downloads(soup)) == [f"{identifier}.csv" for identifier in shown]


def test_download_keeps_accents_and_line_ends() -> None:
    data = 'name,note\nAntónio Vitorino,"one\ntwo"\n'

    assert downloads(parsed("# T", figure(data=data)))["fig-one.csv"] == data
