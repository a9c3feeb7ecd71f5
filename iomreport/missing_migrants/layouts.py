"""The layouts in which the project has published its records, one entry each, and which of them a file is of.

To add one, add an entry to `LAYOUTS`: a file is of the first layout all of whose needed columns it has.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from iomreport.missing_migrants.repairs import ExportError, shown

Headings = Mapping[str, tuple[str, ...]]

DERIVED = "no export: copied without days and identifiers"  # scope of what is compared, and never written


@dataclass(frozen=True)
class Layout:
    """One layout of the project's records, named by a letter of ours."""

    letter: str
    provenance: str  # when and where it was met, and what is particular about it
    # From each field (a column of the tidy table, or what one is made from, such as the month) to the headings it may
    # have; the first that a file has is read.
    headings: Headings
    optional: Collection[str] = ()  # fields that a file of this layout may lack
    date_forms: Sequence[str] = ()  # how dates are printed, by the names that `parsing` knows; ISO 8601 is always read
    not_read: Collection[str] = ()  # headings of columns that are known and not read
    misspelt: Collection[str] = ()  # headings that are printed with a slip; read all the same, and noted as a repair
    # Fields that may hold several values joined by a comma, where incidents that had been split are one record again.
    joined: Collection[str] = ("region", "cause", "route", "country", "origin")
    missing_marks: Collection[str] = ()  # what stands for a missing cell, beside nothing
    old_regions: bool = False  # whether regions are those used until 2021
    scope: str = "world"  # what the records cover, as `deaths_revisions` says it
    # Heading of what tells records apart. Several records may share an incident; none where a file repeats records.
    record: str = "Incident ID"
    origins_by_year: bool = False  # whether years without origins have causes in free text
    unlike: str = ""  # a heading that tells of another layout

    def lacks(self, headings: Collection[str]) -> list[str]:
        """Return the needed columns that a file with these plain headings has not, by their usual heading."""
        if self.unlike and plain(self.unlike) in headings:
            return [f"other columns than {self.unlike}"]
        needed = (printed for field, printed in self.headings.items() if field not in self.optional)
        return [printed[0] for printed in needed if not any(plain(heading) in headings for heading in printed)]

    def knows(self, heading: str) -> bool:
        """Tell whether a plain heading is one of this layout's."""
        known = [*self.not_read, *(printed for headings in self.headings.values() for printed in headings)]
        return heading in map(plain, known)

    def positions(self, headings: Sequence[str]) -> dict[str, int]:
        """Return in which column of a file each field stands that is read."""
        printed = {plain(heading): position for position, heading in reversed(list(enumerate(headings)))}
        found = {}
        for field, names in self.headings.items():
            present = [printed[plain(name)] for name in names if plain(name) in printed]
            if present:
                found[field] = present[0]
        return found


def plain(heading: str) -> str:
    """Return a heading as it is compared: without a byte order mark, capitals and spaces too many."""
    return " ".join(heading.replace("\ufeff", "").split()).casefold()


def _names(text: str) -> tuple[str, ...]:
    """Return names that are set apart by semicolons or ends of lines."""
    return tuple(name.strip() for name in re.split(r"[;\n]", text) if name.strip())


def _headings(text: str) -> dict[str, tuple[str, ...]]:
    """Return fields with their headings, from `field: heading` or `field: heading | other heading`."""
    pairs = (pair.split(":") for pair in _names(text))
    return {field: tuple(heading.strip() for heading in headings.split("|")) for field, headings in pairs}


