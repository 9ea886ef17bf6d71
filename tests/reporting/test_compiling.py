"""A report is compiled from those below it, and comes out as a paper that stays as it was sent."""

import io
from datetime import UTC, datetime

import docx
import pytest
from sqlalchemy import select, update

from api.audit.service import SYSTEM
from api.indicators.models import IndicatorValue
from api.indicators.schemas import TargetRow
from api.indicators.service import store_targets
from api.kit.jobs import Job
from api.reporting.models import ReportFile
from api.units.rules.groups import NewAudience
from api.units.service import enter_audiences, load
from tests.factories.units import TODAY, a_unit
from tests.reporting.conftest import REGIMES, REPORTS, ROUNDS


@pytest.fixture
def read(client, report_of):
    """`await read(code, what, headers)`: a part of the report of a unit."""

    async def get(code, what, headers, **query):
        return await client.get(f"{REPORTS}/{(await report_of(code)).id}/{what}", headers=headers, params=query)

    return get


@pytest.fixture
def write(client, report_of):
    """`await write(code, headers, **sections)`: what a unit says in its free sections."""

    async def patch(code, headers, **sections):
        texts = {name.replace("_", "-"): text for name, text in sections.items()}
        url = f"{REPORTS}/{(await report_of(code)).id}"
        answer = await client.patch(url, headers=headers | {"If-Match": "*"}, json={"sections": texts})
        assert answer.status_code == 200, answer.text

    return patch


