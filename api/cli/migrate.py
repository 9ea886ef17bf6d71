"""Bring the database to the newest revision."""

from pathlib import Path

from alembic import command
from alembic.config import Config

from api.cli.process import ROOT, follow_supervisor

PACKAGED = Path(__file__).resolve().parents[1] / "_alembic.ini"
"""Where a wheel carries alembic.ini."""


def main() -> None:
    """Run the migrations that the database has not had."""
    follow_supervisor()
    command.upgrade(configuration(), "head")


def configuration() -> Config:
    """Alembic's configuration, of the checkout or of the wheel."""
    config = Config(PACKAGED if PACKAGED.exists() else ROOT / "alembic.ini")
    config.set_main_option("script_location", str(ROOT / "migrations"))
    return config


if __name__ == "__main__":
    main()
