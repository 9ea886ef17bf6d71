"""A worker that does nothing but send mails: `python -m tests.notifications.courier DATABASE_URL`."""

import asyncio
import sys

from api import worker
from api.kit.clock import system_clock
from api.kit.db import Database
from api.notifications.service import delivery
from api.settings import Settings


async def main(url: str) -> None:
    await delivery.run(Database.connect(url, pool=2), system_clock, Settings())


if __name__ == "__main__":
    assert "password_reset" in worker.JOBS.kinds  # a real worker has every table at hand
    asyncio.run(main(sys.argv[1]))
