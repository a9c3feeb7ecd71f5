"""Kernels: several at once, forked or not, and none left behind however a build ends."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest
from building import SHOW, Listener, processes, put, quick
from making import CHECKOUT, code_notebook

from iomreport.deferred_import import SELDOM
from iomreport.errors import BuildError
from iomreport.pipeline.execute import NOT_FORKED, Task, can_fork, execute, kernel_environment
from iomreport.pipeline.kernel_process import RECORD
from iomreport.pipeline.kernels import Kernel, folder_of_kernels
from iomreport.pipeline.progress import Progress

pytestmark = pytest.mark.slow

forking = pytest.mark.skipif(not can_fork(), reason="kernels are forked on Linux only")
either = pytest.mark.parametrize("fork", [pytest.param(True, marks=[forking, pytest.mark.slow]), False], ids=str)

SLEEPER = "import time; time.sleep(10_000)"


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Remember nothing from one test to another."""
    monkeypatch.setenv("IOMREPORT_CACHE", str(tmp_path / "cache"))


@pytest.fixture(autouse=True)
def nothing_left() -> Iterator[None]:
    """Hold every test here to it that it leaves no process behind."""
    before = processes()
    yield
    assert processes() <= before


@pytest.fixture
def notebooks(tmp_path: Path) -> Path:
    """Return an empty folder for notebooks."""
    folder = tmp_path / "notebooks"
    folder.mkdir()
    return folder


def outputs(*sources: str, **options: Any) -> list[Any]:
    """Run a notebook and return what each of its code cells gave, as plain text."""
    notebook = code_notebook(*sources)
    execute([Task("a.ipynb", notebook)], Progress(), **{"fork": False, **options})
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    return ["".join(_text(output) for output in cell.outputs) for cell in cells]


def _text(output: Any) -> str:
    return str(output["text"] if output.output_type == "stream" else output.data["text/plain"])


# Several at once.


def test_longest_notebook_is_begun_first() -> None:
    listener = Listener()
    tasks = [Task(name, code_notebook("pass"), seconds) for name, seconds in (("a", 1.0), ("b", 9.0), ("c", 5.0))]

    execute(tasks, listener, jobs=1, fork=False)

    assert listener.lines == ["b: executing", "c: executing", "a: executing"]


def test_recorded_times_decide_which_is_longest(notebooks: Path, out: Path) -> None:
    put(notebooks, "00-many-cells.ipynb", *["pass"] * 9)
    put(notebooks, "01-long.ipynb", "import time; time.sleep(1)", prose="# Long")
    first, second = Listener(), Listener()

    quick(notebooks, out, jobs=1, progress=first, use_cache=False)
    quick(notebooks, out, jobs=1, progress=second, use_cache=False)

    assert first.lines[:2] == ["00-many-cells.ipynb: executing", "01-long.ipynb: executing"]
    assert second.lines[:2] == ["01-long.ipynb: executing", "00-many-cells.ipynb: executing"]


def meet(folder: Path, mine: str, other: str) -> str:
    """Return code that ends only once another notebook is running as well."""
    return (
        f"import pathlib, time\nfolder = pathlib.Path({str(folder)!r})\n(folder / {mine!r}).touch()\n"
        f"while not (folder / {other!r}).exists():\n    time.sleep(0.01)"
    )


@either
def test_as_many_notebooks_as_asked_for_run_at_once(tmp_path: Path, fork: bool) -> None:
    tasks = [
        Task("a", code_notebook(meet(tmp_path, "a-is-here", "b-is-here"))),
        Task("b", code_notebook(meet(tmp_path, "b-is-here", "a-is-here"))),
    ]

    execute(tasks, Progress(), jobs=2, fork=fork, timeout=60)


def test_no_more_notebooks_run_at_once_than_asked_for(tmp_path: Path) -> None:
    alone = (
        f"import pathlib\nmark = pathlib.Path({str(tmp_path / 'mark')!r})\nmark.touch(exist_ok=False)",
        "mark.unlink()",
    )

    execute([Task(name, code_notebook(*alone)) for name in "abc"], Progress(), jobs=1, fork=False)


