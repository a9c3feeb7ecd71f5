"""Lets `python -m iomreport` stand in for the command."""

from iomreport.cli import main

if __name__ == "__main__":
    main()
