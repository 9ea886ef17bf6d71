"""Requests made up at random: whatever is sent, the answer is one the document promises."""

from hypothesis import settings

from tests.contract.made_up import SETTINGS, Case, Send, account_for, schema_of_requests, send

__all__ = ["send"]  # a fixture

AT_RANDOM = schema_of_requests(systematic=False)


@AT_RANDOM.parametrize()
@settings(SETTINGS, max_examples=8)
def test_every_answer_is_one_the_document_promises(case: Case, send: Send) -> None:
    send(case, account_for(case))
