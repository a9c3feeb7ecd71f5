"""Writing the report: each file whole, whatever stops it, and one build at a time."""

from __future__ import annotations

import multiprocessing
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from iomreport.errors import BuildError
from iomreport.pipeline.publish import clear, locked, write

OLD = {"report.html": b"the old page", "report.pdf": b"the old PDF"}
NEW = {"report.html": b"the new page, which is longer", "report.pdf": b"the new PDF"}

NOBODY = 65534
"""A user who may write nowhere."""

posix = pytest.mark.skipif(os.name == "nt", reason="forks and links of POSIX")


def shown(out: Path) -> dict[str, bytes]:
    """Return what a reader finds in a folder, hidden files left out."""
    if not out.is_dir():
        return {}
    return {path.name: path.read_bytes() for path in sorted(out.iterdir()) if path.name[0] != "." and path.is_file()}


def everything(out: Path) -> list[str]:
    """Return the names of all that is in a folder."""
    return sorted(path.name for path in out.iterdir())


def in_a_process_of_its_own(act: Callable[[], object]) -> int:
    """Do something in a fork of this process, and return its exit code."""
    process = multiprocessing.get_context("fork").Process(target=act)
    process.start()
    process.join(60)
    return int(process.exitcode or 0)


CHANGES = {"open", "os.mkdir", "os.rename", "os.remove", "os.rmdir", "shutil.rmtree"}
"""Events that Python raises just before it changes something on the disk."""


def killed_before(step: int, act: Callable[[], object]) -> bool:
    """Do something in a process that is killed just before its nth change on the disk; tell whether it was."""

    def meddled() -> None:
        left = [step]

        def count(event: str, arguments: tuple[Any, ...]) -> None:
            if event in CHANGES:
                left[0] -= 1
                if left[0] == 0:
                    os.kill(os.getpid(), 9)

        sys.addaudithook(count)
        act()

    return in_a_process_of_its_own(meddled) == -9


# Whole.


def test_files_are_written_into_a_folder_that_is_made(out: Path) -> None:
    assert write(NEW, out / "deep" / "down") == [out / "deep" / "down" / name for name in NEW]

    assert shown(out / "deep" / "down") == NEW


def test_nothing_but_the_files_is_left(out: Path) -> None:
    write(OLD, out)
    write(NEW, out)

    assert everything(out) == sorted(NEW)
    assert [path for path in out.iterdir() if path.is_symlink()] == []


def test_other_files_of_the_folder_stay(out: Path) -> None:
    write({"report.pdf": b"of last year", "mine.txt": b"mine"}, out)

    write({"report.html": b"new"}, out)

    assert shown(out) == {"mine.txt": b"mine", "report.html": b"new", "report.pdf": b"of last year"}


