from . import key_figures
from .key_figures import Course, courses, key_figures_figure, plot_course

__all__ = ["Course", "courses", "key_figures", "key_figures_figure", "plot_course"]
