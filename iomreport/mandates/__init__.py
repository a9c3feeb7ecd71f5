"""Chapter 2, mandates: what states have asked the organization to do, and what it did.

A module for each question: `timeline`, made up of `founding` and `heads`; `work`, the mandate as a map, and `accounts`
of each activity; `emergencies`, drawn by `regions` and by `emergency_counts`; `operations` and `returns`, people moved
and assisted; `functions`, what the money was spent on; `governance`; and `disputes`, where sources differ.
"""

from iomreport.mandates.timeline import legal_steps, plot_timeline, timeline_figure

__all__ = ["legal_steps", "plot_timeline", "timeline_figure"]