@posix
def test_link_in_the_place_of_a_file_gives_way_to_the_file(out: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").write_bytes(b"elsewhere")
    out.mkdir()
    (out / "report.html").symlink_to(tmp_path / "elsewhere")

    write(NEW, out)

    assert not (out / "report.html").is_symlink()
    assert shown(out) == NEW
    assert (tmp_path / "elsewhere").read_bytes() == b"elsewhere"


@posix
def test_files_are_for_everybody_whom_the_umask_allows(out: Path) -> None:
    write(NEW, out)
    (out / "other").write_bytes(b"")

    assert {path.stat().st_mode for path in out.iterdir()} == {(out / "other").stat().st_mode}


# Killed or interrupted.


def each_is_whole(out: Path, before: dict[str, bytes], after: dict[str, bytes]) -> bool:
    """Return whether each file is what it was before, or what it shall be, and none is anything else."""
    return all(shown(out).get(name) in (before.get(name), content) for name, content in after.items())


@pytest.mark.slow
@posix
@pytest.mark.parametrize("before", [OLD, {}, {"report.html": OLD["report.html"]}], ids=["both", "none", "one"])
def test_build_killed_at_any_moment_leaves_each_file_old_or_new(out: Path, before: dict[str, bytes]) -> None:
    seen = []
    for step in range(1, 100):
        top = out / str(step)
        if before:
            write(before, top)
        killed = killed_before(step, lambda top=top: write(NEW, top))
        seen.append(shown(top))
        assert each_is_whole(top, before, NEW)

        write(NEW, top)
        assert shown(top) == NEW
        assert everything(top) == sorted(NEW)
        if not killed:
            break

    assert step > 4
    assert seen[0] == before
    assert seen[-1] == NEW


@posix
def test_what_a_killed_build_left_goes_with_the_next_even_if_that_changes_nothing(out: Path) -> None:
    write(NEW, out)
    (out / ".iomreport-report.html").write_bytes(b"half a pa")
    (out / ".iomreport-folder-of-an-older-version").mkdir()

    write(NEW, out)

    assert everything(out) == sorted(NEW)


@posix
@pytest.mark.parametrize("step", range(2, 9))
def test_interrupt_at_any_moment_leaves_whole_files_and_nothing_else(out: Path, step: int) -> None:
    def interrupted() -> None:
        left = [step]

        def count(event: str, arguments: tuple[Any, ...]) -> None:
            if event in CHANGES:
                left[0] -= 1
                if left[0] == 0:
                    raise KeyboardInterrupt

        sys.addaudithook(count)
        write(NEW, out)

    write(OLD, out)
    in_a_process_of_its_own(interrupted)

    assert each_is_whole(out, OLD, NEW)
    clear(out)
    assert everything(out) == sorted(OLD)


# What cannot be written to ends in one clear line.


def line_told(files: dict[str, bytes], out: Path) -> str:
    """Return what is said of a folder that cannot be written to."""
    with pytest.raises(BuildError) as caught:
        write(files, out)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_folder_that_is_a_file_is_told(out: Path) -> None:
    out.write_text("mine", encoding="utf-8")

    assert line_told(NEW, out) == f"the report could not be written to {out}: File exists"


def test_file_that_is_a_folder_is_told_and_nothing_is_written(out: Path) -> None:
    write({"report.pdf": OLD["report.pdf"]}, out)
    (out / "report.html").mkdir()

    assert line_told(NEW, out).endswith(f"{out / 'report.html'} is a folder")
    assert everything(out) == sorted(NEW)
    assert shown(out) == {"report.pdf": OLD["report.pdf"]}


@posix
def test_folder_that_may_not_be_written_to_is_told(out: Path) -> None:
    def refused() -> None:
        os.chdir(out)
        if os.geteuid() == 0:
            os.seteuid(NOBODY)
        assert line_told(NEW, Path()) == "the report could not be written to .: Permission denied"

    write(OLD, out)
    out.chmod(0o555)

    assert in_a_process_of_its_own(refused) == 0
    assert shown(out) == OLD
    out.chmod(0o755)


FULL = """
import resource, signal, sys
from pathlib import Path
from iomreport.pipeline.publish import write
from iomreport.errors import BuildError
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (20, 20))
try:
    write({"report.html": b"fits", "report.pdf": b"too much for the disk"}, Path(sys.argv[1]))
except BuildError as error:
    print(error)
"""


@posix
def test_disk_that_takes_no_more_is_told_and_leaves_the_last_report(out: Path) -> None:
    write(OLD, out)

    done = subprocess.run([sys.executable, "-c", FULL, out], capture_output=True, text=True, check=True)

    assert done.stdout == f"the report could not be written to {out}: File too large\n"
    assert shown(out) == OLD
    assert everything(out) == sorted(OLD)


# Two at once.


def test_folder_is_held_by_one_at_a_time(tmp_path: Path) -> None:
    told = threading.Event()
    entered = threading.Event()

    def second() -> None:
        with locked(tmp_path, told.set):
            entered.set()

    thread = threading.Thread(target=second)
    with locked(tmp_path):
        thread.start()
        assert told.wait(30)
        assert not entered.is_set()
    thread.join(30)
    assert entered.is_set()


def test_lock_leaves_nothing_in_the_folder(tmp_path: Path) -> None:
    with locked(tmp_path):
        assert list(tmp_path.iterdir()) == []


@posix
def test_lock_of_a_process_that_was_killed_holds_nobody_up(tmp_path: Path) -> None:
    def take_and_die() -> None:
        with locked(tmp_path):
            os.kill(os.getpid(), 9)

    assert in_a_process_of_its_own(take_and_die) == -9
    with locked(tmp_path):
        pass


@posix
def test_reports_that_are_written_at_once_never_mix(out: Path) -> None:
    reports = [{name: f"{name} of {number}".encode() * 999 for name in NEW} for number in range(3)]
    context = multiprocessing.get_context("fork")
    writers = [
        context.Process(target=lambda mine=mine: [write(mine, out) for _ in range(20)] and None) for mine in reports
    ]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(60)

    assert [writer.exitcode for writer in writers] == [0, 0, 0]
    assert shown(out) in reports
    assert everything(out) == sorted(NEW)
