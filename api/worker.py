"""The worker process: gives events their places in the feed, tells subscribers, runs jobs and the clock's work."""

import asyncio
import contextlib
import signal
from collections.abc import Awaitable, Callable

import structlog

from api.assignments import jobs as work
from api.assignments import subscribers as work_hears
from api.assignments.service import LOAD_ASSIGNMENTS, RESOLVE
from api.audit import jobs as audit
from api.dashboard import subscribers as dashboard_hears
from api.evidence import jobs as evidence
from api.evidence import subscribers as evidence_hears
from api.evidence.service import EXAMINE, store_of
from api.identity import jobs as identity
from api.identity.service.telling import TELL
from api.indicators import jobs as figures
from api.indicators import subscribers as figures_hear
from api.indicators.service import LOAD_VALUES
from api.integration.changes_api import jobs as changes
from api.integration.webhooks import jobs as webhooks
from api.kit import events, jobs, logging, metrics, queue, tracing
from api.kit.clock import Clock, system_clock
from api.kit.db import Database
from api.kit.http import idempotency
from api.kit.permissions import register_all
from api.kit.subscriptions import Pulse, Subscriber, follow
from api.kit.waiting import waiting
from api.notifications import jobs as notifications
from api.notifications import subscribers as notifications_hear
from api.notifications.service import delivery
from api.plans import jobs as plans
from api.plans import subscribers as plans_hear
from api.plans.service import READ_IMPORT
from api.reminders import jobs as reminders
from api.reporting import jobs as reporting
from api.reporting import subscribers as reporting_hears
from api.reporting.service import DRAW
from api.settings import Settings, get_settings
from api.signin.passkeys import jobs as passkeys
from api.units import jobs as units

_log = structlog.get_logger(__name__)
SEQUENCE_SECONDS = 0.1
RESTART_SECONDS = 1.0
CONNECTIONS = queue.AT_ONCE + 6
PATIENCE = 60.0
"""Seconds. One event wakes all who read the feed at once; behind a long load they wait their turn: nobody fails for
it, as a request would rather do."""

# Every kind of job and everything that runs by the clock (UTC).
JOBS = jobs.JobList(
    kinds={
        RESOLVE: work.resolve_assignments,
        "password_reset": notifications.mail_password_reset,
        TELL: notifications.tell_account,
        READ_IMPORT: plans.read_plan_import,
        DRAW: reporting.draw_report,
        EXAMINE: evidence.examine,
        LOAD_VALUES: figures.load_values,
        LOAD_ASSIGNMENTS: work.load_assignments,
    },
    limits={READ_IMPORT: 2, DRAW: 2, EXAMINE: 2, LOAD_VALUES: 1, LOAD_ASSIGNMENTS: 1},
    settles={READ_IMPORT: plans.settle_plan_import},
    ticks={
        "forget_idempotency_keys": (
            "17 * * * *",
            lambda session: idempotency.forget_old(session, session.info["now"]),
        ),
        # 00:01 and 02:33 in Việt Nam.
        "anchor_audit": ("1 17 * * *", audit.anchor),
        "forget_old_audit": ("33 19 * * *", audit.forget),
        "rotate_signing_keys": ("11 * * * *", identity.rotate_signing_keys),
        "examine_files": ("*/5 * * * *", evidence.catch_up),
        # 06:41 in Việt Nam.
        "certificates_end": ("41 23 * * *", evidence.tell_expiring),
        "forget_old_deliveries": ("43 3 * * *", webhooks.forget_old_deliveries),
        "forget_old_changes": ("37 * * * *", changes.forget_old_changes),
        "sweep_files": ("19 * * * *", evidence.sweep),
        "reminders": ("*/15 * * * *", reminders.tick),
        "forget_old_notifications": ("29 3 * * *", notifications.forget_old),
        "forget_old_sign_ins": ("23 * * * *", identity.forget_old),
        # 00:08 in Việt Nam.
        "close_idle_accounts": ("8 17 * * *", identity.close_idle),
        "forget_spent_challenges": ("47 * * * *", passkeys.forget_spent_challenges),
        "units_follow_the_day": ("2 * * * *", units.follow_the_day),
        "names_in_plans_follow_the_day": ("4 * * * *", plans.names_follow_the_day),
        # 00:06 in Việt Nam.
        "evidence_follows_the_day": ("6 17 * * *", evidence.follow_the_day),
        # 00:07 in Việt Nam.
        "work_follows_the_day": ("7 17 * * *", work.work_follows_the_day),
        "derived_figures_follow_the_day": ("12 17 * * *", figures.derived_figures_follow_the_day),
        "reporting": ("9 * * * *", reporting.tick),
        # 00:02 in Việt Nam, or as soon after that as a worker runs.
        "figures_of_the_day": ("2 * * * *", figures.keep_figures_of_the_day),
        # 00:12 in Việt Nam: a period that begins is silent everywhere, and says so.
        "silence_is_kept": ("12 17 * * *", figures.keep_silence),
    },
)


