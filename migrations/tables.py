"""Every table of the service, imported so that Alembic sees them all."""

from api.assignments import models as assignments
from api.audit import models as audit
from api.evidence import models as evidence
from api.followup import models as followup
from api.identity import models as identity
from api.indicators import models as indicators
from api.integration.webhooks import models as webhooks
from api.kit import events, jobs, subscriptions
from api.kit.db import Base
from api.kit.http import idempotency
from api.notifications import models as notifications
from api.plans import models as plans
from api.reminders import models as reminders
from api.reporting import models as reporting
from api.requests import models as requests
from api.signin.oidc import models as oidc
from api.signin.passkeys import models as passkeys
from api.units import models as units

METADATA = Base.metadata
__all__ = [
    "METADATA",
    "assignments",
    "audit",
    "events",
    "evidence",
    "followup",
    "idempotency",
    "identity",
    "indicators",
    "jobs",
    "notifications",
    "oidc",
    "passkeys",
    "plans",
    "reminders",
    "reporting",
    "requests",
    "subscriptions",
    "units",
    "webhooks",
]
