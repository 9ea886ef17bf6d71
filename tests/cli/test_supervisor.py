"""The supervisor on processes of the tests' own."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator

import pytest

from api.cli import supervisor
from api.cli.process import LEASH, environment
from api.cli.supervisor import ProcessEnded, StopAsked, StopRequest, Supervisor

SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)


@pytest.fixture
def request_to_stop() -> Iterator[StopRequest]:
    """A request nobody has made yet; the handlers are put back afterwards."""
    before = {number: signal.getsignal(number) for number in SIGNALS}
    yield StopRequest(stop_with_parent=False)
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.fixture
def code(monkeypatch: pytest.MonkeyPatch) -> None:
    """Modules are lines of Python here."""
    monkeypatch.setattr(supervisor, "command", lambda line: [sys.executable, "-c", line])


@pytest.mark.parametrize("number", SIGNALS)
def test_a_signal_is_remembered_until_somebody_looks(request_to_stop: StopRequest, number: signal.Signals) -> None:
    request_to_stop.check()
    os.kill(os.getpid(), number)
    with pytest.raises(StopAsked):
        request_to_stop.check()


def test_the_end_of_the_parent_is_a_request_to_stop(
    request_to_stop: StopRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    following = StopRequest(stop_with_parent=True)
    following.check()
    monkeypatch.setattr(os, "getppid", lambda: 1)
    request_to_stop.check()
    with pytest.raises(StopAsked):
        following.check()


@pytest.mark.usefixtures("code")
def test_a_process_that_runs_to_its_end_may_not_fail(request_to_stop: StopRequest) -> None:
    with Supervisor(environment(), request_to_stop) as supervised:
        supervised.run("pass")
        with pytest.raises(ProcessEnded, match="exit code 3"):
            supervised.run("raise SystemExit(3)")


@pytest.mark.usefixtures("code")
def test_a_process_that_should_stay_may_not_end(request_to_stop: StopRequest) -> None:
    with Supervisor(environment(), request_to_stop) as supervised:
        supervised.start("pass")
        with pytest.raises(ProcessEnded, match="exit code 0"):
            supervised.watch(lambda: None)


@pytest.mark.usefixtures("code")
def test_what_is_not_ours_may_not_fail_either(request_to_stop: StopRequest) -> None:
    faults = iter([None, "the database server is gone"])
    with Supervisor(environment(), request_to_stop) as supervised:
        supervised.start("import time; time.sleep(600)")
        with pytest.raises(ProcessEnded, match="the database server is gone"):
            supervised.watch(lambda: next(faults))


@pytest.mark.usefixtures("code")
def test_one_that_ignores_the_request_is_killed(request_to_stop: StopRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervisor, "STOP_SECONDS", 0.1)
    with Supervisor(environment(), request_to_stop) as supervised:
        supervised.start("import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(600)")


def test_a_process_on_the_leash_ends_with_its_supervisor() -> None:
    ours, theirs = os.pipe()
    child = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import time; from api.cli import process; process.follow_supervisor(); time.sleep(600)",
        ],
        env=environment(**{LEASH: str(ours)}),
        pass_fds=[ours],
    )
    os.close(theirs)
    assert child.wait(60) == -signal.SIGTERM
    os.close(ours)


@pytest.mark.usefixtures("code")
def test_who_waits_at_the_gate_passes_when_it_opens(request_to_stop: StopRequest) -> None:
    waiting = "from api.cli.process import wait_at_gate; wait_at_gate(); raise SystemExit(5)"
    with Supervisor(environment(), request_to_stop) as supervised:
        supervised.start(waiting)
        supervised.run("pass")
        supervised.open_gate()
        with pytest.raises(ProcessEnded, match="exit code 5"):
            supervised.watch(lambda: None)
