"""Promises about what the map is drawn from, and about members of the United Nations."""

from collections.abc import Iterator

from iomreport.catalog.checks.promises import Tables, promise
from iomreport.errors import BrokenPromise


@promise("outlines", "places")
def corners_are_numbered_and_places_have_no_outline(tables: Tables) -> Iterator[BrokenPromise]:
    """The corners of an outline are numbered without a gap, and only states without an outline are marked as places."""
    outlines, counted = tables["outlines"], dict[tuple[str, str], int]()
    for row in outlines:
        outline = (row["country_code"], row["part"])
        counted[outline] = counted.get(outline, 0) + 1
        if row["order"] != str(counted[outline]):
            yield outlines.broken(row, "order", f"{counted[outline]}, the next corner of the outline")
        name, part, order = row["outline_id"].rsplit("-", 2)
        if (part, order) != (row["part"], row["order"]) or row["country_code"].lower() not in {name, ""}:
            yield outlines.broken(row, "outline_id", "country, part and order of the row")
    drawn = {row["country_code"] for row in outlines}
    for row in tables["places"]:
        if row["country_code"] in drawn:
            yield tables["places"].broken(row, "country_code", "a state too small to have an outline")


@promise("un_members")
def members_of_the_united_nations_joined_since_its_founding(tables: Tables) -> Iterator[BrokenPromise]:
    """No state joined the United Nations before it was founded, in 1945."""
    rows = tables["un_members"]
    for row in rows:
        if row["member_since"][:4] < "1945":
            yield rows.broken(row, "member_since", "1945 or later")
