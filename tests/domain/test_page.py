"""A page as it is told: one order, headings in one place, and what a chart leaves out first."""

from __future__ import annotations

from decisionaid.domain.page import (
    HEADINGS,
    LEFT_OUT_FIRST,
    ORDER,
    ChartPart,
    Item,
    ListPart,
    Part,
    ReminderPart,
    Section,
    SentencePart,
    Slot,
    SmallPart,
    for_another_visit,
    for_chart,
    for_reading,
    in_order,
)


def one_line(slot: Slot, text: str, **more: object) -> Section:
    return Section(slot, (SentencePart(text),), **more)  # type: ignore[arg-type]


def points(*texts: str) -> ListPart:
    return ListPart(tuple(Item(text) for text in texts))


def chart(*lines: tuple[Slot, str]) -> tuple[Section, ...]:
    return tuple(Section(slot, (ChartPart(text),)) for slot, text in lines)


def test_the_page_reads_you_said_decided_picture_open_whom_to_call_and_when_we_look_again() -> None:
    assert ORDER == (
        "said", "went", "decided", "changed", "picture", "views", "mattered", "lifts", "weighs", "work", "day",
        "lighter", "helps", "open", "calls", "again",
    )  # fmt: skip
    assert {slot: HEADINGS[slot] for slot in ("said", "decided", "picture", "open", "again")} == {
        "said": "You said",
        "decided": "What we decided together",
        "picture": "The picture we looked at",
        "open": "Still open",
        "again": "We look again",
    }


def test_sections_come_in_the_order_of_the_page_whichever_card_says_them_first() -> None:
    shuffled = [one_line(slot, slot) for slot in (*ORDER[7:], *ORDER[:7])]
    assert [each.slot for each in in_order(shuffled)] == list(ORDER)
    assert in_order([]) == ()


def test_within_a_place_what_stands_lower_comes_first_and_they_become_one_section() -> None:
    (one,) = in_order([one_line("open", "second", at=2), one_line("open", "first", at=1)])
    assert one.parts == (SentencePart("first"), SentencePart("second"))
    assert [each.slot for each in in_order([one_line("open", "a"), one_line("said", "b"), one_line("open", "c")])] == [
        "said",
        "open",
    ]


def test_a_section_that_stays_apart_is_joined_with_nobody() -> None:
    before, after = one_line("picture", "a", apart=True, heading="one"), one_line("picture", "b", at=1)
    assert in_order([before, after]) == (before, after)
    first, last = one_line("picture", "a"), one_line("picture", "b", at=1, apart=True)
    assert in_order([last, first]) == (first, last)


def test_a_section_without_parts_has_no_heading_on_the_page() -> None:
    assert in_order([Section("said", ()), one_line("open", "a")]) == (one_line("open", "a"),)


def test_two_lists_that_meet_become_one_and_what_stands_around_them_stays() -> None:
    before = Section("day", (SentencePart("above"), points("a", "b")))
    after = Section("day", (points("c"), SmallPart("beneath")), at=1)
    (one,) = in_order([before, after])
    assert one.parts == (SentencePart("above"), points("a", "b", "c"), SmallPart("beneath"))


def test_a_list_and_a_sentence_that_meet_stay_two() -> None:
    for first, second in (((points("a"),), (SentencePart("b"),)), ((SentencePart("b"),), (points("a"),))):
        parts: tuple[Part, ...] = (*first, *second)
        (one,) = in_order([Section("day", first), Section("day", second, at=1)])
        assert one.parts == parts


def test_a_page_to_read_has_no_line_for_a_chart_and_no_section_of_only_such_lines() -> None:
    both = Section("decided", (SentencePart("We start."), ChartPart("Decided: start.")))
    assert for_reading([both, *chart(("said", "x"))]) == (Section("decided", (SentencePart("We start."),)),)


