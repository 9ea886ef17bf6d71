"""Units over HTTP: the tree, one unit, entering, changing, taking back."""

from datetime import date, timedelta

import pytest
import pytest_asyncio
from sqlalchemy import select

from api.audit.models import AuditEntry
from api.kit.events import OutboxEvent
from api.kit.ids import uuid7
from api.kit.permissions import Reach, Subject
from api.units.models import UnitClosure
from tests.factories.units import TODAY, a_unit, caller, plant

URL = "/api/v1/units"
MOET = {"scheme": "moet", "value": "1"}


@pytest_asyncio.fixture
async def as_(session, ids, callers):
    """`await as_(role, code)`: headers of somebody with that role there."""

    async def sign_in(role: str, code: str):
        return callers.sign_in(await caller(session, role, ids[code]))

    return sign_in


@pytest_asyncio.fixture
async def admin(as_):
    return await as_("admin", "hp")


async def changed(client, headers, code, expected=200, **body):
    """PATCH a unit as it is now; the answer's JSON."""
    tag = (await client.get(f"{URL}/{code}", headers=headers)).headers["etag"]
    answer = await client.patch(f"{URL}/{code}", headers=headers | {"If-Match": tag}, json=body)
    assert answer.status_code == expected, answer.text
    return answer.json()


def names(answer) -> list[str]:
    return [unit["code"] for unit in answer.json()["items"]]


# Reading


async def test_nobody_reads_no_units(client, ids):
    for path in (URL, f"{URL}/{ids['hp']}", f"{URL}/hp/history"):
        assert (await client.get(path)).status_code == 401


async def test_the_list_is_the_own_department_and_the_line_upwards(client, as_):
    head = await as_("school_head", "hp-th1")
    answer = await client.get(URL, headers=head, params={"include": "total", "sort": "code"})
    own = ["bgddt", "hp", "hp-mn2", "hp-th1", "hp-thpt", "hp-vp", "hp-xa1", "hp-xa2", "ubnd-hp"]
    assert names(answer) == own
    assert answer.json()["total"] == len(own)


async def test_a_unit_says_all_of_itself(client, as_, ids):
    head = await as_("school_head", "hp-th1")
    unit = (await client.get(f"{URL}/{ids['hp-th1']}", headers=head)).json()
    commune = {"id": str(ids["hp-xa1"]), "code": "hp-xa1", "name": "Đơn vị hp-xa1"}
    assert unit["parent"] == commune
    assert unit["department"]["code"] == "hp"
    assert (unit["kind"], unit["education_levels"], unit["ownership"]) == ("school", ["primary"], "public")
    assert (unit["from"], unit["to"], unit["sample"], unit["child_count"]) == (None, None, False, 0)


async def test_a_unit_is_found_by_id_by_code_and_by_an_outside_code(client, admin, ids):
    await changed(client, admin, "hp-th1", codes=[{"scheme": "moet", "value": "31000123"}])
    for name in (ids["hp-th1"], "hp-th1", "moet:31000123"):
        assert (await client.get(f"{URL}/{name}", headers=admin)).json()["code"] == "hp-th1"


async def test_children_are_counted_as_far_as_they_are_seen(client, as_):
    head = await as_("school_head", "hp-th1")
    assert (await client.get(f"{URL}/hp", headers=head)).json()["child_count"] == 4
    assert (await client.get(f"{URL}/bgddt", headers=head)).json()["child_count"] == 2
    root = await as_("viewer", "bgddt")
    assert (await client.get(f"{URL}/bgddt", headers=root)).json()["child_count"] == 4


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"kind": "commune"}, ["hp-xa1", "hp-xa2"]),
        ({"parent": "hp-xa1"}, ["hp-th1"]),
        ({"parent": "hp"}, ["hp-thpt", "hp-vp", "hp-xa1", "hp-xa2"]),
        ({"under": "hp", "kind": "school"}, ["hp-mn2", "hp-th1", "hp-thpt"]),
        ({"parent": "ubnd-hp", "line": "administrative"}, ["hp", "hp-xa1", "hp-xa2"]),
        ({"under": "ubnd-hp", "line": "administrative"}, ["hp", "hp-xa1", "hp-xa2"]),
        ({"under": "ubnd-hp"}, []),
        ({"education_level": "primary"}, ["hp-th1"]),
        ({"ownership": "private"}, ["hp-mn2"]),
        ({"q": "don vi HP-TH"}, ["hp-th1", "hp-thpt"]),
        ({"q": "ĐƠN VỊ hp-xa2"}, ["hp-xa2"]),
        ({"q": "%"}, []),
        ({"updated_since": "2030-01-01T00:00:00Z"}, []),
    ],
)
async def test_the_list_is_narrowed(client, admin, query, found):
    assert names(await client.get(URL, headers=admin, params={"sort": "code", **query})) == found


