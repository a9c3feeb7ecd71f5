"""What a build did, for people and for programs."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True)
class NotebookResult:
    """What became of one notebook, by its file name; `seconds` its code took, now or when it last ran."""

    name: str
    executed: bool
    reason: str
    seconds: float
    cells: int


@dataclass(frozen=True)
class EditionResult:
    """What became of one edition; it is `remembered` if an earlier build rendered it."""

    file: Path
    size: int
    sha256: str
    remembered: bool


@dataclass(frozen=True)
class BuildResult:
    """What a build did: to each notebook in the order of the report, and to each edition in the order asked for.

    So many `jobs` could run at once; `forked` tells whether kernels were. Results are remembered in the folder `cache`.
    """

    notebooks: tuple[NotebookResult, ...]
    editions: tuple[EditionResult, ...]
    jobs: int
    forked: bool
    cache: Path
    seconds: float

    @property
    def files(self) -> tuple[Path, ...]:
        """The editions written."""
        return tuple(edition.file for edition in self.editions)

    @property
    def executed(self) -> tuple[str, ...]:
        """Names of the notebooks whose code ran."""
        return tuple(notebook.name for notebook in self.notebooks if notebook.executed)

    @property
    def remembered(self) -> tuple[str, ...]:
        """Names of the notebooks whose outputs were remembered."""
        return tuple(notebook.name for notebook in self.notebooks if not notebook.executed)

    def as_json(self) -> str:
        """Return it as text for other programs."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=2, default=str)
