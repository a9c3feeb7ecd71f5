"""Typst in a process of its own: run as a script, so that nothing but Typst is imported.

It is given a folder as its argument. `job.json` there says what to do, and `result.json` what came of it. It ends when
its standard input does, as then the process that waits for it is no more: nothing else could stop Typst.
"""

import json
import os
import signal
import sys
import threading
from pathlib import Path
from typing import Any


def main(folder: Path) -> None:
    """Compile what lies in a folder, or try its images one by one."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that waits for this one
    threading.Thread(target=_end_with_input, daemon=True).start()
    job = json.loads((folder / "job.json").read_text(encoding="utf-8"))
    result = _refused(folder, job) if job["images"] else _compiled(folder, job)
    (folder / "result.json").write_text(json.dumps(result), encoding="utf-8")


def _end_with_input() -> None:
    while os.read(0, 1024):
        pass
    os._exit(1)


def _compiled(folder: Path, job: dict[str, Any]) -> dict[str, Any]:
    """Write `report.pdf`; return what Typst warns of, and where the anchors are that links lead to."""
    import typst

    compiler = typst.Compiler(
        str(folder / job["main"]), font_paths=[str(folder / job["faces"])], ignore_system_fonts=True
    )
    try:
        pdf, warnings = compiler.compile_with_warnings(pdf_standards=job["standards"], timestamp=job["timestamp"])
        targets = json.loads(compiler.query("<targets>", field="value", one=True))
    except typst.TypstError as error:
        return {"error": _reason(error)}
    (folder / "report.pdf").write_bytes(pdf)  # type: ignore[arg-type]
    return {"warnings": [warning.message for warning in warnings], "targets": targets}


def _refused(folder: Path, job: dict[str, Any]) -> dict[str, Any]:
    """Return why Typst refuses images, by the names of their files."""
    import typst

    reasons = {}
    for name in job["images"]:
        trial = f'#set document(title: "trial")\n#image("{name}", alt: "trial")'
        (folder / "trial.typ").write_text(trial, encoding="utf-8")
        try:
            typst.Compiler(str(folder / "trial.typ"), ignore_system_fonts=True).compile(
                format="pdf", pdf_standards=job["standards"], timestamp=job["timestamp"]
            )
        except typst.TypstError as error:
            reasons[name] = _reason(error)
    return {"refused": reasons}


def _reason(error: Any) -> str:
    return "; ".join([error.message, *error.hints])


if __name__ == "__main__":
    main(Path(sys.argv[1]))
