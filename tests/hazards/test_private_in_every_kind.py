"""Random talks of two clinicians on every kind of card of every shipped aid: what is "just between us" reaches no
format, no reader and no page but the screen of who heard it, and leaves everything else as it was (H17)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from random import Random
from typing import Any

import pytest

from decisionaid.cards import belongings, kinds, section_makers, tellers
from decisionaid.domain.aid import Aid
from decisionaid.domain.encounter import Choice, Hand
from decisionaid.domain.plan import plan_from
from decisionaid.domain.readers import OUTSIDE, Reader, Screen, lines_for
from decisionaid.exports import Handout, formats
from decisionaid.locale import words
from decisionaid.web.plan_lines import cards_of
from tests.builders import NAME, Table
from tests.domain.test_plan import line

pytestmark = pytest.mark.hazard("H17")

AIDS = ("statin", "my-life")
ELLEN, AMIR = Screen("ellen"), Screen("amir")
SECRET = "Quixotevv"
Said = tuple[str, Mapping[str, Any], bool]
"""An item, its value, and whether words go with it."""


def of_kind(kind: str, aid: Aid) -> list[Said]:
    """Lines of a kind as its card would write them, for what this aid has."""
    option = next(iter(aid.options), "")
    activities = [f"options.{option}.activities.{key}" for key in aid.options[option].activities] if option else ()
    made: dict[str, list[Said]] = {
        "situation": [
            ("words", {}, True), *((f"values.{key}", {"amount": 62, "unit": ""}, False) for key in aid.inputs),
        ],
        "purpose": [("door", {"door": "stuck"}, False), ("view.patient", {}, True), ("stuck", {}, True)],
        "picture": [("display", {"display": "table"}, False)],
        "issues": [("issues.cost", {"picked": True}, False), ("issues.harms", {"picked": True}, False)],
        "leaning": [("leans.patient", {"toward": "option", "option": option, "print": True}, False)],
        "questions": [
            *((f"questions.{key}", {"open": True}, False) for key in aid.questions),
            ("own.own-question", {"open": True}, True), ("own.own-question.thinks", {"who": "patient"}, False),
        ],
        "decision": [
            ("arrived", {"arrived": "option", "option": option, "look_again": "2027-02-23"}, False),
            ("arrived", {"arrived": "not_sure"}, False), ("said", {}, True), ("look_again_if", {}, True),
        ],
        "how_it_went": [
            (f"{thing}.{part}", {part: value, "on": "2026-11-23"}, part == "words")
            for thing in (*activities, *(f"tasks.{key}" for key in aid.tasks))
            for part, value in (("how", "not"), ("since", "weeks"), ("next", "none"), ("words", None))
        ],
        "sense": [(each, {"not_yet": True}, False) for each in ("head", "day", "heart")],
        "areas": [(f"areas.{key}", {"mark": "both"}, False) for key in aid.areas],
        "matters": [(f"matters.{key}", {}, True) for key in aid.matters],
        "workload": [
            *((f"tasks.{key}", {"picked": True}, False) for key in aid.tasks),
            *((f"tasks.{key}.how", {"how": "hard"}, False) for key in aid.tasks), ("room", {"room": "too_full"}, False),
        ],
    }  # fmt: skip
    return [*made[kind], ("whole", {"state": "parked"}, False)]


def talk(dice: Random, aids: Mapping[str, Aid]) -> Iterator[Choice]:
    """What two clinicians heard and tapped; every private line with words holds the secret."""
    by_id = {aid.id: (hash_, aid) for hash_, aid in aids.items()}
    for seq in range(1, dice.randint(8, 40)):
        hash_, aid = by_id[dice.choice(AIDS)]
        kind = dice.choice([card for card in aid.cards if card in kinds()])
        item, value, worded = dice.choice(of_kind(kind, aid))
        private = dice.random() < 0.3
        yield line(
            seq, item, kind=kind, value=value, form=2, private=private, aid_id=aid.id, aid_hash=hash_,
            hand=Hand(role="clinician", account_id=dice.choice(("ellen", "amir"))),
            words=f"{SECRET if private else 'open'} {seq}" if worded else None,
        )  # fmt: skip


def written(log: list[Choice], aids: Mapping[str, Aid], visit: Any, *, pdf: bool) -> dict[str, bytes]:
    """Everything that anybody but the one who heard it reads: each format for each reader, and a colleague's page."""
    out: dict[str, bytes] = {}
    for reader in OUTSIDE:
        plan = plan_from(aids, lines_for(reader, log, belongings()), tellers())
        cited = {line.aid_hash: aids[line.aid_hash] for line in plan.standing if line.aid_hash}
        told = Handout(
            plan, cited, words("en"), date(2026, 11, 23), "Rosa Unseen", NAME, section_makers=section_makers()
        )
        for name, format in formats().items():
            if isinstance(reader, type(format.READER)) and (pdf or name != "pdf"):
                out[f"{name} for {reader}"] = format.render(told)
        out[f"plan for {reader}"] = repr(plan).encode()
    plan_of_colleague = plan_from(aids, lines_for(AMIR, log, belongings()), tellers())
    out["lines of a colleague"] = repr(cards_of(plan_of_colleague, aids, visit)).encode()
    return out


def without(log: list[Choice], reader: Reader) -> list[Choice]:
    """The log as if what this reader may not see had never been said."""
    may = {each.seq for each in lines_for(reader, log, belongings()).every}
    return [each for each in log if each.seq in may]


def hold_talks(table: Table, seeds: range, *, pdf: bool) -> Counter[str]:
    library = table.app.extensions["clinic"].library
    aids = {library.edition(each).hash: library.aid(each, "en") for each in AIDS}
    visit, hidden = table.store.people.visit(table.open_visit().id), Counter[str]()
    with table.app.test_request_context("/"):
        for seed in seeds:
            log = list(talk(Random(seed), aids))
            out = written(log, aids, visit, pdf=pdf)
            everybody = written(without(log, OUTSIDE[0]), aids, visit, pdf=pdf)
            for name, data in out.items():
                if name != "lines of a colleague":
                    assert data == everybody[name], (seed, name)
                    assert SECRET.encode() not in data, (seed, name)
            bare = written(without(log, AMIR), aids, visit, pdf=False)
            assert out["lines of a colleague"] == bare["lines of a colleague"], seed
            heard = {each.words for each in lines_for(AMIR, log, belongings()).every if SECRET in (each.words or "")}
            assert heard <= {each.words for each in log if each.hand.account_id == "amir"}
            shut = {each.seq for each in log} - {each.seq for each in without(log, OUTSIDE[0])}
            hidden.update(f"{each.aid_id} {each.kind}" for each in log if each.seq in shut)
    every = {f"{aid.id} {card}" for aid in aids.values() for card in aid.cards if card in kinds()}
    assert hidden.keys() == every, "each kind of each aid was private at some time"
    return hidden


def test_no_format_no_reader_and_no_colleague_can_tell_that_it_was_said(table: Table) -> None:
    hold_talks(table, range(60), pdf=False)


@pytest.mark.hold
def test_the_same_over_a_thousand_talks_and_their_pdfs(table: Table) -> None:
    hold_talks(table, range(1_000, 2_000), pdf=True)
