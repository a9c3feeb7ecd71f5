"""iomreport."""
