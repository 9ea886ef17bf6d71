"""GET /plans/{id}/schedule: what a phrase means in a plan, before anything is saved."""

from tests.factories.plans import draft_plan


async def asked(client, plan, text, headers=None):
    return await client.get(f"/api/v1/plans/{plan.id}/schedule", headers=headers, params={"text": text})


async def test_nobody_and_an_outsider_are_told_nothing(client, session, stranger):
    plan, _ = await draft_plan(session)
    assert (await asked(client, plan, "Quý II")).status_code == 401
    assert (await asked(client, plan, "Quý II", stranger)).status_code == 404


async def test_a_draft_is_not_read_by_whom_it_is_not_published_to(client, session, as_):
    plan, _ = await draft_plan(session)
    commune = await as_("commune_officer", "hp-xa1")
    assert (await asked(client, plan, "Quý II", commune)).status_code == 404


async def test_a_phrase_is_read_in_the_plans_own_years(client, session, coordinator):
    plan, _ = await draft_plan(session, year=2026)
    answer = await asked(client, plan, "Trước ngày 30/6", coordinator)
    assert answer.status_code == 200, answer.text
    body = answer.json()
    assert (body["text"], body["terms"][0]["on"], body["warnings"]) == (
        "Trước ngày 30/6",
        "2026-06-30",
        [],
    )
    assert [each["due_at"] for each in body["occurrences"]] == ["2026-06-29T16:59:59Z"]


async def test_what_is_not_understood_is_said(client, session, coordinator):
    plan, _ = await draft_plan(session)
    body = (await asked(client, plan, "khi nào rảnh", coordinator)).json()
    assert body["warnings"] == ["not_understood"]
    assert body["occurrences"] == []
