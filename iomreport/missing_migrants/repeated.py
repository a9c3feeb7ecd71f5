"""Records that a file, or two files of a folder, hold twice."""

from collections.abc import Iterator, Sequence

from iomreport.missing_migrants.layouts import plain
from iomreport.missing_migrants.raw_files import RawTable
from iomreport.missing_migrants.repairs import Repair

REPEATED = "identifier that another record has already; it would be counted twice"


def repeated_records(raws: Sequence[RawTable]) -> Iterator[Repair]:
    """Tell of every record whose identifier another has.

    Several records may share an incident where an export splits it: then that of the record counts.
    Layout E has none, and repeats whole rows; there an incident may not stand in two files.
    """
    seen: dict[str, tuple[int, int]] = {}
    for part, raw in enumerate(raws):
        layout = raw.layout
        column = next((place for place, name in enumerate(raw.headings) if plain(name) == plain(layout.record)), None)
        if layout.record and column is None:
            continue
        within = column is not None
        place = column if column is not None else layout.positions(raw.headings)["incident_id"]
        for number, row in zip(raw.numbers, raw.rows, strict=True):
            identifier = row[place].replace("\ufeff", "").strip()
            if not identifier or identifier in layout.missing_marks:
                continue
            first, at = seen.setdefault(identifier, (part, number))
            if (first, at) != (part, number) and (within or first != part):
                known = f"{identifier}, as in row {at} of {raws[first].file}"
                yield Repair(raw.file, number, raw.headings[place], known, known, REPEATED)
