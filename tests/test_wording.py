"""Facts carry over, sentences do not: no run of words of the article stands anywhere in the project.

The article is not shipped. `article_runs.txt` holds a digest of each of its runs, from which no word can be read, so
that the project is held against it wherever it is checked out.
"""

from __future__ import annotations

import functools
import hashlib
import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from making import CHECKOUT

ARTICLE = CHECKOUT.parent / "shared" / "seeds"
"""The article, where it lies beside the checkout."""
DIGESTS = Path(__file__).with_name("article_runs.txt")

LENGTH = 9
OWN_NAMES = {
    "the provisional intergovernmental committee for the movement of migrants from europe",
    "provisional intergovernmental committee for the movement of migrants from europe",
}
"""Official names that are longer than a run may be."""


def words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text.lower())


def runs(text: str) -> set[tuple[str, ...]]:
    found = words(text)
    return set(zip(*(found[start:] for start in range(LENGTH)), strict=False))


def digest(run: tuple[str, ...]) -> str:
    return hashlib.blake2b(" ".join(run).encode(), digest_size=6).hexdigest()


def of_the_article(text: str) -> set[str]:
    """Return the digests of the runs of a text, official names left out."""
    return {digest(run) for run in runs(text).difference(*map(runs, OWN_NAMES))}


@functools.cache
def forbidden() -> frozenset[str]:
    return frozenset(DIGESTS.read_text(encoding="ascii").split())


def strings(value: Any) -> Iterator[str]:
    """Yield the texts of a JSON file; the lines of a cell of a notebook are one text."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list) and all(isinstance(each, str) for each in value):
        yield "".join(value)
    elif isinstance(value, list | dict):
        for each in value.values() if isinstance(value, dict) else value:
            yield from strings(each)


def texts(name: str, content: str) -> list[str]:
    return list(strings(json.loads(content))) if name.endswith((".ipynb", ".json")) else [content]


def copied(name: str, content: str) -> list[str]:
    """Return the runs of the article that stand in a file."""
    found = set().union(*map(runs, texts(name, content)))
    return sorted(" ".join(run) for run in found if digest(run) in forbidden())


def tracked() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=CHECKOUT, capture_output=True, text=True, check=True, encoding="utf-8"
    )
    return [CHECKOUT / name for name in listed.stdout.split("\0") if name]


def test_run_of_words_is_found_whatever_stands_between_them() -> None:
    assert runs("One, two\nthree - four 'five' six seven; eight NINE") == runs(
        "one two three four five six seven eight nine"
    )
    assert runs("one two three four five six seven eight") == set()


def test_run_of_words_is_found_across_the_lines_of_a_cell() -> None:
    cell = json.dumps({"source": ["one two three four five\n", "six seven eight nine"]})

    assert set().union(*map(runs, texts("a.ipynb", cell))) == runs("one two three four five six seven eight nine")


def test_run_of_the_article_is_found_by_its_digest(monkeypatch: pytest.MonkeyPatch) -> None:
    run = "one two three four five six seven eight nine"
    monkeypatch.setattr("test_wording.forbidden", lambda: of_the_article(run))

    assert copied("a.py", f"zero {run} ten") == [run]
    assert copied("a.py", run.replace("five", "six")) == []


@pytest.mark.skipif(not ARTICLE.is_dir(), reason="the article does not lie beside this checkout")
def test_digests_are_those_of_the_article() -> None:
    told = set().union(*(of_the_article(path.read_text(encoding="utf-8")) for path in ARTICLE.iterdir()))

    assert sorted(told) == DIGESTS.read_text(encoding="ascii").split()


@pytest.mark.slow
@pytest.mark.skipif(not (CHECKOUT / ".git").exists(), reason="this is no checkout of git")
def test_no_nine_words_of_the_article_stand_in_the_project() -> None:
    assert len(forbidden()) > 500
    found = []
    for path in tracked():
        try:
            content = path.read_text(encoding="utf-8")
        except (UnicodeDecodeError, FileNotFoundError):
            continue
        found += [f"{path.relative_to(CHECKOUT)}: {run}" for run in copied(path.name, content)]
    assert found == []
