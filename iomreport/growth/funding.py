"""How the organization is paid: kinds of money, donors, and how much hangs on the largest of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from iomreport import catalog, formats, theme
from iomreport.errors import UsageError
from iomreport.exhibits import Column, Figure, Table, say
from iomreport.rows import records
from iomreport.schema import SEPARATOR
from iomreport.sources import ids_in
from iomreport.values import Value, pick

if TYPE_CHECKING:
    import pandas
    from matplotlib.axes import Axes

KINDS = ("earmarked", "other", "assessed", "unearmarked")
"""Kinds of money, from the largest to the smallest."""

NOT_ATTRIBUTED = "not attributed"
MILLION = 1e6
_LOOK = {"earmarked": ("plum", "s"), "other": ("teal", "D"), "assessed": ("blue", "o"), "unearmarked": ("amber", "^")}
_TREATMENT = (
    "The list of donors and the statistics of revenue differ. Revenue for which no donor is named stays in the total "
    "that shares are taken of, but is counted as no donor. Amounts below zero stay in a donor’s total; a donor whose "
    "total is below zero counts as giving nothing. The European Union is not named for the first year of the list."
)


def money_by_kind(data: pandas.DataFrame | None = None) -> pandas.DataFrame:
    """Return the revenue of each year by kind of money.

    Parameters
    ----------
    data : pandas.DataFrame, optional
        Shaped as the dataset `finance`; that dataset by default.

    Returns
    -------
    pandas.DataFrame
        `year`, `kind` (earmarked, other, assessed, unearmarked), `amount` (USD of the year), `share` (of the four
        together) and `source_id`, by year and kind.

    Examples
    --------
    >>> frame = money_by_kind().query("year == 2024").set_index("kind")
    >>> f"{frame.at['earmarked', 'share']:.3f}"
    '0.908'
    """
    money = catalog.load("finance") if data is None else data
    usable = (money["concept"] == "revenue") & (money["adopted"] == "yes") & (money["status"] != "unverified")
    frame = money.loc[usable & money["part"].isin(KINDS), ["year", "part", "amount", "source_id"]]
    frame = frame.rename(columns={"part": "kind"})
    frame["share"] = frame["amount"] / frame.groupby("year")["amount"].transform("sum")
    frame["order"] = frame["kind"].map(KINDS.index)
    frame = frame.sort_values(["year", "order"]).reset_index(drop=True)
    frame = frame[["year", "kind", "amount", "share", "source_id"]]
    frame.attrs = {**money.attrs, "units": {"year": "year", "amount": "USD", "share": "share"}}
    return frame


def donors(data: pandas.DataFrame | None = None) -> pandas.DataFrame:
    """Return what each named donor gave in each year, all kinds of money together.

    Parameters
    ----------
    data : pandas.DataFrame, optional
        Shaped as the dataset `donors`; that dataset by default.

    Returns
    -------
    pandas.DataFrame
        `year`, `donor`, `name` (short), `donor_kind`, `amount` (USD of the year, net of amounts below
        zero), `revenue` (all of the year, money that no donor is named for included), `share` (amount over revenue),
        `rank` (one for the largest of the year) and `source_id`, by year and rank. Not attributed rows are left out.

    Examples
    --------
    >>> donors().query("year == 2024").head(2)["name"].tolist()
    ['United States', 'European Union']
    """
    gifts = catalog.load("donors") if data is None else data
    revenue = gifts.groupby("year")["amount"].sum()
    named = gifts[gifts["donor_kind"] != NOT_ATTRIBUTED]
    short = catalog.load("countries").set_index("country_code")["name_en"]
    named = named.assign(name=named["country_code"].map(short).fillna(named["donor"]))
    grouped = named.groupby(["year", "donor", "name", "donor_kind"], sort=False)
    frame = grouped.agg(amount=("amount", "sum"), source_id=("source_id", _joined)).reset_index()
    frame["revenue"] = frame["year"].map(revenue).astype("Int64")
    frame["share"] = frame["amount"] / frame["revenue"]
    frame["rank"] = frame.groupby("year")["amount"].rank(method="first", ascending=False).astype("Int64")
    frame = frame.sort_values(["year", "rank"]).reset_index(drop=True)
    frame = frame[["year", "donor", "name", "donor_kind", "amount", "revenue", "share", "rank", "source_id"]]
    frame.attrs = {**gifts.attrs, "units": {"year": "year", "amount": "USD", "revenue": "USD", "share": "share"}}
    return frame


def _joined(cells: pandas.Series[str]) -> str:
    return SEPARATOR.join(ids_in(cells))


def concentration(data: pandas.DataFrame | None = None) -> pandas.DataFrame:
    """Return how far revenue is concentrated on few donors, year by year.

    Parameters
    ----------
    data : pandas.DataFrame, optional
        Shaped as the dataset `donors`; that dataset by default.

    Returns
    -------
    pandas.DataFrame
        By `year`: `first` and `first_five` (shares of all revenue), `not_attributed` (share that no donor is named
        for), `herfindahl_low` and `herfindahl_high`, `source_id`. The Herfindahl index is the sum of the squared
        shares (Hirschman 1945; Herfindahl 1950): one for a single donor, near zero for many small ones. Low takes
        the share that is not attributed as given by countless donors, high as given by one more donor.

    Examples
    --------
    >>> frame = concentration().set_index("year")
    >>> f"{frame.at[2013, 'first']:.1%} {frame.at[2024, 'first']:.1%}"
    '24.6% 41.7%'
    """
    import pandas

    given = donors(data)
    rows = []
    for year, group in given.groupby("year"):
        shares = group["share"].astype(float).clip(lower=0)
        rest = max(0.0, 1 - float(group["share"].sum()))
        squares = float((shares**2).sum())
        rows.append(
            {
                "year": year, "first": shares.iloc[0], "first_five": shares.iloc[:5].sum(), "not_attributed": rest,
                "herfindahl_low": squares, "herfindahl_high": squares + rest**2,
                "source_id": _joined(group["source_id"]),
            }
        )  # fmt: skip
    frame = pandas.DataFrame(rows)
    shares_of = ("first", "first_five", "not_attributed")
    frame.attrs = {**given.attrs, "units": {"year": "year", **dict.fromkeys(shares_of, "share")}}
    return frame


def exposure(cuts: Sequence[float] = (0.25, 0.5, 1), data: pandas.DataFrame | None = None) -> pandas.DataFrame:
    """Return what it would mean if the largest donor of the last year gave less, all else unchanged.

    Parameters
    ----------
    cuts : sequence of float
        By how much it gives less, as shares of what it gave.
    data : pandas.DataFrame, optional
        Shaped as the dataset `donors`; that dataset by default.

    Returns
    -------
    pandas.DataFrame
        By `cut_percent`: `year`, `lost` (USD), `lost_percent` (of all revenue), `assessed_percent` (the loss over all
        assessed contributions of the year) and `rise_percent` (what every other named donor would have to add to make
        up for it), in per cent to one decimal, and `source_id`.

    Examples
    --------
    >>> exposure()["lost_percent"].tolist()
    [10.4, 20.8, 41.7]
    """
    import pandas

    gifts = catalog.load("donors") if data is None else data
    given = donors(gifts)
    given = given[given["year"] == given["year"].max()]
    first, year = given.iloc[0], int(given["year"].iloc[0])
    assessed = int(gifts.loc[(gifts["year"] == year) & (gifts["kind_of_money"] == "assessed"), "amount"].sum())
    others, cited = int(given["amount"].iloc[1:].sum()), _joined(given["source_id"])
    rows = []
    for cut in cuts:
        lost = cut * int(first["amount"])
        of = {"lost_percent": first["revenue"], "assessed_percent": assessed, "rise_percent": others}
        shares = {name: round(100 * lost / int(whole), 1) for name, whole in of.items()}
        rows.append({"year": year, "cut_percent": 100 * cut, "lost": round(lost), **shares, "source_id": cited})
    frame = pandas.DataFrame(rows).astype({"cut_percent": "Float64"})
    frame.attrs = {"units": {"year": "year", "lost": "USD"}}
    return frame


def share_of_donor(rank: int, year: int) -> Value:
    """Return the share of all revenue that the donor of a rank gave in a year, as a value for a sentence."""
    return pick(donors(), "share", year=year, rank=rank)


def as_much_as(year: int) -> Value:
    """Return how many of the next donors together gave as much as the largest one in a year.

    Examples
    --------
    >>> print(as_much_as(2024))
    16
    """
    given = donors().query("year == @year")
    sums = given["amount"].iloc[1:].cumsum()
    number = int((sums < given["amount"].iloc[0]).sum()) + 1
    if number > len(sums):
        raise UsageError(f"all other donors of {year} together gave less than the largest one")
    return Value(content=number, unit="donors", sources=ids_in(given["source_id"]))


def plot_kinds(data: pandas.DataFrame | None = None, ax: Axes | None = None, kinds: Sequence[str] = KINDS) -> Axes:
    """Draw the revenue of each year by kind of money, a line for each kind.

    Parameters
    ----------
    data : pandas.DataFrame, optional
        Shaped as the dataset `finance`; that dataset by default.
    ax : matplotlib.axes.Axes, optional
        Where to draw; the current axes by default.
    kinds : sequence of str
        Which kinds to draw.

    Returns
    -------
    matplotlib.axes.Axes
        Lines in million US dollars of each year, from zero, each named at its end with its share of all revenue.
    """
    ax = theme.given_or_current(ax)
    frame = money_by_kind(data)
    for kind in kinds:
        rows = records(frame[frame["kind"] == kind])
        ink, (_, marker) = theme.colour(_LOOK[kind][0]), _LOOK[kind]
        heights = [row["amount"] / MILLION for row in rows]
        ax.plot([row["year"] for row in rows], heights, marker, linestyle="-", markersize=4, color=ink, label=kind)
        _name_end(ax, f"{kind}\n{formats.percent_text(rows[-1]['share'])}", (rows[-1]["year"], heights[-1]), ink)
    _finish(ax, "Million US dollars", frame)
    return ax


def plot_concentration(data: pandas.DataFrame | None = None, ax: Axes | None = None) -> Axes:
    """Draw the shares of the first and of the first five donors in revenue, year by year.

    Parameters
    ----------
    data : pandas.DataFrame, optional
        Shaped as the dataset `donors`; that dataset by default.
    ax : matplotlib.axes.Axes, optional
        Where to draw; the current axes by default.

    Returns
    -------
    matplotlib.axes.Axes
        A line for each share, in per cent from zero; a third, dashed, for the share that no donor is named for.
    """
    ax = theme.given_or_current(ax)
    frame = concentration(data)
    years = frame["year"].astype(int).tolist()
    for column, label, role, marker, line in (
        ("first_five", "first five", "teal", "s", "-"),
        ("first", "first", "blue", "o", "-"),
        ("not_attributed", "no donor\nnamed", "amber", "^", ":"),
    ):
        heights = (100 * frame[column].astype(float)).tolist()
        ax.plot(years, heights, marker, linestyle=line, markersize=4, color=theme.colour(role), label=column)
        _name_end(ax, label, (years[-1], heights[-1]), theme.colour(role))
    _finish(ax, "Share of revenue, per cent", frame)
    return ax


def plot_herfindahl(data: pandas.DataFrame | None = None, ax: Axes | None = None) -> Axes:
    """Draw the Herfindahl index of donors as the band between its two readings; see `concentration`."""
    ax = theme.given_or_current(ax)
    frame = concentration(data)
    years = frame["year"].astype(int).tolist()
    low, high = (frame[f"herfindahl_{end}"].astype(float).tolist() for end in ("low", "high"))
    ax.fill_between(years, low, high, color=theme.colour("sky"), linewidth=0, label="between both readings")
    for heights, name, line in ((low, "low", "-"), (high, "high", "--")):
        ax.plot(years, heights, linestyle=line, linewidth=1.4, color=theme.colour("blue"), label=name)
    for text, spot, offset, place in (
        ("if one more donor\ngave the rest", (years[0], high[0]), (0, 6), "bottom"),
        ("if countless donors\ngave the rest", (years[len(years) // 4], low[len(years) // 4]), (10, -14), "top"),
    ):
        ax.annotate(text, spot, xytext=offset, textcoords="offset points", va=place, color=theme.colour("blue"))
    _finish(ax, "Herfindahl index", frame)
    return ax


def _name_end(ax: Axes, text: str, spot: tuple[float, float], ink: str) -> None:
    ax.annotate(
        text, spot, xytext=(6, 0), textcoords="offset points", va="center", color=ink, fontweight="bold",
        linespacing=0.95,
    )  # fmt: skip


def _finish(ax: Axes, label: str, frame: pandas.DataFrame) -> None:
    ax.set_ylabel(label)
    ax.set_ylim(bottom=0)
    ax.yaxis.set_major_formatter(lambda height, _: f"{height:,.4g}" if height < 1000 else f"{height:,.0f}")
    ax.locator_params(axis="x", integer=True, nbins=5)
    ax.set_xlim(int(frame["year"].min()) - 0.6, int(frame["year"].max()) + 0.6)


def funding_figure() -> Figure:
    """Return the figure of revenue by kind of money."""
    shown = money_by_kind()
    start, end = int(shown["year"].min()), int(shown["year"].max())
    with theme.panels(3.1, 1, 2) as (figure, (left, right)):
        plot_kinds(ax=left, kinds=KINDS[:1])
        plot_kinds(ax=right, kinds=KINDS[1:])
    years = {
        "start": pick(shown, "year", year=start, kind="assessed"),
        "end": pick(shown, "year", year=end, kind="assessed"),
    }
    shares = {kind: pick(shown, "share", year=end, kind=kind) for kind in KINDS}
    return Figure(
        figure,
        id="fig-funding",
        title=say(
            "In {end}, {earmarked:percent} of revenue was tied to a purpose; contributions due from members made up "
            "{assessed:percent}, gifts free to use {unearmarked:percent}",
            **{name: value for name, value in (years | shares).items() if name not in {"start", "other"}},
        ),
        alt=say(
            "Two line charts from {start} to {end} in million dollars of each year, on scales of their own. Left: "
            "earmarked money, from {low:compact} to {high:compact}, {earmarked:percent} of revenue. Right: other "
            "revenue ({other:percent} in {end}), assessed contributions ({assessed:percent}) and unearmarked gifts "
            "({unearmarked:percent}).",
            low=pick(shown, "amount", year=start, kind="earmarked"),
            high=pick(shown, "amount", year=end, kind="earmarked"),
            **years,
            **shares,
        ),
        data=shown,
        notes=[
            "The two scales differ: the left one is far longer. Percentages are shares of all revenue in the last "
            "year. Dollars are those of each year. Other revenue is what the statistics put under no "
            "other kind."
        ],
    )


def concentration_figure() -> Figure:
    """Return the figure of how far revenue is concentrated on few donors."""
    shown, given = concentration(), donors()
    start, end = int(shown["year"].min()), int(shown["year"].max())
    with theme.panels(3.1, 1, 2) as (figure, (left, right)):
        plot_concentration(ax=left)
        plot_herfindahl(ax=right)
    told = {
        "first": share_of_donor(1, start), "last": share_of_donor(1, end),
        "start": pick(shown, "year", year=start), "end": pick(shown, "year", year=end),
        "who": pick(given, "name", year=end, rank=1),
    }  # fmt: skip
    return Figure(
        figure,
        id="fig-concentration",
        title=say(
            "The share of the largest donor, the {who}, in revenue rose from {first:percent} in {start} to "
            "{last:percent} in {end}",
            **told,
        ),
        alt=say(
            "Two line charts from {start} to {end}. Left, shares of revenue: the largest donor, the {who}, from "
            "{first:percent} to {last:percent}; the five largest together, {five:percent} in the end; what no donor is "
            "named for, {rest:percent}. Right, the Herfindahl index of donors as a band, which narrows and rises.",
            five=pick(shown, "first_five", year=end),
            rest=pick(shown, "not_attributed", year=end),
            **told,
        ),
        data=shown,
        notes=[
            _TREATMENT,
            "The Herfindahl index is the sum of the squared shares: one if a single donor gave everything, near zero "
            "if many gave alike. The lower edge of the band takes the money that no donor is named for as given by "
            "countless donors, the upper one as given by one more donor.",
        ],
    )


def largest_donors_table(number: int = 10) -> Table:
    """Return the table of the donors who gave most in the last year."""
    given = donors()
    end = int(given["year"].max())
    shown = given[(given["year"] == end) & (given["rank"] <= number)].reset_index(drop=True)
    shown["percent"] = (100 * shown["share"]).astype(float).round(1)
    return Table(
        shown,
        id="tab-donors",
        caption=say(
            "The {who} gave as much in {year} as the next {next} donors together",
            who=pick(given, "name", year=end, rank=1), year=pick(given, "year", year=end, rank=1), next=as_much_as(end),
        ),
        columns=[
            Column(name="name", label="Donor"),
            Column(name="amount", label="Given", unit="USD", format="number"),
            Column(name="percent", label="Share of revenue", unit="per cent, to one decimal", format="number"),
        ],
        notes=[_TREATMENT, "Donors who pass on the money of others, as funds of the United Nations do, stand by name."],
    )  # fmt: skip


def exposure_table() -> Table:
    """Return the table of what it would mean if the largest donor gave less."""
    shown, given = exposure(), donors()
    end = int(given["year"].max())
    return Table(
        shown,
        id="tab-exposure",
        caption=say(
            "What a cut by the largest donor alone, the {who}, would have meant in {year}",
            who=pick(given, "name", year=end, rank=1), year=pick(given, "year", year=end, rank=1),
        ),
        columns=[
            Column(name="cut_percent", label="Cut by the largest donor", unit="per cent", format="number"),
            Column(name="lost", label="Lost", unit="USD", format="number"),
            Column(name="lost_percent", label="Of all revenue", unit="per cent", format="number"),
            Column(name="assessed_percent", label="Of assessed contributions", unit="per cent", format="number"),
            Column(name="rise_percent", label="Rise others would need", unit="per cent", format="number"),
        ],
        notes=[
            "Arithmetic, not a forecast: everything else is held as it was. Percentages are rounded to one decimal. "
            "The last column is what every other named donor would have to add to what it gave.",
        ],
    )  # fmt: skip
