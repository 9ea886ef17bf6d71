"""Callers declared in one line: `callers.sign_in(subject)` gives the headers of a signed-in Subject.

Only the token is replaced; guards, scopes and everything after it are the real ones. What tokens are and how they are
checked has tests of its own, in tests/identity.
"""

from datetime import timedelta

from fastapi import FastAPI, Request

from api.kit.ids import uuid7
from api.kit.permissions import Subject
from api.kit.problems import NotSignedIn

SIGNED_IN_FOR = timedelta(minutes=15)


class Callers:
    """Stands before the real authenticator and knows the tokens it gave out itself."""

    def __init__(self, app: FastAPI) -> None:
        self._subjects: dict[str, Subject] = {}
        self._real = getattr(app.state, "authenticator", None)
        app.state.authenticator = self.authenticate

    def sign_in(self, subject: Subject) -> dict[str, str]:
        """Headers that make a request this subject's."""
        token = f"test.{uuid7()}"
        self._subjects[token] = subject
        return {"Authorization": f"Bearer {token}"}

    async def authenticate(self, request: Request) -> Subject:
        """A token of ours, or whatever the real authenticator says."""
        token = request.headers.get("authorization", "").removeprefix("Bearer ")
        if token in self._subjects:
            request.state.signed_in_until = request.app.state.clock() + SIGNED_IN_FOR
            return self._subjects[token]
        if self._real is None:
            raise NotSignedIn
        subject: Subject = await self._real(request)
        return subject
