"""What cells give beside exhibits, as tokens: shown in the best form that both editions have, else told."""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Iterator, Mapping
from html import escape
from typing import Any

from iomreport.export import formulas, images
from iomreport.export.html_tokens import HtmlReader
from iomreport.export.images import ImageReader, UnreadableImageError
from iomreport.export.markdown import MarkdownReader
from iomreport.export.tokens import Token, note, printed, readable, walk

_ORDER = ("text/html", "text/markdown", "text/latex", *images.TYPES, "application/json")
_NAMES = (
    (re.compile(r"application/vnd\.(vega|vegalite)\b.*"), "An interactive chart"),
    (re.compile(r"application/vnd\.(plotly|bokehjs|holoviews).*"), "An interactive chart"),
    (re.compile(r"application/vnd\.jupyter\.widget-view\+json"), "A widget"),
    (re.compile(r"application/(javascript|ecmascript)|text/javascript"), "A script"),
    (re.compile(r"(image|video|audio)/.*"), "A picture or recording"),
)
# What Python prints of an object that has no text of its own.
_NO_TEXT = re.compile(r"<[\w.]+ (object|at 0x|size )[^>]*>|<Figure>|alt\.\w+\(\.\.\.\)|Figure\(.*\)", re.DOTALL)
_ANSI = re.compile(r"\x1b(\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(\x07|\x1b\\)|[@-Z\\-_])")
_OPTION = re.compile(r"^#\|(.*)$", re.MULTILINE)


class OutputReader:
    """Reads the outputs of the code cells of one notebook.

    Attributes
    ----------
    warnings : list of str
        What a maintainer should mend, each with the number of the cell.
    """

    def __init__(self, markdown: MarkdownReader):
        self._markdown = markdown
        self.warnings: list[str] = []

    def read(self, output: Any, cell: Any, number: int) -> list[Token]:
        """Return what an output of a cell shows."""
        kind = output.get("output_type")
        if kind == "stream":
            return self._stream(output, number)
        if kind == "error":
            lines = [images.joined(line) for line in output.get("traceback") or [] if isinstance(line, str)]
            raw, name, value = terminal_text("\n".join(lines)), output.get("ename", ""), output.get("evalue", "")
            told = [] if name in raw and value in raw else [terminal_text(f"{name}: {value}")]
            return [printed("\n".join([*filter(str.strip, [raw]), *told]), error=True)]
        data = output.get("data")
        if not isinstance(data, Mapping) or not data:
            self._tell(number, f"an output of type {kind!r} cannot be shown and is left out")
            return [note(f"An output of type {kind} that cannot be shown.")]
        return self._best(data, output, cell, number)

    def _tell(self, number: int, message: str) -> None:
        self.warnings.append(f"cell {number}: {message}")

    def _stream(self, output: Any, number: int) -> list[Token]:
        raw = terminal_text(images.joined(output.get("text", "")))
        error = output.get("name") == "stderr"
        if error and raw.strip():
            self._tell(number, f"wrote to the error stream: {raw.strip().splitlines()[0]}")
        return [printed(raw, error=error)] if raw.strip() else []

    def _best(self, data: Mapping[str, Any], output: Any, cell: Any, number: int) -> list[Token]:
        """Return the first form of an output that can be shown; what else it holds is told where it is more."""
        readers = {"text/html": self.html, "text/markdown": self._of_markdown, "text/latex": self._latex}
        damaged = ""
        data = {kind: content for kind, content in data.items() if content not in ("", [])}
        if not data:  # as what clears a display has
            return []
        for kind in (kind for kind in _ORDER if kind in data):
            if kind in images.TYPES:
                tokens, damaged = self._image(kind, data[kind], output, cell, number)
            elif kind == "application/json":
                tokens = [printed(json.dumps(data[kind], indent=1, ensure_ascii=False, default=str))]
            else:
                tokens = readers[kind](images.joined(data[kind]), number)
            if tokens:
                return tokens
        plain = [kind for kind in data if kind.startswith("text/") and kind not in _ORDER]
        said = terminal_text("\n".join(images.joined(data[kind]) for kind in plain))
        rich = [kind for kind in data if kind != "text/plain"]
        idle = not said.strip() or (rich and _NO_TEXT.fullmatch(said.strip()))
        tokens = [] if idle else [printed(said)]
        if damaged:
            return [note(f"{damaged}."), *tokens]
        if rich or not tokens:
            instead = "its plain text stands instead" if tokens else "it is left out"
            self._tell(number, f"an output of type {', '.join(rich or data)} cannot be shown, so that {instead}")
            name = next((name for kind in rich for known, name in _NAMES if known.fullmatch(kind)), "An output")
            tokens.insert(0, note(f"{name} that cannot be shown here ({', '.join(rich or data)})."))
        return tokens

    def html(self, html: str, number: int) -> list[Token]:
        """Return HTML as tokens; warn of what it holds that is not shown."""
        pictures = ImageReader()
        reader = HtmlReader(pictures.read, split=formulas.find)
        tokens = reader.read(html)
        if tokens and reader.dropped:
            self._tell(
                number,
                f"of an output in HTML, these elements are left out or lose their effect: {', '.join(reader.dropped)}",
            )
        self.warnings += [f"cell {number}: {warning}" for warning in pictures.warnings]
        return tokens

    def _of_markdown(self, source: str, number: int) -> list[Token]:
        pictures = ImageReader()
        tokens, dropped = self._markdown.read(source, pictures.read)
        if dropped:
            self._tell(
                number,
                f"of an output in Markdown, these elements are left out or lose their effect: {', '.join(dropped)}",
            )
        self.warnings += [f"cell {number}: {warning}" for warning in pictures.warnings]
        return tokens

    def _latex(self, source: str, number: int) -> list[Token]:
        tokens = self.html(escape(source), number)
        if any(token["type"] in {"inline_math", "block_math"} for token in walk(tokens)):
            return tokens
        if not source.strip():
            return []
        self._tell(number, "an output in LaTeX holds no formula, so that its source stands")
        return [{"type": "block_code", "raw": source.strip("\n"), "attrs": {"info": "latex"}}]

    def _image(self, kind: str, content: Any, output: Any, cell: Any, number: int) -> tuple[list[Token], str]:
        """Return an image of an output; nothing, and what is wrong with it, if it is damaged."""
        raw = images.joined(content)
        try:
            if kind == "image/svg+xml":
                found = raw.encode("utf-8", "replace")
            else:
                _, found = images.decode(f"data:{kind};base64,{raw}")
            kind = images.checked_type(kind, found)
        except UnreadableImageError as error:
            self._tell(number, f"an image of type {kind} {error}, so a note stands instead")
            return [], f"An image of type {kind} that {error}"
        alt = alt_of(output, cell)
        if not alt:
            self._tell(number, "the image has no alt text; its output's metadata can give it as 'alt'")
        image = images.image_token(kind, found, alt, *_size_of(output, kind))
        return [{"type": "paragraph", "children": [image]}], ""


