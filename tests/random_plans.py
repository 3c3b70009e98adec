"""Random plans, made by filling in the forms of the cards as people could, and all that can be read of each.

What is tapped follows from the seed, the card and the field alone, so that two editions of the program are given the
same talks. To compare what they say, sentence by sentence, from the folder of this edition (`there` is a checkout of
the other one):

    python -m tests.random_plans > now.txt
    (cd there && PYTHONPATH=. python -P "$OLDPWD/tests/random_plans.py" > "$OLDPWD/before.txt")
    diff before.txt now.txt
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterator
from pathlib import Path
from random import Random

import lxml.html

from decisionaid.cards import kinds
from decisionaid.page_text import text_lines
from tests.builders import MAN_62, Table
from tests.exports.sheets import text_in
from tests.web.rooms import Clinic

AIDS = ("statin", "my-life")
LANGUAGES = ("en", "es")
VALUES = ({}, {}, {"value_age": "50"}, {"value_systolic_bp": "170"}, {"value_statin": "yes", "value_dose": "moderate"})
SAID = ("I would rather walk", "Mi hermana me ayuda", "It is a lot", "My knees hurt in the morning")
DAYS_APART = 100
"""Between two visits: a day to look again after three months has come by then."""


class Talk:
    """The visits of one person, who speaks of an aid after the other, card by card."""

    def __init__(self, clinic: Clinic, seed: int) -> None:
        self.clinic, self.seed, self.visits = clinic, seed, 0
        self.people = clinic.table.store.people
        self.person = self.people.add(name="Rosa Unseen").id
        self.id = ""

    def dice(self, *about: str) -> Random:
        """Chance that knows only what it is about."""
        return Random(" ".join((str(self.seed), str(self.visits), *about)))

    def hold(self, language: str) -> None:
        """Hold a visit in a language, with most cards of both aids."""
        if self.id:
            self.people.end_visit(self.id, self.clinic.mine)
            self.clinic.table.clock.forward(days=DAYS_APART)
        self.visits += 1
        self.client = self.clinic.browser()
        self.id = self.people.open_visit(self.person, self.clinic.mine, practice=True).id
        self.people.speak(self.id, language, "somebody")
        library = self.clinic.table.app.extensions["clinic"].library
        for aid in AIDS:
            for card in (each for each in library.aid(aid, language).cards if each in kinds()):
                for again in range(self.dice(aid, card).choices((0, 1, 2), (1, 4, 2))[0]):
                    self.fill_in(f"/visits/{self.id}/{aid}/{card}", str(again))

    def fill_in(self, address: str, again: str) -> None:
        """Send one of the forms of a card, with some of its fields changed and one of its buttons pressed."""
        page = lxml.html.fromstring(self.client.get(address).text)
        forms = page.xpath("//main//form[@method='post'][not(@action)]")
        if not forms:
            return
        about = address.partition(self.id)[2]
        form = self.dice(about, again).choice(forms)
        data = dict(self.client_fields(form, about, again))
        buttons = [(each.get("name"), each.get("value")) for each in form.xpath(".//button[@name]")]
        if buttons:
            data.update([self.dice(about, again, "button").choice(buttons)])
        answer = self.client.post(address, data=data)
        assert answer.status_code in (303, 400, 409), (address, data, answer.status_code)

    def client_fields(self, form: lxml.html.HtmlElement, about: str, again: str) -> Iterator[tuple[str, str]]:
        """The fields as they stand, and some as somebody changed them."""
        values = {**MAN_62, **self.dice(about, again, "values").choice(VALUES)}
        yield from ((name, value) for name, value in form.form_values() if name and value is not None)
        boxes = form.xpath(".//input[@name][not(@type='hidden')] | .//textarea[@name]")
        for name in sorted({each.get("name") for each in boxes if not each.get("name").startswith("unit_")}):
            dice, offered = self.dice(about, again, name), form.xpath(f".//input[@name='{name}']/@value")
            if name in values:
                yield name, values[name]
            elif form.xpath(f".//textarea[@name='{name}'] | .//input[@name='{name}'][not(@type) or @type='text']"):
                yield from [(name, dice.choice(SAID))] if dice.random() < 0.6 else []
            elif offered and dice.random() < (0.2 if len(offered) == 1 else 0.7):
                yield name, dice.choice(sorted(offered))

    def handout(self, language: str, **more: object):
        """What the pages are laid out from."""
        return self.clinic.table.app.extensions["clinic"].handout(self.person, None, language, within=self.id, **more)

    def page(self, name: str) -> str:
        """A page of the visit, as a browser gets it."""
        return self.client.get(f"/visits/{self.id}/{name}").text

    def pdf(self, language: str) -> bytes:
        return self.client.get(f"/visits/{self.id}/plan.pdf?language={language}").data

    def texts(self, language: str) -> Iterator[tuple[str, list[str]]]:
        """Every form in which the plan is read, line by line."""
        yield "screen", text_lines(self.page("plan").split('<section class="lines">')[0])
        yield "print", text_lines(self.page(f"print?language={language}"))
        yield "pdf", text_in(self.pdf(language)).replace(". ", ".\n").splitlines()
        yield "note", self.page("note?plain=1").splitlines()


def main() -> None:
    """Print what is read of a number of plans."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--plans", type=int, default=200)
    plans = asked.parse_args().plans
    with tempfile.TemporaryDirectory() as folder:
        clinic = Clinic(Table(Path(folder) / "data"))
        for seed in range(plans):
            language = LANGUAGES[seed % 2]
            talk = Talk(clinic, seed)
            for visit in range(1 + seed % 3):
                talk.hold(language)
                for name, lines in talk.texts(language):
                    print(*(f"{seed}.{visit} {language} {name}: {line}" for line in lines), sep="\n")
        clinic.table.store.close()


if __name__ == "__main__":
    main()
