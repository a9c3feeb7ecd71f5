"""Letters that the faces of the PDF lack: further faces that have them, or else words in their place."""

import dataclasses
import re
import shutil
import tempfile
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from iomreport.export import typefaces
from iomreport.export.document import Block, Document

_AS_THEY_ARE = frozenset(["data", "package", "url", "svg", "alt", "id", "anchor", "source_id", "source_ids"])
_FORMULAS = frozenset(["inline_math", "block_math"])
_NAMES = {"Han": "Chinese", "Hiragana": "Japanese", "Katakana": "Japanese", "Hangul": "Korean"}
_LONGEST_NAME = 45
_MODIFIERS = range(0x1F3FB, 0x1F400)  # colours of skin
_FLAGS = range(0x1F1E6, 0x1F200)  # letters of the codes of countries


class Faces:
    """Which letters can be shown, with faces that are named or installed where those of the PDF lack some."""

    def __init__(self, named: Sequence[str], warnings: list[str]):
        self.warnings = warnings
        self.files: list[Path] = []
        self.families: list[str] = []
        self._named = typefaces.named_faces(named, warnings)

    def choose(self, letters: frozenset[int]) -> frozenset[int]:
        """Take what faces letters need, and return the letters that can be shown."""
        body = frozenset().union(*map(typefaces.code_points, typefaces.PDF_FACES[:-1]))
        self._take(self._named, letters - body)
        covered = typefaces.covered() | self._covered()
        missing = frozenset(
            point for point in letters - covered if not unicodedata.category(chr(point)).startswith("C")
        )
        if missing:
            self._take(typefaces.installed_faces(), missing)
        return covered | self._covered()

    def _take(self, candidates: Iterable[Path], missing: frozenset[int]) -> None:
        """Take each family that has letters that no other before it has, with all its faces."""
        families: dict[str, list[Path]] = {}
        for file in candidates:
            families.setdefault(typefaces.family_of(file), []).append(file)
        left = set(missing)
        for files in families.values():
            if not left & frozenset().union(*map(typefaces.code_points, files)):
                continue
            known = _families(files)
            if len(known) < len(files):
                unknown = next(file for file in files if file not in known)
                self.warnings.append(f"the font {unknown} cannot be used by Typst, so it is left out")
            self.files += [file for file in known if file not in self.files]
            self.families += [name for name in dict.fromkeys(known.values()) if name not in self.families]
            left -= self._covered()

    def _covered(self) -> frozenset[int]:
        return frozenset().union(*map(typefaces.code_points, self.files))


def _families(files: Sequence[Path]) -> dict[Path, str]:
    """Return the families of faces by the names that Typst has for them; without those that it cannot read."""
    import typst

    with tempfile.TemporaryDirectory(prefix="iomreport-") as folder:
        copies = {}
        for number, file in enumerate(files):
            copy = Path(folder, f"{number}{file.suffix}")
            shutil.copyfile(file, copy)
            copies[str(copy)] = file
        found = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder]).fonts()
        return {copies[face.path]: face.family for face in found if face.path in copies and face.index == 0}


def showable(document: Document, faces: Faces) -> Document:
    """Return a document in which words stand for letters that no face has; one warning tells which these are."""
    letters: set[str] = set()
    _each_text([_parts(block) for block in document.blocks], letters.update)
    _each_text([document.title, document.front, document.references], letters.update)
    shown = faces.choose(frozenset(map(ord, letters)))
    missing = {letter for letter in letters - {"\n", "\t"} if ord(letter) not in shown}
    if not missing:
        return document
    counts: Counter[str] = Counter()
    stand_in = _StandIn(missing, counts)
    blocks = [dataclasses.replace(block, **_mapped(_parts(block), stand_in)) for block in document.blocks]
    replaced = dataclasses.replace(
        document,
        title=stand_in(document.title),
        front=_mapped(document.front, stand_in),
        blocks=blocks,
        references=_mapped(document.references, stand_in),
        warnings=document.warnings,
    )
    if counts:
        listed = ", ".join(f"{script} ({count:,})" for script, count in counts.most_common())
        document.warnings.append(
            f"no face has some letters, so the PDF says in brackets what stands there: {listed}; "
            "name a font that has them, as NotoSansCJK-Regular.ttc, with --font or PdfExporter.fonts"
        )
    return replaced


