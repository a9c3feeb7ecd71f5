"""The datasets: load, list and describe them, check them, cite them, write them out."""

from iomreport.catalog.loader import closed_on, datasets, load, once, preload, stamp, version

__all__ = ["closed_on", "datasets", "load", "once", "preload", "stamp", "version"]