async def test_pages_follow_one_another_without_gap_or_repetition(client, admin):
    seen: list[str] = []
    cursor: dict[str, str] = {}
    while True:
        answer = await client.get(URL, headers=admin, params={"limit": 2, "sort": "-kind", **cursor})
        seen += names(answer)
        if answer.json()["next_cursor"] is None:
            break
        cursor = {"cursor": answer.json()["next_cursor"]}
    assert sorted(seen) == sorted(set(seen))
    assert len(seen) == 9


async def test_names_come_in_vietnamese_order(client, session, ids, admin):
    spelt = {"hp-z1": "Đa Phúc", "hp-z2": "Dư Hàng", "hp-z3": "Ân Thi", "hp-z4": "An Biên"}
    await plant(session, [a_unit(code, "school", "hp-xa1", name=name) for code, name in spelt.items()])
    answer = await client.get(URL, headers=admin, params={"parent": "hp-xa1", "sort": "name"})
    listed = [unit["name"] for unit in answer.json()["items"]]
    assert listed == ["An Biên", "Ân Thi", "Dư Hàng", "Đa Phúc", "Đơn vị hp-th1"]


async def test_a_list_takes_one_statement_however_long(client, admin, count_queries):
    with count_queries() as queries:
        await client.get(URL, headers=admin)
    assert len(queries) == 1


async def test_an_unchanged_unit_is_not_sent_again(client, admin):
    first = await client.get(f"{URL}/hp-th1", headers=admin)
    again = await client.get(f"{URL}/hp-th1", headers=admin | {"If-None-Match": first.headers["etag"]})
    assert again.status_code == 304


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ({"colour": "red"}, "/query/colour"),
        ({"kind": "kingdom"}, "/query/kind"),
        ({"parent": "nowhere"}, "/query/parent"),
        ({"under": "01900000-0000-7000-8000-000000000000"}, "/query/under"),
        ({"parent": "moet:nowhere"}, "/query/parent"),
        ({"cursor": "x"}, "/query/cursor"),
        ({"sort": "colour"}, "/query/sort"),
        ({"as_of": "2025-02-30"}, "/query/as_of"),
        ({"as_of": "9999-12-31"}, "/query/as_of"),
        ({"limit": "0"}, "/query/limit"),
        ({"q": "a\x00b"}, "/query"),
    ],
)
async def test_a_bad_question_is_answered_with_what_is_wrong(client, admin, query, pointer):
    answer = await client.get(URL, headers=admin, params=query)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"].startswith(pointer)


@pytest.mark.parametrize("name", ["01900000-0000-7000-8000-000000000000", "nowhere", "moet:1", "..", "x" * 65])
async def test_an_unknown_unit_is_not_found(client, admin, name):
    assert (await client.get(f"{URL}/{name}", headers=admin)).status_code in {404, 422}


async def test_a_client_without_the_scope_is_forbidden_to_read(client, ids, callers):
    reach = Reach("viewer", ids["hp"], (ids["hp"], ids["bgddt"]))
    system = callers.sign_in(Subject("client", uuid7(), "IOC", (reach,), scopes=frozenset({"plan:read"})))
    for path in (URL, f"{URL}/hp", f"{URL}/hp/history", "/api/v1/audiences", "/api/v1/clusters"):
        assert (await client.get(path, headers=system)).status_code == 403


# Entering

