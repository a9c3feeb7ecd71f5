"""Imported before anything that imports jsonschema: what takes long there and is hardly ever needed is put off."""

from __future__ import annotations

from iomreport import deferred_import

deferred_import.put_off()
