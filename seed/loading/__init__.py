"""Loading: through the services, in one transaction, only what is not there yet."""

from sqlalchemy.ext.asyncio import AsyncSession

from api.kit.clock import system_clock
from api.kit.db import Database
from api.settings import Settings
from seed.demo import demonstration
from seed.demo.shapes import Demonstration
from seed.loading.demo import load_demonstration
from seed.loading.evidence import load_evidence
from seed.loading.indicators import load_indicators, load_targets
from seed.loading.plans import load_plans
from seed.loading.units import load_audiences, load_successions, load_units, reference_units


class DemonstrationRefused(Exception):
    """Sample accounts with a known password belong on a machine nobody else can reach."""


async def load(settings: Settings, made: Demonstration | None = None) -> None:
    """Bring a migrated database to what a deployment starts with.

    What is there, or was and got deleted, stays as it is. The demonstration, where the settings ask for it, is `made`
    or the whole. Raises DemonstrationRefused when they ask for it on an address others can reach.
    """
    if settings.database_url is None:
        raise ValueError("the seed needs LOTRINH_DATABASE_URL")
    database = Database.connect(settings.database_url, pool=1)
    try:
        async with database.session(system_clock()) as session:
            await load_into(session, settings, made)
            await session.commit()
    finally:
        await database.close()


async def load_into(session: AsyncSession, settings: Settings, made: Demonstration | None = None) -> None:
    """The same inside a transaction of the caller's."""
    if settings.demo and not settings.is_loopback:
        raise DemonstrationRefused("LOTRINH_DEMO must be false where LOTRINH_HOST is no loopback address")
    await load_units(session, reference_units())
    await load_successions(session)
    await load_audiences(session)
    await load_indicators(session)
    async for plan, document in load_plans(session, before_includes_day=settings.before_includes_day):
        await load_targets(session, plan, document)
    if settings.demo:
        password, included = settings.demo_password.get_secret_value(), settings.before_includes_day
        await load_demonstration(session, made or demonstration(), password, before_includes_day=included)
        await load_evidence(session, settings)
