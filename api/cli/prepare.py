"""Migrate and load the seed in one process, for a start that somebody waits for."""

from api.cli import load_seed, migrate


def main() -> None:
    """Leave a database the API can serve from."""
    migrate.main()
    load_seed.main()


if __name__ == "__main__":
    main()
