"""The PDF as a file: no stream ends in a carriage return, and all hold what they held."""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Sequence
from typing import Any

import pikepdf
import pytest
from making import broken_promises, figure, notebook, to_pdf

from iomreport.export.pdf import packing

pytestmark = pytest.mark.slow


def packed(pdf: bytes) -> bytes:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return packing.packed(opened)


def streams_of(pdf: bytes) -> list[bytes]:
    """Return the bytes of every stream as they lie in the file, those that hold packed objects among them."""
    starts = re.finditer(rb"obj\s*<<(?:(?!endobj).)*?/Length (\d+)(?:(?!endobj).)*?>>\s*stream\n", pdf, re.DOTALL)
    found = [pdf[start.end() : start.end() + int(start[1])] for start in starts]
    assert len(found) == pdf.count(b"endstream")
    return found


def checksum_ends_in_return(content: bytes) -> bool:
    return zlib.compress(content).endswith(b"\r")


def with_streams(contents: Sequence[bytes], **parameters: Any) -> bytes:
    """Return a PDF of a few pages that holds streams of some contents, compressed as its maker left them."""
    made, file = pikepdf.new(), io.BytesIO()
    for _ in range(12):
        made.add_blank_page()
    made.Root["/Held"] = pikepdf.Array([
        made.make_indirect(pikepdf.Stream(made, zlib.compress(content), Filter=pikepdf.Name.FlateDecode, **parameters))
        for content in contents
    ])  # fmt: skip
    made.save(file, deterministic_id=True, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)
    return file.getvalue()


CONTENTS = [b"row %d" % number for number in range(2000)]
ENDING_IN_RETURN = list(filter(checksum_ends_in_return, CONTENTS))


def test_no_stream_ends_in_a_carriage_return() -> None:
    before = with_streams(CONTENTS)

    assert len(ENDING_IN_RETURN) > 3
    assert sum(stream.endswith(b"\r") for stream in streams_of(before)) >= len(ENDING_IN_RETURN)
    assert [stream for stream in streams_of(packed(before)) if stream.endswith(b"\r")] == []


def test_streams_hold_the_same_as_before() -> None:
    with pikepdf.open(io.BytesIO(packed(with_streams(CONTENTS)))) as opened:
        assert [stream.read_bytes() for stream in opened.Root["/Held"]] == CONTENTS


def test_stream_that_was_not_compressed_does_not_end_in_a_carriage_return_either_and_holds_the_same() -> None:
    contents = [*ENDING_IN_RETURN, b"ends\r"]
    made, file = pikepdf.new(), io.BytesIO()
    made.add_blank_page()
    made.Root["/Held"] = pikepdf.Array([made.make_stream(content) for content in contents])
    made.save(file, deterministic_id=True, compress_streams=False)
    after = packed(file.getvalue())

    assert [stream for stream in streams_of(after) if stream.endswith(b"\r")] == []
    with pikepdf.open(io.BytesIO(after)) as opened:
        assert [stream.read_bytes() for stream in opened.Root["/Held"]] == contents


def test_metadata_are_left_plain_as_no_checksum_follows_them() -> None:
    made = pikepdf.new()
    (content, *_) = ENDING_IN_RETURN

    assert packing._ends_in_return(made.make_stream(content))
    assert not packing._ends_in_return(made.make_stream(content, Type=pikepdf.Name.Metadata))


def test_stream_with_parameters_of_its_filter_keeps_them() -> None:
    parameters = pikepdf.Dictionary(Predictor=1)
    with pikepdf.open(io.BytesIO(packed(with_streams(ENDING_IN_RETURN, DecodeParms=parameters)))) as opened:
        assert [stream.read_bytes() for stream in opened.Root["/Held"]] == ENDING_IN_RETURN


@pytest.mark.parametrize("count", range(0, 400, 8))
def test_packed_objects_do_not_end_in_a_carriage_return_however_many_there_are(count: int) -> None:
    made, file = pikepdf.new(), io.BytesIO()
    for _ in range(6):
        made.add_blank_page()
    made.Root["/Held"] = pikepdf.Array([made.make_indirect(pikepdf.Dictionary(Of=number)) for number in range(count)])
    made.save(file, deterministic_id=True)

    assert [stream for stream in streams_of(packed(file.getvalue())) if stream.endswith(b"\r")] == []


def test_no_stream_of_a_report_with_many_attachments_ends_in_a_carriage_return() -> None:
    figures = [figure(f"fig-{number}", data=f"year,value\n1951,{number}\n") for number in range(300)]
    pdf = to_pdf(notebook("# T", *figures))

    assert [stream for stream in streams_of(pdf) if stream.endswith(b"\r")] == []
    assert {broken_promises(pdf, profile) == [] for profile in ("ua1", "3a")} == {True}
