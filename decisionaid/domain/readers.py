"""Who may see which line. `lines_for` decides it for every reader, and a plan is made of what it returns.

Readers are the screen of one account, and what leaves that screen: paper, a helper's slip and a second screen, which
are read at home or by whoever came along; the note and the EHR, which are read in the clinic. What each may see:

- A line that was said openly: everybody.
- A line "just between us": the screen of the account that heard it (the account of the hand of that line), and nobody
  else in the product, not even that it is there. What everybody else reads is the same as if it had never been said.
- A line that was opened because the patient said yes: everybody again.
- A line that was opened because someone is in danger: other accounts of the clinic, the note and the EHR. It stays off
  everything that goes home, because the danger may live there.

What makes a line private, and what does not open it:

- It was said so, or it was said while the same account's newest line on that question was private. It then covers what
  this account said on the same question before: words are saved when their box is left, and the mark is tapped later.
- A mark on an open line covers everything that anybody has said on that question; each line stays with who heard it.
- What belongs to a private line is private with it, above all words said with a private decision. The reverse does not
  hold: a detail never takes what it belongs to with it, so a private "it is hard" leaves the task where it stood.
- An undo takes a line back and opens none. Only a line that says yes, or danger with its reason, opens one; it opens
  that line and no other.

Numbers that were on the screen stay with the line that keeps them, because everybody at the table saw them. The values
they were made from are left out, all of them, unless this reader may see each in a line of its own: the values that
are left would let one guess at the one that is missing. What says "not on paper without my yes" (`print` in its value)
stays on screens; a newer line without that yes stands in place of an older one that had it.

A screen speaks of lines by their ids, never by seq or by a count, because a gap in a sequence says that something
stands there. Rejected: taking private parts out of a told plan, field by field; whoever added a field had to remember.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from .disputes import SETTLED, LaterStands, Subject, disputed_lines, gives_value, standing_lines, taken_back, values_in
from .encounter import Choice, NewChoice, Shown
from .openness import ABOUT_LINES as ABOUT_LINES
from .openness import PRIVACY as PRIVACY
from .openness import TAKEN_OUT as TAKEN_OUT
from .openness import UNDO as UNDO
from .openness import Belongs as Belongs
from .openness import Openness as Openness
from .openness import open_to
from .openness import subject_of as subject_of

NOTHING = "nothing"
"""Stands in place of a line's id where nothing was said yet."""

_ORDER: tuple[Openness, ...] = ("hand", "clinic", "all")


@dataclass(frozen=True)
class Reader:
    """Somebody or something that reads a plan."""


@dataclass(frozen=True)
class Screen(Reader):
    """The screen of one account: the only reader of what that account heard "just between us"."""

    account_id: str | None


@dataclass(frozen=True)
class Outside(Reader):
    """A reader of what leaves the screen."""

    name: str


@dataclass(frozen=True)
class AtHome(Outside):
    """A reader at home, or somebody who came along."""


PAPER, HELPER, SECOND_SCREEN = AtHome("paper"), AtHome("helper"), AtHome("second screen")
NOTE, EHR = Outside("note"), Outside("EHR")
OUTSIDE: tuple[Outside, ...] = (PAPER, HELPER, SECOND_SCREEN, NOTE, EHR)

Visits = Collection[str] | None
_Values = Mapping[tuple[str | None, str], Sequence[Choice]]
R = TypeVar("R", bound=Reader)
R_co = TypeVar("R_co", bound=Reader, covariant=True)


@dataclass(frozen=True)
class VisibleLines(Generic[R_co]):
    """The lines of one log that one reader may see.

    Attributes:
        standing: the newest line of each question, by seq. `private` marks what is just between us: on a screen only.
        beneath: lines between us that this account heard, and over which somebody wrote who does not know them.
        earlier: words that stand no more, said differently since or taken back; for a screen only, to take them out.
        reasons: lines that opened another because someone is in danger, with the reason in words.
        every: all lines that say something and that this reader may see, by seq, also those that stand no more.
        disputed: question -> lines of two screens that contradict each other (`domain.disputes`).
        seen: the id of the newest line that this reader may see, or of a later one that is about such a line.
    """

    reader: R_co
    standing: tuple[Choice, ...]
    beneath: tuple[Choice, ...] = ()
    earlier: tuple[Choice, ...] = ()
    reasons: tuple[Choice, ...] = ()
    every: tuple[Choice, ...] = ()
    disputed: Mapping[Subject, tuple[Choice, ...]] = field(default_factory=dict)
    seen: str = NOTHING


