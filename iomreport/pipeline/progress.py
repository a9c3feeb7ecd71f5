"""What a build tells whoever waits for it."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """Receives what happens during a build."""

    def planned(self, notebook: str, cells: int) -> None:
        """Take note that a notebook is to run that many code cells."""

    def executed(self, notebook: str) -> None:
        """Take note that one more code cell of a notebook has run."""

    def said(self, message: str) -> None:
        """Take note of a step, told in one line."""


class Silent:
    """Tells nobody."""

    def planned(self, notebook: str, cells: int) -> None:
        """Ignore it."""

    def executed(self, notebook: str) -> None:
        """Ignore it."""

    def said(self, message: str) -> None:
        """Ignore it."""
