"""How long a build takes, held against importing its libraries, and against nbconvert over the same notebooks.

Run from the checkout, on a quiet machine: `.venv/bin/python benchmarks/build.py --repeats 5`. It takes about half an
hour. Every measurement is taken in processes of its own, on a copy of package, data and notebooks, with a cache of its
own; each round takes all of them in turn, and the table gives the medians of the rounds. Processor time is that of all
processes together, orphans included. Peak memory is that of all processes together, shared pages counted once, in a
run of its own. Exit code 1 if a target is missed.
"""

from __future__ import annotations

import argparse
import ctypes
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

import psutil

CHECKOUT = Path(__file__).resolve().parents[1]
BASE = "nbconvert --execute --to html, all in one process"
COPIED = "00-summary.ipynb"
"""The notebook of which there are copies, to see how time grows with their number."""

YARDSTICK = "python -c 'import pandas, matplotlib.pyplot, nbconvert'"
"""What a build cannot do without; other times are told as multiples of it, so that they hold on any machine."""

TARGETS = {
    "build, cold": 4.5,
    "build, a word in a chapter's module": 3.5,
    "build, a number in a table": 3.5,
    "build, prose edited": 1.0,
    "build, unchanged": 0.12,
}
"""Most that a build may take, as a multiple of the yardstick."""

OF_NBCONVERT = 0.35
"""Most that a cold build may take, as a share of what nbconvert takes for its page alone."""

PROCESSOR = 7.5
"""Most processor time of a cold build, as a multiple of the yardstick."""

MEMORY = 500
"""Most memory of a cold build, in megabytes."""

SUBREAPER = 36
"""PR_SET_CHILD_SUBREAPER of prctl(2): orphans become children of the benchmark, so that their time is counted."""

LINEAR = 1.25
"""Most by which the time for each further notebook may grow from the middle of the copies to the end."""

BUILD = """
import json, sys
from pathlib import Path
from iomreport.pipeline import build
build(Path(sys.argv[1]), notebooks=Path(sys.argv[2]), **json.loads(sys.argv[3]))
"""

Command = list[str]


@dataclass
class Place:
    """Folders of one measurement.

    Attributes
    ----------
    top : Path
        The folder that holds them.
    """

    top: Path

    @property
    def notebooks(self) -> Path:
        """Where the notebooks are."""
        return self.top / "notebooks"

    def build(self, **options: object) -> Command:
        """Return the command that builds these notebooks."""
        return [sys.executable, "-c", BUILD, str(self.top / "out"), str(self.notebooks), json.dumps(options)]


@dataclass
class Measure:
    """One thing to measure.

    Attributes
    ----------
    name : str
        What the table calls it.
    commands : callable
        Returns the commands to run, one after the other.
    before : callable
        What to do first, which is not measured.
    memory : bool
        Whether to measure peak memory as well.
    """

    name: str
    commands: Callable[[Place], list[Command]]
    before: Callable[[Place], None] = lambda place: None
    memory: bool = False
    seconds: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)
    megabytes: float = 0.0

    @property
    def median(self) -> float:
        """The median of the rounds, in seconds."""
        return statistics.median(self.seconds)


def chapters() -> list[Path]:
    """Return the notebooks of the report."""
    from iomreport.pipeline.notebook_files import report_notebooks

    return report_notebooks(CHECKOUT / "notebooks")


def nbconvert(place: Place) -> list[Command]:
    """Return the command that runs nbconvert over all notebooks."""
    paths = [str(path) for path in sorted(place.notebooks.iterdir())]
    out = str(place.top / "out")
    return [[sys.executable, "-m", "nbconvert", "--execute", "--to", "html", "--output-dir", out, *paths]]


def built(place: Place) -> None:
    """Build once, so that everything is remembered."""
    run(place.build(), place)


def word_changed(place: Place) -> None:
    """Build once, and change a word in a module of one chapter afterwards."""
    built(place)
    path = place.top / "iomreport" / "growth" / "donor_cut.py"
    path.write_text(path.read_text(encoding="utf-8").replace("less", "fewer", 1), encoding="utf-8")


