"""Chapter 3: what `iomreport.deaths` offers, and that it loads no more than is asked for."""

from __future__ import annotations

import subprocess
import sys

import pytest

from iomreport import deaths


@pytest.mark.parametrize("name", dir(deaths))
def test_every_name_offered_leads_somewhere(name: str) -> None:
    assert getattr(deaths, name).__doc__


def test_a_chart_is_found_without_its_module() -> None:
    assert deaths.plot_deaths is deaths.by_year.plot_deaths


def test_one_question_loads_no_other() -> None:
    code = "import sys; from iomreport.deaths import by_year; sys.exit('iomreport.deaths.by_region' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