NEW = {"name": "Trường THCS Mới", "kind": "school", "parent": "hp-xa1", "education_levels": ["lower_secondary"]}


async def test_an_admin_enters_a_unit(client, session, admin, ids):
    answer = await client.post(
        URL,
        headers=admin,
        json=NEW | {"administrative_parent": "hp-xa1", "codes": [{"scheme": "moet", "value": "7"}], "aliases": ["Mới"]},
    )
    assert answer.status_code == 201
    unit = answer.json()
    assert unit["code"] == "hp-000001"
    assert (unit["from"], unit["to"]) == ("2026-05-20", None)
    assert unit["department"]["code"] == "hp"
    assert unit["codes"] == [{"scheme": "moet", "value": "7", "from": "2026-05-20", "to": None}]
    assert unit["aliases"] == ["Mới"]
    assert answer.headers["location"].endswith(unit["id"])
    assert (await client.get(answer.headers["location"], headers=admin)).json() == unit
    entry = await session.scalar(select(AuditEntry).where(AuditEntry.entity_id == unit["id"]))
    assert (entry.action, entry.changes["name"]) == ("unit.create", "Trường THCS Mới")
    event = await session.scalar(select(OutboxEvent).where(OutboxEvent.entity_id == unit["id"]))
    assert (event.type, event.version, event.department_id) == ("unit.created", 1, ids["hp"])


async def test_given_codes_go_on_counting(client, admin):
    first = (await client.post(URL, headers=admin, json=NEW)).json()["code"]
    second = (await client.post(URL, headers=admin, json=NEW)).json()["code"]
    assert (first, second) == ("hp-000001", "hp-000002")


async def test_a_unit_may_begin_later_and_is_seen_before(client, admin):
    body = NEW | {"code": "hp-later", "from": "2026-09-01"}
    assert (await client.post(URL, headers=admin, json=body)).status_code == 201
    assert (await client.get(f"{URL}/hp-later", headers=admin)).json()["from"] == "2026-09-01"
    assert "hp-later" not in names(await client.get(URL, headers=admin))
    assert "hp-later" in names(await client.get(URL, headers=admin, params={"as_of": "2026-09-01"}))


async def test_a_first_day_may_be_unknown(client, admin):
    assert (await client.post(URL, headers=admin, json=NEW | {"from": None})).json()["from"] is None


@pytest.mark.parametrize("role", ["leader", "coordinator", "viewer", "officer"])
async def test_others_of_the_department_enter_nothing(client, as_, role):
    answer = await client.post(URL, headers=await as_(role, "hp"), json=NEW)
    assert answer.status_code == 403


async def test_an_admin_enters_only_under_what_is_administered(client, as_):
    of_commune = await as_("admin", "hp-xa1")
    answer = await client.post(URL, headers=of_commune, json=NEW | {"parent": "hp-xa2"})
    assert answer.status_code == 403


@pytest.mark.parametrize(
    ("body", "pointer", "code"),
    [
        ({"code": "hp-th1"}, "/code", "code_taken"),
        ({"code": "qng-new"}, "/code", "wrong_prefix"),
        ({"code": "no spaces"}, "/code", "string_pattern_mismatch"),
        ({"parent": "qng-xa1"}, "/parent", "unknown_unit"),
        ({"parent": "nowhere"}, "/parent", "unknown_unit"),
        ({"administrative_parent": "ubnd-qng"}, "/administrative_parent", "unknown_unit"),
        ({"parent": "hp-th1"}, "/parent", "wrong_rank"),
        ({"kind": "commune", "parent": "hp"}, "/education_levels", "only_schools"),
        ({"kind": "kingdom"}, "/kind", "enum"),
        ({"from": "2026-05-01", "to": "2026-04-01"}, "/to", "empty_span"),
        ({"aliases": ["a", "A"]}, "/aliases/1", "alias_taken"),
        ({"codes": [MOET, MOET | {"value": "2"}]}, "/codes", "overlapping"),
        (
            {"codes": [{"scheme": "moet", "value": "1", "from": "2026-06-01", "to": "2026-05-01"}]},
            "/codes/0",
            "empty_span",
        ),
        ({"name": "a\x00b"}, "/name", "control_character"),
        ({"name": ""}, "/name", "string_too_short"),
        ({"colour": "red"}, "/colour", "extra_forbidden"),
        ({"from": "1066-10-14"}, "/from", "greater_than_equal"),
    ],
)
async def test_a_unit_that_does_not_fit_is_refused_and_nothing_is_written(client, admin, body, pointer, code):
    before = names(await client.get(URL, headers=admin))
    answer = await client.post(URL, headers=admin, json=NEW | body)
    assert answer.status_code == 422, answer.text
    assert {(fault["pointer"], fault["code"]) for fault in answer.json()["errors"]} == {(pointer, code)}
    assert names(await client.get(URL, headers=admin)) == before


