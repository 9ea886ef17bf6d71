"""Loading many units at once, names printed in plans, and what the day brings."""

from datetime import date

import pytest
from sqlalchemy import func, select, update

from api.audit.models import AuditEntry
from api.audit.service import SYSTEM
from api.kit.events import OutboxEvent
from api.kit.problems import Invalid
from api.units import jobs, service
from api.units.models import Unit, UnitVersion
from api.units.rules.groups import NewAudience
from api.units.rules.newcomer import Named, NewUnit, OutsideCode, Place
from api.units.rules.spans import Span
from api.units.service import references
from tests.factories.units import TODAY, a_unit, caller, plant

JULY = date(2025, 7, 1)


async def refused(session, *units: NewUnit) -> list[tuple[str, str]]:
    with pytest.raises(Invalid) as problem:
        await service.load(session, SYSTEM, units, TODAY)
    return [(fault.pointer, fault.code) for fault in problem.value.faults]


async def test_a_second_load_enters_only_what_is_new(session, ids):
    units = [a_unit("hp-th1", "school", "hp-xa1", name="Đổi tên"), a_unit("hp-new", "school", "hp-xa1")]
    assert await service.load(session, SYSTEM, units, TODAY) == 1
    assert await service.load(session, SYSTEM, units, TODAY) == 0
    kept = await session.scalar(select(Unit.name).where(Unit.code == "hp-th1"))
    assert kept == "Đơn vị hp-th1"


async def test_parents_may_come_later_in_the_list(session, ids):
    assert (
        await service.load(session, SYSTEM, [a_unit("hp-s", "school", "hp-c"), a_unit("hp-c", "commune", "hp")], TODAY)
        == 2
    )


async def test_each_unit_loaded_leaves_its_entry_and_its_event(session, ids):
    for table in (AuditEntry, OutboxEvent):
        count = select(func.count()).select_from(table).where(table.entity == "unit")
        assert await session.scalar(count) == len(ids)


async def test_a_past_comes_along(session, ids):
    hue = NewUnit(
        "hue",
        "Sở GDĐT thành phố Huế",
        "department",
        professional=(Place("bgddt"),),
        earlier_names=(Named("Sở GDĐT Thừa Thiên Huế", Span(None, date(2025, 1, 1))),),
        codes=(OutsideCode("moet", "46", Span(None, JULY)), OutsideCode("moet", "46x", Span(JULY, None))),
    )
    await service.load(session, SYSTEM, [hue], TODAY)
    unit = await session.scalar(select(Unit).where(Unit.code == "hue"))
    assert (unit.name, unit.department_id) == ("Sở GDĐT thành phố Huế", unit.id)
    versions = select(UnitVersion.name).where(UnitVersion.unit_id == unit.id).order_by(UnitVersion.valid)
    assert list(await session.scalars(versions)) == ["Sở GDĐT Thừa Thiên Huế", "Sở GDĐT thành phố Huế"]


async def test_faults_name_the_row_and_the_field(session, ids):
    assert await refused(session, a_unit("x1", "school", "hp-xa1"), a_unit("x2", "school", "nowhere")) == [
        ("/1/parent", "unknown_unit")
    ]
    assert await refused(session, a_unit("x1", "school", "hp-th1")) == [("/0/parent", "wrong_rank")]
    twice = a_unit("x1", "school", "hp-xa1"), a_unit("x1", "school", "hp-xa2")
    assert ("/1/code", "code_taken") in await refused(session, *twice)
    two = (Place("hp-xa1"), Place("hp-xa2"))
    assert set(await refused(session, NewUnit("x1", "X", "school", professional=two))) == {("/0/parent", "two_parents")}
    late = NewUnit("x1", "X", "commune", Span(JULY, None), professional=(Place("hp", Span(date(2025, 1, 1), None)),))
    assert await refused(session, late) == [("/0/parent", "outside_own_life")]
    aliases = (
        a_unit("x1", "school", "hp-xa1", aliases=("Trường X",)),
        a_unit("x2", "school", "hp-xa1", aliases=("trường x",)),
    )
    assert await refused(session, *aliases) == [("/1/aliases/0", "alias_taken")]


async def test_the_same_spelling_may_mean_another_unit_in_another_department(session, ids):
    units = [
        a_unit("hp-a", "school", "hp-xa1", aliases=("Trường chuyên",)),
        a_unit("qng-a", "school", "qng-xa1", aliases=("Trường chuyên",)),
    ]
    assert await service.load(session, SYSTEM, units, TODAY) == 2


