"""Malware, by a real clamd that knows one name: what is found, what is served, and what holds while it is away."""

import asyncio
import socket
import subprocess
import threading
import time
from pathlib import Path

import pytest

from api.evidence.jobs import catch_up
from api.evidence.rules.evidence import Scan
from api.evidence.service import scanner
from tests.evidence.conftest import PDF, URL, zipped
from tests.support.loopback import free_port

CLAMD = Path("/usr/sbin/clamd")
PATIENCE = 30.0
# In two halves, so that this file itself alarms nobody.
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}" + b"$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
INFECTED = zipped(("tep.txt", EICAR))
_CONFIGURATION = """
TCPSocket {port}
TCPAddr 127.0.0.1
DatabaseDirectory {folder}/database
Foreground yes
LogFile {folder}/log
StreamMaxLength 2M
MaxFileSize 2M
MaxScanSize 4M
"""


@pytest.fixture(scope="module")
def clamd(tmp_path_factory):
    """The port of a clamd whose database has two lines."""
    folder, port = tmp_path_factory.mktemp("clamd"), free_port()
    folder.chmod(0o755)
    database = folder / "database"
    database.mkdir()
    (database / "test.hdb").write_text(f"44d88612fea8a8f36de82e1278abb02f:{len(EICAR)}:Eicar\n")
    (database / "test.ndb").write_text(f"Eicar-Body:0:*:{EICAR.hex()}\n")
    (folder / "clamd.conf").write_text(_CONFIGURATION.format(port=port, folder=folder))
    with (folder / "output").open("wb") as output:
        process = subprocess.Popen([CLAMD, f"--config-file={folder}/clamd.conf"], stdout=output, stderr=output)
    deadline = time.monotonic() + PATIENCE
    while True:
        with socket.socket() as tried:
            if tried.connect_ex(("127.0.0.1", port)) == 0:
                break
        assert process.poll() is None, (folder / "output").read_text()
        assert time.monotonic() < deadline
        time.sleep(0.05)
    yield port
    process.terminate()
    process.wait(PATIENCE)


@pytest.fixture
def scanned(set_up, clamd):
    """A deployment that scans."""
    return set_up(clamd_host="127.0.0.1", clamd_port=clamd, clamd_timeout_seconds=10)


async def _pieces(content, size=100_000):
    for start in range(0, len(content), size):
        yield content[start : start + size]


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (PDF, Scan.CLEAN),
        (b"\0" * (1 << 20), Scan.CLEAN),
        (EICAR, Scan.INFECTED),
        (INFECTED, Scan.INFECTED),
        (zipped(("trong.zip", INFECTED)), Scan.INFECTED),
        (b"\1" * (3 << 20), Scan.ERROR),
    ],
    ids=["clean", "large", "plain", "in a zip", "in a zip in a zip", "larger than it looks at"],
)
async def test_the_scanner_says_what_a_file_is(scanned, content, found):
    assert (await scanner.scan(_pieces(content), scanned)).scan is found


async def test_what_the_scanner_said_before_it_hung_up_is_heard(set_up):
    gone = threading.Event()

    def answer_early(listening):
        connection = listening.accept()[0]
        with connection:
            connection.recv(10)
            connection.sendall(b"INSTREAM size limit exceeded. ERROR\0")
            # Closed with something unread: what the other side writes from now on is refused.
            connection.recv(1, socket.MSG_PEEK)
        gone.set()

    async def pieces():
        yield b"\1" * 100_000
        assert await asyncio.to_thread(gone.wait, PATIENCE)
        for _ in range(20):
            yield b"\1" * 100_000

    with socket.create_server(("127.0.0.1", 0)) as listening:
        settings = set_up(clamd_host="127.0.0.1", clamd_port=listening.getsockname()[1], clamd_timeout_seconds=10)
        scanner_thread = threading.Thread(target=answer_early, args=(listening,))
        scanner_thread.start()
        found = await scanner.scan(pieces(), settings)
        scanner_thread.join(PATIENCE)
    assert found.scan is Scan.ERROR


async def test_what_is_infected_is_served_to_nobody_however_it_came(
    client, session, as_, head, officer, leader, send, run_jobs, scanned
):
    made = [(await send(head, content, "a.zip")).json() for content in (INFECTED, zipped(("b.zip", INFECTED)), PDF)]
    assert [each["scan"] for each in made] == ["pending"] * 3
    for headers in (head, officer, leader):
        answer = await client.get(f"{URL}/{made[2]['id']}/content", headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (409, "evidence_not_scanned")
    await run_jobs()
    for each, found in zip(made, ("infected", "infected", "clean"), strict=True):
        now = (await client.get(f"{URL}/{each['id']}", headers=head)).json()
        assert (now["scan"], now["version"]) == (found, 2)
        for path in ("content", "preview", "thumbnail"):
            for headers in (head, officer, leader):
                answer = await client.get(f"{URL}/{each['id']}/{path}", headers=headers)
                assert (answer.status_code == 200) is (found == "clean" and path == "content"), answer.text
                assert found == "clean" or answer.json()["code"] == "evidence_infected"
    # The same bytes of somebody else are pending at first, and infected too.
    again = (await send(await as_("school_head", "hp-mn2"), INFECTED, "c.zip")).json()
    assert again["scan"] == "pending"


async def test_while_the_scanner_is_away_a_file_waits(client, session, head, send, run_jobs, set_up, clamd):
    set_up(clamd_host="127.0.0.1", clamd_port=free_port())
    url = f"{URL}/{(await send(head)).json()['id']}"
    await run_jobs()
    assert (await client.get(url, headers=head)).json()["scan"] == "pending"
    assert await catch_up(session) == {"asked": 1}
    set_up(clamd_host="127.0.0.1", clamd_port=clamd)
    await run_jobs()
    assert (await client.get(url, headers=head)).json()["scan"] == "clean"
    assert await catch_up(session) == {"asked": 0}


async def test_a_scanner_set_up_later_looks_at_what_is_there_and_one_taken_away_holds_nothing_back(
    client, session, head, send, run_jobs, set_up, clamd
):
    first = f"{URL}/{(await send(head, INFECTED, 'a.zip')).json()['id']}"
    await session.commit()
    set_up(clamd_host="127.0.0.1", clamd_port=clamd)
    assert await catch_up(session) == {"asked": 1}
    await run_jobs()
    assert (await client.get(first, headers=head)).json()["scan"] == "infected"
    second = f"{URL}/{(await send(head, PDF + b'2')).json()['id']}"
    set_up()
    await catch_up(session)
    await session.commit()
    assert (await client.get(second, headers=head)).json()["scan"] == "unscanned"
    assert (await client.get(f"{second}/content", headers=head)).status_code == 200
    assert (await client.get(first, headers=head)).json()["scan"] == "infected"
