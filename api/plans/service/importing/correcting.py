"""A person corrects an import: its header, a row, a row more."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from api.audit.service import Actor
from api.kit.permissions import Subject
from api.kit.problems import Fault, Invalid, Message, NotFound, invalid
from api.kit.validation import MESSAGES
from api.plans.errors import ImportNotReady, RowIsPrinted
from api.plans.imports.correcting import (
    NOWHERE,
    Reader,
    accept,
    blank,
    convert,
    correct,
    renumber_parts,
    reread,
    settle,
)
from api.plans.imports.kept import header_of, keep_header, row_of
from api.plans.imports.naming import mean
from api.plans.imports.preview import Header, Preview, Row, RowKind
from api.plans.models import PlanImport
from api.plans.rules.schedule import build_schedule, term_from_json, to_json
from api.plans.schemas.imports import (
    ChosenIn,
    HeaderPatch,
    ImportPatch,
    NamesIn,
    RowIn,
    RowPatch,
    UnderstoodPatch,
    as_plain,
)
from api.plans.schemas.party import PartyIn
from api.plans.service.engagement import UNKNOWN_INDICATOR
from api.plans.service.importing.matching import match_indicators, reader_of
from api.plans.service.importing.opening import import_data
from api.plans.service.importing.reading import keep_rows
from api.plans.service.journal import wrote
from api.plans.service.plan import parent_plan
from api.plans.service.references import Directory, look_up
from api.plans.service.schedules import BAD_TERM
from api.plans.service.targets import targets_above

_UNKNOWN_NAME = Message("Dòng này không có tên “{name}”.", "The row has no name “{name}”.")
_NOWHERE_NAMED = Message("Không dòng nào có tên “{name}”.", "No row has the name “{name}”.")
_NO_YEAR = Message("Hãy điền năm của kế hoạch trước.", "Set the plan's year first.")
_PRINTED = ("signer", "legal_bases")


def check_open(found: PlanImport) -> None:
    """Raise ImportNotReady unless the import is read and not yet a draft."""
    if found.status != "ready":
        raise ImportNotReady


def rows_of(found: PlanImport) -> list[Row]:
    """The rows as they now are."""
    return [row_of(data, position) for position, data in enumerate(found.rows, start=1)]


async def correct_import(
    session: AsyncSession,
    actor: Actor,
    subject: Subject,
    found: PlanImport,
    patch: ImportPatch,
    *,
    before_includes_day: bool,
) -> None:
    """Change the header, or the plan above; deadlines are read anew when the year or the date changes.

    Raises ImportNotReady, or Invalid for an unknown plan above.
    """
    check_open(found)
    changes = patch.changes()
    if "parent_plan" in changes:
        found.parent_plan_id = await parent_plan(session, subject, patch.parent_plan)
    if "header" in changes:
        header, rows = header_of(found.header), rows_of(found)
        before = header.year, header.horizon_years, header.issued_on
        _set_header(header, patch.header)
        if (header.year, header.horizon_years, header.issued_on) != before:
            reader = await reader_of(session, found, header, before_includes_day=before_includes_day)
            for row in rows:
                reread(row, reader)
        found.header = keep_header(header)
        keep_rows(found, Preview(header, rows))
    await _changed(session, actor, found, {"fields": sorted(changes)})


def _set_header(header: Header, patch: HeaderPatch) -> None:
    changes = patch.changes()
    for name, value in changes.items():
        setattr(header, name, _printed(value) if name in _PRINTED else value)
    if "year" in changes and "horizon_years" not in changes:
        header.horizon_years = [patch.year] if patch.year else []
    header.problems = [problem for problem in header.problems if not getattr(header, problem.field)]


def _printed(value: Any) -> Any:
    if isinstance(value, list):
        return [each.model_dump(mode="json") for each in value]
    return value and value.model_dump(mode="json")


async def correct_row(
    session: AsyncSession,
    actor: Actor,
    subject: Subject,
    found: PlanImport,
    position: int,
    *,
    patch: RowPatch,
    before_includes_day: bool,
) -> None:
    """Correct one row, and what follows from it. Raises ImportNotReady, NotFound for the position, or Invalid."""
    check_open(found)
    rows, header = rows_of(found), header_of(found.header)
    if not 1 <= position <= len(rows):
        raise NotFound
    row = rows[position - 1]
    was, number, named = row.kind, row.understood.get("number"), row.understood.get("name")
    reader = await reader_of(session, found, header, before_includes_day=before_includes_day)
    changes = patch.changes()
    if "kind" in changes and patch.kind != row.kind:
        convert(row, RowKind(patch.kind), reader)
    if "included" in changes:
        row.included = patch.included
    if "understood" in changes:
        said = patch.understood
        correct(row, await _changes(session, subject, found, row=row, patch=said, reader=reader), reader)
    settle(rows, row, was)
    renumber_parts(rows, row, number)
    if row.kind is RowKind.TARGET and row.understood["name"] != named:
        await match_indicators(session, found, [row])
    if patch.checked:
        accept(row)
    keep_rows(found, Preview(header, rows))
    await _changed(session, actor, found, {"row": position, "fields": sorted(changes)})


async def add_row(
    session: AsyncSession, actor: Actor, subject: Subject, found: PlanImport, given: RowIn, *, before_includes_day: bool
) -> int:
    """Add a row behind another; its position. Those behind it move by one. Raises ImportNotReady or Invalid."""
    check_open(found)
    rows, header = rows_of(found), header_of(found.header)
    reader = await reader_of(session, found, header, before_includes_day=before_includes_day)
    place = len(rows) if given.after is None else given.after
    if place > len(rows):
        raise invalid("/after", "less_than_equal", MESSAGES["less_than_equal"], le=len(rows))
    kind = RowKind(given.kind)
    row = Row(kind, NOWHERE, blank(kind), corrected=["kind"])
    rows.insert(place, row)
    _stand_below(rows, place)
    reread(row, reader)
    said = given.understood
    correct(row, await _changes(session, subject, found, row=row, patch=said, reader=reader), reader)
    settle(rows, row)
    await match_indicators(session, found, [row])
    keep_rows(found, Preview(header, rows))
    await _changed(session, actor, found, {"row": row.position, "fields": ["added"]})
    return row.position


async def remove_row(session: AsyncSession, actor: Actor, found: PlanImport, position: int) -> None:
    """Delete a row a person added; those behind it move by one.

    Raises ImportNotReady, NotFound, or RowIsPrinted for a row of the document.
    """
    check_open(found)
    rows = rows_of(found)
    if not 1 <= position <= len(rows):
        raise NotFound
    row = rows[position - 1]
    if row.source != NOWHERE:
        raise RowIsPrinted
    row.included = False
    settle(rows, row)
    rows.remove(row)
    settle(rows)
    keep_rows(found, Preview(header_of(found.header), rows))
    await _changed(session, actor, found, {"row": position, "fields": ["removed"]})


async def settle_names(
    session: AsyncSession, actor: Actor, subject: Subject, found: PlanImport, given: NamesIn
) -> None:
    """Say once who printed names mean, for every row that prints them.

    Raises ImportNotReady, or Invalid for a name no row prints and for who is not there.
    """
    check_open(found)
    rows = rows_of(found)
    directory = await look_up(session, subject, parties=[_party(each) for each in given.names])
    meant = {each.printed_name: _who(directory, each, f"/names/{n}") for n, each in enumerate(given.names)}
    directory.refuse()
    for place, each in enumerate(given.names):
        named = [row for row in rows if mean(row, {each.printed_name: meant[each.printed_name]})]
        if not named:
            raise invalid(f"/names/{place}/printed_name", "unknown_name", _NOWHERE_NAMED, name=each.printed_name)
    keep_rows(found, Preview(header_of(found.header), rows))
    await _changed(session, actor, found, {"fields": ["names"]})


def _stand_below(rows: Sequence[Row], place: int) -> None:
    """A new row stands in the group of the row of its kind before it, or under the heading before it."""
    row = rows[place]
    if "group" not in row.understood:
        return
    heading = RowKind.TASK_GROUP if row.kind is RowKind.TASK else RowKind.TARGET_GROUP
    for before in reversed(rows[:place]):
        if before.kind is row.kind:
            row.understood |= {name: before.understood[name] for name in ("group", "group_title")}
            return
        if before.kind is heading and before.included:
            row.understood |= {"group": before.understood["code"], "group_title": before.understood["title"]}
            return


# What a correction says, as the preview keeps it


async def _changes(
    session: AsyncSession, subject: Subject, found: PlanImport, *, row: Row, patch: UnderstoodPatch, reader: Reader
) -> dict[str, Any]:
    """The corrected keys. Raises Invalid for one this kind of row has not, and for what it names and is not there."""
    given = patch.changes()
    faults = [
        Fault(f"/understood/{name}", "extra_forbidden", MESSAGES["extra_forbidden"])
        for name in given
        if name not in row.understood
    ]
    if faults:
        raise Invalid(tuple(faults))
    changes = {name: as_plain(value) for name, value in given.items()}
    for name in changes.keys() & {"title", "name"}:
        changes[name] = changes[name] or ""
    if "schedule" in changes:
        changes["schedule"] = _schedule(patch, reader)
    if "matched" in changes:
        changes["matched"] = await _matched(session, subject, row, patch)
    if patch.matched_indicator is not None:
        changes["matched_indicator"] = await _indicator(session, subject, found, patch.matched_indicator)
    return changes


def _schedule(patch: UnderstoodPatch, reader: Reader) -> dict[str, Any]:
    """The schedule of the terms given."""
    frame, given = reader.deadlines.frame, patch.schedule
    if frame is None:
        raise invalid("/understood/schedule", "year_unknown", _NO_YEAR)
    try:
        terms = [term_from_json(term.model_dump(mode="json")) for term in given.terms or ()]
    except ValueError as error:
        raise invalid("/understood/schedule/terms", "bad_term", BAD_TERM) from error
    included = reader.deadlines.before_includes_day
    return to_json(build_schedule(given.text, terms, frame, before_includes_day=included))


async def _matched(
    session: AsyncSession, subject: Subject, row: Row, patch: UnderstoodPatch
) -> dict[str, list[dict[str, Any]]]:
    """By role, who each name was said to mean."""
    chosen: dict[str, list[ChosenIn]] = patch.matched.changes()
    directory = await look_up(session, subject, parties=[_party(each) for given in chosen.values() for each in given])
    made: dict[str, list[dict[str, Any]]] = {}
    for role, given in chosen.items():
        names = getattr(patch, role) if role in patch.model_fields_set else row.understood[role]
        made[role] = []
        for place, each in enumerate(given):
            pointer = f"/understood/matched/{role}/{place}"
            if each.printed_name not in names:
                raise invalid(f"{pointer}/printed_name", "unknown_name", _UNKNOWN_NAME, name=each.printed_name)
            who = _who(directory, each, pointer) or {"id": None}
            made[role].append({**who, "printed_name": each.printed_name})
    directory.refuse()
    return made


def _who(directory: Directory, each: ChosenIn, pointer: str) -> dict[str, Any] | None:
    """The unit or audience a person chose for a name; None for neither."""
    unit = directory.unit(each.unit, f"{pointer}/unit")
    audience = directory.audience(each.audience, f"{pointer}/audience")
    who = unit or audience
    kind = "unit" if unit else "audience"
    return {"id": str(who.id), "code": who.code, "name": who.name, "kind": kind} if who else None


def _party(each: ChosenIn) -> PartyIn:
    return PartyIn(unit=each.unit, audience=each.audience, printed_name=each.printed_name)


async def _indicator(session: AsyncSession, subject: Subject, found: PlanImport, reference: str) -> dict[str, Any]:
    """The indicator a person chose."""
    named = await targets_above().named(session, subject, found.department_id, reference)
    if named is None:
        raise invalid("/understood/matched_indicator", "unknown_indicator", UNKNOWN_INDICATOR)
    return named | {"id": str(named["id"]), "confidence": 1.0}


async def _changed(session: AsyncSession, actor: Actor, found: PlanImport, changes: dict[str, Any]) -> None:
    await wrote(session, actor, "update", found, plan=found, data=import_data(found), changes=changes)
