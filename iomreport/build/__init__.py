"""From notebooks to the report: execute, cache, assemble, export, write."""

from iomreport.build.progress import Progress
from iomreport.build.report import BuildResult, build

__all__ = ["BuildResult", "Progress", "build"]
