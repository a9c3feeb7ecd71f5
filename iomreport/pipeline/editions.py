"""Executed chapters as editions, rendered anew only if something they show has changed."""

import json
import os
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from iomreport.errors import BuildError
from iomreport.pipeline import cache, processes
from iomreport.pipeline.assemble import assemble
from iomreport.pipeline.fingerprint import EXPORTING, ONE_THREAD, digest, package_files, versions
from iomreport.pipeline.plan import Chapter
from iomreport.pipeline.progress import Progress

FORMATS = ("html", "pdf")
"""Editions that can be built."""


@dataclass(frozen=True)
class Edition:
    """One edition of the report, "html" or "pdf"; it is `remembered` if an earlier build rendered it."""

    name: str
    content: bytes
    remembered: bool

    @property
    def file(self) -> str:
        """Name of its file."""
        return f"report.{self.name}"


def editions(
    chapters: Sequence[Chapter],
    formats: Sequence[str],
    front: dict[str, Any],
    progress: Progress,
    *,
    options: Mapping[str, Mapping[str, Any]],
    anew: Collection[str] = (),
    fonts: Sequence[Path] = (),
    timeout: int | None = None,
) -> list[Edition]:
    """Return the editions of a report, as they were rendered before unless they shall be made `anew`.

    `front` stands on the title page, and `options` holds, for an edition, those of its exporter.
    `fonts` are the files that these name, and `timeout` is how many seconds the PDF may take.
    """
    shown = digest(_digest(chapters, front), *(font.read_bytes() for font in fonts if font.is_file()))
    given = {edition: dict(options.get(edition, {})) for edition in formats}
    names = {edition: digest(shown, edition, json.dumps(given[edition])) for edition in formats}
    known = {edition: None if edition in anew else cache.edition(names[edition]) for edition in formats}
    rendered: dict[str, bytes] = {}
    missing = [edition for edition in formats if known[edition] is None]
    if missing:
        from iomreport.pipeline.at_once import at_once

        warm_up()
        report = assemble([chapter.executed() for chapter in chapters], front)
        for edition in missing:
            progress.said(f"report.{edition}: exporting")
        limits: dict[str, dict[str, Any]] = {"pdf": {"timeout": timeout}} if timeout else {}
        tasks = {
            edition: partial(_render, report, edition, given[edition] | limits.get(edition, {})) for edition in missing
        }
        spare = not any(chapter.runs for chapter in chapters)  # measured: after kernels, two processes take over 500 MB
        rendered = dict(zip(missing, at_once([*tasks.values()], fork=spare), strict=True))
        for edition, content in rendered.items():
            with cache.kept_or(progress.said, f"report.{edition}"):
                cache.keep_edition(names[edition], content)
    return [Edition(edition, known[edition] or rendered[edition], known[edition] is not None) for edition in formats]


def _digest(chapters: Sequence[Chapter], front: dict[str, Any]) -> str:
    """Return a digest of everything that can change an edition."""
    shown = [[chapter.notebook.cells, chapter.content] for chapter in chapters]
    return digest(json.dumps([shown, front, package_files(), versions(EXPORTING)], sort_keys=True))


def _render(report: Any, edition: str, options: dict[str, Any]) -> bytes:
    from nbconvert.exporters import get_exporter

    try:
        content, _ = get_exporter(f"iomreport-{edition}")(**options).from_notebook_node(report)
    except OSError as error:
        raise BuildError(f"report.{edition} could not be made: {error.strerror or error}") from error
    return content if isinstance(content, bytes) else content.encode("utf-8")


def warm_up() -> None:
    """Import what rendering needs, without the threads of libraries, which would keep this process from forking."""
    with processes.environment_of(os.environ | ONE_THREAD):
        import iomreport.export  # noqa: F401
