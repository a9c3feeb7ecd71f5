"""The code keeps the rules that pyproject.toml sets."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[1]
CODE = ("iomreport", "tests")


def ran(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a tool of this environment over the checkout."""
    return subprocess.run([sys.executable, "-m", *arguments], cwd=CHECKOUT, capture_output=True, text=True, check=False)


def test_lint_finds_nothing() -> None:
    result = ran("ruff", "check", "--no-cache", *CODE)
    assert result.returncode == 0, result.stdout + result.stderr


def test_formatting_would_change_nothing() -> None:
    result = ran("ruff", "format", "--no-cache", "--check", *CODE)
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.slow
def test_types_hold() -> None:
    result = ran("mypy")
    assert result.returncode == 0, result.stdout + result.stderr