_WEB = _headings("""
    incident_id: Main ID; region: Region; date: Incident Date; year: Year; month: Reported Month
    dead: Number Dead; missing: Minimum Estimated Number of Missing; survivors: Number of Survivors
    females: Number of Females; males: Number of Males; children: Number of Children
    cause: Cause of Death; coordinates: Coordinates; route: Migrantion route | Migration route
    origin: Country of Origin; source_quality: Source Quality
""")
_WEB_NOT_READ = _names(
    "Incident ID; Region of Origin; Location of death; Information Source; URL; UNSD Geographical Grouping"
)
_ALL_DATA = _headings("""
    incident_id: Main ID; region: Region of Incident; year: Incident Year
    dead: Number of Dead; missing: Minimum Estimated Number of Missing; total: Total Number of Dead and Missing
    survivors: Number of Survivors; females: Number of Females; males: Number of Males; children: Number of Children
    cause: Cause of Death; route: Migration Route; coordinates: Coordinates; source_quality: Source Quality
""")
_ALL_DATA_NOT_READ = _names("""
    Incident ID; Incident Type; Region of Origin; Location of death; Location of Incident; Information Source
    Article title; UNSD Geographical Grouping; URL
""")
_API = _headings("""
    incident_id: web_id; region: region; date: reported_date
    dead: number_dead; missing: number_missing; total: total_dead_and_missing; survivors: number_of_survivors
    females: number_of_female; males: number_of_male; children: number_of_children
    country: country_of_incident; route: migration_route
    coordinates: location_coodinates | location_coordinates; source_quality: source_quality
""")
_API_NOT_READ = _names("location_description; unsd_geographic_grouping; information_source; url; region_origin")

# Every layout that is read, those that need more columns before those that need fewer of the same.
LAYOUTS: tuple[Layout, ...] = (
    Layout(
        letter="A",
        provenance="2017, CSV in latin-1: causes in free text, no total, no ages, no sexes; reliability not read",
        headings=_headings("""
            incident_id: id; region: incident_region; date: date; dead: dead; missing: missing
            cause_reported: cause_of_death; origin: affected_nationality; latitude: lat; longitude: lon
        """),
        record="id",
        date_forms=("day/month/year",),
        not_read=_names("region_origin; source; reliability"),
        joined=(),
        old_regions=True,
    ),
    Layout(
        letter="B",
        provenance="2019 and 2020, CSV of the website: causes in free text; one holder added latitude and longitude",
        headings=_headings("""
            incident_id: Web ID; region: Region of Incident
            date: Reported Date; year: Reported Year; month: Reported Month
            dead: Number Dead; missing: Minimum Estimated Number of Missing; total: Total Dead and Missing
            survivors: Number of Survivors; females: Number of Females; males: Number of Males
            children: Number of Children; cause_reported: Cause of Death; route: Migration Route
            coordinates: Location Coordinates; latitude: latitude; longitude: longitude; source_quality: Source Quality
        """),
        optional=("latitude", "longitude"),
        record="Web ID",
        date_forms=("day-month-yy", "month day, year"),
        not_read=_names("Location Description; Information Source; URL; UNSD Geographical Grouping"),
        joined=(),
        old_regions=True,
    ),
    Layout(
        letter="C",
        provenance="2021 and 2022, CSV of the website: seven causes and new regions from here on, split incidents",
        headings=_WEB | _headings("total: Total Number of Dead and Missing"),
        optional=("origin",),
        date_forms=("weekday, month/day/year - time",),
        not_read=_WEB_NOT_READ,
        misspelt=("Migrantion route",),
    ),
    Layout(
        letter="C2",
        provenance="2026, CSV of the website: as C, without a total, with regions and countries of origin",
        headings=_WEB,
        date_forms=("weekday, month/day/year - time",),
        not_read=_WEB_NOT_READ,
        misspelt=("Migrantion route",),
    ),
    Layout(
        letter="D1",
        provenance="2022, complete workbook: split incidents as one record, coordinates as points, no countries",
        headings=_ALL_DATA | _headings("date: Website Date; month: Reported Month; origin: Region of Origin"),
        not_read=_ALL_DATA_NOT_READ,
    ),
    Layout(
        letter="D2",
        provenance="2024 and 2025, complete workbook: as D1, with countries of incident and of origin",
        headings=_ALL_DATA
        | _headings("date: Incident Date; month: Month; country: Country of Incident; origin: Country of Origin"),
        not_read=_ALL_DATA_NOT_READ,
    ),
    Layout(
        letter="E",
        provenance="2025 on, JSON of the website's interface: as below, with origins and the seven causes",
        headings=_API | _headings("cause: cause_death; origin: country_origin"),
        origins_by_year=True,
        not_read=_API_NOT_READ,
        record="",
        misspelt=("location_coodinates",),
    ),
    Layout(
        letter="E",
        provenance="2014 to 2024, JSON of the website's interface, a file a year: causes in free text, no origins",
        headings=_API | _headings("cause_reported: cause_death"),
        not_read=_API_NOT_READ,
        record="",
        misspelt=("location_coodinates",),
    ),
    Layout(
        letter="F",
        provenance="2026, CSV: a third party's choice of routes to Europe, NA for missing, some countries from places",
        headings=_headings("""
            incident_id: Main ID; region: Region of Incident
            date: incident_date_clean | Incident date; precision: incident_date_precision
            year: Incident year; month: Incident month
            dead: No. dead; missing: No. missing; total: No. dead/missing; survivors: No. survivors
            females: No. Female; males: No. Male; children: No. minors
            cause: Cause of death (category); cause_reported: Cause of death (reported)
            route: Route; country: Country of Incident; origin: Country of Origin
            latitude: Latitude; longitude: Longitude; source_quality: Source Quality
        """),
        optional=("precision",),
        not_read=_names("""
            Incident ID; Incident Type; Region of Origin; Location of death; UNSD region; Source; Link; Incident date
            incident_date_raw; source_dataset
        """),
        missing_marks=("NA",),
        scope="routes to Europe",
    ),
    Layout(
        letter="G",
        provenance="2023 on, CSV: a third party's copy, most often kept: months and years, no identifiers, no days",
        headings=_headings("""
            region: Region of Incident; year: Incident year; month: Reported Month
            dead: Number of Dead; missing: Minimum Estimated Number of Missing
            total: Total Number of Dead and Missing; survivors: Number of Survivors
            females: Number of Females; males: Number of Males; children: Number of Children
            cause: Cause of Death; route: Migration route; origin: Country of Origin; coordinates: Coordinates
        """),
        not_read=_names("""
            Incident Type; Region of Origin; Location of death; Information Source; UNSD Geographical Grouping
            Article title; URL; Source Quality
        """),
        scope=DERIVED,
        unlike="Main ID",
    ),
)

