"""A province's library of evidence: 110,000 files of 1,500 schools as rows; a list reads no bytes."""

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import asyncpg

from api.evidence.rules.kinds import DOCX, JPEG, MP4, PDF, PNG, XLSX
from api.kit.ids import uuid7
from api.kit.text import fold, sort_key

FILES, TO_JUDGE = 110_000, 10_000
_SHOWN = (
    "Biên bản tập huấn", "Ảnh lớp học", "Kế hoạch chuyển đổi số", "Quyết định thành lập tổ", "Danh sách tham gia",
    "Báo cáo kết quả", "Chứng thư số", "Video tiết dạy", "Học bạ số", "Hóa đơn đường truyền",
)  # fmt: skip
_ENDS = {PDF: "pdf", JPEG: "jpg", PNG: "png", MP4: "mp4", DOCX: "docx", XLSX: "xlsx"}
_KINDS = (JPEG, JPEG, JPEG, JPEG, PDF, PDF, PDF, DOCX, XLSX, MP4)
_VERDICTS = ("none", "verified", "verified", "rejected")
_RISKS = (0, 0, 0, 0, 0, 10, 10, 30, 40, 70)
_EVIDENCE = (
    "id", "version", "created_at", "updated_at", "unit_id", "department_id", "title", "sort_key", "search", "filename",
    "media_type", "size", "sha256", "scan", "risk", "verdict", "added_by", "on_behalf", "series_id", "expires_on",
)  # fmt: skip
# Each file hangs on a piece of work of its unit, every third on two.
_LINKS = """
INSERT INTO evidence_links (evidence_id, type, target_id)
SELECT e.id, 'assignment', a.id
FROM (SELECT id, unit_id, row_number() OVER (PARTITION BY unit_id ORDER BY id) AS n FROM evidence) e
JOIN (SELECT id, unit_id, row_number() OVER (PARTITION BY unit_id ORDER BY id) - 1 AS n,
             count(*) OVER (PARTITION BY unit_id) AS all
      FROM assignments) a ON a.unit_id = e.unit_id
WHERE a.n = e.n % a.all OR (e.n % 3 = 0 AND a.n = (e.n + 7) % a.all)
"""
_FACTS = """
INSERT INTO evidence_files (file_sha256, signatures, pages, look)
SELECT sha256, '[]', CASE WHEN min(media_type) = $1 THEN 3 END,
       CASE WHEN min(media_type) <> $1 THEN hashtextextended(sha256, 1) END
FROM evidence WHERE media_type = ANY ($2) GROUP BY 1
"""
_PICTURES = """
INSERT INTO evidence_pictures (file_sha256, position, sha256, size, width, height)
SELECT file_sha256, position, encode(sha256((file_sha256 || position)::bytea), 'hex'), 20000, 320, 240
FROM evidence_files, generate_series(0, coalesce(pages, 1)) AS position
"""
_UNJUDGE = "UPDATE evidence SET verdict = 'none', verdict_reason = NULL WHERE media_type = $1"


async def fill(administrator: str) -> None:
    """The files, what is known of them, what they hang on."""
    connection = await asyncpg.connect(administrator)
    try:
        schools = await connection.fetch("SELECT id, department_id FROM units WHERE kind = 'school' ORDER BY id")
        await connection.copy_records_to_table("evidence", records=_files(schools), columns=_EVIDENCE)
        await connection.execute(_LINKS)
        await connection.execute(_FACTS, PDF, [PDF, JPEG, PNG])
        await connection.execute(_PICTURES)
        await _settle(connection)
    finally:
        await connection.close()


async def unjudge(administrator: str) -> None:
    """What was judged by its filter waits again."""
    connection = await asyncpg.connect(administrator)
    try:
        await connection.execute(_UNJUDGE, PNG)
        await _settle(connection)
    finally:
        await connection.close()


async def _settle(connection: asyncpg.Connection) -> None:
    await connection.execute("VACUUM ANALYZE")
    await connection.execute("CHECKPOINT")


def _files(schools: list[asyncpg.Record]) -> Iterator[tuple[Any, ...]]:
    """Oldest first, school after school: the PNGs are those that wait to be judged by their kind."""
    dice, now = random.Random(5), datetime.now(UTC)
    digests = [dice.randbytes(32).hex() for _ in range(FILES)]
    for number in range(FILES):
        school = schools[number % len(schools)]
        waits = number % (FILES // TO_JUDGE) == 0
        kind = PNG if waits else dice.choice(_KINDS)
        # Every fiftieth file is another school's as well.
        sha256 = digests[number - 1] if number % 50 == 49 else digests[number]
        title = f"{dice.choice(_SHOWN)} {dice.randrange(1, 5_000)}"
        filename = f"{title}.{_ENDS[kind]}"
        at = now - timedelta(minutes=3 * (FILES - number))
        id_: UUID = uuid7()
        expires_on = at.date() + timedelta(days=365) if number % 20 == 3 else None
        yield (
            id_, 1, at, at, school["id"], school["department_id"], title, sort_key(title), fold(f"{title} {filename}"),
            filename, kind, dice.randrange(20_000, 4_000_000), sha256, "unscanned", dice.choice(_RISKS),
            "none" if waits else dice.choice(_VERDICTS), "bench", False, id_, expires_on,
        )  # fmt: skip
