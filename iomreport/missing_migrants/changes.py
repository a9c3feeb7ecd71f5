"""Which rows of `deaths` an export changes, in sentences."""

from collections.abc import Iterator, Sequence

from iomreport.missing_migrants.tidy import COUNTS
from iomreport.missing_migrants.totals import Row

_MOST_LISTED = 40  # changes that are told without being asked for


def told(before: Sequence[Row], after: Sequence[Row], verbose: bool) -> Iterator[str]:
    """Tell each row whose numbers change; of many, those of whole years, and how many others there are."""
    sentences = list(_changes(before, after)) if before else []
    if verbose or len(sentences) <= _MOST_LISTED:
        yield from (sentence for _, sentence in sentences)
        return
    totals = [sentence for breakdown, sentence in sentences if breakdown == "total"]
    yield from totals
    yield f"deaths: {len(sentences) - len(totals):,} more rows change; --verbose lists them"


def _changes(before: Sequence[Row], after: Sequence[Row]) -> Iterator[tuple[str, str]]:
    old, new = ({row["death_id"]: row for row in rows} for rows in (before, after))
    for name in [*new, *(name for name in old if name not in new)]:
        row = new.get(name) or old[name]
        if name not in old:
            sentence = f"is new, with {row['dead_and_missing']} dead and missing"
        elif name not in new:
            sentence = f"is gone, with {row['dead_and_missing']} dead and missing"
        else:
            compared = ("records", *COUNTS, "period_end")
            differing = [column for column in compared if old[name][column] != row[column]]
            if not differing:
                continue
            sentence = ", ".join(f"{column} {old[name][column]!r} becomes {row[column]!r}" for column in differing)
        yield row["breakdown"], f"deaths, {name}: {sentence}"
