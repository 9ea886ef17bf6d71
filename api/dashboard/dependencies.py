"""Guards of the page."""

from typing import Annotated

from api.dashboard.permissions import DASHBOARD_READ
from api.plans.dependencies import Desk, desk

DashboardDesk = Annotated[Desk, desk(DASHBOARD_READ)]
