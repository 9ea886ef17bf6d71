"""The worker process, when a supervisor may have started it."""

from api import worker
from api.cli.process import follow_supervisor


def main() -> None:
    """Do jobs and order events until SIGTERM."""
    follow_supervisor()
    worker.main()


if __name__ == "__main__":
    main()
