"""Two screens on one visit in any order, on and off line: nothing is lost or comes back, each conflict is asked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from random import Random

import pytest

from decisionaid.domain.disputes import SETTLED
from decisionaid.domain.encounter import Choice
from tests.builders import MAN_62, Table, text_of
from tests.cards.talk import lines, plan
from tests.web.interleaved import BLANKS, CARDS, NUMBERS, QUESTIONS, Plain, Screen, Script, hot_questions
from tests.web.rooms import Clinic, old_token
from tests.web.what_must_stand import Change, Model, Page, Said

pytestmark = [pytest.mark.hazard("H07"), pytest.mark.hazard("H08")]


@pytest.fixture(scope="module")
def clinic(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Clinic]:
    made = Clinic(Table(tmp_path_factory.mktemp("screens")))
    yield made
    made.table.store.close()


class History:
    """One visit, two screens, and what must stand."""

    def __init__(self, clinic: Clinic, seed: int) -> None:
        self.table, self.chance, self.model = clinic.table, Random(seed), Model(BLANKS)
        self.visit = clinic.visit(clinic.browser())
        self.lines: dict[str, Change] = {}
        kinds = self.chance.choice(((Plain, Script), (Plain, Script), (Script, Script), (Plain, Plain)))
        hot = hot_questions(self.chance)
        self.screens: list[Screen] = [
            kind(self.visit, clinic.browser(), self.model, self.chance, self.lines, hot, old=old_token(clinic.table))
            for kind in kinds  # type: ignore[arg-type]
        ]
        self.log: tuple[Choice, ...] = ()
        self.done: list[str] = []
        if self.chance.random() < 0.8:
            assert self.visit.send("card/situation", {**MAN_62, "then": "stay"}).status_code == 303
            first = {of: _first(of) for of in BLANKS}
            self.model.arrive(Page(), first)
            self.pair(ordered=False)
        for screen in self.screens:
            screen.load()

    def pair(self, *, ordered: bool = True) -> None:
        """Every change is one line of the log, and no line is anything else."""
        now = lines(self.table, self.visit)
        new, due = now[len(self.log) :], self.model.changes[len(self.lines) :]
        said = [(line, *_as_change(line, {each.seq: each for each in now})) for line in new]
        for line, of, says in said:
            one = next((each for each in due if (each.of, each.says) == (of, says)), None)
            assert one or not ordered, f"written: {of} {says}, said: {due}\n" + "\n".join(self.done)
            if one is not None:
                due.remove(one)
                self.lines[line.id] = one
        assert not due, f"said and not written: {due}\n" + "\n".join(self.done)
        self.log = now

    def compare(self, seen: Counter[str]) -> None:
        """What stands, and what is in dispute."""
        told = plan(self.table, self.visit)
        asked = {_question(of): [_in_short(line) for line in each] for of, each in told.disputed.items()}
        disputed = {of: said for of in QUESTIONS if len(said := self.model.sayings(of)) > 1}
        same = {of: set(said) for of, said in asked.items()} == {of: set(said) for of, said in disputed.items()}
        assert same, f"asked: {asked}, must be: {disputed}\n" + "\n".join(self.done)
        values = {each.input: each.value for each in told.situation.get("statin", ()) if each.input in BLANKS}
        stands = {of: one for of in BLANKS if (one := self.model.shown(of, Page(self.model.everything()))) is not None}
        assert values == stands, f"stands: {values}, must be: {stands}\n" + "\n".join(self.done)
        seen["disputed"] += len(disputed)

    def both_are_asked(self) -> None:
        """Each screen shows each conflict, with everything that is said, on its card and on the plan."""
        disputed = {of: set(said) for of in QUESTIONS if len(said := self.model.sayings(of)) > 1}
        for screen in self.screens:
            shown = {}
            screen.hot = CARDS  # a dispute on any other card would be one too many
            for card in CARDS:
                screen.card = card
                Screen.load(screen)
                for ways in screen.ways:
                    changes = [self.lines[each] for each in ways]
                    shown[changes[0].of] = {each.says for each in changes}
            assert shown == disputed, "\n".join(self.done)
        told = text_of(self.visit.get("plan").text)
        assert told.count("Which is right?") == len(disputed), "\n".join(self.done)

    def happen(self, steps: int, seen: Counter[str]) -> None:
        for _ in range(steps):
            self.step(self.chance.choice(self.screens))
            self.compare(seen)
        for screen in self.screens:
            screen.online = True
            if isinstance(screen, Script):
                while screen.queue:
                    self.done.append(f"at the end: {screen.flush()}")
                    self.pair()
        self.compare(seen)
        self.both_are_asked()
        seen["changes"] += len(self.model.changes)
        seen["settled"] += sum(each.keeps is not None for each in self.model.changes)

    def step(self, screen: Screen) -> None:
        at = self.screens.index(screen)
        try:
            self.done.append(f"{at} {screen.act()}")  # type: ignore[attr-defined]
        except AssertionError as wrong:
            raise AssertionError("\n".join([*self.done, str(wrong)])) from wrong
        self.pair()


def _first(of: str) -> Said:
    said = MAN_62.get(f"value_{of}", "no")
    return float(said) if of in NUMBERS else said == "yes"


def _question(of: tuple[str, str | None, str]) -> str:
    kind, _, item = of
    if kind == "situation":
        return item.removeprefix("values.") if item != "words" else "situation.words"
    return {"said": "decision.words", "arrived": "decision.arrived", "leans.patient": "leaning.patient"}.get(item, item)


def _as_change(line: Choice, by_seq: dict[int, Choice]) -> tuple[str, Said]:
    kept = by_seq[int(line.value["line"])] if line.kind == SETTLED else line
    return _question((kept.kind, kept.aid_id, kept.item)), _in_short(kept)


def _in_short(line: Choice) -> Said:
    value = line.value
    if line.item in ("arrived", "leans.patient"):
        return f"option.{value['option']}" if value.get("option") else value.get("arrived") or value.get("toward")
    if line.kind == "situation" and line.item != "words":
        return value.get("is", value.get("amount"))
    return line.words


def held(clinic: Clinic, seeds: range, steps: int) -> Counter[str]:
    seen: Counter[str] = Counter()
    for seed in seeds:
        try:
            History(clinic, seed).happen(steps, seen)
        except AssertionError as wrong:
            raise AssertionError(f"history {seed}: {wrong}") from wrong
    return seen


def test_nothing_is_lost_or_comes_back_and_every_conflict_is_asked_on_both_screens(clinic: Clinic) -> None:
    seen = held(clinic, range(14), 13)
    assert seen["disputed"] >= 8, seen
    assert seen["settled"] >= 1, seen


@pytest.mark.hold
@pytest.mark.parametrize("hundred", range(5))
def test_the_same_in_five_hundred_interleavings(clinic: Clinic, hundred: int) -> None:
    seen = held(clinic, range(1000 + 100 * hundred, 1100 + 100 * hundred), 25)
    print(f"{hundred}: {dict(seen)}")
    assert min(seen["disputed"], seen["settled"]) >= 30, seen
