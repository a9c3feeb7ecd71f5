"""Frames in a notebook: ordinary frames, with units and sources below."""

from __future__ import annotations

from typing import Any

import pandas
import pytest
from bs4 import BeautifulSoup
from IPython.core.interactiveshell import InteractiveShell

import iomreport
from iomreport import Column, Table, describe, load, to_real
from iomreport.exhibits import frame_display


@pytest.fixture
def shell() -> Any:
    """Return a shell of IPython that knows this package."""
    made = InteractiveShell()
    iomreport.load_ipython_extension(made)
    return made


def shown(shell: Any, thing: Any) -> str:
    return str(shell.display_formatter.format(thing)[0].get("text/html"))


def facts(html: str) -> dict[str, str]:
    page = BeautifulSoup(html, "html.parser")
    return dict(zip(*([tag.get_text() for tag in page.find_all(kind)] for kind in ("dt", "dd")), strict=True))


def test_frames_stay_ordinary_frames() -> None:
    assert type(load("names")) is pandas.DataFrame


def test_units_sources_and_data_stand_below_a_frame(shell: Any) -> None:
    told = facts(shown(shell, load("member_counts").head(1)))

    assert told["Units"] == "members, observers: states"
    assert told["Data"].startswith("member_counts (How many members and observers")
    assert told["Sources"]


def test_the_table_is_the_one_of_pandas(shell: Any) -> None:
    frame = load("names")

    assert shown(shell, frame).startswith(frame._repr_html_())  # type: ignore[operator]


def test_a_selection_tells_its_own_columns_and_sources(shell: Any) -> None:
    assert "Units" not in facts(shown(shell, load("member_counts")[["as_of", "source_id"]]))
    assert facts(shown(shell, load("finance")[["year"]]))["Sources"].endswith("see iomreport.describe('finance')")


def test_real_terms_have_their_unit(shell: Any) -> None:
    money = load("finance").query("currency == 'USD'")

    assert "amount_real: US dollars of 2024" in facts(shown(shell, to_real(money, 2024)))["Units"]


def test_frames_of_anybody_else_look_as_they_always_do(shell: Any) -> None:
    frame = pandas.DataFrame({"a": [1]})

    assert shown(shell, frame) == frame._repr_html_()  # type: ignore[operator]


def test_who_switches_html_off_gets_none(shell: Any) -> None:
    with pandas.option_context("display.notebook_repr_html", False):
        assert shown(shell, load("names")) == "None"


def test_texts_and_unknown_sources_of_own_rows_are_shown_as_text(shell: Any) -> None:
    frame = load("names").assign(source_id="<b>mine</b>")
    frame.attrs["title"] = "<i>x</i>"
    html = shown(shell, frame).partition('class="iomreport-frame"')[2]

    assert "&lt;b&gt;mine&lt;/b&gt;" in html
    assert "<i>" not in html


def test_the_first_exhibit_made_in_a_shell_switches_it_on() -> None:
    made = InteractiveShell.instance()
    try:
        assert "iomreport-frame" not in shown(made, load("names"))
        Table(load("names"), id="tab-names", caption="Names", columns=[Column(name="name_id", label="Name")])
        assert "iomreport-frame" in shown(made, load("names"))
    finally:
        InteractiveShell.clear_instance()


def test_registering_twice_shows_everything_once_and_taking_it_back_shows_nothing(shell: Any) -> None:
    iomreport.load_ipython_extension(shell)
    assert shown(shell, load("names")).count("iomreport-frame") == shown(shell, load("directors")).count(
        "iomreport-frame"
    )
    iomreport.unload_ipython_extension(shell)
    assert "iomreport-frame" not in shown(shell, load("names"))


def test_columns_that_a_unit_names_are_shown_as_code() -> None:
    assert "<dd>amount: as <code>unit</code> and <code>currency</code> say</dd>" in frame_display.below(load("finance"))
    assert "<td>as <code>unit</code> and <code>currency</code> say</td>" in describe("finance")._repr_html_()
    assert "`" not in describe("finance")._repr_html_()
