"""The README keeps what it promises."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest
from making import CHECKOUT

README = (CHECKOUT / "README.md").read_text(encoding="utf-8")


def test_readme_is_short_enough_to_be_read() -> None:
    assert len(README.splitlines()) < 160


@pytest.mark.slow
def test_python_of_the_readme_runs() -> None:
    code = "\n".join(re.findall(r"```python\n(.*?)```", README, re.DOTALL))
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr


def test_every_dataset_is_named() -> None:
    import iomreport

    assert [name for name in iomreport.datasets().index if f"`{name}`" not in README] == []


@pytest.mark.parametrize("command", ["build", "watch", "clean", "check", "data", "refresh-notebooks"])
def test_every_command_is_named(command: str) -> None:
    assert f"iomreport {command}" in README


def test_picture_of_the_report_is_there() -> None:
    (picture,) = re.findall(r"!\[[^\]]+\]\((.+?)\)", README)

    assert (CHECKOUT / picture).is_file()
