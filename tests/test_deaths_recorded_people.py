"""Chapter 3: what holds for every figure of the Missing Migrants Project."""

from __future__ import annotations

import importlib
import pkgutil

import pandas
import pytest
from counted import deaths
from drawn_text import faults_in

from iomreport import Figure, Table, load
from iomreport import deaths as room
from iomreport.deaths import recorded_people
from iomreport.errors import UnknownNameError
from iomreport.exhibits.values import Value

pytestmark = pytest.mark.slow

# what was said in December 2013 rests on other sources too, and its tests stand with the statement
MAKERS = [
    f"{module.name}.{name}"
    for module in pkgutil.iter_modules(room.__path__)
    if module.name != "december_figures"
    for name in vars(importlib.import_module(f"iomreport.deaths.{module.name}"))
    if name.endswith(("_figure", "_table"))
]


@pytest.fixture
def frame() -> pandas.DataFrame:
    return deaths(
        (2021, "region", "North", 2, 6, 1),
        (2020, "total", "all", 3, 5, 4),
        (2021, "total", "all", 4, 10, 2),
        (2021, "region", "East", 2, 4, 1),
        (2022, "total", "all", 1, 1, 0),
    )


def test_counts_are_those_of_one_breakdown_by_year_and_category(frame: pandas.DataFrame) -> None:
    assert recorded_people.counts_by(data=frame)["year"].tolist() == [2020, 2021, 2022]
    assert recorded_people.counts_by("region", frame)["category"].tolist() == ["East", "North"]


def test_rows_not_verified_count_nothing(frame: pandas.DataFrame) -> None:
    frame.loc[frame["year"] == 2020, "status"] = "unverified"
    assert recorded_people.counts_by(data=frame)["year"].tolist() == [2021, 2022]


def test_an_unknown_breakdown_is_refused() -> None:
    with pytest.raises(UnknownNameError, match="no breakdown 'regions'; did you mean 'region'"):
        recorded_people.counts_by("regions")


def test_a_year_covered_in_part_is_no_full_year(frame: pandas.DataFrame) -> None:
    assert recorded_people.full_years(recorded_people.counts_by(data=frame))["year"].tolist() == [2020, 2021]


def test_a_total_of_people_is_a_minimum_and_says_so(frame: pandas.DataFrame) -> None:
    rows = recorded_people.counts_by(data=frame)
    assert str(recorded_people.total(rows)) == "at least 22"
    assert str(recorded_people.total(rows, "missing", hedge="")) == "6"
    assert str(recorded_people.total(rows, "records")) == "8"
    assert recorded_people.total(rows).sources == ("s",)


def test_no_rows_add_up_to_nought_by_the_export_in_use(frame: pandas.DataFrame) -> None:
    none = recorded_people.total(frame.head(0))
    assert (none.content, none.sources) == (0, ("iom-missing-migrants-2025-04",))


def test_the_extremes_are_the_smallest_and_the_largest_count(frame: pandas.DataFrame) -> None:
    found = recorded_people.extremes(recorded_people.counts_by(data=frame))
    assert {name: str(value) for name, value in found.items()} == {"low": "1", "high": "12"}


def test_rows_of_a_year_are_found_by_number_or_value(frame: pandas.DataFrame) -> None:
    year = Value(content="2021", unit="year", sources=("s",))
    assert [len(recorded_people.in_year(frame, one)) for one in (2021, year, None)] == [3, 3, 5]


def test_a_share_is_one_of_those_recorded(frame: pandas.DataFrame) -> None:
    rows = recorded_people.counts_by(data=frame)
    share = recorded_people.share(recorded_people.total(rows, "dead"), recorded_people.total(rows))
    assert share.content == pytest.approx(16 / 22)
    assert share.qualifier == ""


def test_every_breakdown_counts_the_same_people() -> None:
    sums = {
        breakdown: recorded_people.counts_by(breakdown).groupby("year")["dead_and_missing"].sum().tolist()
        for breakdown in load("deaths")["breakdown"].unique()
    }
    assert len(sums) == 6
    assert all(numbers == sums["total"] for numbers in sums.values())


def test_the_counts_say_where_they_end_and_which_export_they_are() -> None:
    assert str(recorded_people.up_to()) == "29 April 2025"
    assert str(recorded_people.up_to(2024)) == "31 December 2024"
    assert recorded_people.export_in_use() == "2025-04"
    assert f"{recorded_people.year_of(recorded_people.counts_by(), -1)}" == "2025"


def test_the_credit_names_the_terms_of_each_source_once() -> None:
    credit = recorded_people.credit(["iom-missing-migrants-2017-06", "ocha-missing-migrants-2025-09"])
    assert credit.text == "Data: IOM Missing Migrants Project, CC BY 4.0 and CC BY IGO; added up by this report."
    assert credit.source_ids == ("iom-missing-migrants-2017-06", "ocha-missing-migrants-2025-09")


@pytest.fixture(scope="module", params=MAKERS)
def exhibit(request: pytest.FixtureRequest) -> Figure | Table:
    """Return each figure and table of these counts in turn."""
    module, name = request.param.split(".")
    made = getattr(importlib.import_module(f"iomreport.deaths.{module}"), name)()
    assert isinstance(made, Figure | Table)
    return made


def test_there_are_eight_exhibits() -> None:
    assert len(MAKERS) == 8


def test_every_exhibit_credits_the_project(exhibit: Figure | Table) -> None:
    assert any("IOM Missing Migrants Project, CC BY 4.0" in note for note in exhibit.notes)
    assert any(source.startswith("iom-missing-migrants-") for source in exhibit.source_ids)


def test_titles_do_not_rank_the_dead(exhibit: Figure | Table) -> None:
    title = exhibit.title if isinstance(exhibit, Figure) else exhibit.caption
    assert not {"deadliest", "deadly", "highest", "most", "record", "toll", "worst"} & set(
        title.lower().replace(",", "").split()
    )


def test_every_figure_can_be_read_in_print(exhibit: Figure | Table) -> None:
    if isinstance(exhibit, Figure):
        assert faults_in(exhibit.figure) == []
        width, height = exhibit.figure.get_size_inches()
        assert width == 6.5
        assert height <= 7
