"""When the demonstration will not start, it says why before it has started anything."""

import fcntl
import signal
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from api.cli import up as module
from api.cli.up import up
from api.settings import Settings
from tests.cli.test_supervisor import SIGNALS


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """It waits for a predecessor for a moment only; signals are handled as before afterwards."""
    monkeypatch.setattr(module, "PATIENCE_SECONDS", 0.2)
    before = {number: signal.getsignal(number) for number in SIGNALS}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


def test_an_address_others_can_reach(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert up(Settings(home=tmp_path, host="0.0.0.0"), stop_with_parent=False) == 1  # never bound
    assert "loopback" in capsys.readouterr().err


def test_a_port_in_use(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        monkeypatch.setenv("PORT", str(port))
        assert up(Settings(home=tmp_path), stop_with_parent=False) == 1
    assert f"port {port} is in use" in capsys.readouterr().err


def test_a_home_another_one_uses(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with (tmp_path / "up.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        assert up(Settings(home=tmp_path), stop_with_parent=False) == 1
    assert f"uses {tmp_path}" in capsys.readouterr().err


def test_asked_to_stop_while_it_waits_it_leaves_quietly(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_lock", lambda _: signal.raise_signal(signal.SIGTERM))
    assert up(Settings(home=tmp_path), stop_with_parent=False) == 0


def test_a_home_that_is_somebody_elses(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied", str(tmp_path))

    monkeypatch.setattr(module, "_lock", refuse)
    assert up(Settings(home=tmp_path), stop_with_parent=False) == 1
    assert f"Permission denied: '{tmp_path}'" in capsys.readouterr().err
