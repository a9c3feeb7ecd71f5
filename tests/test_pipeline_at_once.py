"""Both editions at once: by a fork where that is safe, and what goes wrong there is told as anywhere."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from building import SHOW, contents, put
from calling import building
from making import run

from iomreport.pipeline import build

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="forks are safe on Linux only")

START = "import os; from iomreport.errors import BuildError; from iomreport.pipeline.at_once import at_once\n"


def printed(code: str) -> str:
    """Return what code prints in a process of its own, which has one thread."""
    done = subprocess.run([sys.executable, "-c", START + code], capture_output=True, text=True, check=True)
    return done.stdout.strip()


def test_all_but_the_last_are_done_by_another_process() -> None:
    assert printed("a, b = at_once([lambda: b'%d' % os.getpid()] * 2); print(a != b, b == b'%d' % os.getpid())") == (
        "True True"
    )


def test_process_with_threads_is_not_forked() -> None:
    code = "import threading, time; threading.Thread(target=time.sleep, args=(9,), daemon=True).start()\n"

    assert printed(f"{code}a, b = at_once([lambda: b'%d' % os.getpid()] * 2); print(a == b)") == "True"


@pytest.mark.parametrize(
    ("first", "message"),
    [
        ("(_ for _ in ()).throw(BuildError('no page today'))", "no page today"),
        ("os.kill(os.getpid(), 9)", "a process that rendered an edition has died, perhaps because memory ran out"),
    ],
)
def test_what_goes_wrong_in_the_other_process_is_told(first: str, message: str) -> None:
    code = f"try:\n    at_once([lambda: {first}, lambda: b'fine'])\nexcept BuildError as error:\n    print(error)"

    assert printed(code) == message


@pytest.mark.slow
def test_editions_are_the_same_whether_or_not_they_are_rendered_by_a_fork(
    notebooks: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(notebooks, "00-first.ipynb", *SHOW, prose="# Another title")

    done = run([*building(notebooks), "build", "--json"], tmp_path, **os.environ)
    monkeypatch.setattr("iomreport.pipeline.at_once.can_fork_now", lambda: False)
    (tmp_path / "threads").mkdir()
    build(tmp_path / "threads", notebooks=notebooks, use_cache=False, fork=False)

    assert done.returncode == 0, done.stderr
    assert "00-first.ipynb: unchanged" in done.stderr
    assert contents(tmp_path / "build") == contents(tmp_path / "threads")
