"""Facts carry over, sentences do not: no run of words of the article stands anywhere in the project."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from making import CHECKOUT

ARTICLE = CHECKOUT.parent / "shared" / "seeds"
"""The article, where it lies beside the checkout; it is not shipped."""

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


@pytest.mark.slow
@pytest.mark.skipif(not ARTICLE.is_dir(), reason="the article does not lie beside this checkout")
@pytest.mark.skipif(not (CHECKOUT / ".git").exists(), reason="this is no checkout of git")
def test_no_nine_words_of_the_article_stand_in_the_project() -> None:
    forbidden: set[tuple[str, ...]] = set()
    for path in ARTICLE.iterdir():
        forbidden |= runs(path.read_text(encoding="utf-8", errors="replace"))
    for name in OWN_NAMES:
        forbidden -= runs(name)
    assert len(forbidden) > 500
    found = []
    for path in tracked():
        try:
            text = path.read_text(encoding="utf-8")
        except (UnicodeDecodeError, FileNotFoundError):
            continue
        found += [f"{path.relative_to(CHECKOUT)}: {' '.join(run)}" for run in sorted(runs(text) & forbidden)]
    assert found == []
