"""`lotrinh login | push | undo | export | pull | watch`, from another machine: with an account or a client's secret."""

import csv
import getpass
import json
import os
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from api.cli.remote import exporting, following, pushing
from api.cli.remote.connection import SECRET, Refusal, connect, kept, sign_in
from api.cli.remote.pushing import Outcome, Piece

PASSWORD = "LOTRINH_PASSWORD"  # noqa: S105 - the name of a variable, not its value
_SHOWN = 50

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
_screen, _aside = Console(), Console(stderr=True)


@app.command()
def login(
    server: Annotated[str, typer.Argument(help="Its address, as https://lotrinh.example.vn.")],
    username: Annotated[str, typer.Option(help=f"An account; the password is asked for, or {PASSWORD}.")] = "",
    client_id: Annotated[str, typer.Option(help=f"A client; its secret is asked for, or {SECRET}.")] = "",
) -> None:
    """Sign in; what the server gives is kept in a file only you can read, a secret or password never."""
    if bool(username) == bool(client_id):
        raise Refusal("cần --username hoặc --client-id / give --username or --client-id")
    if client_id:
        secret = os.environ.get(SECRET) or getpass.getpass("Mã bí mật / secret: ")
        form = {"grant_type": "client_credentials", "client_id": client_id, "client_secret": secret}
    else:
        password = os.environ.get(PASSWORD) or getpass.getpass("Mật khẩu / password: ")
        form = {"grant_type": "password", "username": username, "password": password}
    sign_in(server, form)
    _screen.print(f"Đã đăng nhập / signed in: {username or client_id}")


@app.command()
def push(
    file: Annotated[Path, typer.Argument(help="CSV: indicator, unit, period, numerator, denominator, …")],
    partial: Annotated[bool, typer.Option(help="Write the good rows though others are rejected.")] = False,
    dry_run: Annotated[bool, typer.Option(help="Try only.")] = False,
    rejects: Annotated[Path | None, typer.Option(help="Where to write what was rejected, as CSV.")] = None,
    at_once: Annotated[int | None, typer.Option(min=1, max=100_000, help="Rows in one request.")] = None,
) -> None:
    """Send figures: all rows are tried first; cut off, the same command goes on where it was. 1 if any was rejected.

    More than 100,000 rows are one load, carried out by a job of the server's.
    """
    parts, mode = pushing.pieces(file, at_once), "partial" if partial else "atomic"
    tried = _push(parts, "Thử / trying", mode="partial", dry_run=True)
    _tell(tried, rejects)
    if dry_run or (tried.rejects and not partial):
        _screen.print(_said(tried, "chưa ghi gì / nothing was written"))
    else:
        written = _push(parts, "Ghi / writing", mode=mode, dry_run=False)
        if not tried.rejects:
            _tell(written, rejects)
        _screen.print(_said(written, "đã ghi / written"))
        if written.batches:
            _screen.print(f"Hoàn tác / to undo: lotrinh undo {' '.join(written.batches)}", soft_wrap=True)
        tried.rejects += written.rejects
    raise typer.Exit(1 if tried.rejects else 0)


@app.command()
def undo(
    batches: Annotated[list[str], typer.Argument(help="As push printed them.")],
) -> None:
    """Take back what was pushed: each figure is again what it was, unless somebody changed it since."""
    with connect(kept()) as client:
        for batch in reversed(batches):
            _screen.print(f"{batch}: {pushing.undo(client, batch)} số liệu / figures")


@app.command()
def pull(
    file: Annotated[
        Path, typer.Argument(help="Where to write them, a line of JSON each; one that is there is gone on with.")
    ],
    since: Annotated[int | None, typer.Option(min=0, help="After this position; by default from the start.")] = None,
    types: Annotated[str, typer.Option(help="Only these, as indicator_value.*,plan.issued.")] = "",
) -> None:
    """Fetch what changed, each change once and in order; run again, it goes on where it was."""
    with connect(kept()) as client, _progress() as bar:
        task = bar.add_task("Tải / fetching", total=None)
        position = following.pull(client, file, since, types, lambda done: bar.update(task, completed=done))
    _screen.print(f"Đến vị trí / up to position {position}: {file}", soft_wrap=True)


@app.command()
def watch(
    since: Annotated[int | None, typer.Option(min=0, help="After this position; by default from the start.")] = None,
    types: Annotated[str, typer.Option(help="Only these, as indicator_value.*,plan.issued.")] = "",
) -> None:
    """Print what changes as it changes, a line of JSON each, until it is stopped."""
    with connect(kept()) as client:
        for changes, _ in following.pages(client, since, types, wait=True):
            for change in changes:
                print(json.dumps(change, ensure_ascii=False), flush=True)


@app.command()
def export(
    file: Annotated[Path, typer.Argument(help="Where to write them, as CSV.")],
    *,
    indicator: Annotated[str, typer.Option(help="Of one indicator, by code or id.")] = "",
    unit: Annotated[str, typer.Option(help="Of one unit, by code or id.")] = "",
    under: Annotated[str, typer.Option(help="Of a unit and those below it.")] = "",
    period: Annotated[str, typer.Option(help="Of one period, as 2026-Q1.")] = "",
    decimal_comma: Annotated[bool, typer.Option(help="95,5 and semicolons, as a Vietnamese Excel reads them.")] = False,
) -> None:
    """Fetch figures into a CSV file that `push` takes back."""
    asked = {"indicator": indicator, "unit": unit, "under": under, "period": period}
    with connect(kept()) as client, _progress() as bar:
        task = bar.add_task("Tải / fetching", total=None)
        query = {name: value for name, value in asked.items() if value}
        count = exporting.export(
            client, query, file, lambda done: bar.update(task, completed=done), decimal_comma=decimal_comma
        )
    _screen.print(f"{count} dòng / rows: {file}")


def _push(parts: list[Piece], words: str, *, mode: str, dry_run: bool) -> Outcome:
    with connect(kept()) as client, _progress() as bar:
        task = bar.add_task(words, total=sum(part.rows for part in parts))
        return pushing.push(client, parts, mode=mode, dry_run=dry_run, told=lambda rows: bar.advance(task, rows))


def _progress() -> Progress:
    """Beside the output, so that this may be piped on."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    return Progress(*columns, console=_aside)


def _said(outcome: Outcome, words: str) -> str:
    told = ", ".join(f"{name} {count}" for name, count in outcome.counts.items())
    return f"{told}; {words}"


def _tell(outcome: Outcome, file: Path | None) -> None:
    """Name what was rejected: the first on screen, all in a file if one is given."""
    if not outcome.rejects:
        return
    table = Table("Dòng / row", "Cột / column", "Lý do / why")
    for each in outcome.rejects[:_SHOWN]:
        table.add_row(str(each.row), each.field, each.message)
    _screen.print(table)
    if max(len(outcome.rejects), outcome.counts["rejected"]) > _SHOWN:
        _screen.print(f"… {max(len(outcome.rejects), outcome.counts['rejected']) - _SHOWN} lỗi nữa / more")
    if file is not None:
        with file.open("w", encoding="utf-8-sig", newline="") as written:
            csv.writer(written).writerows(
                [("row", "column", "message"), *((each.row, each.field, each.message) for each in outcome.rejects)]
            )


def main() -> None:
    """`python -m api.cli.remote`."""
    try:
        app(prog_name="lotrinh")
    except Refusal as why:
        print(f"lotrinh: {why}", file=sys.stderr)
        sys.exit(2)


if __name__ == "__main__":
    main()
