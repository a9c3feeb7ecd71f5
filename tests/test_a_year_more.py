"""A year of accounts that comes before its prices and its count of members: the report goes on, and invents nothing."""

from __future__ import annotations

import ast
import csv
import json
from pathlib import Path

import pandas
import pytest
from drawn import line_of, points, xs
from making import CHECKOUT
from matplotlib.axes import Axes

from iomreport import load
from iomreport.catalog import schema
from iomreport.catalog.folders import shipped_data_folder
from iomreport.deaths import revisions
from iomreport.growth import decomposition, money_over_time, revenue_by_kind, spending
from iomreport.method import coverage

pytestmark = pytest.mark.slow

EARLY_PRICES = "2025-us-consumer-price-index"
"""Prices of a year that never had all its months."""


@pytest.fixture
def over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder whose tables lie over the shipped ones."""
    monkeypatch.setenv("IOMREPORT_DATA", str(tmp_path))
    return tmp_path


def lay(folder: Path, table: str, added: list[schema.Row], dated: str = "year") -> None:
    """Lay a table over the shipped one that stops at 2024 and goes on with some rows, whatever is shipped by now."""
    rows = [row for row in schema.read_rows(shipped_data_folder(), table) if row[dated] < "2025"]
    with (folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows + added)


@pytest.fixture
def year_more(over: Path) -> None:
    """Lay accounts of 2025, a tenth above those of 2024, over the shipped ones; its prices are of eleven months."""
    (prices,) = [row for row in schema.read_rows(shipped_data_folder(), "prices") if row["price_id"] == EARLY_PRICES]
    lay(over, "prices", [prices])
    added = []
    for row in schema.read_rows(shipped_data_folder(), "finance"):
        if row["year"] == "2024" and row["adopted"] == "yes":
            amount = str(round(int(row["amount"]) * 1.1))
            added.append(
                row
                | {"year": "2025", "finance_id": row["finance_id"].replace("2024", "2025"), "amount": amount}
                | {"text": f"USD {int(amount):,}"}
            )
    lay(over, "finance", added)


def said(cell_id: str) -> str:
    """Return what a sentence of the chapter on growth says of the data in use."""
    notebook = json.loads((CHECKOUT / "notebooks" / "01-growth.ipynb").read_text(encoding="utf-8"))
    source = {cell["id"]: "".join(cell["source"]) for cell in notebook["cells"]}
    *before, sentence = ast.parse(source[cell_id]).body
    assert isinstance(sentence, ast.Expr)
    names: dict[str, object] = {}
    exec(source["imports"], names)
    exec(compile(ast.Module(before, []), cell_id, "exec"), names)
    return str(eval(compile(ast.Expression(sentence.value), cell_id, "eval"), names))


@pytest.mark.usefixtures("year_more")
def test_factors_end_with_the_last_year_that_has_them_all() -> None:
    assert spending.totals("expenditure")["year"].max() == 2025
    assert decomposition.factors()["year"].tolist() == list(range(2011, 2025))
    assert decomposition.decompose()["share"].round(3).tolist() == [0.176, 0.502, 0.323]
    assert "from 2011 to 2024" in decomposition.decomposition_figure().title


@pytest.mark.usefixtures("year_more")
def test_expenditure_says_up_to_when_real_terms_are_known() -> None:
    figure = money_over_time.expenditure_figure()
    assert "to about USD 4.04 billion in 2025" in figure.title
    assert figure.title.endswith("at constant prices, that of 2024 was about 2.0 times that of 2011")
    assert "to about USD 3.67 billion, about 2.0 times as much" in figure.alt


@pytest.mark.usefixtures("year_more")
def test_the_line_in_real_terms_ends_a_year_before_the_other(ax: Axes) -> None:
    money_over_time.plot_money(ax=ax)
    assert xs(line_of(ax, "in dollars of each year"))[-1] == 2025
    priced = [x for x, y in points(ax)["in dollars of 2024"] if y == y]
    assert priced[-1] == 2024


@pytest.mark.usefixtures("year_more")
def test_revenue_goes_on_to_the_new_year() -> None:
    assert revenue_by_kind.money_by_kind()["year"].max() == 2025
    assert "to 2025" in money_over_time.budget_and_revenue_figure().title


@pytest.mark.usefixtures("year_more")
def test_the_figure_of_coverage_goes_on_to_the_new_year() -> None:
    assert "from 2011 to 2025" in coverage.coverage_figure().title


def test_the_sentence_on_other_bodies_names_the_year_whose_money_it_tells(over: Path) -> None:
    rows = [row for row in schema.read_rows(shipped_data_folder(), "agencies") if row["year"] == "2024"]
    later = [row | {"year": "2025", "agency_id": row["agency_id"].replace("2024", "2025")} for row in rows]
    lay(over, "agencies", [row | {"amount": str(2 * int(row["amount"]))} for row in later])
    assert said("peers-sentence").startswith("In 2025 IOM spent about 5.6 times as much as in 2011")


def test_the_sentence_on_the_curve_names_the_year_whose_members_it_tells(over: Path) -> None:
    (last,) = [
        row for row in schema.read_rows(shipped_data_folder(), "member_counts") if row["count_id"] == "rebuilt-2024"
    ]
    later = last | {"count_id": "rebuilt-2025", "as_of": "2025-12-31", "members": "176"}
    lay(over, "member_counts", [later], dated="as_of")
    assert "members for the end of 2025" in said("forecast-sentence")
    assert "There were 176." in said("forecast-sentence")


def test_a_single_year_without_prices_has_its_mark_in_dollars_of_the_year_only(ax: Axes) -> None:
    money = load("finance").query("concept == 'budget'")
    late = money.iloc[[0]].assign(year=2026, part="total", amount=5e9, qualifier=None, source_id="accounts")
    money_over_time.plot_money("budget", pandas.concat([money, late]), ax)
    drawn = points(ax)
    assert (2026, 5.0) in drawn["in dollars of each year, single years"]
    assert 2026 not in [x for x, _ in drawn["in dollars of 2024, single years"]]


def test_there_is_a_panel_for_each_year_however_many_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    frame = revisions._drawn()
    more = frame[frame["year"] == 2014].assign(year=2013)
    monkeypatch.setattr(revisions, "_drawn", lambda: pandas.concat([more, more.assign(year=2012), frame]))
    panels = revisions.revisions_figure().figure.axes
    years = sorted({2012, 2013, *frame["year"].astype(int)})
    assert len(years) > 10
    assert [ax.get_title(loc="left") for ax in panels] == [str(year) for year in years]
