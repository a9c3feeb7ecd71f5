"""Tokens of a document as the template of the PDF shows them: drawn, measured, and broken where a line ends."""

import dataclasses
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from iomreport.export import direction, formula_drawing, images
from iomreport.export.pdf import layout, monospace, tables
from iomreport.export.pdf.pictures import Pictures
from iomreport.export.pdf.text_width import NO_BREAK, SANS, SANS_BOLD, SERIF, breakable, needs_hyphens
from iomreport.export.tokens import Token, parts_of, plain_text, text, walk

_SHORT_NUMBER = re.compile(r"(?<![\w.,])(\d{1,2}) (?=[^\W\d_])")  # one or two digits, and a word after them
_DEEPEST = 12  # levels of lists and quotations: Typst has an end of its own a little further down
_DEPTH_OF_TABLE = 4  # of these levels
_POINTS = 0.75  # of a pixel of CSS
_DIRECTED = frozenset(["paragraph", "block_text", "heading", "list", "definition_term"])
_INDENTED = frozenset(["list", "block_quote", "definition_text", "details", "footnote_item"])
_CODE = {"printed": monospace.printed, "block_code": monospace.code}


@dataclasses.dataclass(frozen=True)
class Place:
    """Where a text stands: how wide its lines are, its face, and the side from which it is read."""

    width: float = layout.PROSE_WIDTH
    face: Path = SERIF
    size: float = layout.SIZES["prose"]
    from_right: bool = False
    depth: int = 0
    hyphens: bool = True


