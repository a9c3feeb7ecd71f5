"""How long reading and importing an export of 20,000 records takes, and how much memory.

Run from the checkout: `.venv/bin/python benchmarks/import_missing_migrants.py`. The records are made up, as CSV in
layout D2, with every trap of the real ones, and more often. Each measurement is taken in a process of its own, pandas
still to be loaded. Exit code 1 if either takes two seconds or 300 MB.
"""

from __future__ import annotations

import csv
import datetime
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

RECORDS = 20_000
MOST_SECONDS, MOST_MEGABYTES = 2.0, 300.0
RUNS = 5

CAUSES = (
    "Drowning",
    "Mixed or unknown",
    "Harsh environmental conditions / lack of adequate shelter, food, water",
    "Drowning,Mixed or unknown",
)
PLACES = (
    ("Mediterranean", "Libya", "Central Mediterranean"),
    ("North America", "United States of America", "US-Mexico border crossing"),
    ("Southern Asia", "Iran (Islamic Republic of)", "Afghanistan to Iran"),
    ("Mediterranean,Northern Africa", "Morocco", ""),
)

HEADINGS = (
    "Main ID,Incident ID,Incident Type,Region of Incident,Incident Date,Incident Year,Month,Number of Dead,"
    "Minimum Estimated Number of Missing,Total Number of Dead and Missing,Number of Survivors,Number of Females,"
    "Number of Males,Number of Children,Country of Origin,Region of Origin,Cause of Death,Country of Incident,"
    "Migration Route,Location of Incident,Coordinates,UNSD Geographical Grouping,Information Source,URL,Source Quality"
)

READ = "from iomreport.missing_migrants import read; print(len(read({path!r})))"
IMPORT = "from iomreport.cli import main; main()"
MEASURED = """
import resource, sys, time
start = time.perf_counter()
try:
    {code}
finally:
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)
    print(time.perf_counter() - start, used, file=sys.stderr)
"""


def records() -> Iterator[list[object]]:
    """Make headings and records up, the same each time."""
    chance = random.Random(2014)
    yield [*HEADINGS.split(",")]
    for number in range(RECORDS):
        day = datetime.date(2014, 1, 1) + datetime.timedelta(days=number * 4131 // RECORDS)
        name = f"{day.year}.MMP{number:05}"
        region, country, route = chance.choice(PLACES)
        dead, missing = chance.randint(1, 9), chance.choice(("", "", "", 0, 12, 250))
        known = number % 1500 > 0
        yield [
            name,
            name,
            "Incident",
            region,
            day.isoformat() if known else "",
            day.year if known else "",
            day.strftime("%B") if known else "",
            dead,
            missing,
            dead + int(missing or 0) if number % 100 else f"{1000 + dead + int(missing or 0):,}",
            chance.choice(("", "", 3, 40)),
            chance.choice(("", 0, 1)),
            chance.choice(("", 0, 1)),
            chance.choice(("", "", 0, 1)),
            chance.choice(("Unknown", "Afghanistan", "Eritrea,Ethiopia")),
            "Unknown",
            chance.choice(CAUSES),
            country,
            route,
            f"{number} nautical miles off a coast of {country}, " + "far from where anybody would have looked " * 2,
            f"{chance.uniform(-40, 60):.8f}, {chance.uniform(-110, 140):.8f}",
            "Uncategorized",
            "A coast guard, a newspaper of the capital, and the organization's own mission",
            f"https://example.org/{number}, https://example.org/{number}/archived/copy",
            chance.choice((1, 2, 3, 4, 5, "45")),
        ]


def measured(code: str, *arguments: str) -> tuple[float, float, float]:
    """Run code in a process of its own; return seconds of the process, seconds of the code, and megabytes at most."""
    start = time.perf_counter()
    command = [sys.executable, "-c", MEASURED.format(code=code), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    whole = time.perf_counter() - start
    seconds, megabytes = map(float, done.stderr.split()[-2:])
    return whole, seconds, megabytes


def main() -> int:
    """Measure, print, and compare with the limits."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "export.csv")
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(records())
        print(f"{RECORDS:,} records, {path.stat().st_size / 1e6:.1f} MB of CSV; best of {RUNS} runs")
        out = str(Path(folder, "data"))
        reading = [measured(READ.format(path=str(path))) for _ in range(RUNS)]
        importing = [
            measured(IMPORT, "import", "missing-migrants", str(path), "--out", out, "--export", "2025-06")
            for _ in range(RUNS)
        ]
    within = True
    for what, runs in (("read", reading), ("iomreport import", importing)):
        whole, seconds, megabytes = min(runs)
        print(f"{what:<17} {whole:.2f} s with the start of Python, {seconds:.2f} s without, {megabytes:.0f} MB")
        within = within and whole < MOST_SECONDS and megabytes < MOST_MEGABYTES
    return 0 if within else 1


if __name__ == "__main__":
    raise SystemExit(main())