def number_changed(place: Place) -> None:
    """Build once, and change a number in a table that one chapter shows afterwards."""
    built(place)
    path = place.top / "data" / "emergencies.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",180000,", ",180001,", 1), encoding="utf-8")


def prose_edited(place: Place) -> None:
    """Build once, and edit a sentence of prose afterwards."""
    built(place)
    path = place.notebooks / "01-growth.ipynb"
    notebook = json.loads(path.read_text(encoding="utf-8"))
    prose = next(cell for cell in notebook["cells"] if cell["cell_type"] == "markdown")
    prose["source"] = [*prose["source"], "\n\nThis sentence is new."]
    path.write_text(json.dumps(notebook), encoding="utf-8")


def copied(number: int) -> Callable[[Place], None]:
    """Return what puts so many copies of one notebook in the place of the notebooks."""

    def copy(place: Place) -> None:
        shutil.rmtree(place.notebooks)
        place.notebooks.mkdir()
        for count in range(number):
            shutil.copy(CHECKOUT / "notebooks" / COPIED, place.notebooks / f"{count:02d}-copy.ipynb")

    return copy


def measures(copies: Iterable[int]) -> list[Measure]:
    """Return what is measured, in the order of the table."""
    needed = "import pandas, matplotlib.pyplot, nbconvert"
    return [
        Measure(YARDSTICK, lambda place: [[sys.executable, "-c", needed]]),
        Measure(BASE, nbconvert, memory=True),
        Measure("build, cold", lambda place: [place.build()], memory=True),
        Measure("build, cold, without forking", lambda place: [place.build(fork=False)], memory=True),
        Measure("build, a word in a chapter's module", lambda place: [place.build()], before=word_changed),
        Measure("build, a number in a table", lambda place: [place.build()], before=number_changed),
        Measure("build, prose edited", lambda place: [place.build()], before=prose_edited),
        Measure("build, unchanged", lambda place: [place.build()], before=built),
        Measure("python -c 'import iomreport'", lambda place: [[sys.executable, "-c", "import iomreport"]]),
        Measure("python -c pass", lambda place: [[sys.executable, "-c", "pass"]]),
        *(
            Measure(f"build, cold, {number} copies", lambda place: [place.build()], before=copied(number), memory=True)
            for number in copies
        ),
    ]


def run(command: Command, place: Place, watch: Callable[[int], None] | None = None) -> None:
    """Run a command to its end, with a cache and temporary folders of this measurement."""
    environment = {**os.environ, "IOMREPORT_CACHE": str(place.top / "cache"), "PYTHONPATH": str(place.top)}
    with (place.top / "said.txt").open("wb") as said:
        process = subprocess.Popen(command, stdout=said, stderr=said, cwd=place.top, env=environment)
        while watch and process.poll() is None:
            watch(process.pid)
        if process.wait() != 0:
            raise SystemExit(f"{command[:4]} failed:\n{(place.top / 'said.txt').read_text(encoding='utf-8')[-2000:]}")


def taken(measure: Measure, watch: Callable[[int], None] | None = None) -> tuple[float, float]:
    """Take a measurement once; return how long it took, and how long processors worked on it."""
    with tempfile.TemporaryDirectory(prefix="benchmark-") as name:
        place = Place(Path(name))
        place.notebooks.mkdir()
        for path in chapters():
            shutil.copy(path, place.notebooks)
        for folder in ("iomreport", "data"):
            shutil.copytree(CHECKOUT / folder, place.top / folder)
        measure.before(place)
        commands = measure.commands(place)
        _await_orphans()
        worked, begun = _processor_time(), time.perf_counter()
        for command in commands:
            run(command, place, watch)
        seconds = time.perf_counter() - begun
        _await_orphans()
        return seconds, _processor_time() - worked


def _processor_time() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _await_orphans() -> None:
    """Wait for what commands left behind, as a server that ends when nobody needs it any more."""
    while True:
        try:
            os.waitpid(-1, 0)
        except ChildProcessError:
            return