class Converter:
    """Converts the tokens of one document; what they need beside the text is gathered meanwhile."""

    def __init__(self, pictures: Pictures, warnings: list[str], taken: Iterable[str] = (), language: str = "en"):
        self.pictures = pictures
        self.anchors: set[str] = set()
        self._warnings = warnings
        self._taken = set(taken)
        self._place = Place(from_right=direction.language_from_right(language))
        self._cell = 0
        self._noted: set[Any] = set()  # numbers of the footnotes that some mark leads to
        self._placed_notes: set[str] = set()

    def prose(self, tokens: Sequence[Token], cell: int, *, wide: bool = False) -> list[Token]:
        """Return the tokens of a cell, set in lines of prose or as wide as the page."""
        self._cell = cell
        self.note_marks(tokens)
        place = self._place
        if wide:
            place = dataclasses.replace(place, width=layout.TEXT_WIDTH)
        return self._tokens(tokens, place)

    def note_marks(self, tokens: Iterable[Token]) -> None:
        """Remember which footnotes some tokens mark: these stand at the foot of a page, and nowhere else."""
        prose = (token for token in tokens if token["type"] != "footnotes")
        self._noted |= {token["attrs"].get("index") for token in walk(prose) if token["type"] == "footnote_ref"}

    def heading(self, tokens: Sequence[Token], cell: int) -> tuple[list[Token], bool]:
        """Return the tokens of a heading, and whether it is read from the right."""
        self._cell = cell
        side = direction.from_right(plain_text(tokens))
        place = dataclasses.replace(self._place, from_right=self._place.from_right if side is None else side)
        return self._tokens(tokens, place), place.from_right

    def code(self, source: str, cell: int) -> Token:
        """Return the code of a cell as lines that fit its box."""
        self._cell = cell
        return self._lines({"type": "block_code", "raw": source}, Place(width=layout.TEXT_WIDTH - 16))

    def _tokens(self, tokens: Iterable[Token], place: Place) -> list[Token]:
        return [shown for token in tokens for shown in self._token(token, place)]

    def _token(self, token: Token, place: Place) -> list[Token]:
        kind = token["type"]
        if place.depth >= _DEEPEST and any(parts_of(token)):
            return [{"type": "text", "raw": prose(plain_text([token]) + " ", place)}]
        special = {
            "image": self._image,
            "inline_math": self._formula,
            "block_math": self._formula,
            "table": self._table,
            "anchor": self._anchor,
            "footnotes": self._footnotes,
            "footnote_ref": self._footnote,
        }
        if kind in special:
            return special[kind](token, place)
        if kind in _CODE:
            return [self._lines(token, place)]
        if kind == "text":
            return [{"type": "text", "raw": prose(token["raw"], place)}]
        if kind == "codespan":
            return [{"type": "codespan", "raw": prose(token["raw"], place)}]
        if "children" in token:
            return self._container(token, place)
        return [token]

    def _container(self, token: Token, place: Place) -> list[Token]:
        kind = token["type"]
        inner = dataclasses.replace(place, depth=place.depth + 1)
        if kind in _INDENTED:
            inner = dataclasses.replace(inner, width=max(inner.width - layout.INDENT, 80.0))
        sides: Token = {}
        if kind in _DIRECTED:
            side = direction.from_right(plain_text(token["children"]))
            if side is not None and side != place.from_right:
                inner = dataclasses.replace(inner, from_right=side)
                sides = {"side": "rtl" if side else "ltr"}
        shown = {**token, **sides, "children": self._tokens(token["children"], inner)}
        if "summary" in token:
            shown["summary"] = self._tokens(token["summary"], inner)
        return [shown]

    def _image(self, token: Token, place: Place) -> list[Token]:
        attrs = token["attrs"]
        alt = attrs["alt"]
        if not alt and self._cell not in self.pictures.undescribed:
            self.pictures.undescribed.append(self._cell)
        sizes = {name: attrs[name] * _POINTS if attrs.get(name) else None for name in ("width", "height")}
        name = self.pictures.add(*images.decode(attrs["url"]), self._cell)
        return [{"type": "picture", "file": name, "alt": alt, **sizes, "room": place.width}]

    def _formula(self, token: Token, place: Place) -> list[Token]:
        block = token["type"] == "block_math"
        formula = formula_drawing.draw(token["raw"], display=block or bool(token.get("attrs", {}).get("display")))
        if formula is None:
            self._warnings.append(f"cell {self._cell}: the formula {token['raw']!r} cannot be drawn; its source stands")
            return [{"type": "codespan", "raw": prose(token["raw"], place)}]
        scale = min(1.0, place.width / (formula.width * place.size))
        sizes = {"height": formula.height * scale, "depth": formula.depth * scale}
        return [{"type": "formula", "block": block, "alt": token["raw"], "svg": formula.svg, **sizes}]

    def _table(self, token: Token, place: Place) -> list[Token]:
        def convert(cell: dict[str, Any], width: float, size: float) -> Any:
            return self._cell_content(cell, dataclasses.replace(place, width=width + 1, size=size))

        caption = self._tokens(token["attrs"].get("caption", ()), place)
        left_out = len(token["body"]) - layout.MOST_ROWS
        if left_out > 0:
            token = {**token, "body": tables.first_rows(token["body"], layout.MOST_ROWS)}
            told = f"the PDF leaves out {left_out:,} rows, as it shows {layout.MOST_ROWS:,} of a table"
            self._warnings.append(f"cell {self._cell}: {told}")
        shown = {"type": "table", "caption": caption, "parts": tables.parts_of(token, place.width, convert)}
        note = {"type": "note", "children": [text(f"… {left_out:,} rows left out; the notebook has them")]}
        return [shown, note] if left_out > 0 else [shown]

    def _cell_content(self, cell: dict[str, Any], place: Place) -> Any:
        """Return a text alone as it is, and whatever else as tokens; with the side from which it is read."""
        face = SANS_BOLD if cell["head"] else SANS
        side = direction.from_right(cell["text"])
        hyphens = not cell["head"] and needs_hyphens(cell["text"], face, place.size, place.width)
        place = dataclasses.replace(
            place,
            face=face,
            depth=place.depth + _DEPTH_OF_TABLE,
            hyphens=hyphens,
            from_right=place.from_right if side is None else side,
        )
        shown = self._tokens(cell["children"], place)
        alone = len(shown) < 2 and all(token["type"] == "text" for token in shown)
        return {
            "text": "".join(token["raw"] for token in shown) if alone else None,
            "tokens": [] if alone else shown,
            "from_right": place.from_right,
            "hyphens": hyphens,
        }

    def _anchor(self, token: Token, place: Place) -> list[Token]:
        """Return an anchor that no other place has."""
        name = token["attrs"]["id"]
        if not name or name in self._taken:
            return []
        self._taken.add(name)
        self.anchors.add(name)
        return [{"type": "anchor", "id": name}]

    def _footnote(self, token: Token, place: Place) -> list[Token]:
        """Return a mark with its note; a note of one paragraph goes on in the line of its number."""
        label, note = f"note-{token['attrs'].get('index')}", token.get("note", [])
        if not note:  # in a note, where no other can begin: it names that one, which stands below the text
            return [{"type": "text", "raw": f"[^{token['attrs'].get('key')}]"}]
        if label in self._placed_notes:
            return [{"type": "footnote_again", "label": label}]
        self._placed_notes.add(label)
        if len(note) == 1:
            note = note[0].get("children", note)
        inner = dataclasses.replace(place, face=SERIF, size=layout.SIZES["prose"] * 0.85, depth=place.depth + 1)
        return [
            {
                "type": "footnote_ref",
                "label": label,
                "note": self._tokens(note, dataclasses.replace(inner, width=400.0)),
            }
        ]

    def _footnotes(self, token: Token, place: Place) -> list[Token]:
        """Return notes to which no mark leads; the others stand at the foot of their page."""
        items = [item for item in token["children"] if item.get("attrs", {}).get("index") not in self._noted]
        named = [[text(f"[^{item.get('attrs', {}).get('key')}]: "), *item.get("children", ())] for item in items]
        return self._tokens((part for item in named for part in item), place)

    def _lines(self, token: Token, place: Place) -> Token:
        lines = _CODE[token["type"]](token["raw"], place.width)
        if lines.left_out:
            left_out = f"the PDF leaves out {lines.left_out:,} lines, as it shows {layout.MOST_LINES:,} of a text"
            self._warnings.append(f"cell {self._cell}: {left_out}")
        return {
            "type": "lines",
            "error": bool(token.get("attrs", {}).get("error")),
            "first": _pieces(lines.first),
            "last": _pieces(lines.last),
            "note": f"… {lines.left_out:,} lines left out; the notebook has them" if lines.left_out else "",
            "side": "rtl" if direction.from_right(token["raw"][:2000]) else "ltr",
        }


def prose(text: str, place: Place | None = None) -> str:
    """Return a text whose numbers of few digits stay on one line with what they count, as a day with its month."""
    place = place or Place()
    joined = _SHORT_NUMBER.sub(rf"\1{NO_BREAK}", text)
    return breakable(joined, place.face, place.size, place.width, hyphens=place.hyphens)


def _pieces(lines: Sequence[str]) -> list[str]:
    """Join lines into pieces that Typst sets one by one; an empty piece would have no height."""
    step = layout.LINES_AT_ONCE
    return ["\n".join(lines[at : at + step]) for at in range(0, len(lines), step)]
