"""Help for those who mistype a name."""

from __future__ import annotations

from iomreport.suggest import nearest


def test_the_nearest_name_is_suggested() -> None:
    assert nearest("mambers", ["donors", "members", "names"]) == "; did you mean 'members'?"


def test_all_names_are_listed_in_order_when_none_is_near() -> None:
    assert nearest("x", iter(["names", "donors"])) == "; there is: donors, names"
