"""A file sent by clients others wrote, over lines that break, to server processes that are killed in the middle."""

import hashlib
import os
import random
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
import requests
from tusclient.client import TusClient
from tusclient.exceptions import TusCommunicationError

from api.settings import Settings
from tests.contract.conftest import HOME, PASSWORD
from tests.evidence.served import PATIENCE, Line, Server
from tests.evidence.weed import KEY, SECRET, Weed
from tests.seed.conftest import seed_settings, seeded_url

__all__ = ["seed_settings", "seeded_url"]
ROOT = Path(__file__).parents[2]
NODE = Path(sys.executable).parents[1] / "node-bin" / "node"
PIECE = 2 << 20
SMALL, LARGE = 24 << 20, 200 << 20
BREAKS, KILLS = 10, 2
# Sends a file to an address by a token, goes on where a line broke, and says where it went.
Send = Callable[[str, str, Path], str]


@pytest.fixture(scope="module")
def server(seeded_url: str, seed_settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The seeded deployment, as in production, its files in its home."""
    made = Server(seeded_url, seed_settings.home, tmp_path_factory.mktemp("served") / "log")
    yield made
    made.end()


@pytest.fixture(scope="module")
def server_on_s3(seeded_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The same, its files at a service that speaks S3."""
    weed, home = Weed(tmp_path_factory.mktemp("weed")), tmp_path_factory.mktemp("served-s3")
    made = Server(
        seeded_url, home / "home", home / "log",
        LOTRINH_S3_ENDPOINT=weed.endpoint, LOTRINH_S3_ACCESS_KEY=KEY, LOTRINH_S3_SECRET_KEY=SECRET,
    )  # fmt: skip
    yield made
    made.end()
    weed.kill()


def _sign_in(server: Server) -> str:
    """The head of a school."""
    form = {"grant_type": "password", "username": f"head.{HOME}", "password": PASSWORD}
    token: str = httpx.post(f"{server.address}/auth/token", data=form).json()["access_token"]
    return token


def _file(folder: Path, size: int) -> tuple[Path, str]:
    """A file nobody sent before, and its SHA-256."""
    path, digest = folder / "bien-ban.pdf", hashlib.sha256()
    with path.open("wb") as stream:
        for piece in (b"%PDF-1.7\n", *(os.urandom(1 << 20) for _ in range(size >> 20))):
            digest.update(piece)
            stream.write(piece)
    return path, digest.hexdigest()


def _tuspy(address: str, token: str, file: Path, url: str | None = None) -> str:
    """What a person does: when it stops, go on from where it was."""
    client = TusClient(f"{address}/uploads", headers={"Authorization": f"Bearer {token}"})
    deadline = time.monotonic() + 3 * PATIENCE
    with file.open("rb") as stream:
        while time.monotonic() < deadline:
            try:
                sender = client.uploader(
                    file_stream=stream, url=url, chunk_size=PIECE, retries=3, retry_delay=0.2,
                    metadata={"filename": file.name},
                )  # fmt: skip
                if url is None:
                    url = str(sender.create_url())
                    sender.set_url(url)
                sender.upload()
            except (TusCommunicationError, requests.RequestException):
                time.sleep(0.2)
            else:
                return url
    raise AssertionError("it never arrived")


def _tus_js_client(address: str, token: str, file: Path) -> str:
    script = Path(__file__).with_name("send.mjs")
    command: list[str | Path] = [NODE, script, ROOT / "frontend", f"{address}/uploads", token, file]
    done = subprocess.run(command, capture_output=True, text=True, timeout=3 * PATIENCE, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def _kept(server: Server, token: str, url: str) -> tuple[str, str]:
    """The digest the record of a finished upload has, and the one of what is served."""
    at, headers = f"http://127.0.0.1:{server.port}", {"Authorization": f"Bearer {token}"}
    told = httpx.head(url, headers=headers | {"Tus-Resumable": "1.0.0"})
    where = told.headers["link"].partition(">")[0].removeprefix("<")
    served = hashlib.sha256()
    with httpx.stream("GET", f"{at}{where}/content", headers=headers, timeout=PATIENCE) as answer:
        for piece in answer.iter_bytes():
            served.update(piece)
    return httpx.get(at + where, headers=headers).json()["sha256"], served.hexdigest()


def _send_through_trouble(server: Server, send: Send, folder: Path, size: int) -> None:
    file, digest = _file(folder, size)
    chance = random.Random(size)
    places = sorted(chance.sample(range(1 << 20, size - (1 << 20)), BREAKS + KILLS))
    fatal = set(chance.sample(places, KILLS))

    def kill() -> None:
        server.kill()
        server.start()

    token = _sign_in(server)
    with Line(server.port, {place: kill if place in fatal else None for place in places}) as line:
        url = send(f"http://127.0.0.1:{line.port}/api/v1", token, file)
    assert line.broken == BREAKS + KILLS
    assert _kept(server, token, url.replace(f":{line.port}/", f":{server.port}/")) == (digest, digest)


CLIENTS = pytest.mark.parametrize("send", [_tuspy, _tus_js_client], ids=["tuspy", "tus-js-client"])


@CLIENTS
def test_ten_broken_lines_and_two_kills_and_every_byte_arrives(server: Server, send: Send, tmp_path: Path) -> None:
    _send_through_trouble(server, send, tmp_path, SMALL)


@pytest.mark.soak
@pytest.mark.parametrize("where", ["server", "server_on_s3"])
@CLIENTS
def test_200_megabytes_arrive_wherever_files_are_kept(
    request: pytest.FixtureRequest, where: str, send: Send, tmp_path: Path
) -> None:
    _send_through_trouble(request.getfixturevalue(where), send, tmp_path, LARGE)


def test_a_server_killed_in_mid_piece_believes_only_what_is_sure(server: Server, tmp_path: Path) -> None:
    file, digest = _file(tmp_path, SMALL)
    content, token = file.read_bytes(), _sign_in(server)
    headers = {"Authorization": f"Bearer {token}", "Tus-Resumable": "1.0.0"}
    begun = {"Upload-Length": str(len(content)), "Upload-Metadata": "filename YS5wZGY="}
    location = httpx.post(f"{server.address}/uploads", headers=headers | begun).headers["location"]
    url = f"http://127.0.0.1:{server.port}{location}"

    def offset() -> int:
        return int(httpx.head(url, headers=headers).headers["upload-offset"])

    piece = headers | {"Upload-Offset": "0", "Content-Type": "application/offset+octet-stream"}
    head = [f"PATCH {location} HTTP/1.1", "Host: 127.0.0.1", f"Content-Length: {len(content)}"]
    head += [f"{name}: {value}" for name, value in piece.items()]
    with socket.create_connection(("127.0.0.1", server.port), timeout=PATIENCE) as line:
        line.sendall("\r\n".join([*head, "", ""]).encode() + content[: 21 << 20])
        deadline = time.monotonic() + PATIENCE
        while offset() < 8 << 20:
            assert time.monotonic() < deadline
            time.sleep(0.1)
        assert httpx.patch(url, content=b"", headers=piece).status_code == 423
        server.kill()
    server.start()
    assert 8 << 20 <= offset() <= 21 << 20
    _tuspy(server.address, token, file, url)
    assert _kept(server, token, url) == (digest, digest)


def _files_in(folder: Path) -> set[Path]:
    return {path for path in folder.rglob("*") if path.is_file()}


def test_where_the_disk_takes_no_more_it_is_said_and_what_it_took_stays(
    server: Server, seed_settings: Settings, tmp_path: Path
) -> None:
    file, digest = _file(tmp_path, SMALL)
    content, room = file.read_bytes(), 12 << 20
    server.kill()
    server.start(largest=room)
    headers = {"Authorization": f"Bearer {_sign_in(server)}"}
    before = _files_in(seed_settings.home / "files")
    named = headers | {"Content-Disposition": 'attachment; filename="bien-ban.pdf"'}
    raw = httpx.post(f"{server.address}/evidence", content=content, headers=named, timeout=PATIENCE)
    assert (raw.status_code, raw.json()["code"]) == (507, "storage_full")
    assert _files_in(seed_settings.home / "files") == before
    tus = headers | {"Tus-Resumable": "1.0.0"}
    begun = {"Upload-Length": str(len(content)), "Upload-Metadata": "filename YS5wZGY="}
    location = httpx.post(f"{server.address}/uploads", headers=tus | begun).headers["location"]
    url = f"http://127.0.0.1:{server.port}{location}"
    piece = tus | {"Upload-Offset": "0", "Content-Type": "application/offset+octet-stream"}
    sent = httpx.patch(url, content=content, headers=piece, timeout=PATIENCE)
    assert (sent.status_code, sent.json()["code"]) == (507, "storage_full")
    assert httpx.head(url, headers=tus).headers["upload-offset"] == str(room)
    server.kill()
    server.start()
    token = _sign_in(server)
    _tuspy(server.address, token, file, url)
    assert _kept(server, token, url) == (digest, digest)
