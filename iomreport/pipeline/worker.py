"""A process that builds whenever it is told to, and has everything imported already the second time.

`iomreport.pipeline.watch` starts it, and another one whenever the package changes. It reads a request a line from its
standard input, as JSON, and answers with lines of JSON; when the input ends it stops whatever it is doing.
"""

from __future__ import annotations

import json
import os
import queue
import signal
import sys
import threading
from contextlib import suppress
from pathlib import Path
from typing import Any, TextIO

from iomreport.catalog.folders import notebooks_folder
from iomreport.errors import IomreportError
from iomreport.pipeline.progress import Silent


class _Teller(Silent):
    """Passes on the steps of a build."""

    def __init__(self, answers: TextIO):
        self._answers = answers

    def said(self, message: str) -> None:
        """Pass a step on."""
        self.answer({"said": message})

    def answer(self, content: dict[str, Any]) -> None:
        """Answer with a line."""
        self._answers.write(json.dumps(content) + "\n")
        self._answers.flush()


def main() -> None:
    """Build on each request until no more come."""
    teller = _Teller(os.fdopen(os.dup(1), "w", encoding="utf-8"))
    os.dup2(2, 1)  # whatever else is printed is no answer
    requests: queue.Queue[dict[str, Any] | None] = queue.Queue()
    threading.Thread(target=_listen, args=(requests,), daemon=True).start()
    try:
        for number, request in enumerate(iter(requests.get, None)):
            teller.answer(_built(request, teller))
            if number == 0:
                _rehearse(request)
    except (KeyboardInterrupt, BrokenPipeError):
        os._exit(1)  # whoever watched is gone


def _listen(requests: queue.Queue[dict[str, Any] | None]) -> None:
    for line in sys.stdin:
        requests.put(json.loads(line))
    requests.put(None)
    signal.raise_signal(signal.SIGINT)


def _built(request: dict[str, Any], teller: _Teller) -> dict[str, Any]:
    from iomreport.pipeline.builder import build

    notebooks = Path(request["notebooks"]) if request["notebooks"] else None
    try:
        build(Path(request["out"]), formats=["html"], notebooks=notebooks, progress=teller)
    except (IomreportError, OSError) as error:
        return {"error": str(error)}
    return {"built": True}


def _rehearse(request: dict[str, Any]) -> None:
    """Render the page once for nothing, so that all it takes is ready when the first change comes."""
    from iomreport.pipeline.assemble import front_matter
    from iomreport.pipeline.editions import editions
    from iomreport.pipeline.fingerprint import Inputs
    from iomreport.pipeline.notebook_files import report_notebooks
    from iomreport.pipeline.plan import planned

    with suppress(IomreportError, OSError):  # the build has told of it
        folder = Path(request["notebooks"]) if request["notebooks"] else notebooks_folder()
        chapters = planned(report_notebooks(folder), Inputs(), use_cache=True)
        if not any(chapter.runs for chapter in chapters):
            editions(
                chapters, ["html"], front_matter(), Silent(), options={"html": {"show_code": False}}, use_cache=False
            )


if __name__ == "__main__":
    main()