async def test_a_printed_name_finds_its_unit_however_it_is_spelt(session, ids):
    new = await plant(
        session,
        [
            a_unit("hp-gdtrh", "division", "hp", name="Phòng Giáo dục Trung học", aliases=("Phòng GDTrH",)),
            a_unit("hp-k1", "school", "hp-xa1", name="Trường Kim Đồng"),
            a_unit("hp-k2", "school", "hp-xa2", name="Trường Kim Đồng"),
        ],
    )
    [audience] = await service.enter_audiences(
        session, SYSTEM, [NewAudience("hp-dt-csgd", "hp", "Các cơ sở giáo dục", aliases=("CSGD",))]
    )

    async def meant(name: str, department: str = "hp"):
        return await service.find_by_name(session, ids[department], name)

    division = service.Meant(new["hp-gdtrh"], None)
    for spelling in ("Phòng GDTrH", "phòng  gdtrh", "PHÒNG GIÁO DỤC TRUNG HỌC", "Phong Giao duc Trung hoc"):
        assert await meant(spelling) == division
    assert await meant("các CƠ SỞ giáo dục") == service.Meant(None, audience.id)
    assert await meant("CSGD") == service.Meant(None, audience.id)
    assert await meant("Trường Kim Đồng") is None
    assert await meant("Không có") is None
    assert await meant("Phòng GDTrH", "qng") is None


async def test_what_stands_above_departments_is_known_to_all(session):
    ministry = NewUnit("bgddt", "Bộ Giáo dục và Đào tạo", "ministry", aliases=("Bộ GDĐT",))
    await service.load(session, SYSTEM, [ministry, a_unit("hp", "department", "bgddt")], TODAY)
    ids = dict((await session.execute(select(Unit.code, Unit.id))).all())
    for department in (ids["hp"], None):
        assert await service.find_by_name(session, department, "bộ gdđt") == service.Meant(ids["bgddt"], None)
    assert await service.find_by_name(session, None, "không có") is None


async def test_past_names_still_find_their_unit(session, ids):
    renamed = a_unit("hp-r", "school", "hp-xa1", name="Tên mới", earlier_names=(Named("Tên cũ", Span(None, JULY)),))
    new = await plant(session, [renamed])
    for name in ("Tên mới", "tên cũ"):
        assert await service.find_by_name(session, ids["hp"], name) == service.Meant(new["hp-r"], None)


async def test_a_succession_is_recorded_once(session, summer):
    again = await service.succeed(session, SYSTEM, summer["la"], summer["tn"], on=JULY, kind="merge")
    assert again is False


async def test_a_reference_names_a_unit_or_an_audience_or_nothing_one_may_know(session, ids):
    [audience] = await service.enter_audiences(session, SYSTEM, [NewAudience("hp-dt-x", "hp", "X")])
    leader = await caller(session, "leader", ids["hp"])
    unit = await references.unit_of(session, leader, "hp-th1", TODAY, "/unit")
    assert unit.id == ids["hp-th1"]
    for name in ("hp-dt-x", str(audience.id)):
        assert (await references.audience_of(session, leader, name, TODAY, "/audience")).id == audience.id
    stranger = await caller(session, "leader", ids["qng"])
    with pytest.raises(Invalid) as problem:
        await references.audience_of(session, stranger, "hp-dt-x", TODAY, "/audience")
    assert [(fault.pointer, fault.code) for fault in problem.value.faults] == [("/audience", "unknown_audience")]


async def test_the_clock_brings_units_up_to_date(session, ids):
    await session.execute(update(Unit).where(Unit.code == "hp-th1").values(name="Cũ"))
    await jobs.follow_the_day(session)
    assert await session.scalar(select(Unit.name).where(Unit.code == "hp-th1")) == "Đơn vị hp-th1"


async def test_an_audience_of_an_unknown_department_is_refused(session, ids):
    with pytest.raises(Invalid) as problem:
        await service.load_audiences(session, SYSTEM, [NewAudience("x-dt-x", "x", "X")])
    assert [(fault.pointer, fault.code) for fault in problem.value.faults] == [("/0/department", "unknown_unit")]


async def test_loading_nothing_is_nothing(session, ids):
    assert await service.load(session, SYSTEM, [], TODAY) == 0
    assert await service.load_audiences(session, SYSTEM, []) == 0