def words_of(answer):
    """All that a DOCX says, tables included."""
    assert answer.status_code == 200, answer.text
    document = docx.Document(io.BytesIO(answer.content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


async def test_a_commune_gathers_what_its_schools_said(client, read, write, act, head, officer, answer_figure):
    before = (await read("hp-xa1", "compilation", officer)).json()
    assert (before["reports"]["expected"], before["reports"]["came"], before["material"]) == (1, 0, [])
    await answer_figure(head)
    raised = {"unit": "hp-th1", "title": "Thiếu máy quét", "text": "Có một chiếc cho 40 người"}
    assert (await client.post("/api/v1/difficulties", headers=head, json=raised)).status_code == 201
    await write("hp-th1", head, kien_nghi="Cấp máy quét")
    await act("hp-th1", "send", head)
    found = (await read("hp-xa1", "compilation", officer)).json()
    (figure,) = found["figures"]
    assert (figure["numerator"], figure["denominator"], figure["value"]) == (42, 45, pytest.approx(93.333333))
    assert (figure["units_reported"], figure["units_expected"], figure["cutoff"]) == (1, 1, "2026-06-30")
    assert [(each["text"], each["count"], each["more"]) for each in found["difficulties"]] == [
        ("Thiếu máy quét", 1, ["Có một chiếc cho 40 người"])
    ]
    assert [(each["section"], each["items"][0]["text"]) for each in found["material"]] == [
        ("kien-nghi", "Cấp máy quét")
    ]
    assert [(each["unit"]["code"], each["own"]) for each in found["units"]] == [("hp-th1", "on_time")]


async def test_the_office_gathers_for_the_department(read, write, act, head, officer, office, answer_figure):
    await answer_figure(head)
    await write("hp-th1", head, kien_nghi="Cấp máy quét")
    await act("hp-th1", "send", head)
    early = (await read("hp-vp", "compilation", office)).json()
    # Until the commune has compiled, what its schools wrote is offered as it is.
    assert [item["text"] for item in early["material"][0]["items"]] == ["Cấp máy quét"]
    await write("hp-xa1", officer, kien_nghi="Cấp kinh phí")
    await act("hp-xa1", "send", officer)
    found = (await read("hp-vp", "compilation", office)).json()
    assert found["area"]["code"] == "hp"
    assert [item["text"] for item in found["material"][0]["items"]] == ["Cấp kinh phí"]
    (figure,) = found["figures"]
    assert figure["units_reported"] == 1
    (commune,) = [each for each in found["units"] if each["unit"]["code"] == "hp-xa1"]
    assert (commune["own"], commune["expected"], commune["came"]) == ("on_time", 1, 1)


async def test_targets_for_kinds_of_unit_and_of_later_years_stand_beside_each_other(
    session, plan, read, office, head, answer_figure, act
):
    primary = {"any_of": [{"kinds": ["school"], "education_levels": ["primary"]}]}
    await enter_audiences(session, SYSTEM, [NewAudience("hp-dt-th", "hp", "Các trường tiểu học", primary)])
    wanted = {"indicator": "chu-ky-so", "comparator": "ge", "audience": "hp-dt-th"}
    rows = [wanted | {"year": 2026, "value": 90, "text": "90 %"}, wanted | {"year": 2030, "value": 99, "text": "99 %"}]
    await store_targets(session, SYSTEM, plan, [TargetRow.model_validate(row) for row in rows])
    await session.commit()
    await answer_figure(head)
    await act("hp-th1", "send", head)
    found = (await read("hp-vp", "compilation", office)).json()["figures"]
    assert [(each["audience"] and each["audience"]["name"], each["target"]["year"]) for each in found] == [
        (None, 2026), ("Các trường tiểu học", 2026), ("Các trường tiểu học", 2030),
    ]  # fmt: skip
    assert [(each["units_reported"], each["units_expected"], each["status"]) for each in found] == [
        (1, 3, "at_risk"), (1, 1, "met"), (1, 1, "at_risk"),
    ]  # fmt: skip
    said = words_of(await read("hp-vp", "document", office))
    assert "Đối tượng" in said
    assert "99 % (đến năm 2030)" in said


async def test_what_has_nothing_below_merges_nothing(read, head, stranger):
    assert (await read("hp-th1", "compilation", head)).status_code == 404
    assert (await read("hp-th1", "compilation", stranger)).status_code == 404
    assert (await read("hp-th1", "document", stranger)).status_code == 404


async def test_a_school_has_its_own_paper(read, write, head, answer_figure, act):
    await answer_figure(head)
    await write("hp-th1", head, ket_qua="Đã tập huấn\nĐã số hóa")
    said = words_of(await read("hp-th1", "document", head))
    for words in ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "BÁO CÁO", "quý II năm 2026", "42/45 (93,33%)", "Đã số hóa"):
        assert words in said
    await act("hp-th1", "send", head)
    again = await read("hp-th1", "document", head, format="xlsx")
    assert again.content.startswith(b"PK")
    unchanged = await read("hp-th1", "document", head | {"If-None-Match": again.headers["etag"]}, format="xlsx")
    assert unchanged.status_code == 304


async def test_what_was_sent_says_the_old_figure_for_good(
    session, read, write, act, head, officer, office, answer_figure, coordinator, clock
):
    await answer_figure(head)
    await act("hp-th1", "send", head)
    await write("hp-xa1", officer, ton_tai="Thiếu người làm")
    await act("hp-xa1", "send", officer)
    sent = await read("hp-xa1", "document", officer)
    assert "42/45" in words_of(sent)
    await session.execute(update(IndicatorValue).values(numerator=1))
    await session.commit()
    clock.now = datetime(2026, 7, 20, 1, 0, tzinfo=UTC)
    assert (await read("hp-xa1", "document", officer)).content == sent.content
    await act("hp-xa1", "receive", office)
    received = await read("hp-xa1", "document", officer)
    assert words_of(received) == words_of(sent)
    await act("hp-xa1", "correct", officer, reason="Sai số")
    assert "1/45" in words_of(await read("hp-xa1", "document", officer))
    assert words_of(await read("hp-xa1", "document", officer, edition=1)) == words_of(sent)
    assert (await read("hp-xa1", "document", officer, edition=2)).status_code == 404


async def test_a_job_draws_it_with_progress_and_the_file_is_handed_out(
    client, session, report_of, read, head, officer, answer_figure, run_jobs
):
    await answer_figure(head)
    url = f"{REPORTS}/{(await report_of('hp-xa1')).id}/document"
    asked = await client.post(url, headers=officer, json={"format": "docx"})
    assert (asked.status_code, asked.headers["location"]) == (202, f"/api/v1/jobs/{asked.json()['job']}")
    await run_jobs()
    job = (await client.get(asked.headers["location"], headers=officer)).json()
    assert (job["status"], job["progress"]) == ("succeeded", {"done": 6, "total": 6})
    kept = (await session.scalars(select(ReportFile))).one()
    assert (await read("hp-xa1", "document", officer)).content == kept.content
    await answer_figure(head, numerator=44)
    assert "44/45" in words_of(await read("hp-xa1", "document", officer))
    assert await session.scalar(select(Job.kind)) == "draw_report"


async def test_a_division_that_hands_on_to_another_tells_of_what_it_leads(client, session, coordinator, office, plan):
    await load(session, SYSTEM, [a_unit("hp-gdtrh", "division", "hp")], TODAY)
    await session.commit()
    steps = [
        {"who": [{"audience": "hp-dt-cap-xa"}], "to": [{"unit": "hp-vp"}]},
        {"who": [{"unit": "hp-vp"}], "to": [{"unit": "hp-gdtrh"}]},
    ]
    regime = {"title": "Báo cáo chuyên đề", "cadence": "ad_hoc", "plan": str(plan.id), "steps": steps}
    made = (await client.post(REGIMES, headers=coordinator, json=regime)).json()
    given = {"regime": made["id"], "period": "2026-Q2", "due_on": "2026-06-20"}
    of = (await client.post(ROUNDS, headers=coordinator, json=given)).json()
    (own,) = (await client.get(REPORTS, headers=office, params={"round": of["id"], "unit": "hp-vp"})).json()["items"]
    found = (await client.get(f"{REPORTS}/{own['id']}/compilation", headers=office)).json()
    assert (found["area"]["code"], found["figures"], found["tasks"]) == ("hp", [], [])
    assert {each["own"] for each in found["units"]} == {"missing"}
    paper = await client.get(f"{REPORTS}/{own['id']}/document", headers=office)
    assert "ĐƠN VỊ HP-VP" in words_of(paper)


async def test_who_compiles_sees_which_received_figures_changed_since_and_who_changed_them(
    read, act, head, officer, office, leader, coordinator, stranger, answer_figure, clock
):
    await answer_figure(head)
    await act("hp-th1", "send", head)
    await act("hp-th1", "receive", officer)
    assert (await read("hp-vp", "changes-below", office)).json() == {"total": 0, "items": [], "next_cursor": None}
    clock.advance(hours=1)
    await act("hp-th1", "correct", head, reason="Đếm nhầm hai người")
    assert (await read("hp-vp", "changes-below", office)).json()["total"] == 0
    await answer_figure(coordinator, numerator=40)
    for code, headers in (("hp-vp", office), ("hp-vp", leader), ("hp-xa1", officer)):
        found = (await read(code, "changes-below", headers)).json()
        (change,) = found["items"]
        assert (found["total"], change["unit"]["code"], change["indicator"]["code"]) == (1, "hp-th1", "chu-ky-so")
        assert [(side["numerator"], side["denominator"]) for side in (change["before"], change["now"])] == [
            (42, 45), (40, 45),
        ]  # fmt: skip
        assert (change["by"], change["on_behalf"], change["reason"]) == ("Người thử", True, "Đếm nhầm hai người")
        assert (change["edition"], change["at"] > change["received_at"]) == (1, True)
    # What was received anew is no change for who compiles it now, but is for who sent a report of what it was before.
    await act("hp-xa1", "send", officer)
    clock.advance(hours=1)
    await act("hp-th1", "send", head)
    await act("hp-th1", "receive", officer)
    assert (await read("hp-vp", "changes-below", office)).json()["items"] == []
    (change,) = (await read("hp-xa1", "changes-below", officer)).json()["items"]
    assert (change["before"]["numerator"], change["now"]["numerator"]) == (42, 40)
    assert (await read("hp-th1", "changes-below", head)).status_code == 404
    assert (await read("hp-vp", "changes-below", stranger)).status_code == 404
    assert (await read("hp-vp", "changes-below", {})).status_code == 401
