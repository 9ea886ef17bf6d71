"""Audiences and clusters of a department: entering, changing, taking back."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit.service import Actor
from api.kit.problems import Fault, Invalid
from api.kit.text import fold, sort_key
from api.units import errors
from api.units.models import Audience, Cluster, ClusterMember, Unit, UnitAlias
from api.units.models.arrays import any_text
from api.units.rules.groups import Membership, NewAudience, NewCluster, whole
from api.units.service import members, naming
from api.units.service.journal import note, note_all, touch

Group = TypeVar("Group", Audience, Cluster)
Where = Callable[[int], str]
_ROOT: Where = "/{}".format


async def load_audiences(session: AsyncSession, actor: Actor, audiences: Sequence[NewAudience]) -> int:
    """Enter those whose code was never used, leave the others as they are; how many were entered."""
    known = set(await _known(session, Audience, [each.code for each in audiences]))
    fresh = [each for each in audiences if each.code not in known]
    await enter_audiences(session, actor, fresh)
    return len(fresh)


async def load_clusters(session: AsyncSession, actor: Actor, clusters: Sequence[NewCluster]) -> int:
    """Enter those whose code was never used, leave the others as they are; how many were entered."""
    known = set(await _known(session, Cluster, [each.code for each in clusters]))
    fresh = [each for each in clusters if each.code not in known]
    await enter_clusters(session, actor, fresh)
    return len(fresh)


async def enter_audiences(
    session: AsyncSession, actor: Actor, audiences: Sequence[NewAudience], where: Where = _ROOT
) -> list[Audience]:
    """Enter audiences, in order. Raises Invalid; `where` gives the pointer of the n-th. A deleted one comes back."""
    found = await _rows(session, Audience, audiences, where)
    entered = list(zip(found, audiences, strict=True))
    for row, new in entered:
        row.rule, row.note = whole(new.rule), new.note
    await _finish(session, actor, entered, where)
    await naming.add_aliases(
        session, [(row, new.aliases, f"{where(n)}/aliases") for n, (row, new) in enumerate(entered)]
    )
    return found


async def enter_clusters(
    session: AsyncSession, actor: Actor, clusters: Sequence[NewCluster], where: Where = _ROOT
) -> list[Cluster]:
    """Enter clusters, in order. Raises Invalid; `where` gives the pointer of the n-th. A deleted one comes back."""
    found = await _rows(session, Cluster, clusters, where)
    entered = list(zip(found, clusters, strict=True))
    for row, new in entered:
        row.sample = new.sample
    await _finish(session, actor, entered, where)
    return found


async def _known(session: AsyncSession, table: type[Group], codes: Sequence[str]) -> dict[str, Group]:
    rows = await session.scalars(select(table).where(table.code == any_text(codes)))
    return {row.code: row for row in rows}


async def _rows(
    session: AsyncSession, table: type[Group], news: Sequence[NewAudience | NewCluster], where: Where
) -> list[Group]:
    """A row for each, new or brought back, with department and name."""
    departments = await _departments(session, {new.department for new in news})
    known = await _known(session, table, [new.code for new in news])
    faults, rows = [], []
    for n, new in enumerate(news):
        there = known.get(new.code)
        if there is not None and there.deleted_at is None:
            faults.append(Fault(f"{where(n)}/code", "code_taken", errors.CODE_TAKEN))
        elif new.department not in departments:
            faults.append(Fault(f"{where(n)}/department", "unknown_unit", errors.UNKNOWN_UNIT))
        else:
            known[new.code] = _described(there or table(code=new.code), departments[new.department], new.name)
            rows.append(known[new.code])
    if faults:
        raise Invalid(tuple(faults))
    session.add_all(rows)
    return rows


def _described(row: Group, department: Unit, name: str) -> Group:
    row.department_id, row.deleted_at = department.id, None
    rename(row, name)
    return row


def rename(group: Audience | Cluster, name: str) -> None:
    """Set a name, and what the group is sorted and found by."""
    group.name, group.sort_key = name, sort_key(name)
    group.search = f"{fold(name)} {group.code.lower()}"


async def _departments(session: AsyncSession, codes: set[str]) -> dict[str, Unit]:
    found = (Unit.code == any_text(codes), Unit.kind == "department", Unit.deleted_at.is_(None))
    rows = await session.scalars(select(Unit).where(*found))
    return {unit.code: unit for unit in rows}


async def _finish(
    session: AsyncSession,
    actor: Actor,
    entered: Sequence[tuple[Audience | Cluster, NewAudience | NewCluster]],
    where: Where,
) -> None:
    told = [(row, {"department": new.department, "members": len(new.members)}) for row, new in entered]
    await note_all(session, actor, "created", told)
    await members.write(session, [(row, new.members, f"{where(n)}/members") for n, (row, new) in enumerate(entered)])


async def change_group(session: AsyncSession, actor: Actor, group: Audience | Cluster, changes: dict[str, Any]) -> None:
    """Change what was sent: `name`, `note`, `rule`, `members` (replaces the list), `aliases` (likewise).

    An audience has a rule or members: one given takes the other's place. Raises Invalid.
    """
    with session.no_autoflush:  # one change, one version
        if isinstance(group, Audience):
            await _change_audience(session, group, changes)
        if "name" in changes:
            rename(group, changes["name"])
        if "members" in changes:
            await members.write(session, [(group, changes["members"], "/members")])
        touch(group)
    await note(session, actor, "updated", group, {name: _plain(value) for name, value in changes.items()})


async def _change_audience(session: AsyncSession, audience: Audience, changes: dict[str, Any]) -> None:
    if "note" in changes:
        audience.note = changes["note"]
    if "rule" in changes:
        audience.rule = whole(changes["rule"])
        await members.write(session, [(audience, (), "/members")])
    elif "members" in changes:
        audience.rule = None
    if "aliases" in changes:
        await naming.replace_aliases(session, audience, changes["aliases"])


def _plain(value: Any) -> Any:
    """A changed value as the audit keeps it: members by code and days."""
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    if isinstance(value, Membership):
        days = value.span
        return {"unit": value.unit, "from": days.start and str(days.start), "to": days.last and str(days.last)}
    return value


async def delete_group(session: AsyncSession, actor: Actor, group: Audience | Cluster) -> None:
    """Take a group back. Its spellings are free again; a cluster's units are in none."""
    if isinstance(group, Audience):
        await session.execute(delete(UnitAlias).where(UnitAlias.audience_id == group.id))
    else:
        await session.execute(delete(ClusterMember).where(ClusterMember.cluster_id == group.id))
    group.deleted_at = session.info["now"]
    await note(session, actor, "deleted", group, {})