def test_every_notebook_has_an_empty_folder_of_its_own() -> None:
    assert outputs("import os", "os.listdir()") == ["", "[]"]


# Forked or not.


@forking
def test_forked_kernels_come_from_one_process_that_has_imported_what_all_need_and_no_chapter_or_exporter() -> None:
    needed = {"pandas", "matplotlib", "iomreport.catalog", "iomreport.charts.theme", "iomreport.exhibits"}
    not_needed = {"iomreport.growth", "iomreport.mandates", "iomreport.deaths", "nbconvert", "iomreport.export"}
    code = (
        "import os, sys; modules = {*sys.modules}\n"
        f"print(os.getppid(), *({needed} - modules), *({not_needed} & modules))"
    )
    tasks = [Task(name, code_notebook(code)) for name in "abc"]

    assert execute(tasks, Progress(), jobs=2) is True

    said = [task.notebook.cells[1].outputs[0]["text"].strip() for task in tasks]
    assert len({*said}) == 1
    assert said[0].isdigit()
    assert said[0] != str(os.getpid())


def test_kernels_that_are_not_forked_have_imported_nothing() -> None:
    assert outputs("import sys; {'pandas', 'matplotlib'} & {*sys.modules}") == ["set()"]


@pytest.fixture
def server() -> Iterator[Any]:
    """Start what kernels are forked from."""
    from iomreport.pipeline.fork_server import ForkServer

    started = ForkServer(kernel_environment())
    yield started
    started.end()


def process_of(server: Any) -> psutil.Process:
    """Return the process that kernels are forked from, once it has imported all that they need."""
    from iomreport.pipeline.kernel_process import Forked

    server.start(Forked(["--version"], "/", os.devnull, {**os.environ, RECORD: os.devnull})).wait()
    (process,) = [child for child in psutil.Process().children() if "forkserver" in " ".join(child.cmdline())]
    return process


@forking
def test_what_kernels_are_forked_from_has_one_thread_no_socket_and_the_environment_of_kernels(server: Any) -> None:
    process = process_of(server)

    assert process.num_threads() == 1
    assert process.net_connections() == []
    assert process.environ()["PYTHONHASHSEED"] == "0"
    assert os.getpgid(process.pid) != os.getpgid(0)  # the terminal's Ctrl-C is for the build alone


@forking
def test_this_process_keeps_its_own_environment_and_fork_server(monkeypatch: pytest.MonkeyPatch, server: Any) -> None:
    from multiprocessing import forkserver

    monkeypatch.setenv("TZ", "Pacific/Auckland")
    before = dict(os.environ)
    execute([Task("a", code_notebook("1"))], Progress())

    assert dict(os.environ) == before
    assert forkserver._forkserver._forkserver_pid is None  # type: ignore[attr-defined]


@forking
def test_next_build_in_the_same_process_has_the_environment_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    given = []
    for value in "12":
        monkeypatch.setenv("IOMREPORT_TRIAL", value)
        given += outputs("import os; os.environ['IOMREPORT_TRIAL']", fork=True)

    assert given == ["'1'", "'2'"]


