"""What may be kept and how it is asked for, without a database."""

import io
import zipfile

import pytest

from api.evidence.rules import archives, kinds
from api.evidence.rules.archives import Limits, Unsafe, members
from api.evidence.rules.evidence import Signs, risk_of
from api.evidence.rules.likeness import stored, telling
from api.evidence.rules.metadata import Malformed, read_metadata, read_targets
from api.evidence.rules.ranges import Unsatisfiable, requested
from tests.evidence.conftest import JPEG, MP4, PDF, PNG, WEBP, zipped

SMALL = Limits(members=3, directory=400, unpacked=3 << 20, ratio=500, inner=1000, depth=2)


def refused(content, limits=SMALL):
    with pytest.raises(Unsafe) as unsafe:
        members(io.BytesIO(content), limits)
    return unsafe.value.reason


def test_a_zip_gives_its_names():
    made = zipped(("a.txt", b"a"), ("thư mục/", b""), ("empty", b""))
    assert members(io.BytesIO(made), SMALL) == ["a.txt", "thư mục/", "empty"]


def nest(depth):
    content = zipped(("x", b"x"))
    for _ in range(depth):
        content = zipped(("inner.zip", content))
    return content


def test_archives_in_archives_are_looked_into_two_deep():
    assert members(io.BytesIO(nest(2)), SMALL) == ["inner.zip"]
    assert refused(nest(3)) == "too_deep"


def locked():
    made = bytearray(zipped(("a", b"a")))
    made[6] |= 1
    made[made.index(b"PK\x01\x02") + 8] |= 1
    return bytes(made)


def damaged():
    made = bytearray(zipped(("a", b"a" * 100)))
    made[32:40] = b"\xff" * 8
    return bytes(made)


def large():
    """As if its directory were described by the 64-bit records."""
    made = zipped(("a", b"a"))
    place = made.rindex(b"PK\x05\x06")
    return made[:place] + b"PK\x06\x07" + b"\0" * 16 + made[place:]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"PK\x03\x04", "broken"),
        (b"PK\x03\x04PK\x05\x06", "broken"),
        (large(), "too_large"),
        (zipped(*((str(n), b"x") for n in range(4))), "too_many"),
        (zipped(("n" * 500, b"x")), "too_many"),
        (zipped(("0", b"\0" * (4 << 20))), "too_large"),
        (zipped(("in.zip", zipped(("a", bytes(range(256)) * 8), method=zipfile.ZIP_STORED))), "too_large"),
        (zipped(("a.rar", b"Rar!\x1a\x07\x00")), "closed"),
        (locked(), "locked"),
        (damaged(), "broken"),
    ],
)
def test_what_harms_or_hides_is_refused(content, reason):
    assert refused(content) == reason


def test_a_directory_that_understates_itself_is_refused():
    made = bytearray(zipped(*((str(n), b"x") for n in range(4))))
    end = made.rindex(b"PK\x05\x06")
    made[end + 8 : end + 12] = b"\1\0\1\0"
    assert refused(bytes(made)) in {"too_many", "broken"}


def test_small_zips_may_unpack_well():
    assert members(io.BytesIO(zipped(("0", b"\0" * 100_000)))) == ["0"]
    assert archives.LIMITS.depth == 2


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (PDF, kinds.PDF), (b"\xef\xbb\xbf\r\n" + PDF, kinds.PDF), (b"x" + PDF, None), (JPEG, kinds.JPEG),
        (PNG, kinds.PNG), (WEBP, kinds.WEBP), (b"RIFF\0\0\0\0WAVE", None), (MP4, kinds.MP4),
        (b"\0\0\0\x18ftypheic", None), (zipped(("a", b"a")), kinds.ZIP), (b"", None), (b"<svg/>", None),
    ],
)  # fmt: skip
def test_a_file_is_known_by_its_beginning(head, kind):
    assert kinds.sniff(head) == kind


@pytest.mark.parametrize(
    ("names", "kind"),
    [
        (["a"], kinds.ZIP),
        (["[Content_Types].xml", "other"], kinds.ZIP),
        (["[Content_Types].xml", "word/document.xml"], kinds.DOCX),
        (["[Content_Types].xml", "xl/vbaProject.bin"], None),
    ],
)
def test_a_document_is_known_by_its_parts(names, kind):
    assert kinds.of_members(names) == kind


@pytest.mark.parametrize(
    ("said", "lied"),
    [(None, False), ("", False), ("application/octet-stream", False), ("image/png; x=1", False), ("text/html", True)],
)
def test_a_vague_word_is_no_lie(said, lied):
    assert kinds.is_contradicted(said, "image/png") is lied


@pytest.mark.parametrize(
    ("header", "span"),
    [
        (None, None), ("bytes=-", None), ("bytes=0-0", (0, 1)), ("bytes=3-", (3, 10)), ("bytes=-20", (0, 10)),
        ("bytes=4-2", None), ("bytes=1-99", (1, 10)), ("bytes=1-2,4-5", None),
    ],
)  # fmt: skip
def test_ranges(header, span):
    assert requested(header, 10) == span


@pytest.mark.parametrize("header", ["bytes=10-", "bytes=-0"])
def test_ranges_of_nothing(header):
    with pytest.raises(Unsatisfiable):
        requested(header, 10)


ID = "01890000-0000-7000-8000-000000000000"


def test_targets_are_read_once_each():
    assert [str(each.id) for each in read_targets(f"task:{ID}, task:{ID},")] == [ID]
    assert read_targets(None) == []
    (value,) = read_targets(f"indicator_value:{ID}.{ID}.2026-Q2")
    assert (value.part, value.name) == (f"{ID}.2026-Q2", f"{ID}.{ID}.2026-Q2")
    for wrong in ("task", f"TASK:{ID}", "task:1", f"task:{ID}.a/b"):
        with pytest.raises(Malformed):
            read_targets(wrong)


def test_metadata_is_read():
    assert read_metadata("filename dOG7h3A=,flag") == {"filename": "tệp", "flag": ""}
    assert read_metadata(None) == {}
    for wrong in ("a YQ==,a YQ==", "a !", "a /w==", "ế YQ=="):
        with pytest.raises(Malformed):
            read_metadata(wrong)


def test_a_lie_outweighs_the_rest():
    assert risk_of(Signs(True, False, False)) > risk_of(Signs(False, True, False)) > risk_of(Signs(False, False, True))
    assert risk_of(Signs(False, False, False)) == 0


@pytest.mark.parametrize(
    ("look", "tells"),
    [(0, False), (2**64 - 1, False), (0x7F, False), (0xFF, True), (2**64 - 1 - 0xFF, True), (2**64 - 1 - 0x7F, False)],
)
def test_a_blank_picture_tells_nothing(look, tells):
    assert telling(look) is tells


@pytest.mark.parametrize(("look", "kept"), [(0, 0), (2**63 - 1, 2**63 - 1), (2**63, -(2**63)), (2**64 - 1, -1)])
def test_a_look_fits_the_databases_integers(look, kept):
    assert stored(look) == kept
