"""Whoever looks at a unit, or at one above, is told that something about it changed."""

from api.kit import invalidation
from api.units.service import announce_above, announced
from tests.factories.units import a_unit, plant, province


async def test_a_unit_and_all_above_it_are_named_in_few_messages(session, monkeypatch):
    ids = await plant(session, [*province("hp"), *(a_unit(f"hp-s{n}", "school", "hp-xa1") for n in range(250))])
    said = []

    async def announce(_, key):
        said.append(announced(key))

    monkeypatch.setattr(invalidation, "announce", announce)
    await announce_above(session, [ids["hp-th1"]])
    assert [set(units) for units in said] == [{ids[code] for code in ("hp-th1", "hp-xa1", "hp", "bgddt")}]
    said.clear()
    await announce_above(session, [id_ for code, id_ in ids.items() if code.startswith("hp-s")])
    assert sorted(map(len, said)) == [53, 200]
    await announce_above(session, [])
    assert len(said) == 2


def test_other_messages_are_of_no_units():
    assert announced("user:1") == announced("units") == []
