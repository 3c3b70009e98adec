"""A message tells a clinician, at its line, what is wrong and what to write; these were found to stop an author.

Each case changes the illustration as an author might, and says words of the finding and of what to do about it.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

import pytest

from decisionaid.commands.check import check
from tests.library.aids import GOOD, SPANISH, folder_with
from tests.rules.test_rules import TODAY


class Stopped(NamedTuple):
    """What stopped an author: the change, and what is said now."""

    old: str
    new: str
    what: str
    remedy: str
    spanish: bool = False


WINTER = "You may worry in winter."
STOPPED = {
    "a day written otherwise": Stopped(
        'next_review: "2027-11-23"', 'next_review: "2027/11/23"', "'2027/11/23' is not written as it must be",
        'write "2027-11-23": year-month-day, in quotes'),
    "a day that could be two": Stopped(
        'next_review: "2027-11-23"', 'next_review: "11/12/2027"', "is not written as it must be",
        "year-month-day, in quotes, such as"),
    "a day without quotes": Stopped(
        'next_review: "2027-11-23"', "next_review: 2027-11-23", "looks like a day", "put it in quotes"),
    "a tab": Stopped("  age: {ask", "\tage: {ask", "a tab stands here", "use spaces"),
    "markup": Stopped(WINTER, "You may <b>worry</b> in winter.", "markup is not read here: <b>", "take it out"),
    "a script": Stopped(WINTER, "<script>1</script>", "markup is not read here: <script>", "take it out"),
    "a name that holds digits": Stopped(
        WINTER, "The CHA2DS2-VASc counts.", "'CHA2DS2-VASc' is a name that holds digits",
        'write cha_ds_vasc: {text: "CHA2DS2-VASc"} under facts, and {cha_ds_vasc} here'),
    "an amount with digits": Stopped(WINTER, "You may worry for 3 days.", "'3' is a number in words", "name a claim"),
    "a circle": Stopped(
        "many_wait: {outcome: many, chance: 0.6, low: 0.5, high: 0.7,",
        "many_wait: {outcome: many, from: many_out, risk_ratio: 2, low: 1.5, high: 2.5,",
        "this number is worked out from itself: many_wait → many_out → many_wait", "a number that was counted"),
    "a line whose first sentence is gone": Stopped(
        "    stopping: Puede elegir", '    eating: "Come bien."\n    stopping: Puede elegir',
        "aid.yaml no longer has options.wait.eating", "take this line out", spanish=True),
    "low and high alone": Stopped(
        "many_wait: {outcome: many, chance: 0.6, low", "many_wait: {outcome: many, low",
        "a range stands here without its number", "add chance:, or write range: [low, high] if it has no middle"),
    "a claim without a row": Stopped(
        "  bleed_out: {outcome: bleed", "  late: {outcome: many, chance: 0.3, group: throaty, certainty: low, source: "
        "demo, verified: invented}\n  bleed_out: {outcome: bleed", "nothing says over which time late was counted",
        'write "in a year" in the sentence, or give late a row'),
    "a decimal comma": Stopped(
        "chance: 0.04, low: 0.02", "chance: 0,04, low: 0.02", "0,04 has a comma", "decimals take a point"),
    "a decimal comma in blocks": Stopped(
        "many_wait: {outcome: many, chance: 0.6, low: 0.5, high: 0.7,",
        "extra_one: 0,6\n  many_wait: {outcome: many, chance: 0.6, low: 0.5, high: 0.7,", "0,6 has a comma", "0.6"),
    "an answer without an option": Stopped(
        "    kind: watch\n", "    kind: watch\n    applies_when: {input: bleeds, is: true}\n",
        "people with bleeds = no have one option alone here", "give them at least two options"),
    "the English word for 11": Stopped(
        WINTER, "You may worry once.", "'once' reads as the Spanish number 11", 'say "one time"'),
    "an emergency": Stopped(
        "time_critical: false", "time_critical: true", "these cards are never for emergencies", "write false"),
    "an effect without a range": Stopped(
        "risk_ratio: 0.4, low: 0.3, high: 0.5,", "risk_ratio: 0.4,", "this effect has no range",
        "if it gives none, write range: not_given"),
    "a misspelt key": Stopped(
        "horizon: {years: 1}", "horizon: {year: 1}", "there is no key 'year' here", "did you mean years?"),
    "a key of another place": Stopped(
        "horizon: {years: 1}", "horizon: {colour: 1}", "there is no key 'colour' here",
        "there is days, lifetime, months"),
    "a chance in a hundred": Stopped(
        "chance: 0.04, low: 0.02, high: 0.06", "chance: 4, low: 0.02, high: 0.06", "4 is outside what is possible",
        "for 4 of 100 people write per: 100"),
    "an id with a capital": Stopped(
        "  many_wait: {outcome", "  Many_wait: {outcome", "'Many_wait' is not written as it must be",
        "lower-case letters, digits and _ only"),
    "nothing in quotes": Stopped('title: Tonsils out, or wait?', 'title: ""', "nothing stands here", "write it"),
    "no sheet of words": Stopped(SPANISH, "", "the file is empty", "decisionaid words", spanish=True),
    "a half-made translation": Stopped(
        SPANISH, "title: ¿Sacar las anginas o esperar?\n", "more sentences are not translated",
        "`decisionaid words tonsils es` writes each", spanish=True),
    "no unquoted": Stopped("funding: none\nauthors", "funding: no\nauthors", "could be an answer or a word",
        "false for no"),
    "a line that begins too far to the left": Stopped(
        "    name: Wait and see", "   name: Wait and see", "this line begins with 3 blanks",
        "begin it with 4, as line 4"),
    "a line that begins too far to the right": Stopped(
        "    name: Wait and see", "      name: Wait and see", "this line begins with 6 blanks", "begin it with 4"),
    "a line without its colon": Stopped(
        "condition: ", "condition ", "no colon stands in this line", "write condition: ..."),
    "a line without a blank behind the colon": Stopped(
        "condition: ", "condition:", "no blank stands behind the colon", "write condition: "),
    "no blank behind a colon between braces": Stopped(
        "many, chance: 0.6", "many, chance:0.6", "no blank stands behind the colon", "write chance: 0.6"),
    "a colon in a sentence": Stopped(
        "title: Tonsils", "title: Now: Tonsils", "this sentence needs quotes around it", "behind the first colon"),
    "a sentence that begins with a name in braces": Stopped(
        "title: Tonsils", "title: {again} Tonsils", "this sentence needs quotes around it", "in quotes"),
    "a quote in a quoted sentence": Stopped(
        "title: Tonsils out, or wait?", 'title: "Tonsils "out", or wait?"', "do not pair",
        "inside a sentence with ' '"),
    "a brace that is not closed": Stopped(
        "source: demo, verified: invented}\n  many_out", "source: demo, verified: invented\n  many_out",
        "a comma or a closing bracket is missing; the bracket opens in line 36", "look just before here"),
    "a missing comma": Stopped(
        "chance: 0.6, low", "chance: 0.6 low", "'0.6 low' stands between braces",
        "a comma or a closing brace is missing"),
    "a quote that is never closed": Stopped(
        'terms: {', 'unknown_words: "never closed\nterms: {', "do not pair", "close the one that is open"),
    "slanted quotes": Stopped(
        'mind: "You may worry in winter."', "mind: “You may worry in winter.”", "are not straight",
        'write "You may worry in winter."'),
    "a sign that YAML keeps for itself": Stopped("title: Tonsils", "title: @Tonsils", "'@' cannot begin a value",
        "in quotes"),
    "low above high": Stopped(
        "low: 0.5, high: 0.7", "low: 0.7, high: 0.5", "low 0.7 lies above high 0.5", "write low: 0.5, high: 0.7"),
    "a unit in words": Stopped("again: {amount: 6, unit: mo}", "again: {amount: 6, unit: months}", "'months'",
        "write unit: mo"),
    "a time in a unit that is none": Stopped(
        "again: {amount: 6, unit: mo}", "again: {amount: 6, unit: months}", "there is no fact with a length of time",
        "write again: {amount: 3, unit: mo} under facts; the unit of a time is a, mo, wk, d, h, min"),
    "a word that is none of a few": Stopped(
        "certainty: moderate", "certainty: medium", "'medium' is not one of high, moderate", "write one of these"),
    "a key twice": Stopped("title: Tonsils", "id: x\ntitle: Tonsils", "a second time (first in line 3)", "keep one"),
    "did you mean": Stopped("certainty: moderate", "certainty: modrate", "is not one of", "did you mean moderate?"),
}  # fmt: skip


@pytest.mark.parametrize("name", STOPPED)
def test_a_message_that_stopped_an_author_says_what_to_write(name: str, tmp_path: Path) -> None:
    case = STOPPED[name]
    text = SPANISH if case.spanish else GOOD
    assert case.old in text
    text = text.replace(case.old, case.new, 1)
    if name == "a claim without a row":
        text = text.replace(WINTER, "Of all, {late} worry.", 1)
    folder = folder_with(tmp_path, **({"es": text} if case.spanish else {"aid": text}))
    problems = check(folder, "review", TODAY).problems
    said = "\n".join(f"{problem} [{problem.rule}]" for problem in problems)
    found = [problem for problem in problems if case.what in problem.what]
    assert found, said
    assert case.remedy in found[0].remedy, said
    assert found[0].line >= 1
    assert not re.search(r"schema|block mapping|flow mapping|while (?:parsing|scanning)|token|scalar|context", said)
    assert "match ^" not in said