def all_lines(choices: Iterable[Choice]) -> VisibleLines[Reader]:
    """Every line that stands, whoever may read it. Only to check whether a number is true, never to show a line."""
    ordered = sorted(choices, key=lambda choice: choice.seq)
    gone = taken_back(ordered)
    newest = {subject_of(line): line for line in ordered if line.seq not in gone and line.kind not in ABOUT_LINES}
    return VisibleLines(Reader(), tuple(sorted(newest.values(), key=lambda line: line.seq)))


def may_see(line: Choice, level: Openness, reader: Reader) -> bool:
    """Whether a reader may see a line that is open so far."""
    if level == "all":
        return True
    if isinstance(reader, Screen) and reader.account_id is not None and line.hand.account_id == reader.account_id:
        return True
    return level == "clinic" and not isinstance(reader, AtHome)


def lines_for(
    reader: R, choices: Iterable[Choice], belongs: Belongs, later_stands: LaterStands = (), *, visits: Visits = None
) -> VisibleLines[R]:
    """The lines of one person that a reader may see, with nothing that gives the others away.

    Args:
        choices: the whole log of one person, in any order.
        belongs: what belongs to what, by card kind. later_stands: on what two screens never contradict each other.
        visits: the log as it stood at the end of the last of these visits: a visit and all before it. What was made
            private later is private in it too; what was opened later is not opened there.
    """
    whole = sorted(choices, key=lambda choice: choice.seq)
    ordered = _until(whole, visits)
    levels = _levels(ordered, whole, belongs)
    seen = [line for line in ordered if line.seq in levels and may_see(line, levels[line.seq], reader)]
    gone = taken_back(ordered)
    here = {line.seq for line in seen}
    stand, settled = _not_in(gone, seen), _not_in(gone, (line for line in ordered if _settles(line, here)))
    lines = standing_lines(sorted([*stand, *settled], key=lambda line: line.seq), subject_of, ABOUT_LINES)
    newest = {of: each[-1] for of, each in lines.items()}
    values = _values_in(seen)
    marked = [_for_reader(line, levels[line.seq], values) for line in newest.values()]
    beneath = tuple(_for_reader(line, "hand", values) for line in _beneath(stand, levels, newest))
    before = _stand_no_more(reader, seen, (*marked, *beneath))
    return VisibleLines(
        reader=reader,
        standing=tuple(sorted(filter(lambda line: _may_stand(line, reader), marked), key=lambda line: line.seq)),
        beneath=beneath,
        earlier=tuple(_for_reader(line, levels[line.seq], values) for line in before),
        reasons=_reasons(ordered, here, reader),
        every=tuple(seen),
        disputed=_disputed(lines, later_stands),
        seen=_newest_of([*seen, *_about_them(ordered, here)]),
    )


def _disputed(
    lines: Mapping[Subject, tuple[Choice, ...]], later_stands: LaterStands
) -> Mapping[Subject, tuple[Choice, ...]]:
    """The subjects on which two screens contradict each other, with what each says."""
    found = {of: disputed_lines(each, later_stands) for of, each in lines.items() if len(each) > 1}
    return {of: two for of, two in found.items() if two}


def _until(whole: Sequence[Choice], visits: Visits) -> Sequence[Choice]:
    """The log as it stood at the end of the last of some visits; all of it, where none is named."""
    if visits is None:
        return whole
    last = max((each.seq for each in whole if each.encounter_id in visits and not may_come_after(each)), default=0)
    return [each for each in whole if each.seq <= last or each.encounter_id in visits]


