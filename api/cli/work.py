"""The worker process, when a supervisor may have started it."""

import os

from api import worker
from api.cli.process import follow_supervisor

_YIELDS = 10
"""How much the worker gives way (`nice`): on the same processors, somebody waits for the API and nobody for a job."""


def main() -> None:
    """Do jobs and order events until SIGTERM."""
    follow_supervisor()
    os.nice(_YIELDS)
    worker.main()


if __name__ == "__main__":
    main()
