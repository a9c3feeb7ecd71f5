"""In which order the blocks of a document stand on its pages.

A figure does not break. Where the rest of a page is too small for one, it waits for the next page, and the text that
follows goes on before it, within the chapter and while few others wait, so that no figure stands before the text that
speaks of it, nor far behind. Of all such orders of a chapter, the one is taken that leaves least of its pages empty and
keeps figures nearest to their text. How high blocks are is estimated; if an estimate is wrong, a page is less full.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from iomreport.export.pdf import heights
from iomreport.export.pdf.heights import Box, Content

_MOST_WAITING = 2
"""Figures that may wait for a page at a time."""

_LEAST = 80.0
"""Height of the rest of a page in which it is worth beginning a section or a table."""

_KEPT = 10
"""Ways to have put the same blocks that are followed up, the cheapest."""

_PER_PAGE = 0.2
"""What a page costs, where one that is left empty costs 1 and one half empty a quarter."""

_PER_DELAY = 0.2
"""What it costs to put a page of text before a figure that precedes it; of a table, twice as much."""

_PER_SECTION = 0.03
"""What it costs to begin a section before a figure that precedes it."""


_UNDER_HEAD = 25.5
"""Space below the head of a chapter."""


class _Step(NamedTuple):
    """Blocks that are put at once: the headings over something, then that.

    Attributes
    ----------
    places : tuple of int
        Of the blocks.
    box : Box
        Of all together.
    over : float
        Height of the headings with the space under them; nothing where there are none.
    rows : tuple of float
        Heights of the rows of a table.
    whole : bool
        Whether they end with a figure, or with a heading as the chapter does; then they do not break, and none waits.
    """

    places: tuple[int, ...]
    box: Box
    over: float = 0.0
    rows: tuple[float, ...] = ()
    whole: bool = False


@dataclass
class _Chapter:
    """A chapter: where its head stands, what its pages hold in order, and the figures that may wait.

    Attributes
    ----------
    head : list of int
        Place of its heading; empty before the first.
    top : float
        Height of its head.
    steps : list of _Step
        All but figures; a figure right under a heading is one of these, too, and does not wait.
    figures : list of tuple
        Place and box of each figure, and how many steps precede it.
    """

    head: list[int] = field(default_factory=list)
    top: float = 0.0
    steps: list[_Step] = field(default_factory=list)
    figures: list[tuple[int, Box, int]] = field(default_factory=list)


class _Way(NamedTuple):
    """A way to have put some blocks: what it costs, how full the page is, the space below, and the places in order."""

    cost: float
    filled: float
    below: float
    places: tuple[int, ...]


def order(blocks: Sequence[Content], paper: str) -> list[int]:
    """Return the places of the blocks in the order in which they fill the pages.

    Parameters
    ----------
    blocks : sequence of dict
        As the template shows them, in reading order.
    paper : str
        Size of the page.

    Returns
    -------
    list of int
        Each place once. Figures keep their order, and so does everything that is no figure.
    """
    page = heights.page(paper)
    return [place for chapter in _chapters(blocks) for place in [*chapter.head, *_cheapest(chapter, page)]]


def _chapters(blocks: Sequence[Content]) -> Iterable[_Chapter]:
    """Yield the chapters, their headings kept for what follows."""
    chapter = _Chapter()
    headings: list[int] = []
    for place, block in enumerate(blocks):
        if block["kind"] == "heading" and block["level"] == 1:
            chapter.steps += _bare(headings, blocks)
            yield chapter
            chapter, headings = _Chapter([place], heights.head(blocks[place : place + 2])), []
        elif block["kind"] == "heading":
            headings.append(place)
        elif block["kind"] == "figure" and not headings:
            chapter.figures.append((place, heights.box(block), len(chapter.steps)))
        elif not block.get("lead"):
            chapter.steps.append(_step([*headings, place], blocks))
            headings = []
        else:
            chapter.head.append(place)
    chapter.steps += _bare(headings, blocks)
    yield chapter


def _bare(headings: Sequence[int], blocks: Sequence[Content]) -> list[_Step]:
    """Return headings under which nothing stands as a step."""
    return [_step(headings, blocks)] if headings else []


def _step(places: Sequence[int], blocks: Sequence[Content]) -> _Step:
    """Return a block with the headings over it as a step."""
    boxes = [heights.box(blocks[place]) for place in places]
    box, last = heights.joined(boxes), blocks[places[-1]]
    return _Step(
        tuple(places),
        box,
        box.height - boxes[-1].height,
        tuple(heights.rows_of(last)) if last["kind"] == "table" else (),
        last["kind"] in {"figure", "heading"},
    )


def _cheapest(chapter: _Chapter, page: float) -> list[int]:
    """Return the places of a chapter in the cheapest order: step by step, the best ways to have put so many of each."""
    steps, figures = chapter.steps, chapter.figures
    ways: dict[tuple[int, int], list[_Way]] = {
        (0, 0): [_Way(0.0, chapter.top, _UNDER_HEAD if chapter.top else 0.0, ())]
    }
    done: list[_Way] = []
    for put in range(len(steps) + 1):
        due = sum(after <= put for _, _, after in figures)
        for shown in range(due + 1):
            for way in _best(ways.pop((put, shown), [])):
                if shown < due:
                    place, box, _ = figures[shown]
                    ways.setdefault((put, shown + 1), []).append(_with_figure(way, place, box, page))
                if put == len(steps) and shown == due:
                    done.append(way)
                elif put < len(steps) and due - shown <= (0 if steps[put].whole else _MOST_WAITING):
                    more = _with_step(way, steps[put], due - shown, page)
                    ways.setdefault((put + 1, shown), []).append(more)
    return list(min(done).places)


def _best(ways: Sequence[_Way]) -> list[_Way]:
    return sorted(ways)[:_KEPT]


def _with_figure(way: _Way, place: int, box: Box, page: float) -> _Way:
    """Put a figure, on the next page if it does not fit."""
    way = _on_a_page(way, box.above, box.height, page)
    return _Way(way.cost, _top(way, box) + box.height, box.below, (*way.places, place))


def _with_step(way: _Way, step: _Step, waiting: int, page: float) -> _Way:
    """Put text, a table, or a figure with its headings; what should not begin at the foot of a page turns it."""
    box = step.box
    least = 0.0
    if step.whole:
        least = box.height
    elif step.over or step.rows:
        least = min(box.height, step.over + _LEAST)
    way = _on_a_page(way, box.above, least, page)
    delay = waiting * (_PER_DELAY * (2 if step.rows else 1) * box.height / page + (_PER_SECTION if step.over else 0.0))
    filled, turned = _top(way, box) + box.height, 0
    if filled > page and not step.whole:
        filled, turned = _run_over(_top(way, box), step, page)
    return _Way(way.cost + delay + turned * _PER_PAGE, filled, box.below, (*way.places, *step.places))


def _top(way: _Way, box: Box) -> float:
    """Return where the next box begins on the page."""
    return way.filled + max(way.below, box.above) if way.filled else 0.0


def _on_a_page(way: _Way, above: float, height: float, page: float) -> _Way:
    """Turn the page if something does not fit on it; what is left of it is lost."""
    if not way.filled or way.filled + max(way.below, above) + height <= page:
        return way
    return _Way(way.cost + _PER_PAGE + max(0.0, 1 - way.filled / page) ** 2, 0.0, 0.0, way.places)


def _run_over(top: float, step: _Step, page: float) -> tuple[float, int]:
    """Break what does not fit; of a table, no row breaks, and each page begins with the head.

    Returns how full the last page is, and how many pages were turned.
    """
    if not step.rows:
        turned = int((top + step.box.height) // page)
        return (top + step.box.height) - turned * page, turned
    filled, turned = top + step.box.height - sum(step.rows), 0
    for row in step.rows:
        if filled + row > page:
            filled = step.rows[0]
            turned += 1
        filled += row
    return filled, turned