async def test_an_outside_code_names_one_unit_of_the_department_a_day(client, admin):
    code = {"scheme": "moet", "value": "1"}
    assert (await client.post(URL, headers=admin, json=NEW | {"codes": [code]})).status_code == 201
    clash = await client.post(URL, headers=admin, json=NEW | {"codes": [code]})
    assert clash.json()["errors"][0]["code"] == "outside_code_taken"


async def test_the_same_idempotency_key_enters_one_unit(client, admin):
    headers = admin | {"Idempotency-Key": "once"}
    first = await client.post(URL, headers=headers, json=NEW)
    assert (await client.post(URL, headers=headers, json=NEW)).json() == first.json()


# Changing


async def test_a_new_name_holds_from_its_day_and_the_old_one_before(client, admin):
    unit = await changed(client, admin, "hp-th1", name="Trường mới", effective_on="2026-05-01")
    assert (unit["name"], unit["version"]) == ("Trường mới", 2)
    for day, name in (("2026-04-30", "Đơn vị hp-th1"), ("2026-05-01", "Trường mới")):
        answer = await client.get(f"{URL}/hp-th1", headers=admin, params={"as_of": day})
        assert answer.json()["name"] == name
        assert "etag" not in answer.headers
    assert names(await client.get(URL, headers=admin, params={"q": "truong moi"})) == ["hp-th1"]
    assert names(await client.get(URL, headers=admin, params={"q": "truong moi", "as_of": "2026-04-30"})) == []


async def test_a_change_for_a_later_day_waits_for_it(client, session, admin, clock, app):
    unit = await changed(client, admin, "hp-th1", name="Trường mới", effective_on="2026-05-21")
    assert unit["name"] == "Đơn vị hp-th1"
    clock.advance(days=1)
    assert (await client.get(f"{URL}/hp-th1", headers=admin)).json()["name"] == "Trường mới"


async def test_a_unit_moves_from_a_day_on(client, session, admin, ids):
    unit = await changed(client, admin, "hp-th1", parent="hp-xa2", effective_on="2026-05-10")
    assert unit["parent"]["code"] == "hp-xa2"
    before = await client.get(URL, headers=admin, params={"parent": "hp-xa1", "as_of": "2026-05-09"})
    assert names(before) == ["hp-th1"]
    assert names(await client.get(URL, headers=admin, params={"parent": "hp-xa1"})) == []
    assert names(await client.get(URL, headers=admin, params={"under": "hp-xa2", "sort": "code"})) == [
        "hp-mn2",
        "hp-th1",
    ]
    event = await session.scalar(select(OutboxEvent).where(OutboxEvent.type == "unit.updated"))
    assert event.data["changes"]["parent"] == str(ids["hp-xa2"])


async def test_a_unit_leaves_the_administrative_line(client, admin):
    assert (await changed(client, admin, "hp-xa1", administrative_parent=None))["administrative_parent"] is None


async def test_everything_of_a_school_changes(client, admin):
    unit = await changed(
        client,
        admin,
        "hp-th1",
        education_levels=["lower_secondary", "primary"],
        ownership=None,
        area="rural",
        aliases=["TH1"],
        codes=[MOET | {"to": "2025-06-30"}, MOET | {"value": "2", "from": "2025-07-01"}],
    )
    assert unit["education_levels"] == ["lower_secondary", "primary"]
    assert (unit["ownership"], unit["area"], unit["aliases"]) == (None, "rural", ["TH1"])
    assert [(code["value"], code["from"], code["to"]) for code in unit["codes"]] == [
        ("1", None, "2025-06-30"),
        ("2", "2025-07-01", None),
    ]
    then = await client.get(f"{URL}/hp-th1", headers=admin, params={"as_of": "2025-06-30"})
    assert [code["value"] for code in then.json()["codes"]] == ["1"]


