"""The bibliography as reference managers read it."""

from __future__ import annotations

import json

from making import CHECKOUT

from iomreport.catalog import csl_json, sources


def test_shipped_bibliography_is_that_of_the_sources() -> None:
    """If this fails: make checksums."""
    assert (CHECKOUT / "data" / "references.json").read_text(encoding="utf-8") == csl_json.bibliography()


def test_every_source_is_an_item() -> None:
    items = json.loads(csl_json.bibliography())

    assert [item["id"] for item in items] == sorted(sources.all_sources())
    assert all(item["title"] and item["author"][0]["literal"] for item in items)


def test_date_is_as_precise_as_it_is_known() -> None:
    source = sources.Source("a", "T", "P", "", "2014-07", "", "", "", "", "report")

    assert csl_json.csl(source)["issued"] == {"date-parts": [[2014, 7]]}


def test_what_is_unknown_is_left_out() -> None:
    source = sources.Source("a", "T", "P", "", "", "", "", "", "", "report")

    assert set(csl_json.csl(source)) == {"id", "type", "title", "author"}
