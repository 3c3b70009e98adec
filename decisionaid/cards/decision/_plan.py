"""Puts the lines of the decision card into the plan: the decision, its work, the day to look again, and the words.

Words are lines of their own and may come before or after the choice; the plan's standing lines put them together, so
that their order in the log does not matter.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from ...domain.aid import Aid
from ...domain.encounter import Choice
from ...domain.options import Option, OptionKind
from ...domain.phrases import phrase
from ...domain.plan import Arrived, Decision, FollowUp, OwnWords, Plan, PlannedActivity
from ...locale import Words
from .._own_words import own_words, standing_line
from ._days import after, step_of

KIND = "decision"
ARRIVED_BY_KIND: Mapping[OptionKind, Arrived] = {"not_now": "not_now", "no_change": "as_we_are", "stop": "stop"}
"""Kind of option -> where they arrived by choosing it. Every other kind is "option"."""
OPEN_ENDS: tuple[Arrived, ...] = ("something_else", "not_sure", "parked")


def tell_line(plan: Plan, choice: Choice, aid: Aid | None) -> Plan:
    """The plan with one more line of the decision card."""
    lines = {each.item: each for each in plan.standing if (each.kind, each.aid_id) == (KIND, choice.aid_id)}
    if choice.item != "arrived":
        said = own_words(choice)
        alone = said is not None and "arrived" not in lines
        return plan.with_(words=(*plan.words, said)) if alone else plan
    decision = _decision(choice, own_words(lines.get("said")), own_words(lines.get("look_again_if")))
    plan = plan.with_(decisions={**plan.decisions, decision.aid_id: decision})
    option = aid.options.get(decision.option) if aid and decision.option else None
    if aid and option:
        plan = plan.with_(activities=(*plan.activities, *_activities(decision, aid, option, plan)))
    if decision.look_again:
        look = FollowUp(decision.look_again, decision.aid_id)
        plan = plan.with_(follow_ups=(*plan.follow_ups, look))
    return plan


ASKED: Mapping[str, str] = {
    "said": "In your own words", "look_again_if": "What would make us look again sooner?",
}  # fmt: skip


def asks(choice: Choice, aid: Aid | None, words: Words) -> str:
    """The box that a line of words was written in. "" for the choice itself."""
    return words.say(ASKED[choice.item]) if choice.item in ASKED else ""


def arrived_words(arrived: Arrived, name: str, day: str, words: Words) -> str:
    """A choice in the words of the card. `name` is the option's, `day` the day to look again."""
    if arrived == "not_now":
        return words.say("Not now – we look again {date}", date=day) if day else words.say("Not now")
    if arrived == "stop":
        return words.say("{option} – with a plan", option=name)
    fixed = {
        "as_we_are": "Stay as we are",
        "something_else": "Something else",
        "not_sure": "Not sure yet",
        "parked": phrase("Let us come back to this"),
    }
    return words.say(fixed[arrived]) if arrived in fixed else name


def _decision(line: Choice, said: OwnWords | None, look_again_if: OwnWords | None) -> Decision:
    value = line.value
    on = value.get("on")
    return Decision(
        seq=line.seq,
        aid_id=line.aid_id or "",
        aid_hash=line.aid_hash or "",
        arrived=value["arrived"],
        option=value.get("option"),
        look_again=_date(value.get("look_again")),
        until=_date(value.get("until")),
        said=said,
        look_again_if=look_again_if,
        voice=line.voice,
        via=line.via,
        shown=line.shown,
        said_on=_date(on) or line.saved_at.date(),
    )


def _activities(decision: Decision, aid: Aid, option: Option, plan: Plan) -> tuple[PlannedActivity, ...]:
    made = []
    for key, activity in option.activities.items():
        step = step_of(aid.facts.get(activity.after)) if activity.after else None
        begins = _known_day(plan, aid.id, activity.since) if activity.since else decision.said_on
        due = after(begins, step) if step and begins else None
        if due and activity.after == aid.look_again.after:
            due = decision.look_again or due  # the day that was agreed, where another was
        made.append(
            PlannedActivity(
                f"{aid.id}/{decision.option}/{key}",
                aid.id,
                decision.aid_hash,
                decision.option or "",
                key,
                due,
            )
        )
    return tuple(made)


def _known_day(plan: Plan, aid_id: str, key: str) -> date | None:
    """A day that was given, of the lines that this reader may see; None for none, or for two that differ."""
    lines = [each for each in plan.standing if (each.aid_id, each.item) == (aid_id, f"values.{key}")]
    days = {each.value.get("is") for each in lines}
    return _date(days.pop()) if len(days) == 1 else None


def _date(raw: object) -> date | None:
    return date.fromisoformat(str(raw)) if raw else None


def own_words_on(plan: Plan, aid_id: str, item: str) -> OwnWords | None:
    """What somebody said on one item of the card; None where nothing was said."""
    return own_words(standing_line(plan, KIND, aid_id, item))


def text_of(said: OwnWords | None) -> str:
    return (said.words if said else None) or ""


def value_of(decision: Decision) -> str:
    """The value of the form for a decision: an option, or where they arrived."""
    return f"option.{decision.option}" if decision.option else decision.arrived
