"""The report's typeface, made known to matplotlib by the first chart drawn, or by `%load_ext iomreport`."""

from functools import lru_cache

FACES = ("SourceSansPro-Regular.ttf", "SourceSansPro-It.ttf", "SourceSansPro-Bold.ttf")
"""Files of the sans face that charts use."""


@lru_cache(maxsize=1)
def register() -> None:
    """Make the report's sans face known to matplotlib."""
    from pathlib import Path

    import font_source_sans_pro
    from matplotlib import font_manager

    folder = Path(font_source_sans_pro.__file__).parent / "files"
    for face in FACES:
        font_manager.fontManager.addfont(str(folder / face))
