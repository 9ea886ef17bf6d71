"""`lotrinh verify evidence`: every file is read and hashed anew; what is not as it should be ends it with 1."""

import asyncio
import sys
from datetime import timedelta

from api.evidence.service import Disagreement, disagreements, store_of
from api.kit.clock import system_clock
from api.kit.db import Database
from api.settings import Settings, get_settings

# More than these are only counted.
NAMED = 50


async def verify(url: str, settings: Settings) -> int:
    """Say which files are missing, altered or named by nothing; how many there are."""
    database, now, found = Database.connect(url, pool=1), system_clock(), 0
    before = now - timedelta(hours=settings.orphan_hours)
    try:
        async with database.session(now) as session:
            async for each in disagreements(session, store_of(settings), before):
                found += 1
                if found <= NAMED:
                    print(_said(each), flush=True)
    finally:
        await database.close()
    print(f"{found} files are not as they should be")
    return found


def _said(each: Disagreement) -> str:
    return f"{each.what} {each.sha256}"


def main() -> None:
    """`python -m api.cli.verify_evidence`."""
    settings = get_settings()
    if settings.database_url is None:
        sys.exit("LOTRINH_DATABASE_URL is not set")
    sys.exit(1 if asyncio.run(verify(settings.database_url, settings)) else 0)


if __name__ == "__main__":
    main()