def _parts(block: Block) -> dict[str, Any]:
    return {"tokens": block.tokens, "record": block.record, "source": block.source}


def _each_text(part: Any, seen: Callable[[str], Any]) -> None:
    if isinstance(part, str):
        if not part.isascii() or not part.isprintable():
            seen(part)
    elif isinstance(part, dict):
        for key, item in part.items():
            if key not in _AS_THEY_ARE and not (key == "raw" and part.get("type") in _FORMULAS):
                _each_text(item, seen)
    elif isinstance(part, list | tuple):
        for item in part:
            _each_text(item, seen)


def _mapped(part: Any, change: Callable[[str], str]) -> Any:
    if isinstance(part, str):
        return part if part.isascii() and part.isprintable() else change(part)
    if isinstance(part, dict):
        drawn = part.get("type") in _FORMULAS
        return {
            key: item if key in _AS_THEY_ARE or (key == "raw" and drawn) else _mapped(item, change)
            for key, item in part.items()
        }
    if isinstance(part, list):
        return [_mapped(item, change) for item in part]
    return tuple(_mapped(item, change) for item in part) if isinstance(part, tuple) else part


class _StandIn:
    """Puts words in the place of each run of letters that no face has; control characters are dropped."""

    def __init__(self, missing: set[str], counts: Counter[str]):
        one = f"[{re.escape(''.join(sorted(missing)))}]"
        self._run = re.compile(rf"{one}(?:[ \u3000]?{one})*")
        self._counts = counts

    def __call__(self, text: str) -> str:
        return self._run.sub(self._words, text)

    def _words(self, match: re.Match[str]) -> str:
        kinds = [(letter, _kind(letter)) for letter in match[0] if not letter.isspace()]
        for _, kind in kinds:
            if kind:
                self._counts[kind] += 1
        letters = [kind for letter, kind in kinds if kind not in {"", "emoji", "symbols"}]
        others = [letter for letter, kind in kinds if kind in {"emoji", "symbols"}]
        found = []
        if letters:
            count = sum(1 for letter, kind in kinds if kind in letters and unicodedata.category(letter)[0] != "M")
            scripts = _scripts(letters)
            found.append(f"[{count or len(letters)} {scripts} character{'s' if count != 1 else ''}]")
        found += _signs(others)
        return " ".join(found)


def _scripts(kinds: Sequence[str]) -> str:
    """Return the scripts of a run; Chinese characters among Japanese ones are Japanese."""
    found = [*dict.fromkeys(kinds)]
    if "Japanese" in found and "Chinese" in found:
        found.remove("Chinese")
    return " and ".join(found)


def _signs(letters: Sequence[str]) -> list[str]:
    """Return the names of signs in brackets; those of the same kind are counted."""
    flags = "".join(chr(ord(letter) - _FLAGS.start + ord("A")) for letter in letters if ord(letter) in _FLAGS)
    names = Counter(_name(letter) for letter in letters if ord(letter) not in _FLAGS)
    found = [f"[{name}]" if count == 1 else f"[{name}, {count} times]" for name, count in names.items()]
    return [*found, *([f"[flag {flags}]"] if flags else [])]


def _name(letter: str) -> str:
    name = unicodedata.name(letter, "").lower()
    return name if name and len(name) <= _LONGEST_NAME else f"U+{ord(letter):04X}"


@cache
def _kind(letter: str) -> str:
    """Return the script of a letter, "emoji" or "symbols" of another; nothing for what has no look of its own."""
    category, point = unicodedata.category(letter), ord(letter)
    if category in {"Cc", "Cf", "Cs"} or category == "Mn" or point in _MODIFIERS:
        return _script(letter) if category == "Mn" and unicodedata.combining(letter) else ""
    if category[0] == "C":
        return "symbols"
    script = _script(letter)
    if script:
        return script
    return "emoji" if point >= 0x1F000 or 0x2300 <= point < 0x2C00 else "symbols"


def _script(letter: str) -> str:
    from fontTools import unicodedata as scripts

    name = scripts.script_name(scripts.script(letter))
    if name in {"Common", "Inherited", "Unknown"}:
        wide = unicodedata.east_asian_width(letter) in "WF" and 0x2E80 <= ord(letter) < 0x1F000
        return "Chinese" if wide else ""
    return str(_NAMES.get(name, name.replace("_", " ")))
