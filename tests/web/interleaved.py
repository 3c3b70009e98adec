"""Simulated screens of one visit: without the script, sending whole pages, and with it, sending what is touched.

Each tells a model (`what_must_stand`) what a person does at it, and never looks at what the product made of it;
`History` compares the two after every step.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Any

import lxml.html
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.builders import Visit, field_of
from tests.web.what_must_stand import Change, Model, Page, Said

HIDDEN = ("csrf_token", "encounter", "key", "seen")
NUMBERS = {
    "systolic_bp": "140 118 150 170",
    "egfr": "80 60 75 92",
    "total_cholesterol": "220 180 260",
    "age": "62 50 70",
}
YES_NO = ("current_smoker", "diabetes")
LIST = ("vessels", "flutter", "very_high", "pregnancy", "liver")
OPTIONS = ("option.moderate", "option.high", "option.no_statin", "not_sure")
WORDS = ("more walking", "less bread", "my knees", "")
CARDS = {
    "situation": (*NUMBERS, *YES_NO, "list", "situation.words"),
    "decision": ("decision.arrived", "decision.words"),
    "leaning": ("leaning.patient",),
}
NAMES = {"decision.arrived": "arrived", "leaning.patient": "leans_patient", "list": "list_checks"} | {
    each: f"value_{each}" for each in (*NUMBERS, *YES_NO)
}
BLANKS = (*NUMBERS, *YES_NO, *LIST)
"""What shows nothing while it is in dispute; of the others the later one stands meanwhile."""
QUESTIONS = (*BLANKS, *(each for those in CARDS.values() for each in those if "." in each))
PAGE_ID = 22


def hot_questions(chance: Random) -> Mapping[str, tuple[str, ...]]:
    """What this visit is about: few questions, so that two screens meet on them."""
    few = chance.sample([(card, of) for card, those in CARDS.items() for of in those], 2)
    return {card: tuple(of for on, of in few if on == card) for card, _ in few}


@dataclass
class Screen:
    """What both kinds of screen do: show a page, and let somebody touch it."""

    visit: Visit
    client: FlaskClient
    model: Model
    chance: Random
    lines: dict[str, Change]
    hot: Mapping[str, tuple[str, ...]]
    online: bool = True
    old: str = "the token of a page that was opened before the last sign-in"
    card: str = "situation"
    hidden: dict[str, str] = field(default_factory=dict)
    form: dict[str, list[str]] = field(default_factory=dict)
    page: Page = field(default_factory=Page)
    ways: list[list[str]] = field(default_factory=list)

    def load(self) -> None:
        """A new page, which knows all that was said until now."""
        if self.card not in self.hot:
            self.card = next(iter(self.hot))
        self.take(self.client.get(self.visit.address(f"card/{self.card}")).text)
        self.page = Page(self.model.everything())

    def take(self, text: str) -> None:
        self.hidden = {name: field_of(text, name) for name in HIDDEN}
        forms = lxml.html.fromstring(text).xpath("//main//form")
        self.ways = [each.xpath(".//button/@value") for each in forms if "data-dispute" in each.attrib]
        self.form = {}
        for name, value in next(each for each in forms if "data-dispute" not in each.attrib).form_values():
            if name not in HIDDEN:
                self.form.setdefault(name, []).append(value)

    def touch(self) -> tuple[str, Said | frozenset[str]]:
        """Somebody changes one thing on the page: which, and what it says then; of the list, what is ticked."""
        of = self.chance.choice(self.hot[self.card])
        name = NAMES.get(of, "words")
        now = self.form.get(name, [""])
        if of == "list":
            ticked = set(now) - {"", "none"} ^ {self.chance.choice(LIST[:2])}
            everything_was_no = all(self.model.sayings(each, self.page.all()) == [False] for each in LIST)
            self.form[name] = ["", *sorted(ticked or ({"none"} if everything_was_no else ()))]
            return of, frozenset(self.form[name])
        offered = [*NUMBERS[of].split(), ""] if of in NUMBERS else ["yes", "no"] if of in YES_NO else OPTIONS
        text = self.chance.choice([each for each in (WORDS if name == "words" else offered) if [each] != now])
        self.form[name] = [text]
        if of == "decision.arrived":
            self.form["look_again"] = ["3mo"]  # a day of its own would be another thing said
        return of, (float(text) if text else None) if of in NUMBERS else text == "yes" if of in YES_NO else text or None

    def meant(self, page: Page, touched: Mapping[str, Any]) -> dict[str, Said]:
        """What a form says to somebody who knows its page: of the list, what the ticks that were set or taken say."""
        if "list" not in touched:
            return self.model.differs(page, touched)
        says = {of: each for of, each in touched.items() if of != "list"}
        ticked, shown = touched["list"], {each: self.model.shown(each, page) for each in LIST}
        if "none" in ticked:
            return self.model.differs(page, says | dict.fromkeys(LIST, False))
        if not ticked - {""} and all(each is False for each in shown.values()):
            return self.model.differs(page, says | dict.fromkeys(LIST, None))
        as_it_was = ticked - {""} == {each for each in LIST if shown[each] is True}
        for each in () if as_it_was else LIST:
            open_yet = not [one for one in self.model.sayings(each, page.all()) if one is not None]
            if (each in ticked) != (shown[each] is True):
                says[each] = True if each in ticked else False if ticked - {""} else None
            elif open_yet and ticked - {""}:
                says[each] = False
        return self.model.differs(page, says)

    def post(self, data: Mapping[str, Any], *, at: str = "", json: bool = False) -> TestResponse:
        headers = {"Accept": "application/json"} if json else {}
        return self.client.post(self.visit.address(at or f"card/{self.card}"), data=data, headers=headers)

    def settle(self) -> str:
        """One of the things that the page asks about is tapped."""
        tapped = self.chance.choice(self.chance.choice(self.ways))
        answer = self.post({**self.hidden, "key": self.new_key(), "line": tapped}, at="settle", json=True)
        assert answer.status_code == 200, answer.text
        self.model.settle(self.page, self.lines[tapped])
        self.load()
        return f"settled {tapped}"

    def new_key(self) -> str:
        return f"{self.hidden['key'][:PAGE_ID]}-{self.chance.getrandbits(64):016x}"

    def looks(self) -> int:
        """How likely somebody loads a page: more so where there is something to settle on it that it does not show."""
        asked = any(len(self.model.sayings(of)) > 1 for of in QUESTIONS)
        return 0 if not self.online else 8 if asked and not self.ways else 2

    def wifi(self) -> str:
        self.online = not self.online
        return "on" if self.online else "off"


@dataclass
class Plain(Screen):
    """A screen without the script: it sends its whole page when somebody taps "Save", and then shows the next one.

    Attributes:
        touched: what was changed on this page. tried: what a form said whose answer never came.
    """

    touched: dict[str, Any] = field(default_factory=dict)
    tried: list[Change] | None = None

    def load(self) -> None:
        super().load()
        self.touched, self.tried = {}, None

    def act(self) -> str:
        on = self.online
        ways = (self.change, self.save, self.walk, self.settle, self.wifi)
        do = self.chance.choices(
            ways, (6, 6 if on else 0, 2 if on else 0, 6 if on and self.ways else 0, 1 if on else 4)
        )[0]
        return f"plain {do.__name__}: {do()}"

    def change(self) -> str:
        of, says = self.touch()
        self.touched[of] = says
        return f"{of} {says}"

    def walk(self) -> str:
        """Another card, or the same anew; what was typed and not saved is given up."""
        self.card = self.chance.choice(list(self.hot))
        self.load()
        return self.card

    def save(self) -> str:
        before = self.tried or []
        fresh = self.meant(self.page.without(before), self.touched)
        token = {"csrf_token": self.old} if self.chance.random() < 0.08 else {}
        answer = self.post({**self.hidden, **self.form, **token, "then": "stay"})
        if token:
            assert answer.status_code == 400, answer.text
            self.take(answer.text)
            self.tried = None  # the page came back with another key
            return "stale"
        if before and fresh != {each.of: each.says for each in before}:
            assert answer.status_code == 409, (answer.status_code, fresh, before)
            self.load()
            return "sent before with something else"
        assert answer.status_code == 303, answer.text
        written = before or self.model.arrive(self.page, fresh)
        if self.chance.random() < 0.25:
            self.tried = written
            return f"{fresh}, and the answer is lost"
        self.load()
        return str(fresh)


@dataclass
class Waiting:
    """One line on the device: what is sent, from which page it is, and what somebody touched."""

    key: str
    card: str
    seen: str
    fields: dict[str, list[str]]
    page: Page
    touched: dict[str, Any]


@dataclass
class Script(Screen):
    """A screen with the script: each thing that is touched is written down here, and leaves in its order.

    A page that is opened while lines wait shows them: what it shows there is as old as they are, and so is what is
    typed over it.
    """

    queue: list[Waiting] = field(default_factory=list)
    older: dict[str, Waiting] = field(default_factory=dict)

    def load(self) -> None:
        super().load()
        self.older = {}
        for line in [each for each in self.queue if each.card == self.card]:
            self.hidden["key"], self.page.mine = line.key, line.page.mine
            self.form |= line.fields
            self.older[self.part(next(iter(line.touched)))] = line

    def part(self, of: str) -> str:
        """What is sent together: one value, or the whole of another card."""
        return of if self.card == "situation" else self.card

    def act(self) -> str:
        settle = 9 if self.ways and self.online and not self.queue else 0
        ways = (self.change, self.walk, self.settle, self.wifi)
        do = self.chance.choices(ways, (9, self.looks(), settle, 1 if self.online else 3))[0]
        return f"script {do.__name__}: {do()}"

    def change(self) -> str:
        of, says = self.touch()
        name, old = NAMES.get(of, "words"), self.older.get(self.part(of))
        fields = {name: self.form[name]} if self.card == "situation" else dict(self.form)
        unit = f"unit_{of}"
        fields |= {unit: self.form[unit]} if unit in self.form and self.card == "situation" else {}
        seen, page = (old.seen, old.page) if old else (self.hidden["seen"], self.page)
        self.queue.append(Waiting(self.new_key(), self.card, seen, fields, page, {of: says}))
        return f"{of} {says}: {self.flush()}"

    def walk(self) -> str:
        self.flush()
        self.card = self.chance.choice(list(self.hot))
        self.load()
        return self.card

    def wifi(self) -> str:
        super().wifi()
        return f"{self.online} {self.flush()}"

    def flush(self) -> str:
        """What waits leaves in its order, until an answer is lost; then it is sent again some time."""
        sent = []
        while self.online and self.queue:
            line = self.queue[0]
            csrf, here = self.hidden["csrf_token"], self.hidden["encounter"]
            frame = {"csrf_token": csrf, "encounter": here, "key": line.key, "seen": line.seen, "then": "stay"}
            answer = self.post({**line.fields, **frame}, at=f"card/{line.card}", json=True)
            assert answer.status_code == 200, (answer.text, line)
            if not any(each is line for each in self.arrived):
                fresh = self.meant(line.page, line.touched)
                self.model.arrive(line.page, fresh)
                self.arrived.append(line)
                sent.append(str(fresh))
            if self.chance.random() < 0.2:
                return f"{sent}, and the answer is lost"
            self.queue.pop(0)
        return str(sent)

    arrived: list[Waiting] = field(default_factory=list)
