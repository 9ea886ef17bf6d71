"""The commands of `lotrinh`. Each replaces itself by a process that holds no more than its work needs."""

import os
from typing import Annotated

import typer

from api.cli.process import OWNER_VARIABLE, command, environment
from api.cli.up import up as run_up
from api.kit.postgres import APPLICATION, PostgresError, embedded_server
from api.settings import get_settings

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)

verify = typer.Typer(no_args_is_help=True, help="Hold what is kept against what it was made of.")
app.add_typer(verify, name="verify")


@app.command()
def up(
    stop_with_parent: Annotated[
        bool, typer.Option(help="Stop also when the process that started this one is gone.")
    ] = False,
) -> None:
    """Run the demonstration on this machine: database, sample data, worker, API and screens. Ctrl-C stops it."""
    raise typer.Exit(run_up(get_settings(), stop_with_parent=stop_with_parent))


@app.command()
def serve() -> None:
    """Run the API process, which also serves the screens."""
    _become("api.cli.serve", _with_database())


@app.command()
def worker() -> None:
    """Run the worker process: jobs, the order of events, what runs by the clock."""
    _become("api.cli.work", _with_database())


@app.command()
def migrate() -> None:
    """Bring the database to the newest revision."""
    _become("api.cli.migrate", _with_database(owner=True))


@app.command()
def backup(folder: Annotated[str, typer.Argument(help="Where nothing is yet.")]) -> None:
    """Copy the database, the files and the secret key into a folder; the service may go on meanwhile."""
    _become("api.cli.copies", _with_database(owner=True), "backup", folder)


@app.command()
def restore(folder: Annotated[str, typer.Argument(help="A copy made by `lotrinh backup`.")]) -> None:
    """Fill an empty deployment from a copy, and bring it to the newest revision; then `lotrinh verify` it."""
    _become("api.cli.copies", environment(), "restore", folder)


@app.command()
def seed() -> None:
    """Load reference data and the five plans; a row that was changed since is left as it is."""
    _become("api.cli.load_seed", _with_database())


def _from_elsewhere(name: str, summary: str) -> None:
    """Register a command for another machine: its options and its libraries are its own process's."""

    def run(context: typer.Context) -> None:
        _become("api.cli.remote", environment(), name, *context.args)

    settings = {"allow_extra_args": True, "ignore_unknown_options": True}
    app.command(name, help=summary, context_settings=settings, add_help_option=False)(run)


_from_elsewhere("login", "Sign in to a server from any machine.")
_from_elsewhere("push", "Send figures from a CSV file to a server: tried first, then written.")
_from_elsewhere("undo", "Take back figures that were pushed.")
_from_elsewhere("pull", "Fetch what changed into a file, going on where it was.")
_from_elsewhere("watch", "Print what changes as it changes.")
_from_elsewhere("export", "Fetch figures from a server into a CSV file.")


@app.command()
def export_openapi() -> None:
    """Write the OpenAPI document to standard output."""
    _become("api.cli.export_openapi", environment())


@app.command()
def export_events(folder: Annotated[str, typer.Argument(help="Where a file for each type goes.")]) -> None:
    """Write the JSON Schema of every type of change that leaves by the feed and by webhooks."""
    _become("api.cli.export_events", environment(), folder)


@verify.command("roll-ups")
def verify_roll_ups() -> None:
    """Count all figures anew by plain SQL and name any roll-up that differs; then the exit code is 1."""
    _become("api.cli.verify", _with_database())


@verify.command("evidence")
def verify_evidence() -> None:
    """Hash every file anew and name those missing, altered or named by no record; then the exit code is 1."""
    _become("api.cli.verify_evidence", _with_database())


@verify.command("audit")
def verify_audit(
    anchor: Annotated[list[str] | None, typer.Option(help="One the log told of, as POSITION:HASH.")] = None,
) -> None:
    """Hash every entry of the audit anew and name the first that does not hold; then the exit code is 1."""
    _become("api.cli.verify_audit", _with_database(), *(anchor or []))


@app.command()
def create_admin(username: str, name: Annotated[str, typer.Option(help="Name shown on screen.")] = "") -> None:
    """Create the first administrator; asks for the password, or takes it from LOTRINH_ADMIN_PASSWORD."""
    _become("api.cli.admin", _with_database(), "create", username, name or username)


@app.command()
def recover_admin(username: str) -> None:
    """Let an administrator in who lost the telephone, or whose account was closed for idleness; the password stays."""
    _become("api.cli.admin", _with_database(), "recover", username)


def _become(module: str, variables: dict[str, str], *arguments: str) -> None:
    """Replace this process, so that signals and memory are the module's alone."""
    words = command(module, *arguments)
    os.execve(words[0], words, variables)


def _with_database(*, owner: bool = False) -> dict[str, str]:
    """Our environment, with the address of the embedded server if none was given and `lotrinh up` runs one.

    `owner` adds its owner's.
    """
    settings = get_settings()
    if settings.database_url is not None or not settings.home.is_dir():
        return environment()
    try:
        server = embedded_server(settings.home, settings.postgres_bin)
        more = {OWNER_VARIABLE: server.url()} if owner else {}
        return environment(LOTRINH_DATABASE_URL=server.url(user=APPLICATION), **more)
    except PostgresError:
        return environment()
