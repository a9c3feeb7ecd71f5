"""The HTML edition: one file that asks nothing of any server."""