def test_two_lists_with_only_lines_for_a_chart_between_them_are_read_as_one() -> None:
    section = Section("open", (points("a"), ChartPart("Open: a"), ReminderPart("a"), points("b"), ChartPart("Open: b")))
    assert for_reading([section]) == (Section("open", (points("a", "b"),)),)


def test_another_visit_begins_with_the_few_words_of_each_place_and_each_a_single_time() -> None:
    sections = [
        Section("open", (points("a"), ReminderPart("Will I feel it?"))),
        Section("open", (ChartPart("b"), ReminderPart("Who drives?"), ReminderPart("Will I feel it?")), apart=True),
        Section("said", (ChartPart("c"),)),
    ]
    assert for_another_visit(sections) == {"open": ("Will I feel it?", "Who drives?")}


def test_a_chart_has_the_lines_for_it_alone_each_with_its_place() -> None:
    both = Section("decided", (SentencePart("We start."), ChartPart("Decided: start."), ChartPart("Shown: 7 in 100.")))
    assert for_chart([both], 9) == ((("decided", "Decided: start."), ("decided", "Shown: 7 in 100.")), 0)


EVERYTHING: tuple[tuple[Slot, str], ...] = (
    ("said", "s1"), ("said", "s2"), ("decided", "d1"), ("decided", "d2"), ("changed", "c"), ("mattered", "m"),
    ("lifts", "l"), ("weighs", "w"), ("work", "k"), ("open", "o"),
)  # fmt: skip


def test_a_chart_with_room_for_all_leaves_nothing_out() -> None:
    assert for_chart(chart(*EVERYTHING), len(EVERYTHING)) == (EVERYTHING, 0)


def test_what_is_left_out_is_counted_and_the_count_takes_a_line_of_its_own() -> None:
    for room in range(1, len(EVERYTHING)):
        kept, left_out = for_chart(chart(*EVERYTHING), room)
        assert len(kept) + 1 == room, "with the line that says how many"
        assert len(kept) + left_out == len(EVERYTHING)


def test_what_must_be_kept_is_left_out_after_everything_else() -> None:
    def decided(name: str) -> Section:
        return Section(
            "decided", (ChartPart(f"card {name}", kept=True), ChartPart(f"numbers {name}"), ChartPart(name, kept=True))
        )

    sections = in_order([decided("a"), decided("b"), Section("open", (ChartPart("o"),))])
    kept = [[text for _, text in for_chart(sections, room)[0]] for room in (6, 5, 4)]
    assert kept == [
        ["card a", "numbers a", "a", "card b", "b"],
        ["card a", "a", "card b", "b"],
        ["card a", "a", "card b"],
    ]


def test_what_must_be_kept_stays_also_where_its_place_would_go_first() -> None:
    kept, spare = Section("open", (ChartPart("kept", kept=True),)), Section("decided", (ChartPart("spare"),) * 2)
    assert for_chart(in_order([kept, spare]), 2) == ((("open", "kept"),), 2)


def test_own_words_go_first_the_last_of_them_before_the_first_and_what_was_decided_stays_longest() -> None:
    assert LEFT_OUT_FIRST == ("said", "work", "weighs", "lifts", "open", "mattered")
    kept = [[text for _, text in for_chart(chart(*EVERYTHING), room)[0]] for room in range(9, 1, -1)]
    assert kept == [
        ["d1", "d2", "c", "m", "l", "w", "k", "o"],
        ["d1", "d2", "c", "m", "l", "w", "o"],
        ["d1", "d2", "c", "m", "l", "o"],
        ["d1", "d2", "c", "m", "o"],
        ["d1", "d2", "c", "m"],
        ["d1", "d2", "c"],
        ["d1", "d2"],
        ["d1"],
    ]
    assert for_chart(chart(("said", "first"), ("said", "last"), ("decided", "d")), 2)[0] == (("decided", "d"),)
    three = chart(("said", "1"), ("said", "2"), ("said", "3"), ("decided", "d"))
    assert for_chart(three, 3)[0] == (("said", "1"), ("decided", "d"))
