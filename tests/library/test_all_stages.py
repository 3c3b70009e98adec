"""One run of `check` says everything that can be said: a mistake in one stage hides no finding of another.

Four stages look at an aid: YAML, the language, the names inside it, and the rules; and each words file has its own.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from decisionaid.commands.check import check
from tests.library.aids import GOOD, SPANISH, folder_with
from tests.rules.test_rules import TODAY

PUSHES = ("You may worry in winter.", "You should worry in winter.")
"""A finding of the last stage, in a part that no other mistake touches."""
MISTAKES = {
    "a day without quotes": ('published: "2026-11-23"', "published: 2026-11-23", "YAML"),
    "a comma for a point": ("chance: 0.04, low", "chance: 0,04, low", "YAML"),
    "a word that could mean no": ("funding: none\nauthors", "funding: no\nauthors", "YAML"),
    "a key twice": ("title: Tonsils", "id: other\ntitle: Tonsils", "YAML"),
    "a misspelt key": ("time_critical: false", "time_critcal: false", "LANGUAGE"),
    "a key of no part": ("condition: The", "colour: blue\ncondition: The", "LANGUAGE"),
    "a part that is missing": ("need: As a parent facing many sore throats, I need to see what each way asks of us.\n",
                               "", "LANGUAGE"),
    "a misspelt value": ("certainty: moderate", "certainty: modrate", "LANGUAGE"),
    "a number in quotes": ("chance: 0.04", 'chance: "0.04"', "LANGUAGE"),
    "a chance of four": ("chance: 0.04", "chance: 4", "LANGUAGE"),
    "two numbers": ("chance: 0.04,", "chance: 0.04, risk_ratio: 2,", "LANGUAGE"),
    "no source": ("bleed_out: {outcome: bleed, chance: 0.04, low: 0.02, high: 0.06, group: throaty, "
                  "certainty: moderate, source: demo,",
                  "bleed_out: {outcome: bleed, chance: 0.04, low: 0.02, high: 0.06, group: throaty, "
                  "certainty: moderate,", "LANGUAGE"),
    "a name that leads nowhere": ("  many_wait: {outcome: many,", "  many_wait: {outcome: mny,", "LANGUAGE"),
    "a name like no other": ("group: throaty, certainty: low, source: demo, verified: invented}\n  many_out",
                             "group: zzz, certainty: low, source: demo, verified: invented}\n  many_out", "LANGUAGE"),
    "a condition on nothing": ("for: {all: [{input: age,", "for: {all: [{input: aged,", "LANGUAGE"),
    "words name nothing": ("comes to {bleed_out}", "comes to {bleed_uot}", "LANGUAGE"),
    "a ring": ("bleed_wait: {outcome: bleed, chance: 0,", "bleed_wait: {outcome: bleed, from: bleed_wait, nnt: 9,",
               "LANGUAGE"),
    "an activity after a phone": ("kind: visit, by: clinic, after: again", "kind: visit, by: clinic, after: emergency",
                                  "LANGUAGE"),
    "no such card": ("leaning, decision,", "leaning, decison,", "LANGUAGE"),
    "a stage of a life that is none": ("status: illustration", "status: ilustration", "LANGUAGE"),
    "an option without words": ("    stopping: You can choose the operation later.\n", "", "LANGUAGE"),
}  # fmt: skip


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_hides_no_finding_of_a_rule_and_makes_none(name: str, tmp_path: Path) -> None:
    old, new, stage = MISTAKES[name]
    assert old in GOOD
    text = GOOD.replace(old, new, 1).replace(*PUSHES, 1)
    problems = check(folder_with(tmp_path, text), "review", TODAY).problems
    said = "\n".join(f"{problem} [{problem.rule}]" for problem in problems)
    assert [problem.rule for problem in problems if problem.rule != stage] == ["WORD-1"], said
    assert len(problems) == 2, said


def test_many_mistakes_of_all_stages_are_said_in_one_run(tmp_path: Path) -> None:
    text, wanted = GOOD.replace(*PUSHES, 1), 1
    for name in ("a word that could mean no", "a misspelt key", "no source", "words name nothing", "no such card"):
        old, new, _ = MISTAKES[name]
        assert old in text
        text, wanted = text.replace(old, new, 1), wanted + 1
    es = SPANISH.replace('"Agua y descanso los días malos."', '"Agua y 2 días de descanso."', 1)
    problems = check(folder_with(tmp_path, text, es=es), "review", TODAY).problems
    said = "\n".join(f"{problem} [{problem.rule}]" for problem in problems)
    assert len(problems) == wanted + 1, said
    assert {"YAML", "LANGUAGE", "WORD-1", "TRANS-1"} == {problem.rule for problem in problems}, said


def test_a_file_that_breaks_off_hides_nothing_of_the_files_beside_it(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, GOOD + "\t[", es=SPANISH + "zz: no\n", ar=b"title: 12\n")
    problems = check(folder, "review", TODAY).problems
    assert {problem.file.rsplit("/", 1)[1] for problem in problems} == {"aid.yaml", "es.yaml", "ar.yaml"}


def test_a_broken_translation_is_said_beside_what_is_wrong_in_the_aid_itself(tmp_path: Path) -> None:
    es = SPANISH.replace('"Agua y descanso los días malos."', "no", 1)
    problems = check(folder_with(tmp_path, GOOD.replace(*PUSHES, 1), es=es), "review", TODAY).problems
    assert [problem.rule for problem in problems] == ["WORD-1", "YAML"]
