"""Shapes of evidence."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from api.evidence.rules.evidence import MOST_LINKS
from api.kit.schemas import Day, In, Line, Out, Patch, Ref, Reference, Text

_UUID = r"[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}"
# A record: most by a UUID; a value as `<indicator>.<unit>.<period>`.
Identifier = Annotated[str, Field(max_length=160, pattern=rf"^{_UUID}(\.[0-9A-Za-z.:_-]{{1,120}})?$")]
Links = Annotated[Text, Field(max_length=2_000)]


class LinkIn(In):
    """What a piece of evidence is about."""

    type: Literal["plan", "task", "deliverable", "assignment", "indicator", "indicator_value"] = Field(
        description="The kind of record."
    )
    id: Identifier = Field(description="The record.")


class LinkOut(Out):
    """What a piece of evidence is about."""

    type: str = Field(description="The kind of record: task, deliverable, assignment, indicator_value.")
    id: str = Field(description="The record; a value by the identifier it has.")


class SignatureOut(Out):
    """A digital signature of a PDF."""

    signer: str | None = Field(description="Who signed, by the certificate; null where that cannot be read.")
    issuer: str | None = Field(description="Who issued the certificate.")
    signed_at: datetime | None = Field(description="When, by the signer's own clock.")
    intact: bool = Field(description="Whether the file is as it was signed.")
    trusted: bool = Field(description="Whether it is intact and an authority this deployment trusts vouches for it.")


class DuplicateOut(Out):
    """What another unit sent in that is the same, or looks the same."""

    id: UUID = Field(description="That evidence.")
    unit: Ref = Field(description="Whose it is.")
    title: str = Field(description="What it is said to show.")
    filename: str = Field(description="What its sender called the file.")
    verdict: Literal["none", "verified", "rejected"] = Field(description="What an officer found of it.")
    added_by: str = Field(description="Who sent it.")
    created_at: datetime = Field(description="When it came in.")
    likeness: Literal["same", "near"] = Field(description="The same bytes, or a photograph that looks the same.")
    distance: int = Field(description="In how many of 64 bits the two pictures differ to the eye; 0 for the same.")


class EvidenceOut(Out):
    """A file somebody sent in for a unit."""

    id: UUID = Field(description="Its identifier.")
    version: int = Field(description="Rises with every change of what is said of it; its bytes never change.")
    unit: Ref = Field(description="Whose it is.")
    title: str = Field(description="What it shows.")
    filename: str = Field(description="What its sender called the file.")
    media_type: str = Field(description="What the file is, by its content.")
    size: int = Field(description="Bytes.")
    sha256: str = Field(description="SHA-256 of the bytes received, in hexadecimal.")
    scan: Literal["unscanned", "pending", "clean", "infected", "error"] = Field(
        description="What is known of malware in it; `unscanned` where no scanner is set up."
    )
    verdict: Literal["none", "verified", "rejected"] = Field(description="What an officer found of it.")
    verdict_reason: str | None = Field(description="Why it was rejected, or a note.")
    verdict_by: str | None = Field(description="Who judged it.")
    verdict_at: datetime | None = Field(description="When it was judged.")
    examined: bool = Field(description="Whether the file was looked into, as PDF and photographs are.")
    pages: int | None = Field(description="Pages of a PDF.")
    previews: int = Field(description="How many pictures of it `/preview?page=` has; 0 until it was looked into.")
    signatures: list[SignatureOut] = Field(description="The digital signatures of a PDF, the oldest first.")
    expires_on: date | None = Field(description="The last day it holds, where it is a certificate or the like.")
    duplicates_elsewhere: int = Field(description="How often other units of the caller's scope sent the same bytes.")
    links: list[LinkOut] = Field(description="What it is about.")
    added_by: str = Field(description="Who sent it.")
    on_behalf: bool = Field(description="Whether it was sent for the unit by somebody above it (nhập thay).")
    replaces: UUID | None = Field(description="The version before it.")
    replaced_by: UUID | None = Field(description="The version after it.")
    created_at: datetime = Field(description="When it came in.")
    updated_at: datetime = Field(description="When anything said of it last changed.")


class EvidencePatch(Patch):
    """What may be said otherwise of a file; its bytes and name stay."""

    title: Line = Field(default_factory=str, description="What it shows.")
    links: list[LinkIn] = Field(default_factory=list, max_length=MOST_LINKS, description="What it is about, all of it.")
    expires_on: Day | None = Field(default=None, description="The last day it holds; null for no such day.")


class Beside(BaseModel):
    """What may be said in the query beside a file that is the whole body; a form has fields of these names."""

    model_config = ConfigDict(frozen=True)

    unit: Reference | None = Field(default=None, description="Whose it is, by code or id; the caller's only unit.")
    title: Line | None = Field(default=None, description="What it shows; the file's name when nothing is said.")
    links: Links | None = Field(default=None, description="What it is about: `assignment:<id>,task:<id>`.")
    replaces: UUID | None = Field(default=None, description="The evidence this is a newer version of.")
    expires_on: Day | None = Field(default=None, description="The last day it holds, where it is a certificate.")


class RejectIn(In):
    """Why it does not show what it should."""

    reason: Line = Field(description="Why, in words the unit can act on.")


class Which(In):
    """Which evidence is meant, by what is true of it; at least one thing must be said."""

    unit: Reference | None = Field(default=None, description="Of this unit, by code or id.")
    under: Reference | None = Field(default=None, description="Of this unit and all below it today.")
    linked_to: Identifier | None = Field(default=None, description="About this record (plan, task, value …), by id.")
    media_type: Annotated[Text, Field(max_length=100)] | None = Field(default=None, description="Of this media type.")


class VerdictsIn(In):
    """One verdict on many: on those listed, or on all not judged yet that a filter finds."""

    verdict: Literal["verified", "rejected"] = Field(description="What was found.")
    reason: Line | None = Field(default=None, description="Why; needed when rejecting.")
    ids: Annotated[list[UUID], Field(min_length=1, max_length=10_000)] | None = Field(
        default=None, description="The evidence meant, by id."
    )
    filter: Which | None = Field(default=None, description="Or all not judged yet of which this is true.")


class VerdictsOut(Out):
    """What became of it."""

    received: int = Field(description="How many were meant.")
    changed: int = Field(description="How many have the verdict now and had another, or none.")
    unchanged: int = Field(description="How many had it already.")
