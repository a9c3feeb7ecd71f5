"""JupyterLab in a real browser: a notebook run through the menu, a figure seen, an export downloaded."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from calling import COMMAND
from making import CHECKOUT
from playwright.sync_api import BrowserContext, Download, Locator, Page, TimeoutError

pytestmark = [pytest.mark.browser, pytest.mark.slow]

TOKEN = "of-this-test"
NOTEBOOK = "05-explore.ipynb"
PATIENCE = 60_000
"""Milliseconds that anything may take on a busy machine."""
SETTINGS = {
    "notebook-extension/tracker": {"windowingMode": "none"},
    "apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False},
}
THEMES = {"light": "JupyterLab Light", "dark": "JupyterLab Dark"}
CONTRAST = """(element) => {
    const parts = (colour) => colour.match(/[\\d.]+/g).map(Number);
    const luminance = (colour) => {
        const [r, g, b] = parts(colour).slice(0, 3).map((part) => part / 255)
            .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    let ground = element;
    while (ground.parentElement && (parts(getComputedStyle(ground).backgroundColor)[3] ?? 1) === 0) {
        ground = ground.parentElement;
    }
    const pair = [luminance(getComputedStyle(element).color), luminance(getComputedStyle(ground).backgroundColor)];
    return (Math.max(...pair) + 0.05) / (Math.min(...pair) + 0.05);
}"""


@dataclass(frozen=True)
class Lab:
    """A running JupyterLab: its address, and the folder of the working copy."""

    address: str
    folder: Path

    def of(self, notebook: str) -> str:
        """Return the address of a notebook."""
        return f"{self.address}/lab/tree/{notebook}?token={TOKEN}"


@pytest.fixture
def theme(request: pytest.FixtureRequest) -> str:
    """Return the theme that JupyterLab shows."""
    return str(getattr(request, "param", "light"))


@pytest.fixture
def lab(tmp_path: Path, theme: str) -> Iterator[Lab]:
    """Start `iomreport lab` in an empty folder, with settings of its own."""
    settings = tmp_path / "settings"
    wanted: dict[str, Any] = {**SETTINGS, "apputils-extension/themes": {"theme": THEMES[theme]}}
    for name, content in wanted.items():
        path = settings / "lab" / "user-settings" / "@jupyterlab" / f"{name}.jupyterlab-settings"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(content), encoding="utf-8")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {**os.environ, "JUPYTER_TOKEN": TOKEN, "JUPYTER_CONFIG_DIR": str(settings)}
    options = ["--no-browser", "--allow-root", "--ServerApp.ip=127.0.0.1", f"--ServerApp.port={port}"]
    with (tmp_path / "log").open("w+", encoding="utf-8") as log:
        server = subprocess.Popen(
            [*COMMAND, "lab", "work", *options],
            cwd=tmp_path,
            env=environment,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        try:
            _answering(f"http://127.0.0.1:{port}", server, tmp_path / "log")
            yield Lab(f"http://127.0.0.1:{port}", tmp_path / "work")
        finally:
            stop(server)


def stop(server: subprocess.Popen[bytes]) -> None:
    """Ask the server to end, and end it with all it started if a kernel that was just starting keeps it."""
    server.terminate()
    try:
        server.wait(timeout=20)
    except subprocess.TimeoutExpired:
        os.killpg(server.pid, signal.SIGKILL)
        server.wait(timeout=20)


def _answering(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    """Wait until the server answers, or tell what it said before it ended."""
    for _ in range(600):
        if server.poll() is not None:
            pytest.fail(f"JupyterLab ended: {log.read_text(encoding='utf-8')[-2000:]}", pytrace=False)
        try:
            with urllib.request.urlopen(f"{address}/api?token={TOKEN}", timeout=10):
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            try:
                server.wait(timeout=0.2)
            except subprocess.TimeoutExpired:
                continue
    pytest.fail(f"JupyterLab does not answer: {log.read_text(encoding='utf-8')[-2000:]}", pytrace=False)


def entry(page: Page, name: str) -> Locator:
    """Return an entry of a menu that is open."""
    label = page.locator(".lm-Menu-itemLabel", has_text=re.compile(f"^{re.escape(name)}$"))
    return page.locator(".lm-Menu-item").filter(has=label).last


def choose(page: Page, menu: str, *names: str) -> None:
    """Choose from a menu of JupyterLab, or a menu within one.

    JupyterLab fills and enables some entries only after it has started, and never in a menu that is open.
    """
    *within, wanted = names
    for _ in range(20):
        page.locator(".lm-MenuBar-item", has_text=menu).click()
        for name in within:
            entry(page, name).hover()
        try:
            entry(page, wanted).click(timeout=3000)
            return
        except TimeoutError:
            for _ in names:
                page.keyboard.press("Escape")
    pytest.fail(f"the menu {menu} offers no {wanted}", pytrace=False)


def opened(context: BrowserContext, address: str) -> Page:
    """Open a notebook, and wait until its cells are there and its kernel waits for it.

    The page calls a kernel idle that has not started yet, and then asks which one to start; so the server is asked.
    """
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    page.goto(address)
    page.locator(".jp-Notebook .jp-Cell").first.wait_for()
    sessions = f"{address.split('/lab')[0]}/api/sessions?token={TOKEN}"
    for _ in range(PATIENCE // 200):
        kernels = [session["kernel"] for session in page.request.get(sessions).json()]
        if kernels and all(kernel["execution_state"] == "idle" and kernel["connections"] for kernel in kernels):
            break
        page.wait_for_timeout(200)
    page.locator(".jp-Notebook-ExecutionIndicator[data-status='idle']").wait_for(state="attached")
    return page


def run_all(page: Page) -> None:
    """Clear what is shown and run every cell, through the menus."""
    choose(page, "Edit", "Clear Outputs of All Cells")
    page.locator(".jp-Notebook .jp-OutputArea-output").first.wait_for(state="detached")
    assert page.locator(".iomreport-figure").count() == 0
    begun = page.locator(".jp-Notebook .jp-InputPrompt", has_text=re.compile(r"\[(\*|\d+)\]")).first
    for _ in range(3):  # as JupyterLab forgets what it is told while it connects to the kernel
        choose(page, "Run", "Run All Cells")
        try:
            begun.wait_for(timeout=10_000)
            break
        except TimeoutError:
            continue
    last = page.locator(".jp-Notebook .jp-CodeCell").last
    last.locator(".jp-OutputArea-output").wait_for()


@pytest.mark.parametrize("theme", ["light", "dark"], indirect=True)
def test_notebook_runs_and_its_exhibits_can_be_read(lab: Lab, context: BrowserContext) -> None:
    page = opened(context, lab.of(NOTEBOOK))
    run_all(page)

    assert page.locator(".jp-OutputArea-output[data-mime-type='application/vnd.jupyter.stderr']").count() == 0
    assert page.locator(".iomreport-figure svg[role=img]").first.is_visible()
    for shown in (".iomreport-figure .title", ".iomreport-figure .credits p", ".iomreport-sentence",
                  ".iomreport-frame dd", ".iomreport-help td", ".iomreport-figure .drawing"):  # fmt: skip
        assert page.locator(shown).first.evaluate(CONTRAST) >= 4.5, shown
    assert page.locator(".iomreport-help .columns td").last.evaluate("e => getComputedStyle(e).textAlign") == "left"


@pytest.mark.parametrize("edition", ["html", "pdf"])
def test_export_menu_offers_the_edition_and_downloads_it(lab: Lab, context: BrowserContext, edition: str) -> None:
    downloads: list[Download] = []
    context.on("page", lambda page: page.on("download", lambda download: downloads.append(download)))
    page = opened(context, lab.of(NOTEBOOK))

    choose(page, "File", "Save and Export Notebook As", f"Iomreport-{edition}")
    for _ in range(PATIENCE // 200):
        if downloads:
            break
        page.wait_for_timeout(200)

    (download,) = downloads
    content = Path(download.path()).read_bytes()
    assert download.suggested_filename == f"05-explore.{edition}"
    assert content.startswith(b"%PDF-") if edition == "pdf" else b"iomreport-figure" in content


def test_notebook_shows_its_figures_before_it_is_run(lab: Lab, context: BrowserContext) -> None:
    page = opened(context, lab.of("01-growth.ipynb"))

    page.locator(".iomreport-figure svg[role=img]").first.wait_for()


def test_reports_own_notebooks_stay_as_they_are(lab: Lab, context: BrowserContext) -> None:
    own = CHECKOUT / "notebooks" / NOTEBOOK
    before = own.read_bytes()
    page = opened(context, lab.of(NOTEBOOK))
    choose(page, "Edit", "Clear Outputs of All Cells")
    choose(page, "File", "Save Notebook")
    page.locator(".jp-DirListing-item", has_text=NOTEBOOK).wait_for()
    for _ in range(PATIENCE // 200):
        if (lab.folder / NOTEBOOK).read_bytes() != before:
            break
        page.wait_for_timeout(200)

    assert (lab.folder / NOTEBOOK).read_bytes() != before
    assert own.read_bytes() == before
