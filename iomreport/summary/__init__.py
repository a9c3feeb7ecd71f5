"""The summary: the few figures that a busy reader needs."""