async def test_a_change_of_kind_must_fit_the_place(client, admin):
    await changed(client, admin, "hp-vp", kind="affiliate")
    assert (await changed(client, admin, "hp-xa1", 409, kind="school"))["code"] == "kind_does_not_fit"


async def test_a_unit_ends_and_may_go_on_after_all(client, admin):
    ended = await changed(client, admin, "hp-th1", to="2026-05-19")
    assert ended["to"] == "2026-05-19"
    assert "hp-th1" not in names(await client.get(URL, headers=admin))
    assert "hp-th1" in names(await client.get(URL, headers=admin, params={"as_of": "2026-05-19"}))
    assert (await client.get(f"{URL}/hp-th1", headers=admin)).json()["parent"]["code"] == "hp-xa1"
    again = await changed(client, admin, "hp-th1", to=None)
    assert again["to"] is None
    assert "hp-th1" in names(await client.get(URL, headers=admin, params={"parent": "hp-xa1"}))


async def test_a_units_outside_codes_end_with_it(client, admin):
    await changed(client, admin, "hp-th1", codes=[{"scheme": "moet", "value": "1"}])
    ended = await changed(client, admin, "hp-th1", to="2026-05-19")
    assert ended["codes"] == [{"scheme": "moet", "value": "1", "from": None, "to": "2026-05-19"}]


@pytest.mark.parametrize(
    ("code", "body", "pointer", "fault"),
    [
        ("hp-th1", {"parent": "qng-xa1"}, "/parent", "unknown_unit"),
        ("hp-th1", {"parent": "hp-mn2"}, "/parent", "wrong_rank"),
        ("hp-xa1", {"parent": "hp-th1"}, "/parent", "wrong_rank"),
        ("hp-th1", {"parent": None}, "/parent", "string_type"),
        ("hp-th1", {"name": None}, "/name", "string_type"),
        ("hp-xa1", {"ownership": "public"}, "/ownership", "only_schools"),
        ("hp-th1", {"aliases": ["x", "X"]}, "/aliases/1", "alias_taken"),
        ("hp-th1", {"version": 3}, "/version", "extra_forbidden"),
    ],
)
async def test_a_change_that_does_not_fit_is_refused(client, admin, code, *, body, pointer, fault):
    before = (await client.get(f"{URL}/{code}", headers=admin)).json()
    answer = await changed(client, admin, code, 422, **body)
    assert [(each["pointer"], each["code"]) for each in answer["errors"]] == [(pointer, fault)]
    assert (await client.get(f"{URL}/{code}", headers=admin)).json() == before


async def test_a_unit_is_not_changed_on_a_day_it_did_not_live(client, admin):
    created = (await client.post(URL, headers=admin, json=NEW | {"code": "hp-new"})).json()
    assert created["from"] == TODAY.isoformat()
    for body in ({"name": "x", "effective_on": "2026-05-19"}, {"to": "2026-05-01"}):
        answer = await changed(client, admin, "hp-new", 422, **body)
        assert answer["errors"][0]["code"] in {"outside_own_life", "empty_span"}


async def test_a_unit_does_not_outlive_or_precede_the_unit_above(client, admin):
    await client.post(URL, headers=admin, json={"name": "Xã", "kind": "commune", "parent": "hp", "code": "hp-new"})
    answer = await changed(client, admin, "hp-th1", 422, parent="hp-new", effective_on="2026-05-01")
    assert answer["errors"][0]["code"] == "parent_does_not_exist_then"


async def test_a_unit_does_not_end_before_those_under_it(client, admin):
    assert (await changed(client, admin, "hp-xa1", 409, to="2026-05-19"))["code"] == "has_units_below"