@forking
def test_main_module_of_the_build_is_not_imported_by_its_kernels(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(
        "import os\nopen('runs', 'a').write('x')\n"
        "if __name__ == '__main__':\n"
        "    from building import code_notebook\n"
        "    from iomreport.pipeline.execute import Task, execute\n"
        "    from iomreport.pipeline.progress import Progress\n"
        "    assert execute([Task('a', code_notebook('1'))], Progress())\n",
        encoding="utf-8",
    )

    path = os.pathsep.join([str(Path(__file__).parent), str(CHECKOUT)])
    subprocess.run([sys.executable, script], cwd=tmp_path, check=True, env={**os.environ, "PYTHONPATH": path})

    assert (tmp_path / "runs").read_text(encoding="utf-8") == "x"


SHOWN = (
    "import random, sys, os, warnings, time, numpy",
    "print(sys.flags.hash_randomization, hash('a'), os.environ['TZ'], time.tzname)",
    "warnings.warn('mind the gap')\nprint('to the error stream', file=sys.stderr)",
    "from matplotlib import pyplot\ndrawn = pyplot.plot([1, 2])",
    *SHOW,
    "import iomreport, pandas\niomreport.load('finance').tail(3)",
    "print(iomreport.load('finance').tail(3))",
    "pandas.DataFrame({'a': [1]})",
    "{'a', 'b', 'c', 'd', 'e'}",
    "__name__, 'a' in dir(), sys.path[0] in ('', os.getcwd())",
    "os.system('echo from a process')",
)


@forking
def test_notebooks_give_the_same_outputs_forked_or_not() -> None:
    given = []
    for fork in (True, False):
        notebook = code_notebook(*SHOWN)
        execute([Task("a.ipynb", notebook)], Progress(), fork=fork)
        given.append([cell.get("outputs") for cell in notebook.cells])

    for forked, plain in zip(*given, strict=True):
        for output in [*(forked or []), *(plain or [])]:
            if output.get("name") == "stderr":  # names a file of the kernel's own
                output["text"] = output["text"].splitlines()[-1]
        assert forked == plain


@forking
def test_kernels_are_started_one_by_one_where_forking_is_not_safe(monkeypatch: pytest.MonkeyPatch) -> None:
    """The server ends if what it imports starts a thread; here it is killed before it can say so."""
    from iomreport.pipeline import fork_server

    def killed(server: Any, environment: dict[str, str]) -> None:
        start(server, environment)
        os.kill(server._forkserver_pid, 9)

    start = fork_server.ForkServer.__init__
    monkeypatch.setattr(fork_server.ForkServer, "__init__", killed)
    listener, notebook = Listener(), code_notebook(*SHOW)

    forked = execute([Task("a", notebook)], listener)

    assert forked is False
    assert NOT_FORKED in listener.lines
    assert notebook.cells[2].outputs[0].data["text/plain"].startswith("There are 5 names.")


@forking
def test_import_that_starts_a_thread_keeps_kernels_from_being_forked(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "pandas.py").write_text(
        "import threading, time\nthreading.Thread(target=time.sleep, args=(99,), daemon=True).start()", encoding="utf-8"
    )
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))

    assert execute([Task("a", code_notebook("1"))], Progress()) is False


def test_module_that_cannot_be_imported_fails_in_the_cell_that_asks_for_it(notebooks: Path, out: Path) -> None:
    put(notebooks, "00-first.ipynb", "fine = 1", "from iomreport import nowhere")

    with pytest.raises(BuildError, match=r"code-2.*ImportError"):
        quick(notebooks, out)


# However it ends, nothing is left.


@either
def test_hung_cell_is_stopped_and_named(notebooks: Path, out: Path, fork: bool) -> None:
    deaf = "import signal\nfor number in (2, 15):\n    signal.signal(number, signal.SIG_IGN)"
    put(notebooks, "00-first.ipynb", deaf, "while True:\n    pass")

    with pytest.raises(BuildError) as caught:
        quick(notebooks, out, timeout=1, fork=fork)

    assert str(caught.value) == (
        "00-first.ipynb, cell 3 (code-2), `while True:`, took more than 1 seconds and was stopped; "
        "--timeout gives it more"
    )


ENDS = {
    "exits": ("import os; os._exit(3)", "it ended with exit code 3"),
    "is killed": ("import os; os.kill(os.getpid(), 9)", "it was killed, perhaps because memory ran out"),
    "crashes": ("import ctypes; ctypes.string_at(0)", "it died of signal 11"),
}


@pytest.mark.parametrize(
    ("end", "fork"),
    [*((end, False) for end in ENDS), pytest.param("is killed", True, marks=[forking, pytest.mark.slow])],
)
@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_dead_kernel_is_told_with_cell_and_cause(notebooks: Path, out: Path, end: str, fork: bool) -> None:
    code, cause = ENDS[end]
    put(notebooks, "00-first.ipynb", "fine = 1", code)

    with pytest.raises(BuildError) as caught:
        quick(notebooks, out, fork=fork)

    assert f"00-first.ipynb, cell 3 (code-2), `{code}`, lost its kernel: {cause}" in str(caught.value)
    assert "\n" not in str(caught.value)
    assert not out.exists()


