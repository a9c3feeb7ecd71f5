"""Figures as files, and drawing functions among drawings of one's own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PIL import Image
from pypdf import PdfReader

from iomreport import Figure, growth
from iomreport.errors import UsageError

pytestmark = pytest.mark.slow

ENDINGS = ("svg", "png", "pdf")
DC = "{http://purl.org/dc/elements/1.1/}"
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def figure() -> Figure:
    """Return a figure of the report."""
    return growth.members_figure()


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_figure_saved_twice_gives_the_same_bytes(figure: Figure, tmp_path: Path, ending: str) -> None:
    figure.save(tmp_path / f"a.{ending}")
    growth.members_figure().save(str(tmp_path / f"b.{ending.upper()}"))

    assert (tmp_path / f"a.{ending}").read_bytes() == (tmp_path / f"b.{ending.upper()}").read_bytes()


def test_svg_says_what_it_shows(figure: Figure, tmp_path: Path) -> None:
    figure.save(tmp_path / "a.svg")
    root = ElementTree.parse(tmp_path / "a.svg").getroot()

    assert root.get("role") == "img"
    assert (root.findtext(f"{SVG}title"), root.findtext(f"{SVG}desc")) == (figure.title, figure.alt)
    assert len(list(root.iter(f"{DC}source"))) == len(figure.source_ids)


def test_png_says_what_it_shows(figure: Figure, tmp_path: Path) -> None:
    figure.save(tmp_path / "a.png")
    with Image.open(tmp_path / "a.png") as image:
        told = dict(image.info)

    assert (told["Title"], told["Description"]) == (figure.title, figure.alt)
    assert len(told["Source"].splitlines()) == len(figure.source_ids)


def test_pdf_says_what_it_shows(figure: Figure, tmp_path: Path) -> None:
    figure.save(tmp_path / "a.pdf")
    reader = PdfReader(tmp_path / "a.pdf")

    assert reader.metadata is not None
    assert (reader.metadata.title, reader.metadata.subject) == (figure.title, figure.alt)
    assert reader.root_object["/StructTreeRoot"]["/K"]["/Alt"] == figure.alt  # type: ignore[index]
    assert "Franckh-Kosmos (2023)" in reader.metadata["/Keywords"]


@pytest.mark.parametrize(
    ("name", "said"), [("a.pgn", "did you mean '.png'"), ("a", "there is: .pdf, .png, .svg"), ("no/a.svg", "cannot be")]
)
def test_what_cannot_be_saved_is_refused(figure: Figure, tmp_path: Path, name: str, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        figure.save(tmp_path / name)


def test_data_come_as_text_or_go_to_a_file(figure: Figure, tmp_path: Path) -> None:
    figure.to_csv(tmp_path / "a.csv")

    assert (tmp_path / "a.csv").read_text(encoding="utf-8") == figure.to_csv()
    assert figure.to_csv().splitlines()[0].split(",") == list(figure.data.columns)


def test_axes_of_a_figure_are_at_hand(figure: Figure) -> None:
    assert figure.ax is figure.axes[0] is figure.figure.axes[0]


@pytest.mark.usefixtures("no_window")
def test_drawing_functions_draw_side_by_side() -> None:
    from matplotlib import pyplot

    _, axes = pyplot.subplots(1, 2)

    assert growth.plot_members(ax=axes[1]) is axes[1]
    assert (len(axes[0].lines), len(axes[1].lines) > 0) == (0, True)


@pytest.mark.usefixtures("no_window")
def test_a_chart_shown_as_a_figure_is_not_shown_again(figure: Figure) -> None:
    from matplotlib import pyplot

    chart, ax = pyplot.subplots()
    growth.plot_members(ax=ax)
    made = Figure(chart, id="fig-own", title="One", alt="One line", data=figure.data)
    made._repr_mimebundle_()

    assert pyplot.get_fignums() == []


@pytest.mark.parametrize(
    "first",
    [
        "import iomreport; iomreport.growth.plot_members()",
        "from iomreport.charts import fonts; fonts.register()",
        "import IPython.testing.globalipapp as app; app.start_ipython().run_line_magic('load_ext', 'iomreport')",
    ],
)
def test_style_has_its_typeface_once_a_chart_is_drawn_or_the_extension_loaded(first: str) -> None:
    code = f"""import matplotlib; matplotlib.use("agg")
import matplotlib.pyplot as plt
{first}
plt.style.use("iomreport.report")
chart, ax = plt.subplots()
ax.set_title("x"); chart.canvas.draw()
from matplotlib.font_manager import findfont
print(findfont(ax.title.get_fontproperties()))"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)

    assert done.stdout.strip().endswith("SourceSansPro-Bold.ttf"), done.stderr
    assert done.stderr == ""