async def test_a_change_needs_the_version_read(client, admin):
    tag = (await client.get(f"{URL}/hp-th1", headers=admin)).headers["etag"]
    assert (await client.patch(f"{URL}/hp-th1", headers=admin, json={"name": "x"})).status_code == 428
    await changed(client, admin, "hp-th1", name="x")
    stale = await client.patch(f"{URL}/hp-th1", headers=admin | {"If-Match": tag}, json={"name": "y"})
    assert stale.status_code == 412
    broken = await client.patch(f"{URL}/hp-th1", headers=admin | {"If-Match": "3"}, json={"name": "y"})
    assert broken.status_code == 422


async def test_nobody_changes_no_unit(client, ids):
    assert (await client.patch(f"{URL}/hp", json={"name": "x"})).status_code == 401
    assert (await client.delete(f"{URL}/hp")).status_code == 401
    assert (await client.post(URL, json=NEW)).status_code == 401


@pytest.mark.parametrize("role", ["leader", "coordinator", "viewer"])
async def test_who_sees_a_unit_without_administering_it_is_forbidden_to_change_it(client, as_, role):
    headers = await as_(role, "hp") | {"If-Match": '"1.0"'}
    assert (await client.patch(f"{URL}/hp-th1", headers=headers, json={"name": "x"})).status_code == 403
    assert (await client.delete(f"{URL}/hp-th1", headers=headers)).status_code == 403


async def test_an_admin_moves_units_only_to_where_the_admin_reaches(client, as_):
    of_commune = await as_("admin", "hp-xa1")
    tag = (await client.get(f"{URL}/hp-th1", headers=of_commune)).headers["etag"]
    answer = await client.patch(f"{URL}/hp-th1", headers=of_commune | {"If-Match": tag}, json={"parent": "hp-xa2"})
    assert answer.status_code == 403


# Taking back


async def test_a_unit_entered_by_mistake_is_taken_back_and_its_code_stays_used(client, session, admin):
    created = (await client.post(URL, headers=admin, json=NEW | {"code": "hp-new", "aliases": ["Mới"]})).json()
    answer = await client.delete(f"{URL}/hp-new", headers=admin | {"If-Match": '"1.0"'})
    assert answer.status_code == 204
    assert (await client.get(f"{URL}/hp-new", headers=admin)).status_code == 404
    assert "hp-new" not in names(await client.get(URL, headers=admin))
    again = await client.post(URL, headers=admin, json=NEW | {"code": "hp-new"})
    assert again.json()["errors"][0]["code"] == "code_taken"
    assert (await client.post(URL, headers=admin, json=NEW | {"aliases": ["Mới"]})).status_code == 201
    event = await session.scalar(select(OutboxEvent).where(OutboxEvent.type == "unit.deleted"))
    assert (event.entity_id, event.version) == (created["id"], 2)


async def test_a_unit_with_others_under_it_is_not_taken_back(client, admin):
    answer = await client.delete(f"{URL}/hp-xa1", headers=admin | {"If-Match": '"1.0"'})
    assert (answer.status_code, answer.json()["code"]) == (409, "has_units_below")


# As it was


async def test_long_an_passes_into_tay_ninh(client, session, summer, callers):
    leader = callers.sign_in(await caller(session, "leader", summer["la"]))
    seen = {}
    for day in ("2025-06-30", "2025-07-01"):
        answer = await client.get(URL, headers=leader, params={"as_of": day, "sort": "code", "limit": 200})
        seen[day] = {unit["code"]: unit for unit in answer.json()["items"]}
    before, after = seen["2025-06-30"], seen["2025-07-01"]
    assert {"la", "la-vp", "la-duc-hoa"} <= set(before)
    assert not {"la", "la-vp", "la-duc-hoa"} & set(after)
    assert "tn-duc-hoa" in after
    assert "tn-duc-hoa" not in before
    school = before["la-000001"], after["la-000001"]
    assert [(unit["parent"]["code"], unit["department"]["code"]) for unit in school] == [
        ("la-duc-hoa", "la"),
        ("tn-duc-hoa", "tn"),
    ]
    assert school[0]["id"] == school[1]["id"]


