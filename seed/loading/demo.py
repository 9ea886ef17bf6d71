"""The demonstration: sample units, clusters, accounts and clients."""

import asyncio
from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit.service import SYSTEM
from api.dashboard.permissions import DASHBOARD_READ
from api.identity.models import User
from api.identity.rules.accounts import username_key
from api.identity.service import clients, grants, passwords, users
from api.integration.changes_api.permissions import CHANGE_READ, READ_BY
from api.kit.permissions import holders_of
from api.units.rules.groups import Membership, NewCluster
from api.units.rules.spans import Span
from api.units.service import groups, successions
from seed.demo.shapes import Demonstration, Handover, SampleAccount, SampleClient, SampleCluster
from seed.loading.base_counts import load_base_counts
from seed.loading.figures import load_figures
from seed.loading.followup import load_followup
from seed.loading.reporting import load_reporting
from seed.loading.requests import load_requests
from seed.loading.units import ids_of, load_units
from seed.loading.work import load_work

# The sample offices are those of the two-level administration.
FIRST_DAY = date(2025, 7, 1)
# A connected system acts for its office, and only reads.
CLIENT_ROLE = "coordinator"


async def load_demonstration(
    session: AsyncSession, made: Demonstration, password: str, *, before_includes_day: bool
) -> None:
    """Load what is not there yet; the accounts and clients get the password."""
    await load_units(session, made.units)
    await _load_handovers(session, made.handovers)
    await groups.load_clusters(session, SYSTEM, [_cluster(each) for each in made.clusters])
    await _load_accounts(session, made.accounts, password)
    await _load_clients(session, made.clients, password)
    await load_work(session)
    await load_followup(session)
    await load_base_counts(session)
    await load_figures(session)
    await load_reporting(session, before_includes_day=before_includes_day)
    await load_requests(session)


async def _load_handovers(session: AsyncSession, handovers: Iterable[Handover]) -> None:
    rows = list(handovers)
    ids = await ids_of(session, {code for row in rows for code in (row.predecessor, row.successor)})
    for row in rows:
        predecessor, successor = ids[row.predecessor], ids[row.successor]
        await successions.succeed(session, SYSTEM, predecessor, successor, on=row.on, kind="dissolve")


def _cluster(cluster: SampleCluster) -> NewCluster:
    members = tuple(Membership(code, Span(cluster.start)) for code in cluster.members)
    return NewCluster(cluster.code, cluster.department, cluster.name, members, sample=True)


async def _load_accounts(session: AsyncSession, accounts: Sequence[SampleAccount], password: str) -> None:
    known = set(await session.scalars(select(User.username_key)))
    fresh = [account for account in accounts if username_key(account.username) not in known]
    hashes = await asyncio.gather(*(passwords.hash_password(password) for _ in fresh))
    ids = await ids_of(session, {account.unit for account in fresh})
    for account, password_hash in zip(fresh, hashes, strict=True):
        unit_id = ids[account.unit]
        user = await users.ensure(
            session, SYSTEM,
            username=account.username, name=account.name, unit_id=unit_id, password_hash=password_hash, sample=True,
        )  # fmt: skip
        await grants.ensure(session, SYSTEM, holder=user, role=account.role, unit_id=unit_id, first=FIRST_DAY)


async def _load_clients(session: AsyncSession, samples: Iterable[SampleClient], password: str) -> None:
    rows = list(samples)
    ids = await ids_of(session, {row.unit for row in rows})
    for row in rows:
        unit_id = ids[row.unit]
        client = await clients.ensure(
            session, SYSTEM,
            code=row.code, name=row.name, unit_id=unit_id, scopes=_scopes(), secret=password, sample=True,
        )  # fmt: skip
        await grants.ensure(session, SYSTEM, holder=client, role=CLIENT_ROLE, unit_id=unit_id, first=FIRST_DAY)


def _scopes() -> list[str]:
    """Everything the role may read of what changes, and the changes themselves."""
    return [name for name in {*READ_BY.values(), CHANGE_READ, DASHBOARD_READ} if CLIENT_ROLE in holders_of(name)]