def _levels(ordered: Sequence[Choice], whole: Sequence[Choice], belongs: Belongs) -> Mapping[int, Openness]:
    """How far each line is open: as it was then, and no further than it is now."""
    levels = open_to(ordered, belongs)
    if len(ordered) == len(whole):
        return levels
    later = open_to(whole, belongs)
    return {seq: min(level, later[seq], key=_ORDER.index) for seq, level in levels.items()}


def _not_in(gone: Collection[int], lines: Iterable[Choice]) -> Sequence[Choice]:
    return [line for line in lines if line.seq not in gone]


def _newest_of(lines: Iterable[Choice]) -> str:
    newest = max(lines, key=lambda line: line.seq, default=None)
    return newest.id if newest else NOTHING


def _about_them(ordered: Iterable[Choice], here: Collection[int]) -> Iterator[Choice]:
    """The lines about lines that are here, and about those in turn: a page that shows one without it has seen it too.

    A page of which only the older line is known would be read as if nothing had been taken back on it.
    """
    known = set(here)
    for line in ordered:
        about = line.withdraws if line.kind == UNDO else line.value["line"] if line.kind in ABOUT_LINES else None
        if about in known:
            known.add(line.seq)
            yield line


def _settles(line: Choice, here: Collection[int]) -> bool:
    return line.kind == SETTLED and line.value["line"] in here


def _beneath(
    stand: Iterable[Choice], levels: Mapping[int, Openness], newest: Mapping[Subject, Choice]
) -> Sequence[Choice]:
    """The newest line between us of each subject, if somebody who did not know it has written over it."""
    mine = {subject_of(line): line for line in stand if levels[line.seq] == "hand"}
    return [line for of, line in mine.items() if _is_beneath(line, newest[of])]


def may_come_after(line: Choice | NewChoice) -> bool:
    """Whether a line can come after its visit has ended.

    Only two can: that a line is taken out, and that it is just between us. So neither says when a visit ended.
    """
    return line.kind == TAKEN_OUT or (line.kind == PRIVACY and bool(line.value["private"]))


def _may_stand(line: Choice, reader: Reader) -> bool:
    return isinstance(reader, Screen) or line.value.get("print") is not False


def _is_beneath(line: Choice, newest: Choice) -> bool:
    return line.seq < newest.seq and line.hand.account_id != newest.hand.account_id


def _stand_no_more(reader: Reader, seen: Iterable[Choice], listed: Iterable[Choice]) -> Sequence[Choice]:
    """Words that stand no more and are not listed yet; for screens only, which may take them out."""
    if not isinstance(reader, Screen):
        return ()
    here = {line.seq for line in listed}
    return [line for line in seen if line.seq not in here and (line.words or line.taken_out == "leaving")]


def _reasons(ordered: Sequence[Choice], seen: Collection[int], reader: Reader) -> tuple[Choice, ...]:
    """The lines that opened another one. Only for screens that may read that other line."""
    if not isinstance(reader, Screen):
        return ()
    return tuple(
        line
        for line in ordered
        if line.kind == PRIVACY and (line.words or line.taken_out) and int(line.value["line"]) in seen
    )


def _values_in(seen: Iterable[Choice]) -> _Values:
    """(aid id, input) -> the lines that say something of that value, by seq."""
    found: dict[tuple[str | None, str], list[Choice]] = {}
    for line in seen:
        for key in values_in(line):
            found.setdefault((line.aid_id, key), []).append(line)
    return found


def _for_reader(line: Choice, level: Openness, values: _Values) -> Choice:
    """A line as one reader gets it: marked if it is between us, without values that the reader may not see.

    Args:
        values: the lines with values that this reader may see.
    """
    private, shown = level == "hand", _shown(line, values)
    if private == line.private and shown is line.shown:
        return line
    return line.model_copy(update={"private": private, "shown": shown})


def _shown(line: Choice, values: _Values) -> Shown | None:
    shown = line.shown
    if shown is None or not shown.inputs:
        return shown
    can_be_seen = all(
        any(each.seq < line.seq and gives_value(each, given) for each in values.get((line.aid_id, given.input), ()))
        for given in shown.inputs
    )
    return shown if can_be_seen else shown.model_copy(update={"inputs": ()})
