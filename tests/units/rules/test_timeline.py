from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from api.units.rules.spans import OPEN, Span, overlap
from api.units.rules.timeline import Fact, Timeline, changed, fitted, joined, merged, split
from tests.units.rules.looking import at

DAY = timedelta(days=1)
JAN, MAR, JULY, SEP = date(2025, 1, 1), date(2025, 3, 1), date(2025, 7, 1), date(2025, 9, 1)
RENAMED = (Fact(Span(None, JULY), "Long An"), Fact(Span(JULY, None), "Tây Ninh"))

days = st.dates(date(2020, 1, 1), date(2030, 1, 1))
values = st.sampled_from(["a", "b", "c", None])


def test_neighbours_that_say_the_same_become_one():
    assert merged([Fact(Span(JULY, None), "a"), Fact(Span(None, JULY), "a")]) == (Fact(OPEN, "a"),)


def test_empty_spans_are_left_out():
    assert merged([Fact(Span(JULY, JULY), "a")]) == ()


def test_a_timeline_tells_what_held_on_a_day():
    assert at(RENAMED, date(2025, 6, 30)) == "Long An"
    assert at(RENAMED, JULY) == "Tây Ninh"
    assert at((), JULY) is None


def test_a_change_holds_until_the_next_one_already_known():
    assert changed(RENAMED, JAN, "Long An mới", OPEN) == (
        Fact(Span(None, JAN), "Long An"),
        Fact(Span(JAN, JULY), "Long An mới"),
        Fact(Span(JULY, None), "Tây Ninh"),
    )


def test_a_change_after_the_last_holds_from_then_on():
    assert changed(RENAMED, SEP, "X", OPEN)[-1] == Fact(Span(SEP, None), "X")


def test_a_change_on_the_day_of_another_takes_its_place():
    assert changed(RENAMED, JULY, "Long An", OPEN) == (Fact(OPEN, "Long An"),)


def test_a_change_to_nothing_leaves_a_gap():
    assert changed(RENAMED, SEP, None, OPEN) == (RENAMED[0], Fact(Span(JULY, SEP), "Tây Ninh"))


def test_a_change_in_a_gap_fills_it_up_to_the_next_fact_or_the_end_of_life():
    later = (Fact(Span(SEP, None), "b"),)
    assert changed(later, MAR, "a", OPEN) == (Fact(Span(MAR, SEP), "a"), *later)
    assert changed((), MAR, "a", Span(JAN, SEP)) == (Fact(Span(MAR, SEP), "a"),)


def test_a_shorter_life_cuts_and_a_longer_one_stretches_what_ended_with_it():
    life, shorter = Span(None, SEP), Span(None, MAR)
    facts = (Fact(Span(None, JULY), "a"), Fact(Span(JULY, SEP), "b"))
    assert fitted(facts, life, shorter) == (Fact(shorter, "a"),)
    assert fitted(facts, life, OPEN) == (facts[0], Fact(Span(JULY, None), "b"))


@given(st.lists(st.tuples(days, values)), days, values, days)
def test_a_change_touches_no_day_before_it_and_holds_on_its_own(steps, on, value, other):
    timeline: Timeline[str] = ()
    for day, each in steps:
        timeline = changed(timeline, day, each, OPEN)
    after = changed(timeline, on, value, OPEN)
    assert not overlap(fact.span for fact in after)
    assert at(after, on) == value
    if other < on:
        assert at(after, other) == at(timeline, other)


@given(st.lists(st.tuples(days, values)), st.lists(st.tuples(days, values)), days)
def test_joined_fields_say_each_day_what_their_timelines_say(names, kinds, day):
    fields: dict[str, Timeline[str]] = {"name": (), "kind": ()}
    for name, steps in (("name", names), ("kind", kinds)):
        for on, value in steps:
            fields[name] = changed(fields[name], on, value, OPEN)
    rows = joined(fields, OPEN)
    assert split([(span, row) for span, row in rows]) is not None
    [row] = [row for span, row in rows if day in span]
    assert row == {"name": at(fields["name"], day), "kind": at(fields["kind"], day)}


def test_splitting_rows_gives_back_the_timelines_they_were_joined_from():
    fields = {"name": RENAMED, "kind": (Fact(OPEN, "department"),)}
    assert split(joined(fields, OPEN)) == fields
