"""A real mail server on this machine, and the people and units of identity's tests."""

import socket
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from api.settings import Settings
from tests.identity.conftest import admin, authenticator, leader, root, sign_in, stranger, tree

__all__ = ["admin", "authenticator", "leader", "root", "sign_in", "stranger", "tree"]


@dataclass
class Postbox:
    """What the server took, and what it answers."""

    port: int = 0
    taken: list[EmailMessage] = field(default_factory=list)
    to: list[str] = field(default_factory=list)
    at_recipient: str = "250 OK"
    at_text: str = "250 OK"

    async def handle_RCPT(  # noqa: N802 - the server's name for it
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any
    ) -> str:
        if self.at_recipient.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.at_recipient

    async def handle_DATA(self, server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 - as above
        self.taken.append(message_from_bytes(envelope.content, policy=policy.default))
        self.to += envelope.rcpt_tos
        if self.at_text == "hang up":
            server.transport.close()
        return self.at_text


@pytest.fixture
def postbox() -> Iterator[Postbox]:
    """A server that takes everything, unless told otherwise."""
    box = Postbox()
    with socket.socket() as free:  # the server must be told a port: it knocks at it to see itself ready
        free.bind(("127.0.0.1", 0))
        box.port = free.getsockname()[1]
    server = Controller(box, hostname="127.0.0.1", port=box.port)
    server.start()
    yield box
    server.stop()


@pytest.fixture
def mailing(postbox: Postbox, tmp_path: Path) -> Settings:
    """Settings of a deployment that sends mails there."""
    return Settings(
        home=tmp_path,
        public_url="https://lotrinh.example.vn",
        smtp_host="127.0.0.1",
        smtp_port=postbox.port,
        smtp_security="none",
        smtp_from="Lộ Trình <no-reply@example.vn>",
        smtp_timeout_seconds=5,
    )
