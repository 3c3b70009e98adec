"""The card "issues": what they want to talk about first, and every option side by side on the issue that was picked.

Starting from the issue and not from the option is how conversation cards began (Breslin, Mullan, Montori 2008,
doi:10.1016/j.pec.2008.07.024). The order means nothing, several can be picked, and leaving one again is a line too.
Every option has the same room on an issue; where nothing is written, or its number is not shown, that is said.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, cast

from ..domain.aid import Aid
from ..domain.chances import options_for
from ..domain.conversation import ISSUE_NAMES, PickedIssue
from ..domain.encounter import Choice
from ..domain.options import IssueKind, Option
from ..domain.page import ReminderPart, Section, SentencePart
from ..domain.phrases import phrase
from ..domain.plan import Plan
from ..domain.readers import Outside
from ..errors import CardProblems
from ..handout import Handout, chart_line
from ..locale import Words
from . import Field, NewLine, Scene, Traits
from ._boxes import (
    STAY,
    Box,
    not_here,
    open_end_boxes,
    tell_whole_card,
    whole_card_summary,
    whole_field,
    whole_lines,
    with_words,
)
from ._display import IT_WAITS, fill_for, plain_words, waits
from ._own_words import STILL, VOICE, TappedBefore, still_lines, tapped_before, voice_of
from ._usual import asks as asks
from ._usual import talked_about

KIND = "issues"
TITLE = phrase("What would you like to talk about first?")
TRAITS = Traits(sign="M4 7h13v11H4zM8 7V4h12v11h-3", talk="choosing", follows={"weigh": 2})
state = talked_about(KIND)


@dataclass(frozen=True)
class OnIssue:
    """What one option is like on one issue. `quiet`: nothing can be said about it."""

    option: str
    name: str
    text: str
    quiet: bool = False


@dataclass(frozen=True)
class Compared:
    """Every option on one issue, in the same order and with the same room.

    Attributes:
        newest: it was picked last, so it is the one that stands open.
    """

    issue: str
    name: str
    ways: tuple[OnIssue, ...]
    newest: bool


@dataclass(frozen=True)
class IssuesView:
    """What the template gets."""

    taps: tuple[Box, ...]
    ends: tuple[Box, ...]
    before: tuple[TappedBefore, ...]
    compared: tuple[Compared, ...]
    problem: str


def fields(scene: Scene) -> tuple[Field, ...]:
    """The inputs: a tap to pick an issue, a tap to leave it again, the two open ends, and the voice."""
    names = tuple((issue, ISSUE_NAMES[issue]) for issue in _issues(scene))
    return with_words(
        scene.words,
        Field("pick", "button", names),
        Field("leave", "button", names),
        whole_field(),
        STILL,
        VOICE,
        STAY,
    )


def show(scene: Scene) -> IssuesView:
    """Every issue as a box, and the options side by side on those that were picked."""
    picked = {each.issue: each.seq for each in scene.plan.issues if each.aid_id == scene.aid.id}
    here = _issues(scene)
    newest = max((seq for issue, seq in picked.items() if issue in here), default=0)
    return IssuesView(
        taps=tuple(
            Box("leave" if issue in picked else "pick", issue, scene.words.say(ISSUE_NAMES[issue]), issue in picked)
            for issue in here
        ),
        ends=open_end_boxes(scene, KIND),
        before=tapped_before(scene, KIND, summary),
        compared=tuple(_compared(scene, issue, picked[issue] == newest) for issue in here if issue in picked),
        problem=not_here(scene.words) if scene.problems else "",
    )


def accept(scene: Scene, given: Mapping[str, Any]) -> tuple[NewLine, ...]:
    """The line that a tap writes; () where it is so already.

    Raises:
        CardProblems: the issue is not one of this aid's. Nothing is written.
    """
    voice = voice_of(given.get("voice"))
    picked = {each.issue for each in scene.plan.issues if each.aid_id == scene.aid.id}
    lines = []
    for field in ("pick", "leave"):
        issue, wish = str(given.get(field) or ""), field == "pick"
        if issue and issue not in _issues(scene):
            raise CardProblems({field: not_here(scene.words)})
        if issue and (issue in picked) is not wish:
            lines.append(NewLine(f"issues.{issue}", {"picked": wish}, voice=voice))
    return (*lines, *still_lines(scene, KIND, given), *whole_lines(scene, KIND, given))


def tell(plan: Plan, choice: Choice, aid: Aid | None) -> Plan:
    """Put a picked issue into the plan, as something that mattered."""
    plan = tell_whole_card(plan, choice)
    issue = choice.item.removeprefix("issues.")
    if issue not in ISSUE_NAMES or not choice.value.get("picked"):
        return plan
    picked = PickedIssue(choice.seq, choice.aid_id or "", choice.aid_hash or "", cast(IssueKind, issue), choice.voice)
    return plan.with_(issues=(*plan.issues, picked))


def sections(handout: Handout[Outside]) -> Iterator[Section]:
    """The section with what they wanted to talk about. The order has no meaning."""
    names = tuple(dict.fromkeys(handout.words.say(ISSUE_NAMES[each.issue]) for each in handout.plan.issues))
    chart = chart_line(handout.words.say("What mattered:"), names, ", ", handout.words)
    yield Section("mattered", (SentencePart(" · ".join(names)), *chart, *map(ReminderPart, names)) if names else ())


def summary(choice: Choice, aid: Aid | None, words: Words) -> str:
    """One line of this card in a few words; "" where it says nothing by itself."""
    issue = choice.item.removeprefix("issues.")
    if issue in ISSUE_NAMES and choice.value.get("picked"):
        return words.say(ISSUE_NAMES[cast(IssueKind, issue)])
    return whole_card_summary(choice, words)


def _issues(scene: Scene) -> tuple[IssueKind, ...]:
    """The issues that at least one option for this person says something about, in the order of the aid."""
    found = (key for option in options_for(scene.aid, scene.numbers.values).values() for key in option.issues)
    return tuple(cast(IssueKind, key) for key in dict.fromkeys(found) if key in ISSUE_NAMES)


def _compared(scene: Scene, issue: IssueKind, newest: bool) -> Compared:
    options = options_for(scene.aid, scene.numbers.values)
    ways = tuple(_on_issue(scene, key, option, issue) for key, option in options.items())
    return Compared(issue, scene.words.say(ISSUE_NAMES[issue]), ways, newest)


def _on_issue(scene: Scene, key: str, option: Option, issue: IssueKind) -> OnIssue:
    words, statement = scene.words, option.issues.get(issue)
    if statement is None or statement.applies_when.holds(scene.numbers.values) is False:
        return OnIssue(key, option.name, words.say("Nothing is written here for this choice."), quiet=True)
    sentence = fill_for(statement.say, scene)
    if sentence is not None:
        return OnIssue(key, option.name, sentence.text)
    if scene.without_numbers and (plain := plain_words(option, statement.say, scene)):
        return OnIssue(key, option.name, " ".join(plain))
    why = IT_WAITS if waits({issue: statement}, scene) else phrase("We have no number for you here.")
    return OnIssue(key, option.name, words.say(why), quiet=True)
