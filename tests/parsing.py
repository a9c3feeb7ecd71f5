"""Reading pages of the HTML edition as a browser would, and what in them would act or ask for something."""

from __future__ import annotations

import json
import re
from typing import Any

import nbformat
from bs4 import BeautifulSoup
from making import figure, notebook, to_html

USING = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 9 9">'
    '<defs><clipPath id="frame"><rect width="9" height="9"/></clipPath><path id="mark" d="M 0 0 L 9 9"/></defs>'
    '<use xlink:href="#mark" clip-path="url(#frame)"/></svg>'
)
"""A drawing whose parts refer to one another."""

REQUESTING = ("src", "srcset", "href", "xlink:href", "action", "poster", "data", "background", "formaction")


def parsed(*cells: Any, **front: Any) -> Any:
    """Return the page of a small notebook, parsed."""
    return BeautifulSoup(to_html(notebook(*cells, **front)), "html.parser")


def requested(soup: Any) -> list[str]:
    """Return every address that a browser would fetch without being asked."""
    found = [
        element[name]
        for element in soup.find_all(True)
        for name in REQUESTING
        if element.has_attr(name) and not (name == "href" and element.name == "a")
    ]
    styles = [style.string or "" for style in soup.find_all("style")]
    styles += [element["style"] for element in soup.find_all(style=True)]
    for style in styles:
        found += re.findall(r"url\(\s*['\"]?([^'\")]*)", style)
        found += re.findall(r"@import\s+['\"]([^'\"]*)", style)
    return [address for address in found if not address.startswith(("data:", "#"))]


def acting(soup: Any) -> list[str]:
    """Return what would run: scripts other than the page's own, handlers of events, addresses that are code."""
    found = [str(script) for script in soup.body.find_all("script")]
    found += [str(script) for script in soup.head.find_all("script")[2:]]
    found += [str(element) for element in soup.find_all(["iframe", "object", "embed", "base", "form"])]
    for element in soup.find_all(True):
        found += [f"{name}={value}" for name, value in element.attrs.items() if name.lower().startswith("on")]
        found += [element[name] for name in REQUESTING if str(element.get(name, "")).startswith("javascript:")]
    return found


def ids(soup: Any) -> list[str]:
    """Return every id of a page."""
    return [str(element["id"]) for element in soup.find_all(id=True)]


def places(soup: Any) -> dict[str, Any]:
    """Return the elements of a page that have an id, by it: to look for each anew takes minutes in a whole report."""
    return {str(element["id"]): element for element in soup.find_all(id=True)}


def rows_of(table: Any) -> list[list[str]]:
    """Return the texts of a table, row by row."""
    return [[cell.get_text() for cell in row.find_all(["th", "td"])] for row in table.find_all("tr")]


def policy_of(soup: Any) -> dict[str, list[str]]:
    """Return the rules of a page's Content-Security-Policy by name."""
    policy = soup.find("meta", attrs={"http-equiv": "Content-Security-Policy"})["content"]
    return {rule.split()[0]: rule.split()[1:] for rule in policy.split(";") if rule.strip()}


def graph_of(soup: Any) -> list[dict[str, Any]]:
    """Return what a page says in the vocabulary of schema.org."""
    found: list[dict[str, Any]] = json.loads(soup.find("script", type="application/ld+json").string)["@graph"]
    return found


def metas_of(soup: Any) -> dict[str, list[str]]:
    """Return the contents of a page's `<meta>` elements by their names."""
    found: dict[str, list[str]] = {}
    for meta in soup.find_all("meta", content=True):
        found.setdefault(meta.get("name") or meta.get("property") or meta.get("http-equiv"), []).append(meta["content"])
    return found


def drawn(identifier: str, drawing: str) -> Any:
    """Return the output that shows a figure with a drawing of its own."""
    shown = figure(identifier)
    shown.data["image/svg+xml"] = drawing
    return shown


def plain_output(**data: str) -> Any:
    """Return an output that is no exhibit; `text_html` stands for the type text/html."""
    typed = {name.replace("_", "/", 1): content for name, content in data.items()}
    return nbformat.v4.new_output("display_data", data={"text/plain": "plain", **typed})
