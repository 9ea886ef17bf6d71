"""What a unit may say of its work, and how the work stands then. Where it stands is a mapping of columns."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from api.assignments.rules.progress import percent_of
from api.kit.problems import Fault, Message

State = Mapping[str, Any]
SAID = ("status", "text", "person", "supervisor", "deliverables")
"""Columns people write; `percent` and `completed_at`, when it was handed in, follow."""

_UNKNOWN_PRODUCT = Message("Nhiệm vụ không có sản phẩm này.", "The task has no such deliverable.")
_TWICE = Message("Sản phẩm này được nêu hai lần.", "This deliverable is named twice.")
_NO_DOCUMENT = Message(
    "Sản phẩm này không phải văn bản nên không có số, ngày, người ký.",
    "This deliverable is no document, and so has no number, date or signer.",
)
_NOT_YET = Message("Ngày văn bản không được sau hôm nay.", "The document's date may not lie after today.")
_NOT_YOURS = Message(
    "Đơn vị không tự dừng việc phải làm; hãy đề nghị đơn vị cấp trên.",
    "A unit does not stop what it owes; ask the unit above.",
)


def refusals(
    state: State, said: State, products: Mapping[str, str], *, helping: bool, today: date
) -> tuple[Fault, ...]:
    """What is wrong with what is said of one assignment; `products` are the kinds of the task's, by id.

    What a unit owes is stopped by those above it (`helping`), or by an amendment.
    """
    stopped = said.get("status", state["status"]) == "cancelled" != state["status"]
    found = [] if helping or not stopped else [Fault("/status", "not_yours_to_stop", _NOT_YOURS)]
    return (*found, *_refused_products(said.get("deliverables", ()), products, today))


def after(state: State, said: State, products: Mapping[str, str], now: datetime) -> dict[str, Any]:
    """Where the work stands once it is said; products named are replaced, others of the task stay."""
    new = {**state, **{name: said[name] for name in SAID if name in said}}
    if "deliverables" in said:
        made = {each["id"]: each for each in (*state["deliverables"], *said["deliverables"])}
        new["deliverables"] = [each for id_, each in made.items() if id_ in products]
    ready = sum(each["done"] for each in new["deliverables"] if each["id"] in products)
    new["percent"] = percent_of(new["status"], ready, len(products))
    handed_in = new["status"] in {"awaiting_confirmation", "completed"}
    new["completed_at"] = (state["completed_at"] or now) if handed_in else None
    return new


def _refused_products(given: Iterable[State], products: Mapping[str, str], today: date) -> Iterable[Fault]:
    named: set[str] = set()
    for place, each in enumerate(given):
        at = f"/deliverables/{place}"
        if each["id"] not in products:
            yield Fault(f"{at}/id", "unknown_deliverable", _UNKNOWN_PRODUCT)
        elif each["id"] in named:
            yield Fault(f"{at}/id", "repeated_deliverable", _TWICE)
        elif each["document"] is not None and products[each["id"]] != "document":
            yield Fault(f"{at}/document", "no_document", _NO_DOCUMENT)
        elif each["document"] is not None and (each["document"]["issued_on"] or "") > today.isoformat():
            yield Fault(f"{at}/document/issued_on", "not_yet", _NOT_YET)
        named.add(each["id"])
