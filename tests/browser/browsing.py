"""A page in the browser: what happens while it is open, and what axe says about it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from axe_playwright_python.base import AXE_FILE_PATH
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

WIDE, NARROW = 1280, 320
SIZES = {"wide": {"width": WIDE, "height": 900}, "narrow": {"width": NARROW, "height": 640}}
SETTINGS = [
    pytest.param({"viewport": size, "color_scheme": scheme}, id=f"{scheme}, {name}")
    for scheme in ("light", "dark")
    for name, size in SIZES.items()
]
NARROW_ONLY = [pytest.param({"viewport": SIZES["narrow"]}, id="narrow")]
SCHEMES = [pytest.param({"color_scheme": scheme}, id=scheme) for scheme in ("light", "dark")]
BACKGROUND = "getComputedStyle(document.body).backgroundColor"


@dataclass
class Opened:
    """A page in the browser, and what happened while it was open."""

    page: Page
    requests: list[str] = field(default_factory=list)
    messages: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)

    def listen(self) -> None:
        """Keep every request, message of the console, error of a script and dialog from now on."""
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("console", lambda message: self.messages.append(f"{message.type}: {message.text}"))
        self.page.on("pageerror", lambda error: self.messages.append(f"error: {error}"))
        self.page.on("dialog", self._dismiss)

    def _dismiss(self, dialog: Any) -> None:
        self.dialogs.append(dialog.message)
        dialog.dismiss()


Opening = Callable[..., Opened]


OPEN_ALL = "document.querySelectorAll('details').forEach((details) => { details.open = true; })"
FOLD_ALL = "document.querySelectorAll('details').forEach((details) => { details.open = false; })"


def violations(page: Page) -> list[str]:
    """Return what axe finds wrong by all its rules, the experimental ones and those of level AAA among them.

    One line for each element.
    """
    page.evaluate(AXE_FILE_PATH.read_text(encoding="utf-8"))
    rules = page.evaluate("axe.getRules().map((rule) => rule.ruleId)")
    options = {"resultTypes": ["violations"], "rules": {rule: {"enabled": True} for rule in rules}}
    return [
        f"{violation['id']} ({violation['impact']}): {' '.join(map(str, node['target']))}: "
        + "; ".join(check["message"] for check in node["any"] + node["all"] + node["none"])
        for violation in Axe().run(page, options=options).response["violations"]
        for node in violation["nodes"]
    ]


def focused(page: Page) -> str:
    """Return the class or id of what has the focus."""
    return str(page.evaluate("document.activeElement.className || document.activeElement.id"))


def sideways(page: Page) -> int:
    """Return by how many pixels a page is wider than its window."""
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


def show(page: Page, selector: str) -> None:
    """Scroll a place to the top of the window at once, and wait until the page has taken note."""
    page.evaluate(f"document.querySelector({selector!r}).scrollIntoView({{ behavior: 'instant' }})")
    settle(page)


def settle(page: Page) -> None:
    """Wait until the page has drawn itself twice."""
    page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
