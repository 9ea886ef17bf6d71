"""A conversation with the mail server, up to the point of no return and past it."""

import smtplib
import ssl
from email.utils import parseaddr
from typing import Literal

from api.settings import Settings

Outcome = Literal["refused", "later", "unknown"]


class NotSent(Exception):
    """The server did not take the mail: for good (`refused`), for now (`later`), or nobody can say (`unknown`)."""

    def __init__(self, outcome: Outcome, reason: str) -> None:
        super().__init__(reason)
        self.outcome = outcome


def prepare(settings: Settings, address: str) -> smtplib.SMTP:
    """Connect and name sender and receiver; nothing has been sent yet. Raises NotSent."""
    try:
        server = _connect(settings)
    except (OSError, smtplib.SMTPException) as error:
        raise NotSent("later", type(error).__name__) from error
    try:
        _expect(server.mail(parseaddr(settings.smtp_from or "")[1]))
        _expect(server.rcpt(address))
    except (OSError, UnicodeError, smtplib.SMTPException) as error:
        server.close()
        raise NotSent("refused" if isinstance(error, UnicodeError) else "later", type(error).__name__) from error
    except NotSent:
        server.close()
        raise
    return server


def hand_over(server: smtplib.SMTP, message: bytes) -> None:
    """Send the text. Raises NotSent; `unknown` where the line broke before the server's answer came."""
    try:
        _expect(server.data(message))
    except smtplib.SMTPDataError as error:
        raise _refusal(error.smtp_code) from error
    except (OSError, smtplib.SMTPException) as error:
        raise NotSent("unknown", type(error).__name__) from error
    finally:
        server.close()


def _connect(settings: Settings) -> smtplib.SMTP:
    host, port, timeout = settings.smtp_host or "", settings.smtp_port, settings.smtp_timeout_seconds
    if settings.smtp_security == "tls":
        server: smtplib.SMTP = smtplib.SMTP_SSL(host, port, timeout=timeout, context=ssl.create_default_context())
    else:
        server = smtplib.SMTP(host, port, timeout=timeout)
    try:
        if settings.smtp_security == "starttls":
            server.starttls(context=ssl.create_default_context())
        if settings.smtp_username is not None and settings.smtp_password is not None:
            server.login(settings.smtp_username, settings.smtp_password.get_secret_value())
        server.ehlo_or_helo_if_needed()
    except BaseException:
        server.close()
        raise
    return server


def _expect(answer: tuple[int, bytes]) -> None:
    if answer[0] not in {250, 251}:
        raise _refusal(answer[0])


def _refusal(code: int) -> NotSent:
    """4xx means “try again”, 5xx “do not” (RFC 5321, 4.2.1)."""
    return NotSent("refused" if code >= 500 else "later", f"SMTP {code}")
