"""ETags, If-Match and If-None-Match."""

import httpx
import pytest

from api.kit.http.etag import etag


@pytest.fixture
async def note(notes: httpx.AsyncClient) -> dict[str, str]:
    answer = await notes.post("/notes", json={"text": "một"})
    return {"path": f"/notes/{answer.json()['id']}", "etag": answer.headers["etag"]}


async def test_an_unchanged_record_is_304(notes: httpx.AsyncClient, note: dict[str, str]) -> None:
    answer = await notes.get(note["path"], headers={"If-None-Match": note["etag"]})
    assert (answer.status_code, answer.content, answer.headers["etag"]) == (304, b"", note["etag"])


async def test_a_weak_tag_matches_too(notes: httpx.AsyncClient, note: dict[str, str]) -> None:
    answer = await notes.get(note["path"], headers={"If-None-Match": f'"x", W/{note["etag"]}'})
    assert answer.status_code == 304


async def test_a_changed_record_is_200(notes: httpx.AsyncClient, note: dict[str, str]) -> None:
    await notes.patch(note["path"], json={"text": "hai"}, headers={"If-Match": note["etag"]})
    answer = await notes.get(note["path"], headers={"If-None-Match": note["etag"]})
    assert (answer.status_code, answer.json()["version"]) == (200, 2)


async def test_a_change_needs_if_match(notes: httpx.AsyncClient, note: dict[str, str]) -> None:
    answer = await notes.patch(note["path"], json={"text": "hai"})
    assert (answer.status_code, answer.json()["code"]) == (428, "precondition_required")


async def test_a_stale_if_match_changes_nothing(notes: httpx.AsyncClient, note: dict[str, str]) -> None:
    await notes.patch(note["path"], json={"text": "hai"}, headers={"If-Match": note["etag"]})
    answer = await notes.patch(note["path"], json={"text": "ba"}, headers={"If-Match": note["etag"]})
    assert (answer.status_code, answer.json()["code"]) == (412, "stale")
    assert (await notes.get(note["path"])).json()["text"] == "hai"


async def test_if_match_compares_the_version_only(notes: httpx.AsyncClient, note: dict[str, str]) -> None:
    answer = await notes.patch(note["path"], json={"text": "hai"}, headers={"If-Match": '"1.abcdef"'})
    assert answer.status_code == 200


async def test_any_version_may_be_accepted(notes: httpx.AsyncClient, note: dict[str, str]) -> None:
    assert (await notes.patch(note["path"], json={"text": "hai"}, headers={"If-Match": "*"})).status_code == 200


@pytest.mark.parametrize("value", ["1.0", '"x.0"', '"1"', "'1.0'"])
async def test_a_malformed_if_match_is_named(notes: httpx.AsyncClient, note: dict[str, str], value: str) -> None:
    answer = await notes.patch(note["path"], json={"text": "hai"}, headers={"If-Match": value})
    assert answer.json()["errors"][0]["pointer"] == "/header/If-Match"


def test_what_is_derived_changes_the_tag_but_not_its_version() -> None:
    before, after = etag(3, {"percent": 10}), etag(3, {"percent": 20})
    assert before != after
    assert before.startswith('"3.')
    assert after.startswith('"3.')
