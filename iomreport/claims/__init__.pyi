from . import comparison, conflicts, listing, overview, positions
from .comparison import article_figures, work_disputes
from .conflicts import conflicts_by_topic
from .listing import assessed_claims
from .overview import claims_by_part, plot_status, status_figure
from .positions import stated_positions

__all__ = [
    "article_figures",
    "assessed_claims",
    "claims_by_part",
    "comparison",
    "conflicts",
    "conflicts_by_topic",
    "listing",
    "overview",
    "plot_status",
    "positions",
    "stated_positions",
    "status_figure",
    "work_disputes",
]
