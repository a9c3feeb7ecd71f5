"""Chapter 3: what `iomreport.advocacy` offers, and that it loads no more than is asked for."""

from __future__ import annotations

import subprocess
import sys

import pytest

from iomreport import advocacy


@pytest.mark.parametrize("name", dir(advocacy))
def test_every_name_offered_leads_somewhere(name: str) -> None:
    assert getattr(advocacy, name).__doc__


def test_a_chart_is_found_without_its_module() -> None:
    assert advocacy.plot_campaigns is advocacy.campaigns.plot_campaigns


def test_one_question_loads_no_other() -> None:
    loaded = "'iomreport.advocacy.world_around' in sys.modules"
    code = f"import sys; from iomreport.advocacy import campaigns; sys.exit({loaded})"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