async def test_an_ended_department_names_its_successor_and_the_successor_it(client, session, summer, callers):
    leader = callers.sign_in(await caller(session, "leader", summer["la"]))
    ended = (await client.get(f"{URL}/la", headers=leader)).json()
    assert ended["to"] == "2025-06-30"
    assert [unit["code"] for unit in ended["successors"]] == ["tn"]
    successor = (await client.get(f"{URL}/tn", headers=leader)).json()
    assert [unit["code"] for unit in successor["predecessors"]] == ["la"]
    then = await client.get(f"{URL}/tn", headers=leader, params={"as_of": "2025-06-30"})
    assert then.json()["predecessors"] == []
    assert (await client.get(f"{URL}/la", headers=leader, params={"as_of": "2025-07-01"})).status_code == 404


async def test_the_history_of_a_school_tells_of_both_departments(client, session, summer, callers):
    leader = callers.sign_in(await caller(session, "leader", summer["tn"]))
    told = (await client.get(f"{URL}/la-000001/history", headers=leader)).json()
    assert [(place["parent"]["code"], place["from"], place["to"]) for place in told["places"]] == [
        ("la-duc-hoa", None, "2025-06-30"),
        ("tn-duc-hoa", "2025-07-01", None),
    ]
    assert [version["name"] for version in told["versions"]] == ["Đơn vị la-000001"]


async def test_the_history_of_a_department_names_its_reorganisation_with_the_law(client, session, summer, callers):
    leader = callers.sign_in(await caller(session, "leader", summer["tn"]))
    [told] = (await client.get(f"{URL}/tn/history", headers=leader)).json()["successions"]
    assert (told["role"], told["unit"]["code"], told["on"], told["kind"]) == (
        "predecessor",
        "la",
        "2025-07-01",
        "merge",
    )
    assert told["legal_basis"]["number"] == "202/2025/QH15"


async def test_district_offices_are_gone_after_june_2025(client, session, summer, callers):
    leader = callers.sign_in(await caller(session, "leader", summer["qni"]))
    offices = {"kind": "district_office"}
    assert names(await client.get(URL, headers=leader, params=offices)) == []
    assert names(await client.get(URL, headers=leader, params=offices | {"as_of": "2025-06-30"})) == ["qni-ha-long"]
    then = await client.get(URL, headers=leader, params={"parent": "qni-ha-long", "as_of": "2025-06-30"})
    assert names(then) == ["qni-000001"]


async def test_thanh_tra_so_names_who_took_over(client, session, summer, callers):
    coordinator = callers.sign_in(await caller(session, "coordinator", summer["qni-ttr"]))
    ended = (await client.get(f"{URL}/qni-ttr", headers=coordinator)).json()
    assert (ended["name"], ended["to"], ended["successors"][0]["code"]) == ("Thanh tra Sở", "2025-06-30", "qni-tchc")


async def test_a_unit_that_took_part_in_a_reorganisation_is_not_taken_back(client, session, summer, callers):
    admin = callers.sign_in(await caller(session, "admin", summer["qni"]))
    tag = (await client.get(f"{URL}/qni-tchc", headers=admin)).headers["etag"]
    answer = await client.delete(f"{URL}/qni-tchc", headers=admin | {"If-Match": tag})
    assert (answer.status_code, answer.json()["code"]) == (409, "has_history")


async def test_moving_a_commune_takes_its_schools_along_on_the_day(client, session, as_, ids):
    root = await as_("admin", "bgddt")
    await changed(client, root, "hp-xa1", parent="qng", effective_on="2026-05-20")
    school = (await client.get(f"{URL}/hp-th1", headers=root)).json()
    assert school["department"]["code"] == "qng"
    rows = await session.execute(
        select(UnitClosure.ancestor_id, UnitClosure.valid).where(
            UnitClosure.descendant_id == ids["hp-th1"], UnitClosure.line == "professional", UnitClosure.depth == 2
        )
    )
    assert {row.ancestor_id: row.valid.lower for row in rows} == {ids["hp"]: None, ids["qng"]: date(2026, 5, 20)}
    assert date(2026, 5, 20) - timedelta(days=1) == date(2026, 5, 19)
