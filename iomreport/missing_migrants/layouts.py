"""The layouts in which the project has published its records, one entry each.

To add one, add an entry to `LAYOUTS`: a file is of the first layout all of whose needed columns it has.
"""

from __future__ import annotations

from iomreport.missing_migrants.layout import Layout


def _feeds(**headings: str | tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    return {fed: (printed,) if isinstance(printed, str) else printed for fed, printed in headings.items()}


_SURVIVORS = {
    "survivors": ("Number of Survivors",),
    "females": ("Number of Females",),
    "males": ("Number of Males",),
    "children": ("Number of Children",),
}
_WEB = _feeds(
    incident_id="Main ID",
    region="Region",
    date="Incident Date",
    year="Year",
    month="Reported Month",
    dead="Number Dead",
    missing="Minimum Estimated Number of Missing",
    **_SURVIVORS,
    cause="Cause of Death",
    coordinates="Coordinates",
    route=("Migrantion route", "Migration route"),
    origin="Country of Origin",
    source_quality="Source Quality",
)
_WEB_BESIDE = frozenset(
    {
        "Incident ID",
        "Region of Origin",
        "Location of death",
        "Information Source",
        "URL",
        "UNSD Geographical Grouping",
    }
)
_ALL_DATA = _feeds(
    incident_id="Main ID",
    region="Region of Incident",
    year="Incident Year",
    dead="Number of Dead",
    missing="Minimum Estimated Number of Missing",
    total="Total Number of Dead and Missing",
    **_SURVIVORS,
    cause="Cause of Death",
    route="Migration Route",
    coordinates="Coordinates",
    source_quality="Source Quality",
)
_ALL_DATA_BESIDE = frozenset(
    {
        "Incident ID",
        "Incident Type",
        "Region of Origin",
        "Location of death",
        "Location of Incident",
        "Information Source",
        "Article title",
        "UNSD Geographical Grouping",
        "URL",
    }
)
_API = _feeds(
    incident_id="web_id",
    region="region",
    date="reported_date",
    dead="number_dead",
    missing="number_missing",
    total="total_dead_and_missing",
    survivors="number_of_survivors",
    females="number_of_female",
    males="number_of_male",
    children="number_of_children",
    country="country_of_incident",
    route="migration_route",
    coordinates=("location_coodinates", "location_coordinates"),
    source_quality="source_quality",
)
_API_BESIDE = frozenset(
    {"location_description", "unsd_geographic_grouping", "information_source", "url", "region_origin"}
)

LAYOUTS: tuple[Layout, ...] = (
    Layout(
        letter="A",
        provenance="2017, CSV in latin-1: causes in free text, no total, no ages, no sexes; reliability not read",
        feeds=_feeds(
            incident_id="id",
            region="incident_region",
            date="date",
            dead="dead",
            missing="missing",
            cause_reported="cause_of_death",
            origin="affected_nationality",
            latitude="lat",
            longitude="lon",
        ),
        dates=("day/month/year",),
        beside=frozenset({"region_origin", "source", "reliability"}),
        joining=frozenset(),
        old_regions=True,
    ),
    Layout(
        letter="B",
        provenance="2019 and 2020, CSV of the website: causes in free text; one holder added latitude and longitude",
        feeds=_feeds(
            incident_id="Web ID",
            region="Region of Incident",
            date="Reported Date",
            year="Reported Year",
            month="Reported Month",
            dead="Number Dead",
            missing="Minimum Estimated Number of Missing",
            total="Total Dead and Missing",
            **_SURVIVORS,
            cause_reported="Cause of Death",
            route="Migration Route",
            coordinates="Location Coordinates",
            latitude="latitude",
            longitude="longitude",
            source_quality="Source Quality",
        ),
        optional=frozenset({"latitude", "longitude"}),
        dates=("day-month-yy", "month day, year"),
        beside=frozenset({"Location Description", "Information Source", "URL", "UNSD Geographical Grouping"}),
        joining=frozenset(),
        old_regions=True,
    ),
    Layout(
        letter="C",
        provenance="2021 and 2022, CSV of the website: seven causes and new regions from here on, split incidents",
        feeds=_WEB | {"total": ("Total Number of Dead and Missing",)},
        optional=frozenset({"origin"}),
        dates=("weekday, month/day/year - time",),
        beside=_WEB_BESIDE,
        misspelt=frozenset({"Migrantion route"}),
    ),
    Layout(
        letter="C2",
        provenance="2026, CSV of the website: as C, without a total, with regions and countries of origin",
        feeds=_WEB,
        dates=("weekday, month/day/year - time",),
        beside=_WEB_BESIDE,
        misspelt=frozenset({"Migrantion route"}),
    ),
    Layout(
        letter="D1",
        provenance="2022, complete workbook: split incidents as one record, coordinates as points, no countries",
        feeds=_ALL_DATA | _feeds(date="Website Date", month="Reported Month", origin="Region of Origin"),
        beside=_ALL_DATA_BESIDE,
    ),
    Layout(
        letter="D2",
        provenance="2024 and 2025, complete workbook: as D1, with countries of incident and of origin",
        feeds=_ALL_DATA
        | _feeds(date="Incident Date", month="Month", country="Country of Incident", origin="Country of Origin"),
        beside=_ALL_DATA_BESIDE,
    ),
    Layout(
        letter="E",
        provenance="2025 on, JSON of the website's interface: as below, with origins and the seven causes",
        feeds=_API | _feeds(cause="cause_death", origin="country_origin"),
        beside=_API_BESIDE,
        misspelt=frozenset({"location_coodinates"}),
    ),
    Layout(
        letter="E",
        provenance="2014 to 2024, JSON of the website's interface, a file a year: causes in free text, no origins",
        feeds=_API | _feeds(cause_reported="cause_death"),
        beside=_API_BESIDE,
        misspelt=frozenset({"location_coodinates"}),
    ),
    Layout(
        letter="F",
        provenance="2026, CSV: a third party's choice of routes to Europe, NA for missing, some countries from places",
        feeds=_feeds(
            incident_id="Main ID",
            region="Region of Incident",
            date=("incident_date_clean", "Incident date"),
            precision="incident_date_precision",
            year="Incident year",
            month="Incident month",
            dead="No. dead",
            missing="No. missing",
            total="No. dead/missing",
            survivors="No. survivors",
            females="No. Female",
            males="No. Male",
            children="No. minors",
            cause="Cause of death (category)",
            cause_reported="Cause of death (reported)",
            route="Route",
            country="Country of Incident",
            origin="Country of Origin",
            latitude="Latitude",
            longitude="Longitude",
            source_quality="Source Quality",
        ),
        optional=frozenset({"precision"}),
        beside=frozenset(
            {
                "Incident ID",
                "Incident Type",
                "Region of Origin",
                "Location of death",
                "UNSD region",
                "Source",
                "Link",
                "Incident date",
                "incident_date_raw",
                "source_dataset",
            }
        ),
        gaps=frozenset({"NA"}),
        scope="routes to Europe",
    ),
)
"""Every layout that is read, those that need more columns before those that need fewer of the same."""
