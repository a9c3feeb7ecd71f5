"""Chapter 2, mandates: names, legal basis and heads, and what the organization is asked to do."""

from iomreport.mandates.timeline import legal_steps, plot_timeline, timeline_figure

__all__ = ["legal_steps", "plot_timeline", "timeline_figure"]
