"""A real server that speaks S3: SeaweedFS on loopback."""

import contextlib
import itertools
import json
import os
import random
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx

WEED = Path(sys.executable).parent / "weed"
PATIENCE = 60.0
KEY, SECRET = "lotrinh", "not-a-secret"


def _free(port: int) -> bool:
    with socket.socket() as tried:
        return tried.connect_ex(("127.0.0.1", port)) != 0


def _free_ports(count: int) -> list[int]:
    """Ports with which those ten thousand above are free too: the server takes both.

    Both lie below 32,768, where Linux takes a port for every connection that goes out.
    """
    chance = random.Random()
    tried = (chance.randrange(12_000, 22_000) for _ in range(1_000))
    return list(itertools.islice((port for port in tried if _free(port) and _free(port + 10_000)), count))


class Weed:
    """SeaweedFS. It does not end when it is told to, so it is killed; what it kept is on the disk."""

    def __init__(self, folder: Path) -> None:
        self._folder, ports = folder, _free_ports(4)
        self.port, self._filer = ports[3], ports[2]
        identity = {"name": "app", "credentials": [{"accessKey": KEY, "secretKey": SECRET}], "actions": ["Admin"]}
        (folder / "s3.json").write_text(json.dumps({"identities": [identity]}))
        master, volume, filer, s3 = ports
        with (self._folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [
                    WEED, "server", f"-dir={self._folder}", "-ip=127.0.0.1", "-ip.bind=127.0.0.1",
                    f"-master.port={master}", "-master.telemetry=false", f"-volume.port={volume}", "-filer",
                    f"-filer.port={filer}", "-s3", f"-s3.port={s3}", "-s3.port.iceberg=0",
                    f"-s3.config={self._folder / 's3.json'}", "-volume.max=20", "-master.volumeSizeLimitMB=256",
                ],
                stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip
        try:
            self._answers()
        except BaseException:
            self.kill()
            raise

    @property
    def endpoint(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def _answers(self) -> None:
        """Wait until it answers, and make the bucket."""
        deadline = time.monotonic() + PATIENCE
        with httpx.Client() as client:
            while not self._makes_bucket(client):
                assert time.monotonic() < deadline, (self._folder / "log").read_text("utf-8")[-3000:]
                time.sleep(0.1)

    def _makes_bucket(self, client: httpx.Client) -> bool:
        with contextlib.suppress(httpx.TransportError):
            made = client.post(f"http://127.0.0.1:{self._filer}/buckets/lotrinh/")
            return made.status_code < 500 and not _free(self.port)
        return False

    def freeze(self) -> None:
        """It is there and answers nobody, as a machine whose disk hangs."""
        os.killpg(self._process.pid, signal.SIGSTOP)

    def thaw(self) -> None:
        os.killpg(self._process.pid, signal.SIGCONT)

    def kill(self) -> None:
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
