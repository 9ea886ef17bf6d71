"""A file sent by a client others wrote, to a server process that is killed in the middle, over lines that break."""

import hashlib
import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
import requests
from tusclient.client import TusClient
from tusclient.exceptions import TusCommunicationError

from api.settings import Settings
from tests.contract.conftest import HOME, PASSWORD
from tests.seed.conftest import seed_settings, seeded_url

__all__ = ["seed_settings", "seeded_url"]
PATIENCE = 60
PIECE = 2 << 20
CONTENT = b"%PDF-1.7\n" + random.Random(20260520).randbytes(40 << 20)


class Server:
    """A server process on one port, which may be killed and started again."""

    def __init__(self, url: str, settings: Settings, log: Path) -> None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        self._variables = os.environ | {
            "LOTRINH_DATABASE_URL": url, "LOTRINH_HOME": str(settings.home), "PORT": str(self.port)
        }  # fmt: skip
        self._log = log
        self.start()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}/api/v1"

    def start(self) -> None:
        with self._log.open("ab") as stream:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "api.cli.serve"], env=self._variables, stderr=stream, stdout=stream
            )
        deadline = time.monotonic() + PATIENCE
        while not self._answers():
            assert time.monotonic() < deadline, self._log.read_text("utf-8")
            time.sleep(0.1)

    def _answers(self) -> bool:
        try:
            return httpx.get(f"http://127.0.0.1:{self.port}/healthz").is_success
        except httpx.TransportError:
            return False

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()


@pytest.fixture(scope="module")
def server(seeded_url: str, seed_settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The seeded deployment, as in production."""
    made = Server(seeded_url, seed_settings, tmp_path_factory.mktemp("served") / "log")
    yield made
    made.process.terminate()
    made.process.wait(PATIENCE)


@pytest.fixture(scope="module")
def school(server: Server) -> dict[str, str]:
    """The head of a school, signed in."""
    form = {"grant_type": "password", "username": f"head.{HOME}", "password": PASSWORD}
    token = httpx.post(f"{server.address}/auth/token", data=form).json()["access_token"]
    return {"Authorization": f"Bearer {token}"}


def _begin(server: Server, headers: dict[str, str]) -> str:
    sent = headers | {
        "Tus-Resumable": "1.0.0",
        "Upload-Length": str(len(CONTENT)),
        "Upload-Metadata": "filename YS5wZGY=",
    }
    made = httpx.post(f"{server.address}/uploads", headers=sent)
    assert made.status_code == 201, made.text
    return f"http://127.0.0.1:{server.port}{made.headers['location']}"


def _offset(url: str, headers: dict[str, str]) -> int:
    answer = httpx.head(url, headers=headers | {"Tus-Resumable": "1.0.0"})
    assert answer.status_code == 200
    return int(answer.headers["upload-offset"])


def _break_off(server: Server, url: str, headers: dict[str, str], length: int) -> None:
    """Send so many bytes of a piece that was announced to be longer, then hang up."""
    offset = _offset(url, headers)
    head = [
        f"PATCH {url.removeprefix(f'http://127.0.0.1:{server.port}')} HTTP/1.1", "Host: 127.0.0.1",
        f"Authorization: {headers['Authorization']}", "Tus-Resumable: 1.0.0",
        "Content-Type: application/offset+octet-stream", f"Upload-Offset: {offset}",
        f"Content-Length: {len(CONTENT) - offset}", "", "",
    ]  # fmt: skip
    with socket.create_connection(("127.0.0.1", server.port), timeout=PATIENCE) as line:
        line.sendall("\r\n".join(head).encode() + CONTENT[offset : offset + length])


def _kept(url: str, headers: dict[str, str], server: Server) -> None:
    told = httpx.head(url, headers=headers | {"Tus-Resumable": "1.0.0"})
    where = told.headers["link"].partition(">")[0].removeprefix("<")
    base = f"http://127.0.0.1:{server.port}"
    evidence = httpx.get(base + where, headers=headers).json()
    assert evidence["sha256"] == hashlib.sha256(CONTENT).hexdigest()
    assert httpx.get(f"{base}{where}/content", headers=headers).content == CONTENT


def _send_on(server: Server, url: str, headers: dict[str, str], file: Path) -> None:
    """What a person does: when it stops, go on from where it was."""
    client = TusClient(f"{server.address}/uploads", headers=headers)
    with file.open("rb") as stream:
        for _ in range(PATIENCE):
            try:
                client.uploader(file_stream=stream, url=url, chunk_size=PIECE, retries=5, retry_delay=1).upload()
            except (TusCommunicationError, requests.RequestException):
                time.sleep(0.5)
            else:
                return
    raise AssertionError("it never arrived")


def test_ten_broken_lines_and_two_kills_and_every_byte_arrives(
    server: Server, school: dict[str, str], tmp_path: Path
) -> None:
    file, chance = tmp_path / "bien-ban.pdf", random.Random(7)
    file.write_bytes(CONTENT)
    url = _begin(server, school)
    before = 0
    for _ in range(10):
        _break_off(server, url, school, chance.randrange(1, 3 << 20))
        time.sleep(0.2)
        now = _offset(url, school)
        assert now >= before
        before = now
    for _ in range(2):
        sender = threading.Thread(target=_send_on, args=(server, url, school, file), daemon=True)
        sender.start()
        time.sleep(chance.uniform(0.1, 0.4))
        server.kill()
        server.start()
        sender.join(PATIENCE)
        assert not sender.is_alive()
    if _offset(url, school) < len(CONTENT):
        _send_on(server, url, school, file)
    _kept(url, school, server)


def test_a_server_killed_in_mid_piece_believes_only_what_is_sure(
    server: Server, school: dict[str, str], tmp_path: Path
) -> None:
    file = tmp_path / "bien-ban.pdf"
    file.write_bytes(CONTENT)
    url = _begin(server, school)
    offset = _offset(url, school)
    with socket.create_connection(("127.0.0.1", server.port), timeout=PATIENCE) as line:
        head = [
            f"PATCH {url.removeprefix(f'http://127.0.0.1:{server.port}')} HTTP/1.1", "Host: 127.0.0.1",
            f"Authorization: {school['Authorization']}", "Tus-Resumable: 1.0.0",
            "Content-Type: application/offset+octet-stream", f"Upload-Offset: {offset}",
            f"Content-Length: {len(CONTENT)}", "", "",
        ]  # fmt: skip
        line.sendall("\r\n".join(head).encode() + CONTENT[: 21 << 20])
        time.sleep(1)
        other = httpx.patch(
            url,
            content=b"",
            headers=school | {
                "Tus-Resumable": "1.0.0", "Upload-Offset": "0", "Content-Type": "application/offset+octet-stream"
            },
        )  # fmt: skip
        assert other.status_code == 423
        server.kill()
    server.start()
    assert 8 << 20 <= _offset(url, school) <= 21 << 20
    _send_on(server, url, school, file)
    _kept(url, school, server)