def terminal_text(raw: str) -> str:
    """Return what a terminal shows in the end: no colours, and only the last state of a line written again."""
    raw = _ANSI.sub("", raw)
    if "\b" in raw:
        raw = _without_backspaces(raw)
    if "\r" in raw:
        raw = "\n".join(_overwritten(line.rstrip("\r")) for line in raw.split("\n"))
    return readable(raw)


def _overwritten(line: str) -> str:
    """Return the last state of a line that is written again from its beginning, as progress bars are."""
    shown = ""
    for state in line.split("\r"):
        shown = state + shown[len(state) :]
    return shown


def _without_backspaces(raw: str) -> str:
    letters: list[str] = []
    for letter in raw:
        if letter != "\b":
            letters.append(letter)
        elif letters and letters[-1] != "\n":
            letters.pop()
    return "".join(letters)


def alt_of(output: Any, cell: Any) -> str:
    """Return the alternative text of an image: of its output's metadata, its cell's, or `#| fig-alt:`; else nothing."""
    metadata = [part for part in (output.get("metadata"), cell.get("metadata")) if isinstance(part, Mapping)]
    parts = [part for given in metadata for part in (given, *given.values()) if isinstance(part, Mapping)]
    found = next((str(part["alt"]) for part in parts if part.get("alt")), "")
    return found or _fig_alt(images.joined(cell.get("source", "")))


def _fig_alt(source: str) -> str:
    """Return what the option `fig-alt` of a cell says, which Quarto reads from its comments as YAML."""
    options = "\n".join(_OPTION.findall(source))
    if "fig-alt" not in options:
        return ""
    import yaml

    try:
        alt = yaml.safe_load(textwrap.dedent(options)).get("fig-alt")
    except (yaml.YAMLError, AttributeError):  # of comments that are no options
        return ""
    return " ".join(str(alt or "").split()) if not isinstance(alt, list) else ""


def _size_of(output: Any, kind: str) -> Iterator[float | None]:
    """Yield the width and height in pixels that an output's metadata ask for."""
    metadata = output.get("metadata")
    given = metadata.get(kind, metadata) if isinstance(metadata, Mapping) else {}
    for name in ("width", "height"):
        length = given.get(name) if isinstance(given, Mapping) else None
        yield float(length) if isinstance(length, int | float) and 0 < length < 100_000 else None