_LETTERS = list(dict.fromkeys(layout.letter for layout in LAYOUTS))

# What every file should be, for a message.
EXPECTED = (
    "an export of the Missing Migrants Project as CSV, XLSX or JSON, "
    f"in one of the layouts {', '.join(_LETTERS[:-1])} or {_LETTERS[-1]}"
)


def recognize(headings: Sequence[str]) -> Layout | None:
    """Return the layout that a row of headings, as printed, belongs to, or None."""
    present = set(map(plain, headings))
    return next((layout for layout in LAYOUTS if not layout.lacks(present)), None)


def layout_of(file: str, headings: Sequence[str]) -> Layout:
    """Return the layout of a file; refuse headings of none, naming the nearest layout and what it lacks."""
    layout = recognize(headings)
    if layout is not None:
        return layout
    found = f"no layout's columns in {shown(', '.join(headings))}"
    present = set(map(plain, headings))
    nearest = min(
        (layout for layout in LAYOUTS if not layout.unlike),
        key=lambda layout: len(layout.lacks(present)) / len(layout.headings),
    )
    lacking = nearest.lacks(present)
    if len(lacking) <= len(nearest.headings) / 2:
        found += f" (nearest is layout {nearest.letter}, but without {', '.join(map(repr, lacking))})"
    raise ExportError(file, found, EXPECTED)
