"""The commands for another machine, against a server of a few lines that can be cut off."""

import codecs
import gzip
import json
import os
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from api.cli.remote.pushing import pieces

ROOT = Path(__file__).resolve().parents[2]
ROWS = [f"cds-1,hp-{number:06},2026-Q1,{number},100" for number in range(1, 13)]
HEADING = "indicator,unit,period,numerator,denominator"
BAD = "hp-000007"


class Server(ThreadingHTTPServer):
    """Keeps what it was sent by key; `cut` requests that write end without an answer first."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.written: dict[str, list[str]] = {}
        self.cut, self.changes = 0, 5
        self.denominator: float = 100
        self.undone: list[str] = []
        self.expired = True
        self.jobs: list[dict[str, Any]] = []
        self.fails = "none"
        self.queries: list[dict[str, list[str]]] = []

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class _Handler(BaseHTTPRequestHandler):
    server: Server

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def do_POST(self) -> None:
        sent = self.rfile.read(int(self.headers["Content-Length"]))
        body = (gzip.decompress(sent) if self.headers["Content-Encoding"] == "gzip" else sent).decode()
        if self.path.endswith("/undo"):
            return self._undo(self.path.split("/")[-2])
        if self.path.endswith("/auth/token"):
            return self._token(parse_qs(body))
        return self._bulk(body.splitlines()[1:], parse_qs(urlsplit(self.path).query))

    def do_GET(self) -> None:
        query = parse_qs(urlsplit(self.path).query)
        self.server.queries.append(query)
        if "/jobs/" in self.path:
            return self._follow(self.server.jobs[int(self.path.rpartition("/")[2])])
        if urlsplit(self.path).path.endswith("/changes"):
            return self._changes(int(query.get("after", ["0"])[0]))
        first = "cursor" not in query
        item = {
            "indicator": {"id": "1", "code": "cds-1"}, "unit": {"id": "2", "code": "hp-000001"}, "period": "2026-Q1",
            "answer": "given", "numerator": 1 if first else 2, "denominator": self.server.denominator, "yes": None,
            "note": "a, b",
        }  # fmt: skip
        return self._say(200, {"items": [item], "next_cursor": "more" if first else None})

    def _changes(self, after: int) -> None:
        """Two a page; `cut` requests end without an answer first."""
        if self.server.cut:
            self.server.cut -= 1
            self.close_connection = True
            self.connection.close()
            return None
        found = [
            {"position": each, "type": "plan.issued"} for each in range(1, self.server.changes + 1) if each > after
        ]
        return self._say(200, {"items": found[:2], "next_position": found[:2][-1]["position"] if found else after})

    def _job(self, query: dict[str, list[str]]) -> None:
        """A job that is through at the second look at it."""
        self.server.jobs.append({"dry_run": query["dry_run"][0], "looked": 0, "key": self.headers["Idempotency-Key"]})
        return self._say(202, {"received": 0, "job": str(len(self.server.jobs) - 1), "errors": []})

    def _follow(self, job: dict[str, Any]) -> None:
        job["looked"] += 1
        through, dry = job["looked"] > 1, job["dry_run"] == "true"
        result = {"received": 100_001, "created": 100_001, "errors": [], "batch": None if dry else "b-large"}
        told: dict[str, Any] = {"kind": "load_indicator_values", "status": "succeeded", "error": None}
        told |= {"finished_at": "2026-05-20T05:00:00Z" if through else None, "result": result if through else None}
        if job["key"] == self.server.fails:
            told |= {"result": None, "status": "cancelled"}
        return self._say(200, told | {"progress": {"done": 100_001 if through else 2_000, "total": 100_001}})

    def _undo(self, batch: str) -> None:
        if batch == "newer":
            return self._say(409, {"detail": "Đã có thay đổi mới hơn.", "newer": ["1.2.2026-Q1"]})
        self.server.undone.append(batch)
        return self._say(200, {"created": 10, "updated": 1})

    def _token(self, form: dict[str, list[str]]) -> None:
        if form["grant_type"] == ["password"] and form["password"] == ["right"]:
            return self._say(200, {"access_token": "old", "refresh_token": "refresh"})
        if form.get("refresh_token") == ["refresh"] or form.get("client_secret") == ["secret"]:
            return self._say(200, {"access_token": "new"})
        return self._say(400, {"error": "invalid_grant", "error_description": "Sai mật khẩu"})

    def _bulk(self, rows: list[str], query: dict[str, list[str]]) -> None:
        if self.headers["Authorization"] != "Bearer new":
            return self._say(401, {"code": "not_signed_in"})
        if self.headers["Prefer"] == "respond-async":
            return self._job(query)
        bad = [number for number, row in enumerate(rows, 1) if BAD in row]
        errors = [{"row": n, "pointer": f"/{n - 1}/unit", "code": "unknown", "message": "Không có đơn vị"} for n in bad]
        told: dict[str, Any] = {"received": len(rows), "created": len(rows) - len(bad), "rejected": len(bad)}
        if query["dry_run"] == ["false"]:
            self.server.written[self.headers["Idempotency-Key"]] = [row for row in rows if BAD not in row]
            if self.server.cut:
                self.server.cut -= 1
                self.close_connection = True
                self.connection.close()
                return None
        batch = f"b{len(self.server.written)}" if query["dry_run"] == ["false"] else None
        return self._say(207 if bad else 200, told | {"errors": errors, "batch": batch})

    def _say(self, status: int, body: object) -> None:
        said = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(said)))
        self.end_headers()
        self.wfile.write(said)


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


@pytest.fixture
def variables(tmp_path: Path) -> dict[str, str]:
    return {**os.environ, "LOTRINH_LOGIN": str(tmp_path / "login.json"), "LOTRINH_PASSWORD": "right", "COLUMNS": "200"}


@pytest.fixture
def values(tmp_path: Path) -> Path:
    file = tmp_path / "values.csv"
    file.write_text("\n".join([HEADING, *ROWS]) + "\n", "utf-8-sig")
    return file


def _run(variables: dict[str, str], *words: str) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, "-m", "api.cli", *words], cwd=ROOT, env=variables, text=True, check=False,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    return done.returncode, done.stdout


def _sign_in(variables: dict[str, str], server: Server) -> None:
    code, printed = _run(variables, "login", server.address, "--username", "co.lan")
    assert code == 0, printed


def test_a_sign_in_is_kept_for_oneself_and_holds_no_password(variables: dict[str, str], server: Server) -> None:
    wrong = _run({**variables, "LOTRINH_PASSWORD": "wrong"}, "login", server.address, "--username", "co.lan")
    assert wrong == (2, "lotrinh: Sai mật khẩu\n")
    assert "not signed in" in _run(variables, "export", "out.csv")[1]
    _sign_in(variables, server)
    kept = Path(variables["LOTRINH_LOGIN"])
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert "right" not in kept.read_text()
    secret = {**variables, "LOTRINH_CLIENT_SECRET": "secret"}
    assert _run(secret, "login", server.address, "--client-id", "ioc.hp")[0] == 0
    assert "secret" not in kept.read_text()


def test_bad_rows_are_named_and_nothing_is_written(
    variables: dict[str, str], server: Server, values: Path, tmp_path: Path
) -> None:
    _sign_in(variables, server)
    code, printed = _run(variables, "push", str(values), "--at-once", "5", "--rejects", str(tmp_path / "bad.csv"))
    assert code == 1
    assert "nothing was written" in printed
    assert server.written == {}
    assert (tmp_path / "bad.csv").read_text("utf-8-sig").splitlines()[1] == "7,unit,Không có đơn vị"


def test_cut_off_it_goes_on_and_writes_each_row_once(variables: dict[str, str], server: Server, values: Path) -> None:
    _sign_in(variables, server)
    server.cut = 1
    code, printed = _run(variables, "push", str(values), "--at-once", "5", "--partial")
    assert code == 1, printed  # one row was rejected
    assert "created 11" in printed
    once = dict(server.written)
    assert sorted(row for rows in once.values() for row in rows) == [row for row in ROWS if BAD not in row]
    assert len(once) == 3
    assert _run(variables, "push", str(values), "--at-once", "5", "--partial")[0] == 1
    assert server.written == once  # the same keys: the server answers as it did


def test_figures_come_as_a_file_that_push_takes(variables: dict[str, str], server: Server, tmp_path: Path) -> None:
    _sign_in(variables, server)
    file = tmp_path / "out.csv"
    code, printed = _run(variables, "export", str(file), "--under", "hp", "--period", "2026-Q1")
    assert code == 0, printed
    lines = file.read_text("utf-8-sig").splitlines()
    assert lines[1] == 'cds-1,hp-000001,2026-Q1,given,1,100,,,,"a, b",'
    assert len(lines) == 3
    assert server.queries[0] == {"under": ["hp"], "period": ["2026-Q1"], "limit": ["200"]}


def test_figures_come_with_decimal_commas_for_whoever_opens_them_in_excel(
    variables: dict[str, str], server: Server, tmp_path: Path
) -> None:
    _sign_in(variables, server)
    file = tmp_path / "out.csv"
    server.denominator = 99.5
    assert _run(variables, "export", str(file), "--decimal-comma")[0] == 0
    assert file.read_bytes().startswith(codecs.BOM_UTF8)
    assert file.read_text("utf-8-sig").splitlines()[1] == "cds-1;hp-000001;2026-Q1;given;1;99,5;;;;a, b;"
    assert [piece.rows for piece in pieces(file)] == [2]


def test_cells_between_semicolons_are_understood(tmp_path: Path) -> None:
    file = tmp_path / "values.csv"
    file.write_text("indicator;unit;value\ncds-1;hp-1;95,5\n", "utf-8")
    [piece] = pieces(file)
    assert piece.body.decode() == 'indicator,unit,value\r\ncds-1,hp-1,"95,5"\r\n'


def test_it_knows_nothing_of_the_server(tmp_path: Path) -> None:
    """Another machine has the package, and need not load what serves."""
    loaded = "import sys; import api.cli.remote.__main__; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", loaded], cwd=ROOT, capture_output=True, text=True, check=True)
    assert not {"sqlalchemy", "fastapi", "asyncpg", "api.main", "api.settings"} & set(done.stdout.split())


def test_what_was_pushed_is_taken_back_in_one_command(variables: dict[str, str], server: Server, values: Path) -> None:
    _sign_in(variables, server)
    _, printed = _run(variables, "push", str(values), "--partial", "--at-once", "6")
    assert "lotrinh undo b1 b2" in printed
    assert _run(variables, "undo", "b1", "b2") == (0, "b2: 11 số liệu / figures\nb1: 11 số liệu / figures\n")
    assert server.undone == ["b2", "b1"]
    code, printed = _run(variables, "undo", "newer")
    assert (code, "1.2.2026-Q1" in printed) == (2, True)


def test_more_rows_than_a_request_holds_are_one_load_of_a_job(
    variables: dict[str, str], server: Server, values: Path
) -> None:
    _sign_in(variables, server)
    values.write_text(HEADING + "\n" + "cds-1,hp-000001,2026-Q1,1,100\n" * 100_001)
    code, printed = _run(variables, "push", str(values))
    assert (code, "created 100001" in printed, "lotrinh undo b-large" in printed) == (0, True, True), printed
    assert [(job["dry_run"], job["looked"]) for job in server.jobs] == [("true", 2), ("false", 2)]
    server.fails = server.jobs[1]["key"]
    code, printed = _run(variables, "push", str(values))
    assert (code, "cancelled" in printed) == (2, True), printed
    assert server.jobs[3]["key"] == server.jobs[1]["key"]


def test_changes_are_pulled_once_wherever_it_broke_off(
    variables: dict[str, str], server: Server, tmp_path: Path
) -> None:
    _sign_in(variables, server)
    file = tmp_path / "changes.ndjson"
    server.cut = 1
    code, printed = _run(variables, "pull", str(file), "--since", "1")
    assert (code, "position 5" in printed) == (0, True)
    file.write_bytes(file.read_bytes()[:-10])  # the machine lost power in the middle of a line
    server.changes = 7
    assert _run(variables, "pull", str(file))[0] == 0
    assert [json.loads(line)["position"] for line in file.read_text().splitlines()] == [2, 3, 4, 5, 6, 7]
    file.write_text("no changes\n")
    assert "not a file of changes" in _run(variables, "pull", str(file))[1]


def test_changes_are_watched_as_they_come(variables: dict[str, str], server: Server) -> None:
    _sign_in(variables, server)
    command = [sys.executable, "-m", "api.cli.remote", "watch", "--since", "3"]
    with subprocess.Popen(command, cwd=ROOT, env=variables, text=True, stdout=subprocess.PIPE) as watching:
        assert watching.stdout is not None
        seen = [json.loads(watching.stdout.readline())["position"] for _ in range(2)]
        server.changes = 6
        seen.append(json.loads(watching.stdout.readline())["position"])
        watching.kill()
    assert seen == [4, 5, 6]
