"""Watching: every change is built and shown, by a page that nobody else can reach and that leaves no trace."""

from __future__ import annotations

import base64
import hashlib
import html
import http.client
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest
from bs4 import BeautifulSoup
from building import put
from making import CHECKOUT
from watchfiles import Change

from iomreport.errors import UsageError
from iomreport.pipeline import watch
from iomreport.pipeline.preview_server import HOST, Server, mark, reloading

pytestmark = pytest.mark.slow

PAGE = b"""<!DOCTYPE html><html><head>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'sha256-abc='; base-uri 'none'">
</head><body><p>The report</p></body></html>
"""


# The page.


def policy(page: bytes) -> dict[str, list[str]]:
    """Return what a page lets in, by kind."""
    soup: Any = BeautifulSoup(page, "html.parser")
    content = soup.select_one("meta[http-equiv=Content-Security-Policy]")["content"]
    return {words.split()[0]: words.split()[1:] for words in content.split("; ")}


def scripts(page: bytes) -> list[str]:
    """Return the scripts that stand in a page, and are no data."""
    soup: Any = BeautifulSoup(page, "html.parser")
    return [script.string for script in soup.select("script:not([type])")]


def test_served_page_reloads_itself_when_the_server_has_another() -> None:
    (script,) = scripts(reloading(PAGE))

    assert 'new EventSource("/changes")' in script
    assert f'page.data !== "{mark(PAGE)}"' in script
    assert "location.reload()" in script


def test_served_page_lets_in_this_one_script_beside_its_own_and_nothing_else() -> None:
    (script,) = scripts(reloading(PAGE))
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()

    assert policy(reloading(PAGE)) == {
        "default-src": ["'none'"],
        "script-src": [f"'sha256-{digest}'", "'sha256-abc='"],
        "base-uri": ["'none'"],
        "connect-src": ["'self'"],
    }


def test_policy_that_lets_in_no_script_lets_in_this_one() -> None:
    strict = PAGE.replace(b" script-src 'sha256-abc=';", b"")

    assert len(policy(reloading(strict))["script-src"]) == 1


@pytest.mark.parametrize("page", [b"<p>Hello", b"<p>Hello</p></body></html>", b""])
def test_page_without_a_policy_is_served_as_well(page: bytes) -> None:
    assert len(scripts(reloading(page))) == 1
    assert reloading(page).startswith(page[:8])


def test_page_as_the_exporter_makes_it_keeps_its_own_script_working() -> None:
    from making import code_notebook, to_html

    page = to_html(code_notebook()).encode()
    served = reloading(page)

    assert len(scripts(served)) == len(scripts(page)) + 1
    assert {*policy(page)["script-src"]} < {*policy(served)["script-src"]}
    for script in scripts(served):
        digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in policy(served)["script-src"]


# The server.


@pytest.fixture
def page(tmp_path: Path) -> Path:
    """Return a page on the disk."""
    path = tmp_path / "report.html"
    path.write_bytes(PAGE)
    return path


@pytest.fixture
def server(page: Path) -> Iterator[Server]:
    """Serve the page at any free port."""
    made = Server(page, 0)
    yield made
    made.close()


def ask(server: Server, path: str = "/", **headers: str) -> tuple[int, bytes]:
    """Ask the server for something."""
    connection = http.client.HTTPConnection(HOST, server.server_port, timeout=30)
    connection.request("GET", path, headers=headers)
    answer = connection.getresponse()
    given = answer.status, answer.read()
    connection.close()
    return given


@pytest.mark.parametrize("path", ["/", "/report.html", "/?again"])
def test_page_is_served_with_the_script_and_the_file_is_left_alone(server: Server, page: Path, path: str) -> None:
    assert ask(server, path) == (200, reloading(PAGE))
    assert page.read_bytes() == PAGE


@pytest.mark.parametrize("path", ["/report.pdf", "/../report.html", "/..%2freport.html", "//etc/passwd", "/changes/x"])
def test_nothing_else_is_served(server: Server, path: str) -> None:
    assert ask(server, path)[0] == 404


@pytest.mark.parametrize("name", ["example.org", "example.org:80", "127.0.0.1", ""])
def test_page_of_elsewhere_cannot_pretend_to_be_ours(server: Server, name: str) -> None:
    assert ask(server, Host=name)[0] == 403


