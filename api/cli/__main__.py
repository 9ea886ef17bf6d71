"""`python -m api.cli`: the `lotrinh` command of a checkout."""

from api.cli.commands import app

app()
