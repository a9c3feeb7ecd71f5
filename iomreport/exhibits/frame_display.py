"""How frames of this package show themselves in a notebook: the table, and below it units, sources and licence.

`%load_ext iomreport` switches it on, and so does the first figure or table that is made in a notebook.
Frames stay ordinary frames of pandas. What is added comes from `frame.attrs`, which `load` fills and pandas hands on to
selections; frames of anybody else look as they always do.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from html import escape
from typing import TYPE_CHECKING, Any

from iomreport.catalog.describe import html_text

if TYPE_CHECKING:
    import pandas

    from iomreport.catalog.sources import Source

_HTML = "text/html"
# What frames are called: by pandas since version 3, and before.
_FRAMES = (("pandas", "DataFrame"), ("pandas.core.frame", "DataFrame"))
_STYLE = (
    "<style>.iomreport-frame dl{display:grid;font-size:.875em;gap:0 1em;grid-template-columns:max-content auto;"
    "margin:.5em 0 0}.iomreport-frame dd{margin:0}.iomreport-frame dd ul{margin:0;padding-left:1.2em}"
    ".iomreport-frame summary{cursor:pointer}</style>"
)
_MOST_NAMED = 3  # how many sources are named before the list is folded
_unwanted: set[int] = set()  # shells of which the user has unloaded the extension


def register(shell: Any) -> None:
    """Let a shell of IPython show units and sources below the frames of this package."""
    _unwanted.discard(id(shell))
    formatter = shell.display_formatter.formatters[_HTML]
    for name in _FRAMES:
        before = _formatter_of(formatter, name)
        if not isinstance(before, _WithSources):
            formatter.for_type_by_name(*name, _WithSources(before))


def unregister(shell: Any) -> None:
    """Let a shell of IPython show frames as it did before `register`, whatever exhibits are made later."""
    _unwanted.add(id(shell))
    formatter = shell.display_formatter.formatters[_HTML]
    for name in _FRAMES:
        ours = _formatter_of(formatter, name)
        if isinstance(ours, _WithSources):
            formatter.pop(".".join(name))
            if ours.before is not None:
                formatter.for_type_by_name(*name, ours.before)


def register_where_running() -> None:
    """Do what `register` does if this process is one of IPython."""
    running = getattr(sys.modules.get("IPython"), "get_ipython", None)
    shell = running() if running else None
    if getattr(shell, "display_formatter", None) is not None and id(shell) not in _unwanted:
        register(shell)


def _formatter_of(formatter: Any, name: tuple[str, str]) -> Any:
    """Return what shows frames now; None if it is pandas itself."""
    try:
        return formatter.lookup_by_type(".".join(name))
    except KeyError:
        return None


class _WithSources:
    """Shows a frame as it was shown before, and units and sources below if it is one of this package."""

    def __init__(self, before: Callable[[Any], str | None] | None):
        self.before = before

    def __call__(self, frame: Any) -> str | None:
        table = self.before(frame) if self.before else frame._repr_html_()
        return table and f"{table}{below(frame)}"


def below(frame: pandas.DataFrame) -> str:
    """Return what is shown below a frame: units, sources and licence as HTML; nothing for a frame of anybody else."""
    name = frame.attrs.get("dataset")
    if not isinstance(name, str):
        return ""
    facts = [("Units", _units(frame)), ("Sources", _sources(frame, name)), ("Data", _origin(frame, name))]
    lines = "".join(f"<dt>{label}</dt><dd>{text}</dd>" for label, text in facts if text)
    return f'{_STYLE}<div class="iomreport-frame"><dl>{lines}</dl></div>'


def _units(frame: pandas.DataFrame) -> str:
    columns: dict[str, list[str]] = {}
    for column, unit in frame.attrs.get("units", {}).items():
        if column in frame:
            columns.setdefault(unit, []).append(column)
    return "; ".join(html_text(f"{', '.join(named)}: {unit}") for unit, named in columns.items())


def _sources(frame: pandas.DataFrame, name: str) -> str:
    if name == "sources":
        return ""
    if "source_id" not in frame:
        return f"not in these columns; see iomreport.describe({escape(repr(name))})"
    from iomreport.catalog import sources

    known = sources.all_sources()
    cited = sources.source_ids_in(cell for cell in frame["source_id"].dropna() if isinstance(cell, str))
    lines = list(dict.fromkeys(_line(identifier, known.get(identifier)) for identifier in cited))
    if len(cited) <= _MOST_NAMED:
        return "<br>".join(lines)
    listed = "".join(f"<li>{line}</li>" for line in lines)
    return f"<details><summary>{len(cited)} of these rows</summary><ul>{listed}</ul></details>"


def _line(identifier: str, source: Source | None) -> str:
    from iomreport import formats

    if source is None:
        return escape(identifier)
    text, url = escape(formats.source_text(source.record())), formats.address(source.url)
    return f'<a href="{escape(url, quote=True)}">{text}</a>' if url else text


def _origin(frame: pandas.DataFrame, name: str) -> str:
    parts: Sequence[str] = [
        f"{name} ({frame.attrs['title']})" if "title" in frame.attrs else name,
        f"version {frame.attrs['version']}" if "version" in frame.attrs else "",
        str(frame.attrs.get("licence", "")),
    ]
    return escape(", ".join(part for part in parts if part))
