"""`Idempotency-Key`."""

import httpx
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.kit.http import idempotency
from api.kit.ids import uuid7
from api.kit.permissions import Subject
from tests.kit.sample import Note
from tests.support.callers import Callers
from tests.support.clock import FixedClock

KEY = {"Idempotency-Key": "5f0c-1"}


async def _count(session: AsyncSession) -> int | None:
    return await session.scalar(select(func.count()).select_from(Note))


async def test_the_same_key_and_body_create_once(notes: httpx.AsyncClient, session: AsyncSession) -> None:
    first = await notes.post("/notes", json={"text": "một"}, headers=KEY)
    again = await notes.post("/notes", json={"text": "một"}, headers=KEY)
    assert (again.status_code, again.json()["id"]) == (201, first.json()["id"])
    assert await _count(session) == 1


async def test_a_replay_says_so_and_keeps_the_etag(notes: httpx.AsyncClient) -> None:
    first = await notes.post("/notes", json={"text": "một"}, headers=KEY)
    again = await notes.post("/notes", json={"text": "một"}, headers=KEY)
    assert (again.headers["idempotency-replayed"], again.headers["etag"]) == ("true", first.headers["etag"])


async def test_a_replay_never_repeats_a_secret(notes: httpx.AsyncClient) -> None:
    first = await notes.post("/notes", json={"text": "một"}, headers=KEY)
    again = await notes.post("/notes", json={"text": "một"}, headers=KEY)
    assert (first.json()["secret"], again.json()["secret"]) == ("s3cret", None)


async def test_the_same_key_with_another_body_is_refused(notes: httpx.AsyncClient) -> None:
    await notes.post("/notes", json={"text": "một"}, headers=KEY)
    answer = await notes.post("/notes", json={"text": "hai"}, headers=KEY)
    assert (answer.status_code, answer.json()["code"]) == (422, "idempotency_mismatch")


async def test_another_callers_key_is_another_key(notes: httpx.AsyncClient, sample_application, session) -> None:
    await notes.post("/notes", json={"text": "một"}, headers=KEY)
    other = Callers(sample_application).sign_in(Subject("user", uuid7(), "Người khác", ()))
    answer = await notes.post("/notes", json={"text": "hai"}, headers=KEY | other)
    assert answer.status_code == 201
    assert await _count(session) == 2


async def test_a_key_is_forgotten_after_a_day(
    notes: httpx.AsyncClient, session: AsyncSession, clock: FixedClock
) -> None:
    await notes.post("/notes", json={"text": "một"}, headers=KEY)
    clock.advance(hours=24)
    await notes.post("/notes", json={"text": "một"}, headers=KEY)
    assert await _count(session) == 2


async def test_a_failed_request_keeps_no_answer(notes: httpx.AsyncClient, session: AsyncSession) -> None:
    await notes.post("/notes", json={"text": ""}, headers=KEY)
    answer = await notes.post("/notes", json={"text": "một"}, headers=KEY)
    assert answer.status_code == 201


async def test_old_answers_are_swept(notes: httpx.AsyncClient, session: AsyncSession, clock: FixedClock) -> None:
    await notes.post("/notes", json={"text": "một"}, headers=KEY)
    clock.advance(hours=25)
    assert await idempotency.forget_old(session, clock()) == 1


async def test_a_key_with_spaces_is_refused(notes: httpx.AsyncClient) -> None:
    answer = await notes.post("/notes", json={"text": "một"}, headers={"Idempotency-Key": "a b"})
    assert answer.json()["errors"][0]["pointer"] == "/header/Idempotency-Key"
