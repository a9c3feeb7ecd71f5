"""Lets `python -m iomreport` stand in for the command."""

from iomreport.cli import main

main()