def test_only_this_machine_is_listened_to(server: Server) -> None:
    listening = [each.laddr for each in psutil.Process().net_connections() if each.status == psutil.CONN_LISTEN]

    assert {place.ip for place in listening if place.port == server.server_port} == {"127.0.0.1"}


def test_missing_page_is_told_and_reloads_once_it_is_there(server: Server, page: Path) -> None:
    page.unlink()

    status, content = ask(server)

    assert (status, len(scripts(content))) == (200, 1)
    assert b"There is no report yet" in content


def events(server: Server) -> Iterator[str]:
    """Yield the marks that a page is told, the first one of the page as it is."""
    connection = http.client.HTTPConnection(HOST, server.server_port, timeout=30)
    connection.request("GET", "/changes")
    answer = connection.getresponse()
    assert answer.headers["Content-Type"] == "text/event-stream"
    for line in answer:
        if line.startswith(b"data: "):
            yield line[6:].decode().strip()


def test_open_page_is_told_of_a_change_at_once(server: Server, page: Path) -> None:
    marks = events(server)
    assert next(marks) == mark(PAGE)

    page.write_bytes(PAGE + b"!")
    server.show()

    assert next(marks) == mark(PAGE + b"!")


def test_open_page_shows_why_a_build_failed_until_the_next_succeeds(server: Server, page: Path) -> None:
    marks = events(server)
    first = next(marks)

    server.show("00-first.ipynb, cell 2, `<b>`, failed")

    assert next(marks) != first
    soup: Any = BeautifulSoup(ask(server)[1], "html.parser")
    assert "00-first.ipynb, cell 2, `<b>`, failed" in soup.select_one("body > dialog[open]").get_text()
    assert soup.select_one("dialog ~ p").get_text() == "The report"
    assert page.read_bytes() == PAGE

    server.show()

    assert next(marks) == first
    assert ask(server) == (200, reloading(PAGE))


def test_failure_is_shown_where_there_is_no_page_yet(server: Server, page: Path) -> None:
    page.unlink()
    server.show("no notebooks")

    assert b"<pre>no notebooks</pre>" in ask(server)[1]


def test_pages_that_are_open_do_not_keep_the_server_from_ending(page: Path) -> None:
    server = Server(page, 0)
    marks = events(server)
    next(marks)

    server.close()

    assert list(marks) in ([], [mark(PAGE)])


def test_port_that_is_taken_is_told(server: Server, page: Path) -> None:
    with pytest.raises(UsageError, match=rf"port {server.server_port} cannot be used: .*; give another with --port"):
        Server(page, server.server_port)


# What is watched.


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """Return a copy of package and data with two small notebooks, which a test may change."""
    top = tmp_path / "checkout"
    for name in ("iomreport", "data"):
        shutil.copytree(CHECKOUT / name, top / name, ignore=shutil.ignore_patterns("__pycache__"))
    put(top / "notebooks", "00-first.ipynb", "1 + 1")
    put(top / "notebooks", "01-second.ipynb", "from iomreport import load", 'len(load("names"))', prose="# Second")
    return top


@pytest.mark.parametrize(
    ("path", "matters"),
    [
        ("notebooks/00-first.ipynb", True),
        ("notebooks/00-first.ipynb.part", False),
        ("data/names.csv", True),
        ("iomreport/charts/theme.py", True),
        ("iomreport/export/html/templates/index.html.j2", True),
        ("iomreport/charts/__pycache__/theme.cpython-311.pyc", False),
        ("iomreport/charts/.theme.py.swp", False),
    ],
)
def test_what_python_and_editors_leave_behind_is_no_change(path: str, matters: bool) -> None:
    assert watch.Sources()(Change.modified, str(CHECKOUT / path)) is matters


def test_notebooks_package_and_data_are_watched_those_of_ones_own_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("IOMREPORT_DATA", str(tmp_path))

    assert {*watch.watched_folders()} == {tmp_path, *(CHECKOUT / name for name in ("iomreport", "data", "notebooks"))}


