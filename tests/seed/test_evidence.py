"""Hải Phòng's sample evidence."""

import io
from collections import Counter

import pypdfium2
from PIL import Image
from pyhanko.pdf_utils.reader import PdfFileReader
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
            picture = Image.open(io.BytesIO(content))
            assert picture.convert("RGB").size == ((1280, 960) if name.endswith(".jpg") else (480, 320))


def test_a_photograph_says_where_and_a_paper_is_signed():
    files = {each.filename: each.content for each in evidence()}
    told = Image.open(io.BytesIO(files["anh-truong.jpg"])).getexif()
    assert told.get_ifd(0x8825)
    signed = PdfFileReader(io.BytesIO(files["Kế hoạch tập huấn đã ký số.pdf"]))
    assert len(signed.embedded_regular_signatures) == 1


async def test_schools_sent_some_of_which_part_is_judged_each_on_its_work(seeded_session):
    found = (await seeded_session.scalars(select(Evidence))).all()
    assert Counter(each.verdict for each in found) == {"none": 6, "verified": 3, "rejected": 1}
    assert all(each.title.endswith("(dữ liệu mẫu)") for each in found)
    assert await seeded_session.scalar(select(func.count()).select_from(EvidenceLink)) == len(found)


async def test_a_second_load_sends_nothing(seeded_session, seed_settings):
    await load_evidence(seeded_session, seed_settings)
    assert await seeded_session.scalar(select(func.count()).select_from(Evidence)) == len(tuple(evidence()))
