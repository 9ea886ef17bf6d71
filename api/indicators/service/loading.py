"""Rows of a load that the rules have nothing against, written at once: columns in, one statement, columns out.

The database writes those that are new or stand on one of the like; of the others it says so, and they are decided one
by one, as everything that is wrong or unusual is.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from api.audit.service import Actor
from api.indicators.rules.value import FIGURES
from api.indicators.schemas.value import ValueRow
from api.indicators.service.asking import Owner, Question
from api.indicators.service.statements import ALIKE, LOAD
from api.indicators.service.writing import ENTITY, by, kind_of, once, optional, some
from api.kit import bulk
from api.kit.events import Many

SO_ALREADY, UNDECIDED = -1, 0


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows with whose they are and what they ask; `warnings` by number, what of them is unusual and explained."""

    given: bulk.Columns[ValueRow]
    owners: Sequence[Owner]
    questions: Sequence[Question]
    warnings: Mapping[int, str]

    def only(self, numbers: Sequence[int]) -> "Rows":
        """Some of them."""
        if len(numbers) == self.given.count:
            return self
        warnings = {n: self.warnings[number] for n, number in enumerate(numbers) if number in self.warnings}
        owners, questions = [self.owners[n] for n in numbers], [self.questions[n] for n in numbers]
        return Rows(self.given.only(numbers), owners, questions, warnings)


@dataclass(frozen=True, slots=True)
class Defaults:
    """What a row that does not say so is: its state where it is new, its source."""

    state: str
    source: str


async def load(session: AsyncSession, actor: Actor, rows: Rows, defaults: Defaults, batch: UUID | None) -> list[int]:
    """Write rows of different values; the version each has now, SO_ALREADY, or UNDECIDED."""
    given = _columns(rows, defaults) | by(session, actor) | {"batch": batch, "first": defaults.state}
    row = (await session.execute(LOAD, given)).one()
    versions: list[int] = row.versions
    for number in row.lost or ():  # somebody else was there meanwhile
        versions[number - 1] = UNDECIDED
    _tell(session, rows, versions, row.states.split(","))
    return versions


def _tell(session: AsyncSession, rows: Rows, versions: Sequence[int], states: Sequence[str]) -> None:
    written = [n for n, version in enumerate(versions) if version > 0]
    if not written:
        return
    told = rows.only(written)
    alike = [
        (question.number, owner.likeness, states[n])
        for n, owner, question in zip(written, told.owners, told.questions, strict=True)
    ]
    many, kinds = Many(), {}
    for key, (owner, question) in dict(zip(alike, zip(told.owners, told.questions, strict=True), strict=True)).items():
        indicator = question.indicator
        kind = kind_of(question.indicator_id, question.label, indicator.code, key[2], owner.department_id)
        kinds[key] = many.add(kind)
    units = [owner.text for owner in told.owners]
    many.emit(session, ENTITY, units, [kinds[key] for key in alike], [versions[n] for n in written])


def _columns(rows: Rows, defaults: Defaults) -> dict[str, Any]:
    given, owners, questions = rows.given, rows.owners, rows.questions
    warnings = [rows.warnings.get(n, "") for n in range(given.count)] if rows.warnings else [""] * given.count
    alike = {
        "version": given["version"],
        "answer": given["answer"],
        "state": given["state"],
        "source": [source or defaults.source for source in given["source"]],
        "warnings": warnings,
        "on_behalf": [owner.on_behalf for owner in owners],
        "department_id": [owner.department_id for owner in owners],
        "ends_on": [question.when.period.end for question in questions],
    }
    columns: dict[str, Any] = {
        "unit_id": ",".join([owner.text for owner in owners]),
        "period": ",".join(given["period"]),
        "indicator_id": ",".join([question.indicator_id for question in questions]),
        **{name: optional(given[name]) for name in FIGURES},
        "note": some(given["note"]),
    }
    for name in ALIKE:
        columns |= once(name, alike[name])
    return columns