@pytest.fixture
def watched(checkout: Path) -> Iterator[tuple[subprocess.Popen[str], Callable[[str], str]]]:
    """Watch the checkout; return the process, and a function that waits for a line of a pattern."""
    process = subprocess.Popen(
        [sys.executable, "-u", "-m", "iomreport", "watch", "--port", "0", "--out", "build"],
        cwd=checkout,
        env={**os.environ, "PYTHONPATH": str(checkout), "IOMREPORT_CACHE": str(checkout / "cache")},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    lines: list[str] = []
    arrived = threading.Condition()

    def listen() -> None:
        for line in process.stdout or ():
            with arrived:
                lines.append(line.strip())
                arrived.notify_all()

    listener = threading.Thread(target=listen)
    listener.start()
    taken = [0]

    def line(pattern: str) -> str:
        end = time.monotonic() + 90
        while True:
            with arrived:
                for place in range(taken[0], len(lines)):
                    if re.search(pattern, lines[place]):
                        taken[0] = place + 1
                        return lines[place]
                assert arrived.wait(end - time.monotonic()), f"no {pattern} in {lines}"

    yield process, line
    process.kill()
    process.wait()
    listener.join()


def edit(path: Path, before: str, after: str) -> None:
    """Change a file at once, as editors do."""
    text = path.read_text(encoding="utf-8")
    assert before in text
    aside = path.with_name("aside")
    aside.write_text(text.replace(before, after, 1), encoding="utf-8", newline="")
    aside.replace(path)


def asked(port: int) -> str:
    """Return the page as it is served, as text."""
    connection = http.client.HTTPConnection(HOST, port, timeout=60)
    connection.request("GET", "/")
    return html.unescape(connection.getresponse().read().decode("utf-8"))


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_every_change_is_built_and_shown_until_it_is_interrupted(
    watched: tuple[subprocess.Popen[str], Callable[[str], str]], checkout: Path
) -> None:
    process, line = watched
    port = int(re.findall(r"http://127.0.0.1:(\d+)/", line("shows the report"))[0])
    line("rebuilt in")
    connection = http.client.HTTPConnection(HOST, port, timeout=60)
    connection.request("GET", "/changes")
    marks = iter(connection.getresponse())

    def page() -> str:
        return (checkout / "build" / "report.html").read_text(encoding="utf-8")

    shown = [next(marks)]
    assert "EventSource" not in page()

    edit(checkout / "notebooks" / "00-first.ipynb", "# A chapter", "# Another chapter")
    line("changed: 00-first.ipynb")
    line("00-first.ipynb: unchanged")
    line("rebuilt in")
    assert "Another chapter" in page()
    shown.append(next(each for each in marks if each.startswith(b"data") and each not in shown))

    edit(checkout / "data" / "names.csv", "Intergovernmental", "Very intergovernmental")
    line("changed: names.csv")
    line("00-first.ipynb: unchanged")
    line("01-second.ipynb: executing")
    line("rebuilt in")

    edit(checkout / "notebooks" / "00-first.ipynb", "1 + 1", "1 / 0")
    line("not rebuilt: 00-first.ipynb, cell 2")
    assert "00-first.ipynb, cell 2 (code-1), `1 / 0`, failed: ZeroDivisionError" in asked(port)
    edit(checkout / "notebooks" / "00-first.ipynb", "1 / 0", "1 + 1")
    line("rebuilt in")

    edit(next((checkout / "iomreport" / "export" / "html").rglob("index.html.j2")), "<body", "<!--new--><body")
    line("changed: index.html.j2")
    line("rebuilt in")
    assert "<!--new-->" in page()

    children = psutil.Process(process.pid).children(recursive=True)
    process.send_signal(signal.SIGINT)
    assert process.wait(30) == 0
    assert [child for child in children if child.is_running()] == []


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_changed_package_is_used_by_the_next_build(
    watched: tuple[subprocess.Popen[str], Callable[[str], str]], checkout: Path
) -> None:
    _, line = watched
    line("rebuilt in")

    edit(checkout / "iomreport" / "pipeline" / "assemble.py", 'TITLE = "The', 'TITLE = "(New) The')
    line("changed: assemble.py")
    line("rebuilt in")

    assert "(New) The International" in (checkout / "build" / "report.html").read_text(encoding="utf-8")
