"""Promises about what the organization is asked to do, and about how its names and founding are dated."""

from collections.abc import Iterator

from iomreport.catalog.cells import split_cell
from iomreport.catalog.checks.promises import Tables, promise
from iomreport.errors import BrokenPromise
from iomreport.formats import slug


@promise("activities", "claims")
def activities_follow_the_article(tables: Tables) -> Iterator[BrokenPromise]:
    """Parts stand under the area and basis of their activity, and each list is numbered from one."""
    activities = tables["activities"]
    whole = {row["name"]: row for row in activities if row["group"] == "activity" and not row["part"]}
    counted: dict[tuple[str, str], int] = {}
    for row in activities:
        key = (row["group"], row["name"] if row["part"] else "")
        counted[key] = counted.get(key, 0) + 1
        if row["order"] != str(counted[key]):
            yield activities.broken(row, "order", f"{counted[key]}, as each list is numbered from one")
        stem = {"area of migration management": "area-", "cross-cutting theme": "theme-"}.get(row["group"], "")
        expected = stem + slug(row["name"])
        if not row["part"] and row["activity_id"] != expected:
            yield activities.broken(row, "activity_id", repr(expected))
        if row["part"] and not row["activity_id"].startswith(f"{expected}-part-"):
            yield activities.broken(row, "activity_id", f"an identifier that begins with {expected}-part-")
        if not row["part"] and row["area_basis"] == "own reading" and not row["area_reason"]:
            yield activities.broken(row, "area_basis", "stated, or a reason for the reading")
        if not row["part"] and row["group"] != "activity" and row["area_basis"] != "stated":
            yield activities.broken(row, "area_basis", "stated, as the article lists areas and themes itself")
        if row["part"] and row["name"] not in whole:
            yield activities.broken(row, "name", "the name of an activity that has a row of its own")
        elif row["part"]:
            outside = set(split_cell(row["claim_ids"])) - set(split_cell(whole[row["name"]]["claim_ids"]))
            if outside:
                yield activities.broken(
                    row, "claim_ids", f"claims of the activity; {', '.join(sorted(outside))} is none"
                )
            for column in ("area", "area_basis"):
                if row[column] != whole[row["name"]][column]:
                    yield activities.broken(row, column, f"{whole[row['name']][column]!r}, as for the activity")


@promise("activity_accounts", "activities")
def every_activity_has_its_account(tables: Tables) -> Iterator[BrokenPromise]:
    """Each of the eleven activities has one account, in their order, that rests on claims of that activity alone."""
    accounts = tables["activity_accounts"]
    own = {
        row["activity_id"]: split_cell(row["claim_ids"])
        for row in tables["activities"]
        if row["group"] == "activity" and not row["part"]
    }
    accounted = [row["activity_id"] for row in accounts]
    if accounted != list(own):
        lacking = ", ".join(name for name in own if name not in accounted) or "the order of activities"
        yield BrokenPromise(
            accounts.file, None, "activity_id", ", ".join(accounted), f"an account of each activity: {lacking}"
        )
    for row in accounts:
        for claim in split_cell(row["claim_ids"]):
            if claim not in own.get(row["activity_id"], ()):
                yield accounts.broken(row, "claim_ids", f"claims of the activity; {claim} is none")


@promise("datings", "names")
def one_reading_of_each_question_is_adopted(tables: Tables) -> Iterator[BrokenPromise]:
    """Of the datings of each question one is adopted; it is the date of the name, where it dates one."""
    datings = tables["datings"]
    starts = {row["name_id"]: row["start"] for row in tables["names"]}
    for question in dict.fromkeys(row["question"] for row in datings):
        adopted = [row for row in datings.where(question=question) if row["verdict"] == "adopted"]
        if len(adopted) != 1:
            yield BrokenPromise(
                datings.file, None, "verdict", f"{len(adopted)} adopted for {question!r}", "exactly one"
            )
    for row in datings:
        if row["verdict"] == "adopted" and row["start"] and row["start"] != starts.get(row["name_id"]):
            yield datings.broken(row, "start", f"{starts.get(row['name_id'])!r}, as in names")
