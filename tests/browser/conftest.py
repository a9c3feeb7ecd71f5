"""The system's Chromium, started once, and pages to open in it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest
from browsing import WIDE, Opened, Opening
from making import DRAWING, HOSTILE, figure, notebook, sentence, source, table, to_html
from playwright.sync_api import Browser, BrowserContext, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
REQUIRED = "IOMREPORT_REQUIRE_BROWSER"


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Start the system's Chromium."""
    executable = next(filter(None, map(shutil.which, NAMES)), None)
    if executable is None:
        message = f"no Chromium on this system (looked for {', '.join(NAMES)})"
        if os.environ.get(REQUIRED) == "1":
            pytest.fail(f"{message}, and {REQUIRED}=1 asks for one", pytrace=False)
        pytest.skip(message)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, headless=True, args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture
def context(chromium: Browser, request: pytest.FixtureRequest) -> Iterator[BrowserContext]:
    """Return a browser without memory; a test may set options for it with `indirect`."""
    options = {"viewport": {"width": WIDE, "height": 900}, **getattr(request, "param", {})}
    made = chromium.new_context(**options)
    yield made
    made.close()


@pytest.fixture
def open_file(context: BrowserContext) -> Opening:
    """Return a function that opens a file in the browser."""

    def opening(path: Path) -> Opened:
        opened = Opened(context.new_page())
        opened.listen()
        opened.page.goto(path.as_uri())
        return opened

    return opening


@pytest.fixture
def report(open_file: Opening, built: Any) -> Opened:
    """Return the report, opened."""
    return open_file(built.folder / "report.html")


@pytest.fixture(scope="session")
def every_kind(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a page that holds everything a notebook may: Markdown, output of any kind, exhibits."""
    prose = (
        "# Everything\n\nA [link](https://example.org/), `code`, *stress*, **strength** and ~~error~~.[^n]\n\n"
        "## Lists\n\n- one\n- two\n  1. three\n\n> A quotation.\n\n---\n\n"
        "| Region | States |\n|---|---:|\n| Europe | many |\n\nWith $a^2$.\n\n```python\nvalue = 1\n```\n\n"
        "[^n]: A note."
    )
    frame = (
        '<table border="1" class="dataframe"><thead><tr style="text-align: right;"><th></th><th>year</th></tr></thead>'
        "<tbody><tr><th>0</th><td>1951</td></tr></tbody></table>"
    )
    wide = "<table><thead><tr><th></th>" + "".join(f"<th>column {number}</th>" for number in range(30))
    wide += "</tr></thead><tbody><tr><th>0</th>" + "<td>12345678</td>" * 30 + "</tr></tbody></table>"
    data = "year,region,value,note\n" + "".join(f"{1951 + n % 70},Europe,{n * 997},some words\n" for n in range(200))
    made = notebook(
        prose,
        figure(data=data),
        table(),
        sentence(),
        "See [it](#fig-one).",
        "## Outputs",
        "### Below",
        title="Everything",
    )
    new = nbformat.v4.new_output
    made.cells += [
        nbformat.v4.new_code_cell("1", outputs=[output], id=f"output-{number}")
        for number, output in enumerate(
            [
                new("stream", text="printed\x1b[31m in red\x1b[0m\n"),
                new("execute_result", data={"text/html": frame, "text/plain": "frame"}),
                new("execute_result", data={"text/html": wide, "text/plain": "frame"}),
                new("execute_result", data={"text/markdown": "# A heading\n\n*stress*", "text/plain": "x"}),
                new("display_data", data={"image/svg+xml": DRAWING, "text/plain": "x"}, metadata={"alt": "A line"}),
                new("execute_result", data={"text/plain": "a long line " * 30}),
                new("error", ename="ValueError", evalue="wrong", traceback=["\x1b[31mValueError\x1b[0m: wrong"]),
            ]
        )
    ]
    path = tmp_path_factory.mktemp("everything") / "everything.html"
    path.write_text(to_html(made), encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a page whose every text tries to act."""
    texts = [*HOSTILE, "<svg onload=alert(1)>", "<iframe src=javascript:alert(1)>", "javascript:alert(1)"]
    cells: list[Any] = []
    for number, text in enumerate(texts):
        cited = [source(f"s-{number}", title=text, producer=text, url=text)]
        column = {"label": text, "unit": text, "numeric": False}
        drawing = figure(f"drawing-{number}")
        drawing.data["image/svg+xml"] = f'<svg xmlns="http://www.w3.org/2000/svg">{text}</svg>'
        output = nbformat.v4.new_output("display_data", data={"text/html": text, "text/plain": text})
        cells += [
            f"## {text}\n\n{text}\n\n[x]({text}) ![y]({text}) ![z](https://example.org/z.png)",
            figure(f"fig-{number}", title=text, alt=text, notes=[text], data=f"{text}\n{text}\n", sources=cited),
            table(f"tab-{number}", caption=text, columns=[column], rows=[{"cells": [text], "sources": []}]),
            sentence(text, sources=cited),
            drawing,
            output,
        ]
    path = tmp_path_factory.mktemp("hostile") / "hostile.html"
    path.write_text(to_html(notebook(*cells, title=texts[1], subtitle=texts[0])), encoding="utf-8")
    return path
