from .builder import build
from .progress import Progress
from .result import BuildResult

__all__ = ["BuildResult", "Progress", "build"]
