"""Stub."""

from iomreport.export.tokens import text


def take_out(source):
    return source, []


def put_back(raw, taken):
    return raw


def split(raw, taken):
    return [text(raw)]


def find(raw):
    return [text(raw)]
