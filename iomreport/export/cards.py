"""Tables of words in a small window: each row becomes a card, in which every cell says what its column is called."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from iomreport.export.document import Block


def names_of_columns(blocks: Iterable[Block]) -> str:
    """Return CSS variables that hold what the columns of each table are called.

    A cell shows the name only where its row is a card, so the page need not repeat it in every row.

    Parameters
    ----------
    blocks : iterable of Block
        Blocks of a document; those that are no tables are passed over.

    Returns
    -------
    str
        A rule for each table, by its anchor; `--column-2` is the second column.
    """
    return "\n".join(
        f'[id="{block.id}"] {{ {" ".join(_declarations(block))} }}' for block in blocks if block.kind == "table"
    )


def _declarations(block: Block) -> Iterator[str]:
    for number, column in enumerate(block.record["columns"][1:], start=2):
        named = f"{column['label']}, {column['unit']}" if column["unit"] else column["label"]
        yield f"--column-{number}: {_string(named)};"
    if any(row["sources"] for row in block.record["rows"]):
        yield f"--column-{len(block.record['columns']) + 1}: 'Sources';"


def _string(text: str) -> str:
    """Return a text as a CSS string, from which nothing that it holds can break out."""
    return "'" + "".join(each if each.isalnum() or each in " ,.-" else f"\\{ord(each):X} " for each in text) + "'"
