"""The reference: every public name, with its signature and what its docstring says, as one page of Markdown.

`python -m iomreport.reference` writes `docs/reference.md`; a test says when it is out of date. It reads the modules
themselves and nothing else, so that what `help` shows and what the page says are one text.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from types import ModuleType
from typing import Any

import iomreport

PAGE = Path(__file__).resolve().parent.parent / "docs" / "reference.md"
"""Where the page stands in a checkout."""

_HEAD = """# Reference

Every public name of `iomreport`, module by module, written by `python -m iomreport.reference` from the docstrings:
change those, not this page. What `iomreport` itself offers comes first; everything else is named by its module.
"""


def modules() -> list[str]:
    """Return the names of the public modules: the package first, then the others by name.

    Returns
    -------
    list of str
        Without those that only run something (`__main__`).

    Examples
    --------
    >>> modules()[:2]
    ['iomreport', 'iomreport.advocacy']
    """
    found = pkgutil.walk_packages(iomreport.__path__, prefix="iomreport.")
    public = (module.name for module in found if not any(part.startswith("_") for part in module.name.split(".")))
    return ["iomreport", *sorted(public)]


def public_names(module: ModuleType) -> dict[str, Any]:
    """Return the public functions and classes that a module defines, and the public parts of those classes.

    Parameters
    ----------
    module : module
        A module of this package.

    Returns
    -------
    dict
        From the dotted name within the module to the function, class, method or property, in the order of the file.

    Examples
    --------
    >>> from iomreport import catalog
    >>> list(public_names(catalog))[:3]
    ['load', 'datasets', 'describe']
    """
    found: dict[str, Any] = {}
    for name, thing in vars(module).items():
        if name.startswith("_") or getattr(thing, "__module__", None) != module.__name__:
            continue
        if callable(thing) and inspect.isfunction(inspect.unwrap(thing)):
            found[name] = thing
        elif inspect.isclass(thing):
            found[name] = thing
            found |= {f"{name}.{part}": method for part, method in _parts(thing)}
    return found


def _parts(owner: type) -> Iterator[tuple[str, Any]]:
    for name, part in vars(owner).items():
        plain = part.__func__ if isinstance(part, classmethod | staticmethod) else part
        if not name.startswith("_") and (
            isinstance(plain, property | cached_property) or (inspect.isfunction(plain) and plain.__doc__)
        ):
            yield name, plain


def signature(thing: Any) -> str:
    """Return how a function or class is called; nothing for a property.

    Parameters
    ----------
    thing : function, class or property
        One of `public_names`.

    Returns
    -------
    str
        Parameters and what is returned, as written in the code.

    Examples
    --------
    >>> from iomreport import catalog
    >>> signature(catalog.load)
    '(name: str) -> pandas.DataFrame'
    """
    if isinstance(thing, property | cached_property):
        return ""
    try:
        whole = inspect.signature(thing)
    except ValueError:  # as of an exception that takes what every exception takes
        return ""
    taken = [
        each.replace(annotation=_type(each.annotation), default=_default(each.default))
        for each in whole.parameters.values()
    ]
    return str(whole.replace(parameters=taken, return_annotation=_type(whole.return_annotation)))


class _AsWritten(str):
    """A text that stands in a signature without quotation marks."""

    __slots__ = ()

    def __repr__(self) -> str:
        return str(self)


def _type(annotation: Any) -> Any:
    return _AsWritten(annotation) if isinstance(annotation, str) else annotation


def _default(value: Any) -> Any:
    """Return a default as it looks the same each time: sets in order, other objects without their address."""
    if isinstance(value, frozenset) and value:
        return _AsWritten(f"frozenset({{{', '.join(sorted(map(repr, value)))}}})")
    return _AsWritten(f"{type(value).__name__}(...)") if " at 0x" in repr(value) else value


def page() -> str:
    """Return the whole reference.

    Returns
    -------
    str
        Markdown: a section for each module, and in it a heading for each public name and its docstring.
    """
    sections = [_HEAD, _contents()]
    for name in modules():
        module = importlib.import_module(name)
        if name != iomreport.__name__:
            sections.append(f'## <a id="{name}"></a>`{name}`\n\n{_prose(module.__doc__)}\n')
        sections += [_entry(name, label, thing) for label, thing in public_names(module).items()]
    return "\n".join(sections)


def _contents() -> str:
    """Return the list of what the package itself offers, with a line each."""
    lines = ["## `iomreport`\n", _prose(iomreport.__doc__) + "\n"]
    for name in iomreport.__all__:
        thing = getattr(iomreport, name)
        home = thing.__name__ if inspect.ismodule(thing) else f"{thing.__module__}.{name}"
        lines.append(f"- [`{name}`](#{home}): {(inspect.getdoc(thing) or '').splitlines()[0]}")
    return "\n".join(lines) + "\n"


def _entry(module: str, label: str, thing: Any) -> str:
    """Return what is said of one name: its anchor and heading, how it is called, and its docstring."""
    called = f"class {label}{signature(thing)}" if inspect.isclass(thing) else f"{label}{signature(thing)}"
    head = f'### <a id="{module}.{label}"></a>`{label}`'
    return f"{head}\n\n```python\n{called}\n```\n\n{_prose(inspect.getdoc(thing))}\n"


def _prose(doc: str | None) -> str:
    """Return a docstring as Markdown: headings of its parts in bold, parameters as a list, examples as code."""
    lines = inspect.cleandoc(doc or "").splitlines()
    out: list[str] = []
    part, code = "", False
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        if re.fullmatch(r"-{3,}", line):
            continue
        if re.fullmatch(r"-{3,}", following) and len(following) == len(line):
            out += ["```", ""] if code else []
            part, code = line, False
            out += [f"**{line}**", ""]
        elif line.startswith(">>> ") and not code:
            out.append("```pycon")
            out.append(line)
            code = True
        elif code and not line:
            out += ["```", ""]
            code = False
        elif code:
            out.append(line)
        elif part and line and not line.startswith(" ") and part != "Examples":
            out.append(f"- `{line}`" if part != "Notes" else line)
        else:
            out.append(line.strip() if not part else line)
    out += ["```"] if code else []
    return re.sub(r"\n{3,}", "\n\n", "\n".join(out)).strip()


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8", newline="\n")
