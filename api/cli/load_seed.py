"""Load what a deployment starts with; a row that was changed since is left as it is."""

import asyncio

from api.cli.process import follow_supervisor
from api.settings import get_settings
from seed import load


def main() -> None:
    """Load reference data, the five plans and, where the settings allow it, the demonstration."""
    follow_supervisor()
    asyncio.run(load(get_settings()))


if __name__ == "__main__":
    main()
