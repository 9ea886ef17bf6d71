"""Loads of values: the door of the rows of one caller, in a request or in a job."""

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from api.audit.service import Actor
from api.identity.service import subjects
from api.indicators.permissions import VALUE_WRITE
from api.indicators.schemas.value import HEADINGS, ValueRow
from api.indicators.service.value import Values
from api.kit import bulk
from api.kit.jobs import Running
from api.kit.permissions import Subject
from api.kit.problems import Forbidden

LOAD_VALUES = "load_indicator_values"
"""The kind of job that carries out a load."""
# What a row of a template says before anybody fills it in.
_NAMING = frozenset({"unit", "indicator", "period", "version"})


def value_load(session: AsyncSession, actor: Actor, subject: Subject, batch: bulk.Keeping) -> bulk.Load[ValueRow]:
    """What rows of a caller go through."""
    values = Values(session, actor, subject, batch)
    door = bulk.WideDoor(ValueRow, values.take, values.record, HEADINGS, _NAMING)
    return bulk.Load(LOAD_VALUES, door, batch)


async def value_load_of_job(job: Running) -> bulk.Load[Any]:
    """The same again for whoever asked for a job; the batch has its id. Raises NotSignedIn, Forbidden."""
    actor = await subjects.of_job(job.session, job.payload["caller"])
    if actor.subject is None or not actor.subject.holds(VALUE_WRITE):
        raise Forbidden
    batch = bulk.Keeping(job.id, "indicator_value", actor.subject, VALUE_WRITE)
    return value_load(job.session, actor, actor.subject, batch)