def test_words_of_a_kernel_that_does_not_start_are_told(
    notebooks: Path, out: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "zmq").mkdir()
    (tmp_path / "zmq" / "__init__.py").write_text("raise SystemExit('no sockets today')", encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path), prepend=os.pathsep)
    put(notebooks, "00-first.ipynb", "1")

    with pytest.raises(BuildError, match="its last words: no sockets today"):
        quick(notebooks, out)


@pytest.mark.parametrize(
    ("then", "fork"),
    [
        ("pass", False),
        ("1 / 0", False),
        ("import os; os._exit(1)", False),
        pytest.param("import os; os._exit(1)", True, marks=[forking, pytest.mark.slow]),
    ],
)
@pytest.mark.skipif(os.name == "nt", reason="process groups of POSIX")
def test_processes_that_a_notebook_started_end_with_it(notebooks: Path, out: Path, then: str, fork: bool) -> None:
    start = f"import subprocess, sys\nstarted = subprocess.Popen([sys.executable, '-c', {SLEEPER!r}])"
    write = f"open({str(out.with_name('pid'))!r}, 'w').write(str(started.pid))"
    put(notebooks, "00-first.ipynb", start, write, then)

    try:
        quick(notebooks, out, fork=fork)
    except BuildError:
        assert then != "pass"

    _gone(int(out.with_name("pid").read_text(encoding="utf-8")))


def test_notebook_that_fails_stops_the_others(notebooks: Path, out: Path) -> None:
    put(notebooks, "00-sleeps.ipynb", SLEEPER)
    put(notebooks, "01-fails.ipynb", "1 / 0")

    with pytest.raises(BuildError, match=r"01-fails\.ipynb"):
        quick(notebooks, out, jobs=2)


# Stopped from outside.


@pytest.fixture
def started(notebooks: Path, out: Path, tmp_path: Path) -> Iterator[Callable[[bool], subprocess.Popen[str]]]:
    """Return a function that starts a build in a process of its own, and returns while its notebook hangs."""
    mark = tmp_path / "hangs"
    put(notebooks, "00-first.ipynb", f"import pathlib\npathlib.Path({str(mark)!r}).touch()", SLEEPER)
    begun: list[subprocess.Popen[str]] = []

    def start(fork: bool) -> subprocess.Popen[str]:
        code = (
            "import sys; from pathlib import Path; from iomreport import cli; "
            "from iomreport.catalog import folders; "
            f"folders.notebooks_folder = lambda: Path({str(notebooks)!r}); cli.main()"
        )
        options = ["--out", str(out), *([] if fork else ["--no-fork"])]
        begun.append(
            subprocess.Popen(
                [sys.executable, "-c", code, "build", *options],
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
                start_new_session=True,
            )
        )
        _wait_until(mark.exists)
        return begun[0]

    yield start
    for process in begun:
        process.kill()
        process.communicate()


def _wait_until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + 60
    while not true():
        assert time.monotonic() < end, "it did not happen within a minute"
        time.sleep(0.01)


def _gone(pid: int) -> None:
    """Wait until a process has ended; whoever inherited it may not have buried it yet."""

    def ended() -> bool:
        try:
            return bool(psutil.Process(pid).status() == psutil.STATUS_ZOMBIE)
        except psutil.NoSuchProcess:
            return True

    _wait_until(ended)


def descendants(process: subprocess.Popen[str]) -> list[psutil.Process]:
    """Return all that a process has started, directly or not."""
    return psutil.Process(process.pid).children(recursive=True)


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
@pytest.mark.parametrize(
    ("number", "fork"),
    [(signal.SIGINT, False), (signal.SIGTERM, False), pytest.param(signal.SIGINT, True, marks=forking)],
)
def test_build_that_is_interrupted_says_so_in_one_line(
    started: Callable[[bool], subprocess.Popen[str]], out: Path, fork: bool, number: signal.Signals
) -> None:
    process = started(fork)
    children = descendants(process)
    assert children

    process.send_signal(number)
    said = process.communicate(timeout=30)

    assert process.returncode == 130
    assert said[1].splitlines()[-1] == "iomreport: stopped; the last report stays as it was"
    assert "Traceback" not in said[1]
    assert [child for child in children if child.is_running()] == []
    assert not out.exists()


