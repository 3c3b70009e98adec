"""Two screens in one visit: which lines stand, and where two of them contradict each other.

A screen writes a line with the newest `seq` that its page had seen (`saw_seq`) and a key that begins with the page's
own id. So the fold can tell whether the writer knew an earlier line: it was on the page, or the page wrote it. A line
takes the place of every line on the same question that its writer knew. Where two lines are left and neither writer
knew the other's, both stand in the log, and the question is in dispute if they say different things:

- **Asked** (everything that is not named below: each value, a decision, a leaning, a room, a mark, words): the card
  shows both on every screen and asks which is right. One tap writes a line (`SETTLED`) that has seen both, and says
  one of them again: two screens that settle differently are asked anew. Until then no number is worked out from a
  value in dispute; of the other kinds the later line stands in the plan meanwhile.
- **The later stands** (each kind says of what: how chances are drawn, which door is open, a card set aside, an old
  line with all values at once): nothing of the person is lost by it, and whoever wrote over the other line is told.

The same thing said on both screens is no dispute. A line without `saw_seq` was written by somebody who knew all.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from .chances import NoNumber, Numbers
from .encounter import Choice, InputShown

SETTLED = "settled"
"""The kind of a line that says which of several lines is right. Its value names that line: ``{"line": seq}``."""

PAGE_ID = 22
"""The length of a page's own id, with which the key of each line from that page begins."""

LaterStands = Collection[tuple[str, str]]
"""(kind, item) of lines where the later one simply stands. Each kind of card names its own."""

LATER_STANDS_ITEMS = frozenset({"whole"})
"""Items where the later line stands, whatever the kind: the card as a whole."""

_ITEM_OF_FORM = re.compile(r"-[0-9a-f]{16}$")
_NOT_SAID = frozenset({"on", "as_of", "source", "text"})
"""Parts of a value that are about how it was written. Two lines that differ only in these say the same."""

Subject = tuple[str, str | None, str]


def is_values(item: str) -> bool:
    """Whether an item names values of the person: one of them, or all together as in form 1.

    Every kind of card names the items of values so, and no other item.
    """
    return item == "values" or item.startswith("values.")


def values_in(line: Choice) -> Iterable[str]:
    """The inputs of which a line says something."""
    if not is_values(line.item):
        return ()
    given: Iterable[str] = line.value.get("inputs", ()) if line.item == "values" else (line.item.partition(".")[2],)
    return given


def page_of(key: str) -> str:
    """The id of the page that a key comes from. A line's key is the key of its form plus a hash of its item."""
    return _ITEM_OF_FORM.sub("", key)[:PAGE_ID]


def knew(later: Choice, earlier: Choice) -> bool:
    """Whether the writer of the later line knew the earlier one: it was on the page, or was written from it."""
    if later.saw_seq is None or earlier.seq <= later.saw_seq or later.encounter_id != earlier.encounter_id:
        return True
    return page_of(later.key) == page_of(earlier.key)


def as_shown(choices: Iterable[Choice], encounter_id: str, form_key: str, seen: int | None) -> tuple[Choice, ...]:
    """The log as the page of a form showed it: what the page had seen, and what it wrote before this form.

    A form that is sent again gets the log of its first time, so that it means the same again.
    """
    whole, page = tuple(choices), page_of(form_key)
    mine = [each.seq for each in whole if each.encounter_id == encounter_id and of_form(each.key) == form_key]
    known = [each for each in whole if not mine or each.seq < min(mine)]
    if seen is None:
        return tuple(known)
    return tuple(
        each for each in known if each.seq <= seen or (each.encounter_id == encounter_id and page_of(each.key) == page)
    )


def of_form(key: str) -> str:
    """The key of the form that a line came with."""
    return _ITEM_OF_FORM.sub("", key)


def standing_lines(
    ordered: Iterable[Choice], question: Callable[[Choice], Subject], skip: frozenset[str]
) -> Mapping[Subject, tuple[Choice, ...]]:
    """Subject -> its standing lines: those that the writer of no other line knew. The newest is last.

    A line that was settled to be right was said again by whoever settled it: another that did not know this, even if it
    knew the line, is in dispute with it.

    Args:
        ordered: lines that were not taken back, by seq.
        question: what a line answers.
        skip: kinds of lines that answer nothing.
    """
    by_seq: dict[int, Choice] = {}
    found: dict[Subject, dict[int, tuple[Choice, Choice]]] = {}
    for line in ordered:
        by_seq[line.seq] = line
        kept = by_seq.get(int(line.value["line"])) if line.kind == SETTLED else line
        if kept is None or kept.kind in skip:
            continue
        stand = found.setdefault(question(kept), {})
        for last, _ in [*stand.values()]:
            if knew(line, last):
                del stand[last.seq]
        stand[line.seq] = line, kept
    return {of: _one_time([kept for _, kept in stand.values()]) for of, stand in found.items()}


def _one_time(lines: list[Choice]) -> tuple[Choice, ...]:
    """Each line one time. One that was said again counts as said where it was said last."""
    last = {line.seq: line for line in reversed(lines)}
    return tuple(reversed(last.values()))


def disputed_lines(lines: tuple[Choice, ...], later_stands: LaterStands = ()) -> tuple[Choice, ...]:
    """One line for each different statement, earliest first; () where all say the same, or the later line stands."""
    first = lines[0]
    if (first.kind, first.item) in later_stands or first.item in LATER_STANDS_ITEMS:
        return ()
    different: list[Choice] = []
    for line in lines:
        if not line.taken_out and not any(same_statement(line, each) for each in different):
            different.append(line)
    return tuple(different) if len(different) > 1 else ()


def same_statement(one: Choice, other: Choice) -> bool:
    """Whether two lines say the same, whoever wrote them and whenever."""
    return _statement(one) == _statement(other)


def says_same_value(one: Mapping[str, object], other: Mapping[str, object]) -> bool:
    """The same of what two lines hold besides words."""
    return _without_how(one) == _without_how(other)


def _statement(line: Choice) -> tuple[dict[str, object], str]:
    return _without_how(line.value), (line.words or "").strip()


def _without_how(value: Mapping[str, object]) -> dict[str, object]:
    return {key: each for key, each in value.items() if key not in _NOT_SAID}


def numbers_without(numbers: Numbers, disputed: tuple[str, ...]) -> Numbers:
    """No number at all while values are in dispute, with the names of these values.

    An earlier reason for none stays.
    """
    if not disputed or (numbers.closed is not None and numbers.closed.why != "asks"):
        return numbers
    why = NoNumber("asks", inputs=disputed)
    return Numbers(numbers.values, none=dict.fromkeys([*numbers.chances, *numbers.none], why), closed=why)


def gives_value(line: Choice, given: InputShown) -> bool:
    """Whether a line gives exactly this value."""
    value = line.value if line.item == f"values.{given.input}" else line.value.get("inputs", {}).get(given.input)
    return value is not None and "cleared" not in value and value.get("is", value.get("amount")) == given.value


def taken_back(ordered: Sequence[Choice]) -> frozenset[int]:
    """The seqs of lines that were taken back. An undo that was itself undone takes nothing back."""
    gone: set[int] = set()
    for choice in reversed(ordered):
        if choice.withdraws is not None and choice.seq not in gone:
            gone.add(choice.withdraws)
    return frozenset(gone)