def peak(measure: Measure) -> float:
    """Return the most memory that all processes of a measurement held together, in megabytes."""
    most = 0.0

    def look(pid: int) -> None:
        nonlocal most
        held = 0
        try:
            whole = psutil.Process(pid)
            for process in (whole, *whole.children(recursive=True)):
                held += _proportional(process)
        except psutil.Error:
            return
        most = max(most, held / 1e6)
        time.sleep(0.1)

    taken(measure, look)
    return most


def _proportional(process: psutil.Process) -> int:
    """Return the memory of a process, each shared page divided among those who share it where the system tells."""
    try:
        held = process.memory_full_info()
    except psutil.Error:
        return 0
    return int(getattr(held, "pss", held.uss))


def table(found: list[Measure]) -> str:
    """Return the table of what was found."""
    by_name = {measure.name: measure for measure in found}
    yardstick, base = by_name[YARDSTICK].median, by_name[BASE].median
    heads = ("what", "seconds", "yardsticks", "target", "of nbconvert", "processor", "peak MB")
    lines = [f"| {' | '.join(heads)} |", f"| --- |{' ---: |' * (len(heads) - 1)}"]
    for measure in found:
        target = TARGETS.get(measure.name)
        cells = [
            measure.name,
            f"{measure.median:.2f}",
            f"{measure.median / yardstick:.2f}",
            f"{target:.2f}" if target else "",
            f"{measure.median / base:.2f}",
            f"{statistics.median(measure.processor):.1f}",
            f"{measure.megabytes:.0f}" if measure.megabytes else "",
        ]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def missed(found: list[Measure], copies: list[int]) -> list[str]:
    """Return what was not reached."""
    by_name = {measure.name: measure for measure in found}
    yardstick, cold = by_name[YARDSTICK].median, by_name["build, cold"]
    worked = statistics.median(cold.processor)
    reached = [
        (
            f"{name}: {by_name[name].median / yardstick:.2f} yardsticks, over {most}",
            by_name[name].median / yardstick,
            most,
        )
        for name, most in TARGETS.items()
    ]
    share = cold.median / by_name[BASE].median
    reached += [
        (f"build, cold: {share:.2f} of nbconvert, over {OF_NBCONVERT}", share, OF_NBCONVERT),
        (
            f"build, cold: {worked / yardstick:.1f} yardsticks of processor time, over {PROCESSOR}",
            worked / yardstick,
            PROCESSOR,
        ),
        (f"build, cold: {cold.megabytes:.0f} MB, over {MEMORY}", cold.megabytes, MEMORY),
    ]
    lines = [line for line, value, most in reached if value > most]
    times = [by_name[f"build, cold, {number} copies"].median for number in copies]
    slopes = [
        (times[place + 1] - times[place]) / (copies[place + 1] - copies[place]) for place in range(len(copies) - 1)
    ]
    if len(slopes) > 1 and slopes[-1] > LINEAR * slopes[-2]:
        lines.append(
            f"time is not linear: each further notebook takes {', then '.join(f'{slope:.2f} s' for slope in slopes)}"
        )
    return lines


def main() -> None:
    """Measure, print the table, and say what was missed."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--repeats", type=int, default=5, help="how often each is measured; the median counts")
    parser.add_argument("--copies", default="1,5,20,80", help="numbers of notebooks, joined by commas")
    arguments = parser.parse_args()
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(SUBREAPER, 1, 0, 0, 0)
    copies = [int(number) for number in arguments.copies.split(",") if number]
    found = measures(copies)
    for count in range(arguments.repeats):
        for measure in found:
            seconds, processor = taken(measure)
            measure.seconds.append(seconds)
            measure.processor.append(processor)
            print(f"round {count + 1}, {measure.name}: {measure.seconds[-1]:.2f} s", file=sys.stderr)
    for measure in found:
        measure.megabytes = peak(measure) if measure.memory else 0.0
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    python = sys.version.split()[0]
    print(f"{len(chapters())} notebooks, {cores} cores, Python {python}, medians of {arguments.repeats}\n")
    print(table(found))
    failed = missed(found, copies)
    print("\n" + ("\n".join(failed) or "every target is reached"))
    raise SystemExit(1 if failed else 0)


if __name__ == "__main__":
    main()
