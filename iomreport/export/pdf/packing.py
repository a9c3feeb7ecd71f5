"""A PDF as a file: its many small objects packed together, and its streams fit for readers that are strict."""

import base64
import io
import zlib
from typing import Any

import pikepdf
from pikepdf import Array, Name, ObjectStreamMode

_MOST_PACKINGS = 8  # tried before objects are left unpacked: of sixty packed streams, none ends so four times in five
_RETURN_AT_END = b"\r\nendstream"


def packed(pdf: pikepdf.Pdf) -> bytes:
    """Return a PDF as a file of about half its size, in which no stream ends in a carriage return.

    Readers may take it for a part of the line end that follows. The last byte of compressed data is that of a checksum
    of the content, so that to compress it otherwise would change nothing. Streams of the document that end so are
    written in letters. Those in which the file packs its objects, known only when it is written, change with the number
    of objects, so that one more is made until all end otherwise.
    """
    file = _saved(pdf, ObjectStreamMode.generate)
    if _RETURN_AT_END not in file:
        return file
    for stream in pdf.objects:
        if isinstance(stream, pikepdf.Stream) and _ends_in_return(stream):
            _write_in_letters(stream)
    for page in pdf.pages[:_MOST_PACKINGS]:
        file = _saved(pdf, ObjectStreamMode.generate)
        if _RETURN_AT_END not in file:
            return file
        page.obj["/MediaBox"] = pdf.make_indirect(Array(page.obj["/MediaBox"]))
    return _saved(pdf, ObjectStreamMode.disable)


def _ends_in_return(stream: pikepdf.Stream) -> bool:
    content = stream.read_raw_bytes()
    # qpdf compresses what is not, but for the metadata, which programs look for in the bytes of the file.
    compressed_later = "/Filter" not in stream and stream.get("/Type") != Name.Metadata
    return content.endswith(b"\r") or (compressed_later and zlib.adler32(content) & 0xFF == ord("\r"))


def _write_in_letters(stream: pikepdf.Stream) -> None:
    """Encode the content of a stream once more, in ASCII, with parameters that keep qpdf from undoing it."""
    if "/Filter" not in stream:  # with one filter alone, its parameters would be no list
        stream.write(zlib.compress(stream.read_raw_bytes()), filter=Name.FlateDecode)
    filters, parameters = _listed(stream, "/Filter"), _listed(stream, "/DecodeParms")
    stream.write(
        base64.a85encode(stream.read_raw_bytes()) + b"~>",
        filter=Array([Name.ASCII85Decode, *filters]),
        decode_parms=Array([pikepdf.Dictionary(), *(parameters or [None] * len(filters))]),
    )


def _listed(stream: pikepdf.Stream, name: str) -> list[Any]:
    """Return an entry that may be missing, one or several as a list."""
    entry = stream.get(name, Array())
    return list(entry) if isinstance(entry, Array) else [entry]


def _saved(pdf: pikepdf.Pdf, mode: ObjectStreamMode) -> bytes:
    """Return a PDF as a file, without the parameters of `_write_in_letters`, at the same length."""
    file = io.BytesIO()
    pdf.save(file, object_stream_mode=mode, deterministic_id=True)
    return file.getvalue().replace(b"/DecodeParms [ << >> ", b"/DecodeParms [ null  ")
