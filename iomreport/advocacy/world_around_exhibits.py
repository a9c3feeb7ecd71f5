"""The figures of the world around it, each with what may and may not be read from it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from iomreport import formats
from iomreport.advocacy.world_around import known, plot_published, published
from iomreport.charts import theme
from iomreport.exhibits import Figure, say
from iomreport.exhibits.values import Value, value_in

if TYPE_CHECKING:
    import pandas


_FIRST_ESTIMATED = "1990"
"""The first year for which the United Nations publish estimates revision by revision."""


def _ends(rows: pandas.DataFrame) -> dict[str, Value]:
    """Return the first and the last figure of a series, and their dates."""
    units = "USD" if str(rows["unit"].iloc[0]).startswith("USD") else ""
    first, last = rows.iloc[0], rows.iloc[-1]
    return {
        "first": value_in(first, "value", units), "start": value_in(first, "as_of"),
        "last": value_in(last, "value", units), "end": value_in(last, "as_of"),
    }  # fmt: skip


def _inside_a_sentence(note: Value) -> Value:
    """Return a note of the data without its capital and its full stop."""
    text = str(note)
    return replace(note, content=text[:1].lower() + text[1:].removesuffix("."))


def migrants_figure() -> Figure:
    """Return the figure of international migrants, each revision of the estimates by itself.

    Examples
    --------
    >>> migrants_figure().id
    'fig-migrants'
    """
    shown = published("migrants")
    with theme.panels(3.3, 1, 2, width_ratios=(1, 1.15)) as (figure, (whole, part)):
        plot_published("migrants", shown[shown["as_of"] < _FIRST_ESTIMATED], whole)
        plot_published("migrants", shown[shown["as_of"] >= _FIRST_ESTIMATED], whole, named=False)
        plot_published("migrants", shown[shown["as_of"] >= "2010"], part)
        whole.set_xlim(1968, 2027)
        part.set_xlim(2009, 2025.5)
        part.set_xticks(range(2010, 2026, 5))
        part.set_ylim(200, 318)
        part.set_ylabel("")
        whole.set_title("All years", fontsize=9.5, color=theme.colour("quiet"))
        part.set_title("The last years, enlarged", fontsize=9.5, color=theme.colour("quiet"))
    newest = _ends(shown[shown["series"] == "revision of 2024"])
    return Figure(
        figure,
        id="fig-migrants",
        title=say(
            "The newest revision has {first:compact} international migrants in {start:year} and {last:compact} in "
            "{end:year}; for {between:year} it has {lower:compact}, where the one before had {higher:compact}",
            between=known("migrants-2020-2024", "as_of"), lower=known("migrants-2020-2024"),
            higher=known("migrants-2020-2020"), **newest,
        ),
        alt=say(
            "Two charts of the number of international migrants in the world, in million people. Left, from "
            "{oldest:year} on: marks in the form of their revision, rising from {fewest:compact} to {last:compact}. "
            "Right, the years since {since:year} enlarged: two older revisions run above the point at which the line "
            "of the newest begins, in {between:year}.",
            oldest=known("migrants-1970-quoted-2019", "as_of"), fewest=known("migrants-1970-quoted-2019"),
            last=newest["last"], since=known("migrants-2010-2020", "as_of"),
            between=known("migrants-2020-2024", "as_of"),
        ),
        data=shown,
        notes=[
            "Estimates of the Department of Economic and Social Affairs of the United Nations. Lines join only figures "
            "of one revision, and only where they lie no further apart than the estimates are made. The scale on the "
            "right does not begin at zero. Of the newest revision only three figures are at hand, two of them rounded.",
        ],
    )  # fmt: skip


def displaced_figure() -> Figure:
    """Return the figure of displaced people, by who counts them and why they fled.

    Examples
    --------
    >>> displaced_figure().id
    'fig-displaced'
    """
    shown = published("displaced")
    with theme.drawing(height=3.6) as (figure, ax):
        plot_published("displaced", shown, ax)
        ax.set_xlim(2012.3, 2030.8)
        years = range(2012, 2025, 2)
        ax.set_xticks([formats.decimal_year(f"{year}-12") for year in years], [str(year) for year in years])
        ax.set_xlabel("End of the year", loc="left")
    ends_of_year = shown[shown["as_of"].str.endswith("-12")]
    forced = _ends(ends_of_year[ends_of_year["measure"] == "forcibly displaced people"])
    inside = _ends(ends_of_year[ends_of_year["series"] == "conflict and violence"])
    return Figure(
        figure,
        id="fig-displaced",
        title=say(
            "Forcibly displaced people: {first:compact} at the end of {start:year} and, counted more widely since "
            "{wider:year}, {last:compact} at the end of {end:year}, as first published",
            wider=known("displaced-2019", "as_of"), **forced,
        ),
        alt=say(
            "Line chart of displaced people, in millions. Forcibly displaced, as UNHCR counts them: {first:compact} "
            "at the end of {start:year}, {last:compact} at the end of {end:year}, in two lines, of which the second, "
            "with a wider count, begins at the end of {wider:year}. Displaced inside their own countries by conflict "
            "and violence: {few:compact} at the end of {early:year}, {many:compact} at the end of {late:year}. Another "
            "line adds those displaced by disasters.",
            wider=known("displaced-2019", "as_of"), few=inside["first"], early=inside["start"],
            many=inside["last"], late=inside["end"], **forced,
        ),
        data=shown,
        notes=[
            "UNHCR is the refugee agency of the United Nations; people displaced inside their own countries are "
            "counted by the Internal Displacement Monitoring Centre. The lines overlap and are not to be added: those "
            "displaced inside their countries by conflict are among the forcibly displaced. Each figure is the one "
            "first published for its date; later reports revise some of them. The last mark of the forcibly displaced "
            "falls within a year.",
            say(
                "From the end of {wider:year} on the forcibly displaced are counted more widely, {how}; no line joins "
                "this count to the one before. The count of people displaced inside their own countries by disasters "
                "begins with the end of {first:year}.",
                wider=known("displaced-2019", "as_of"), how=_inside_a_sentence(known("displaced-2019", "note")),
                first=known("idps-2019", "as_of"),
            ),
        ],
    )  # fmt: skip


def remittances_figure() -> Figure:
    """Return the figure of remittances, each edition by itself.

    Examples
    --------
    >>> remittances_figure().id
    'fig-remittances'
    """
    import pandas

    subjects = ("remittances worldwide", "remittances to poorer countries")
    with theme.panels(3.5, 1, 2, sharey=True) as (figure, panels):
        headings = ("Worldwide", "To low- and middle-income countries")
        for subject, heading, ax in zip(subjects, headings, panels, strict=True):
            plot_published(subject, ax=ax)
            ax.set_title(heading, fontsize=9.5, color=theme.colour("quiet"))
        panels[0].set_ylim(0, 950)
        panels[0].set_xlim(1998.5, 2024.5)
        panels[1].set_xlim(2010.5, 2031)
        panels[1].set_xticks(range(2012, 2025, 4))
        panels[1].set_ylabel("")
    shown = pandas.concat([published(subject) for subject in subjects], ignore_index=True)
    brief = _ends(shown[(shown["series"] == "World Bank, brief 40") & shown["qualifier"].isna()])
    return Figure(
        figure,
        id="fig-remittances",
        title=say(
            "Money sent home to low- and middle-income countries came to {first:compact} in {start:year} and to "
            "{last:compact} in {end:year}, both in one edition of the World Bank’s figures",
            **brief,
        ),
        alt=say(
            "Two charts in billion US dollars of each year, with marks in the form of the edition they come from. "
            "Left, worldwide: up to {most:compact} in {peak:year}. Right, to developing countries or to low- and "
            "middle-income countries: from {first:compact} in {start:year} to {last:compact} in {end:year} in the "
            "newest edition, with forecasts after that.",
            most=known("remittances-2022-world"), peak=known("remittances-2022-world", "as_of"), **brief,
        ),
        data=shown,
        notes=[
            "Remittances are what migrants send home, as far as it is recorded; what goes by other ways is missing. "
            "Dollars of each year: part of the rise is prices. Hollow marks: called an estimate or a forecast by the "
            "source. Editions revise one another and are never joined, nor are years with a gap between them. The "
            "older figures are for developing countries, a group drawn a little differently.",
        ],
    )  # fmt: skip
