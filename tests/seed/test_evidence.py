"""Hải Phòng's sample evidence."""

import io
from collections import Counter

import pypdfium2
from PIL import Image
from sqlalchemy import func, select

from api.evidence.models import Evidence, EvidenceLink
from seed.demo.evidence import evidence
from seed.loading.evidence import load_evidence


def test_the_files_are_what_their_names_say_and_the_same_each_time():
    files = {each.filename: each.content for each in evidence()}
    assert files == {each.filename: each.content for each in evidence()}
    for name, content in files.items():
        if name.endswith(".pdf"):
            assert "SAMPLE DATA" in pypdfium2.PdfDocument(content)[0].get_textpage().get_text_bounded()
        else:
            assert Image.open(io.BytesIO(content)).convert("RGB").size == (480, 320)


async def test_schools_sent_some_of_which_part_is_judged_each_on_its_work(seeded_session):
    found = (await seeded_session.scalars(select(Evidence))).all()
    assert Counter(each.verdict for each in found) == {"none": 4, "verified": 3, "rejected": 1}
    assert all(each.title.endswith("(dữ liệu mẫu)") for each in found)
    assert await seeded_session.scalar(select(func.count()).select_from(EvidenceLink)) == len(found)


async def test_a_second_load_sends_nothing(seeded_session, seed_settings):
    await load_evidence(seeded_session, seed_settings)
    assert await seeded_session.scalar(select(func.count()).select_from(Evidence)) == len(tuple(evidence()))
