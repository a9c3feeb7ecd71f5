"""A page in the browser: what happens while it is open, and what axe says about it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

WIDE, NARROW = 1280, 320


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


STANDARDS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice")
"""What a page must keep to; axe knows rules by these tags."""


ENHANCED = "wcag2aaa"
"""The stricter contrast, for which text is held to seven to one."""


def violations(page: Page, *tags: str) -> list[str]:
    """Return what axe finds wrong by the rules of some tags, one line for each element."""
    enabled = ["target-size", *(["color-contrast-enhanced"] if ENHANCED in tags else [])]
    options = {
        "resultTypes": ["violations"],
        "runOnly": {"type": "tag", "values": list(tags or STANDARDS)},
        "rules": {rule: {"enabled": True} for rule in enabled},
    }
    return [
        f"{violation['id']} ({violation['impact']}): {' '.join(map(str, node['target']))}: "
        + "; ".join(check["message"] for check in node["any"] + node["all"] + node["none"])
        for violation in Axe().run(page, options=options).response["violations"]
        for node in violation["nodes"]
    ]