# Who reads the feed, low to high: what a room above keeps of what happens below it.
SUBSCRIBERS: tuple[Subscriber, ...] = (
    evidence_hears.UNITS,
    plans_hear.NAMES,
    work_hears.UNITS,
    work_hears.PLANS,
    work_hears.EVIDENCE,
    work_hears.WORK,
    figures_hear.PROOF,
    figures_hear.DERIVED,
    figures_hear.ROLL_UPS,
    reporting_hears.PLANS,
    notifications_hear.FOLLOW_UP,
    notifications_hear.DATA_REQUESTS,
    notifications_hear.ROUNDS,
    notifications_hear.ANSWERS,
    notifications_hear.DISPUTES,
    dashboard_hears.HINTS,
)


async def run(settings: Settings, clock: Clock = system_clock) -> None:
    """Work until cancelled. A part that fails (the database went away) starts again a second later."""
    if settings.database_url is None or settings.listen_url is None:
        raise SystemExit("LOTRINH_DATABASE_URL is not set")
    register_all()
    listen_url, files = settings.listen_url, store_of(settings)
    database, pulse = Database.connect(settings.database_url, CONNECTIONS, patience=PATIENCE), Pulse()
    traced, to_do = tracing.begin("lotrinh-worker"), JOBS
    if traced is not None:
        traced.statements(database)
        to_do = traced.work(JOBS)
    port, told = settings.worker_metrics_port, lambda: waiting(database, clock())
    try:
        async with metrics.served(settings.metrics_host, port, told), asyncio.TaskGroup() as parts:
            parts.create_task(_forever("sequencer", lambda: sequence(database, clock, pulse)))
            parts.create_task(_forever("audit", lambda: audit.keep_chain(database, clock)))
            parts.create_task(_forever("jobs", lambda: queue.run(database, listen_url, clock, to_do, files)))
            parts.create_task(_forever("roll-ups", lambda: figures.keep_roll_ups(database, clock)))
            parts.create_task(_forever("webhooks", lambda: webhooks.run(database, clock, settings)))
            if settings.sends_mail:
                parts.create_task(_forever("mail", lambda: delivery.run(database, clock, settings)))
            for subscriber in SUBSCRIBERS:
                parts.create_task(follow(database, clock, subscriber, pulse))
    finally:
        await database.close()
        if traced is not None:
            await asyncio.to_thread(traced.end)


async def _forever(name: str, part: Callable[[], Awaitable[None]]) -> None:
    while True:
        try:
            await part()
        except Exception:
            _log.exception("part_failed", part=name)
            if (task := asyncio.current_task()) is not None and task.cancelling():
                # A group whose parts fail while it is cancelled tells of their failures alone.
                raise asyncio.CancelledError from None
        await asyncio.sleep(RESTART_SECONDS)


async def sequence(database: Database, clock: Clock, pulse: Pulse) -> None:
    """Move visible events into the feed, for ever, and tell the subscribers how far it goes."""
    while True:
        async with database.session(clock()) as session:
            position, waiting = await events.look(session)
            moved = waiting and await events.sequence(session)
            await session.commit()
        await pulse.beat(position)
        if not moved:
            await asyncio.sleep(SEQUENCE_SECONDS)


async def _until_told() -> None:
    work = asyncio.create_task(run(get_settings()))
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, work.cancel)
    with contextlib.suppress(asyncio.CancelledError):
        await work


def main() -> None:
    """`python -m api.worker`."""
    logging.configure(get_settings().log_level)
    asyncio.run(_until_told())


if __name__ == "__main__":
    main()