@forking
@pytest.mark.parametrize("fork", [True, False], ids=str)
def test_build_that_is_killed_leaves_no_process(started: Callable[[bool], subprocess.Popen[str]], fork: bool) -> None:
    process = started(fork)
    children = descendants(process)
    assert children

    process.kill()
    process.wait()

    for child in children:
        _gone(child.pid)


@forking
def test_death_of_what_kernels_are_forked_from_is_told(notebooks: Path, out: Path) -> None:
    put(notebooks, "00-first.ipynb", "import os; os.kill(os.getppid(), 9)", SLEEPER)

    with pytest.raises(BuildError, match=r"00-first\.ipynb.*lost its kernel"):
        quick(notebooks, out, fork=True)


# Whatever else goes on.


def test_build_runs_within_an_event_loop(notebooks: Path, out: Path) -> None:
    put(notebooks, "00-first.ipynb", "1 + 1")

    async def within() -> None:
        quick(notebooks, out)

    asyncio.run(within())
    assert out.is_dir()


def test_build_runs_in_any_thread(notebooks: Path, out: Path) -> None:
    put(notebooks, "00-first.ipynb", "1 + 1")
    thread = threading.Thread(target=quick, args=(notebooks, out))

    thread.start()
    thread.join()

    assert out.is_dir()


def test_startup_file_of_the_user_is_left_out(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "startup.py").write_text("mine = 1", encoding="utf-8")
    monkeypatch.setenv("PYTHONSTARTUP", str(tmp_path / "startup.py"))

    assert outputs("'mine' in dir()") == ["False"]


def transport() -> str:
    """Start a kernel, and return over what it talks."""

    async def asked() -> str:
        with folder_of_kernels() as folder:
            kernel = Kernel(folder / "0", None)
            await kernel.start(kernel_environment())
            await kernel.end()
            return str(kernel.transport)

    return asyncio.run(asked())


@pytest.mark.skipif(os.name == "nt", reason="local sockets of POSIX")
def test_kernels_listen_to_no_network() -> None:
    assert transport() == "ipc"


@pytest.mark.skipif(os.name == "nt", reason="local sockets of POSIX")
def test_deep_folder_for_temporary_files_is_no_hindrance(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The name of a local socket may have some hundred characters only."""
    deep = tmp_path / ("a" * 60) / ("b" * 60)
    deep.mkdir(parents=True)
    monkeypatch.setattr(tempfile, "tempdir", str(deep))

    assert transport() == "ipc"
    assert outputs("1 + 1") == ["2"]


def test_folders_that_killed_builds_left_days_ago_are_removed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("iomreport.pipeline.kernels._place", lambda: str(tmp_path))
    with folder_of_kernels() as folder:
        left, fresh = folder.with_name(f"{folder.name}-left"), folder.with_name(f"{folder.name}-fresh")
        left.mkdir()
        fresh.mkdir()
        os.utime(left, (0, 0))

    with folder_of_kernels():
        assert not left.exists()
        assert fresh.exists()


def test_result_that_arrives_in_many_pieces_is_whole() -> None:
    (text,) = outputs("for number in range(3000):\n    print(number)")

    assert text.split() == [str(number) for number in range(3000)]


@pytest.mark.parametrize("asked", ["is_valid_syntax('iri', 'http://example.org/é')", "is_valid_syntax_iri('mailto:a')"])
def test_import_that_is_put_off_works_when_it_is_needed(asked: str) -> None:
    code = (
        "import sys; from iomreport import deferred_import; deferred_import.put_off(); import jsonschema; "
        f"before = 'lark' in sys.modules; import {SELDOM} as found; assert found.{asked}; "
        "assert ('lark' in sys.modules) and not before; "
        "assert jsonschema.FormatChecker().conforms('http://example.org/é', 'iri'); "
        "assert not jsonschema.FormatChecker().conforms('no address', 'iri')"
    )

    subprocess.run([sys.executable, "-c", code], check=True)


def test_nbformat_is_not_needed_where_nothing_runs() -> None:
    """It takes longer to import than all else that a build without changes does."""
    code = "import sys, iomreport.pipeline.builder; sys.exit('nbformat' in sys.modules or 'nbclient' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
