"""Evidence that nobody has read again in time, that has expired, or that is another since they decided (hazard H06)."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from decisionaid.cli import main
from tests.builders import MAN_62, Clock, Table, Visit, sign_in, text_of
from tests.library.aids import ROOT
from tests.web.correcting import papers, said_counts

pytestmark = pytest.mark.hazard("H06")

DUE = "“A statin, or not now?” was to be read again by Tuesday, November 23, 2027. That has not been done yet."
DUE_ES = "se tenía que revisar a más tardar el martes, 23 de noviembre de 2027. Todavía no se ha hecho."
BASELINE = "verified: primary}\n  baseline_long:"


class Shelf:
    """A clinic with its own copy of the statin card, which can be rewritten between two starts."""

    def __init__(self, tmp: Path, *, practice: bool = True) -> None:
        self.tmp, self.clock, self.practice = tmp, Clock(), practice
        shutil.copytree(ROOT / "aids" / "statin", tmp / "aids" / "statin")
        self.table = self._open()

    def _open(self) -> Table:
        return Table(self.tmp / "data", practice=self.practice, clock=self.clock, more={"aids": str(self.tmp / "aids")})

    def rewrite(self, *swaps: tuple[str, str]) -> None:
        """Another edition of the card, after a restart."""
        file = self.tmp / "aids" / "statin" / "aid.yaml"
        text = file.read_text(encoding="utf-8")
        for old, new in swaps:
            assert old in text, f"nothing to change: {old}"
            text = text.replace(old, new)
        file.write_text(text, encoding="utf-8")
        self.table.store.close()
        self.table = self._open()

    def forward(self, days: int) -> None:
        self.clock.forward(days=days)
        sign_in(self.table.client, self.table.store)

    def forward_in(self, visit: Visit, days: int) -> None:
        """The same, and they say that the values behind the numbers still hold."""
        self.forward(days)
        assert visit.send("card/situation", {**MAN_62, "then": "picture"}).status_code == 303

    def decided(self) -> Visit:
        visit = self.table.open_visit(name="Walter Patient")
        visit.send("card/situation", {**MAN_62, "then": "picture"})
        visit.get("card/picture")
        visit.send("card/decision", {"arrived": "option.moderate", "look_again": "3mo", "then": "plan"})
        return visit

    def again(self, visit: Visit) -> Visit:
        """The same visit after a restart."""
        return Visit(self.table.client, visit.id, visit.aid)


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    made = Shelf(tmp_path)
    yield made
    made.table.store.close()


def test_past_its_day_of_review_a_card_says_so_on_card_shelf_and_paper_in_both_languages(shelf: Shelf) -> None:
    visit = shelf.decided()
    for page in ("", "card/picture", "card/decision", "print", "plan", "note"):
        assert "to be read again" not in text_of(visit.get(page).text), page
    shelf.forward(400)
    for page in ("card/picture", "card/decision", "card/situation", "print", "plan"):
        assert DUE in text_of(visit.get(page).text), page
    for page in ("", "note"):
        assert "was to be read again by Tuesday, November 23, 2027." in text_of(visit.get(page).text), page
    assert "It was to be read again by Tuesday, November 23, 2027." in text_of(visit.client.get("/").text)
    told = papers(visit)
    assert DUE in told["PDF"]
    assert DUE_ES in told["Spanish print"]
    assert DUE_ES in told["Spanish PDF"]
    visit.send("plan", {"language": "es", "back": f"/visits/{visit.id}"}, at="language")
    for page in ("", "card/picture", "plan"):
        assert DUE_ES in text_of(visit.get(page).text), page


def test_past_review_a_number_is_still_shown_since_nobody_said_that_it_is_wrong(shelf: Shelf) -> None:
    visit = shelf.decided()
    shelf.forward_in(visit, 400)
    assert (7, 100) in said_counts(text_of(visit.get("card/picture").text))
    assert (7, 100) in said_counts(papers(visit)["print"])


@pytest.mark.parametrize(
    "swap",
    [
        (BASELINE, 'verified: primary, expires: "2027-06-30"}\n  baseline_long:'),
        ("status: draft", "status: expired"),
    ],
    ids=["the number", "the aid"],
)
def test_past_expiry_no_number_is_said_on_screen_paper_note_or_behind_it(shelf: Shelf, swap: tuple[str, str]) -> None:
    visit = shelf.decided()
    shelf.forward_in(visit, 400)
    assert visit.client.get(f"/visits/{visit.id}/statin/evidence/moderate_dose").status_code == 200
    shelf.rewrite(swap)
    visit = shelf.again(visit)
    picture = visit.get("card/picture").text
    assert "This number is too old, and nobody has read it again yet. So we show none." in text_of(picture)
    assert "data-figure" not in picture
    assert visit.client.get(f"/visits/{visit.id}/statin/evidence/moderate_dose").status_code == 404
    told = papers(visit)
    for where, text in told.items():
        assert said_counts(text) == set(), where
    for where in ("print", "PDF", "plan"):
        assert "The numbers we looked at are too old now." in told[where]
    assert "Los números que vimos ya son muy viejos." in told["Spanish PDF"]
    assert "too old now" in text_of(visit.get("card/decision").text)


def test_a_number_expires_on_the_day_after_its_last(shelf: Shelf) -> None:
    shelf.rewrite((BASELINE, 'verified: primary, expires: "2026-11-24"}\n  baseline_long:'))
    visit = shelf.decided()
    shelf.forward_in(visit, 1)
    assert (7, 100) in said_counts(papers(visit)["print"])
    shelf.forward_in(visit, 1)
    assert said_counts(papers(visit)["print"]) == set()


def test_a_number_worked_out_from_one_that_has_expired_goes_with_it(shelf: Shelf) -> None:
    shelf.rewrite(
        (
            "source: ctt2012\n    verified: primary\n    trials:",
            'source: ctt2012\n    verified: primary\n    expires: "2026-11-24"\n    trials:',
        )
    )
    visit = shelf.decided()
    shelf.forward_in(visit, 2)
    told = papers(visit)
    assert "No statin for now: about 7 in 100, as before." in told["print"]
    assert "A moderate dose: no number now." in told["print"]
    assert (5, 100) not in said_counts(told["print"] + told["PDF"] + told["note"])


def test_when_the_card_got_other_numbers_since_both_are_said(shelf: Shelf) -> None:
    visit = shelf.decided()
    shelf.rewrite(
        (
            "risk_ratio: 0.75\n    low: 0.72\n    high: 0.79\n    group: trials_ctt\n    certainty: moderate",
            "risk_ratio: 0.9\n    low: 0.85\n    high: 0.95\n    group: trials_ctt\n    certainty: moderate",
        )
    )
    visit = shelf.again(visit)
    told = papers(visit)
    for where in ("print", "PDF", "plan"):
        assert "The numbers of this card have changed since we decided." in told[where]
        assert "A moderate dose: before about 5 in 100, now about 6 in 100." in told[where]
    assert "before about 5 in 100, now about 6 in 100" in told["note"]
    assert "Los números de esta tarjeta cambiaron desde que decidimos." in told["Spanish print"]
    assert "now about 6 in 100" in text_of(visit.get("card/decision").text)


def test_when_the_card_counts_over_another_time_the_old_number_is_not_set_beside_the_new(shelf: Shelf) -> None:
    visit = shelf.decided()
    shelf.rewrite(
        (
            'ascvd: {say: "a heart attack or stroke", wished: false, horizon: {years: 10}}',
            'ascvd: {say: "a heart attack or stroke", wished: false, horizon: {years: 9}}',
        )
    )
    told = papers(shelf.again(visit))
    for where, text in told.items():
        assert said_counts(text) == set(), where
    assert "The numbers of this card have changed since we decided." in told["print"]


def test_an_edition_that_this_clinic_has_not_approved_puts_no_number_on_its_paper(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    site = 'name: "Our clinic"\nretention_days: 90\nphones: {clinic: "555-0142", emergency: "555-0100"}\n'
    (tmp_path / "data" / "site.yaml").write_text(site, encoding="utf-8")
    shelf = Shelf(tmp_path, practice=False)
    edition = shelf.table.app.extensions["clinic"].library.edition("statin")
    shelf.table.store.accounts.approve("statin", edition.hash, "Ellen Price")
    visit = shelf.decided()
    before = papers(visit)
    assert {(7, 100), (5, 100)} <= said_counts(before["print"])
    shelf.rewrite(("risk_ratio: 0.75", "risk_ratio: 0.9"), ("high: 0.79\n", "high: 0.95\n"))
    assert papers(shelf.again(visit))["print"] == before["print"]
    shelf.table.store.close()


def test_another_edition_with_the_same_numbers_changes_nothing_on_paper(shelf: Shelf) -> None:
    visit = shelf.decided()
    before = papers(visit)
    shelf.rewrite(("name: A high dose", "name: A stronger dose"))
    assert papers(shelf.again(visit))["print"] == before["print"]


def test_a_card_that_is_no_longer_on_the_shelf_leaves_no_number_on_paper(shelf: Shelf) -> None:
    visit = shelf.decided()
    shelf.rewrite(("id: statin", "id: statin2"))
    told = papers(shelf.again(visit))
    for where, text in told.items():
        assert said_counts(text) == set(), where


def test_check_says_what_is_to_be_read_again_and_what_is_not_shown_any_more(
    shelf: Shelf, capsys: pytest.CaptureFixture[str]
) -> None:
    shelf.rewrite((BASELINE, 'verified: primary, expires: "2027-06-30"}\n  baseline_long:'))
    folder = str(shelf.tmp / "aids" / "statin")
    main(["check", folder, "--level", "draft", "--on", "2027-12-28"])
    told = capsys.readouterr().out
    assert "the review was due on 2027-11-23 (read it again, and date it) [EVID-1, warning]" in told
    assert "this number expired on 2027-06-30 and is not shown (look it up again) [EVID-1]" in told
