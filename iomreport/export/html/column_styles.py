"""What the style sheet knows of the columns of each table: their names and their widths.

In a small window each row of a table of words becomes a card, in which every cell says what its column is called.
Where there is room, the columns share it by what they hold, as browsers give too much to those that hold little.
"""

import math
from collections.abc import Iterable, Sequence

from iomreport.export.document import Block

_FEWEST, _MOST = 8, 400  # letters that count for the width of a column, however few or many it holds
_DAMPING = 0.8  # power by which a column with more letters gets more room, so that short columns keep theirs
_CITATION = 5  # letters that the number of a source takes


def rules_of_columns(blocks: Iterable[Block]) -> str:
    """Return a rule for each table among some blocks: `--column-2` and `--width-2` are those of its second column."""
    return "\n".join(_rule(block) for block in blocks if block.kind == "table")


def _rule(block: Block) -> str:
    columns, rows = block.record["columns"], block.record["rows"]
    names = [f"{column['label']}, {column['unit']}" if column["unit"] else column["label"] for column in columns]
    letters = [_weight([len(row["cells"][index]) for row in rows]) for index in range(len(columns))]
    if any(row["sources"] for row in rows):
        names.append("Sources")
        letters.append(_weight([min(_CITATION * len(row["sources"]), _FEWEST) for row in rows]))
    declared = [f"--column-{number}: {css_string(name)};" for number, name in enumerate(names, start=1) if number > 1]
    declared += [f"--width-{number}: {each / sum(letters):.0%};" for number, each in enumerate(letters, start=1)]
    return f'[id="{block.id}"] {{ {" ".join(declared)} }}'


def _weight(lengths: Sequence[int]) -> float:
    """Return how much room a column asks for: cells that are long count for more, as they make their rows high."""
    mean = math.sqrt(sum(length**2 for length in lengths) / max(len(lengths), 1))
    return float(min(max(mean, _FEWEST), _MOST) ** _DAMPING)


def css_string(text: str) -> str:
    r"""Return a text as a CSS string, from which nothing that it holds can break out."""
    return "'" + "".join(each if each.isalnum() or each in " ,.-" else f"\\{ord(each):X} " for each in text) + "'"
