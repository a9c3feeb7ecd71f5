"""Lives lost: people recorded as dead or missing on the move, by the Missing Migrants Project's exports."""
