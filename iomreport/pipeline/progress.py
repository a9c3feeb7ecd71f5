"""What a build tells whoever waits for it."""


class Progress:
    """Receives what happens during a build, and does nothing with it; whoever wants to know overrides."""

    def planned(self, notebook: str, cells: int) -> None:
        """Receive that a notebook is to run that many code cells."""

    def executed(self, notebook: str) -> None:
        """Receive that one more code cell of a notebook has run."""

    def said(self, message: str) -> None:
        """Receive a step, said in one line."""
