"""How a line was said before can be taken out too, also when the visit has ended, and goes with the line (H17, T14)."""

from __future__ import annotations

import re
from contextlib import closing

import lxml.html
import pytest
from flask.testing import FlaskClient

from decisionaid.domain.readers import OUTSIDE, Screen
from decisionaid.store.engine import sqlite_module
from tests.builders import Table, Visit, text_of
from tests.web.rooms import NAME, OTHER, cookie_name, tokens

pytestmark = [pytest.mark.hazard("H17"), pytest.mark.hazard("T14")]

WORDINGS = ("my son drinks and shouts", "my son worries me", "there is worry at home")


def visit_with_words(table: Table, *wordings: str, name: str = "Rosa Unseen") -> Visit:
    visit = table.open_visit(name=name)
    for each in wordings:
        visit.send("card/situation", {"words": each, "then": "stay"})
    return visit


def person_of(table: Table, visit: Visit) -> str:
    return table.store.people.visit(visit.id).person_id


def with_words(table: Table, visit: Visit) -> dict[str, str]:
    return {line.words: line.id for line in table.store.log.read(person_of(table, visit)) if line.words}


def keys(table: Table, visit: Visit) -> list[bytes]:
    """The wrapped keys of all that this person said in words."""
    with closing(sqlite_module().connect(str(table.data / "decisionaid.db"))) as raw:
        found = raw.execute(
            "SELECT wrapped_key FROM sealed_text WHERE person_id=? AND wrapped_key IS NOT NULL",
            (person_of(table, visit),),
        )
        return [bytes(key) for (key,) in found]


def on_disk(table: Table, pieces: list[bytes]) -> list[str]:
    """The files of the data folder in which any of these stand, or any twelve letters of one of them."""
    parts = [each[at : at + 12] for each in pieces for at in range(len(each) - 11)]
    files = {path.name: path.read_bytes() for path in table.data.rglob("*") if path.is_file()}
    return [name for name, data in files.items() if any(part in data for part in parts)]


def act(visit: Visit, at: str, line: str, client: FlaskClient | None = None, **more: str) -> int:
    client = client or visit.client
    data = {**tokens(client, visit.id), "line": line, **more}
    return client.post(visit.address(at), data=data).status_code


def listed_before(page: str) -> list[str]:
    found = lxml.html.fromstring(page).xpath("//*[@data-earlier]//span[@class='own-words']/text()")
    return [each.strip("“”") for each in found]


def again(table: Table) -> FlaskClient:
    client = table.stranger()
    client.set_cookie(
        cookie_name(table), table.store.accounts.sign_in(table.store.accounts.named(NAME).id, "clinician")
    )
    return client


def test_taking_a_line_out_takes_out_how_it_was_said_before(table: Table) -> None:
    visit, other = visit_with_words(table, *WORDINGS), visit_with_words(table, "of somebody else", name="Sam Rivera")
    lines, sealed = with_words(table, visit), keys(table, visit)
    assert len(sealed) == 3
    assert on_disk(table, sealed), "before, their keys are in a file"
    page = visit.get("plan").text
    assert listed_before(page) == list(WORDINGS[:2])
    assert "How it was said before is taken out with it." in text_of(page)
    data = {**tokens(visit.client, visit.id), "line": lines[WORDINGS[2]]}
    for _ in range(2):  # and a second tap
        assert visit.client.post(visit.address("take-out"), data=data).status_code == 303
    assert with_words(table, visit) == {}
    assert keys(table, visit) == []
    assert on_disk(table, sealed + [each.encode() for each in WORDINGS]) == []
    page = visit.get("plan").text
    assert listed_before(page) == []
    assert page.count('data-taken-out="gone"') == 1
    told_out = [line for line in table.store.log.read(person_of(table, visit)) if line.kind == "taken_out"]
    assert [line.value["line"] for line in told_out] == [3, 1, 2]
    assert set(with_words(table, other)) == {"of somebody else"}
    table.store.verify()


@pytest.mark.parametrize("taken_out", [0, 1, 2, 3])
def test_taking_words_out_leaves_everything_else_that_was_said(table: Table, taken_out: int) -> None:
    visit = visit_with_words(table, "I sleep badly")
    visit.send("card/questions", {"own": "Will it hurt?", "own_name": "abcdefgh-1"})
    visit.send("card/questions", {"own": "Who can drive me?", "own_name": "abcdefgh-2"})
    visit.send("card/decision", {"arrived": "not_sure", "words": "Let us wait"})
    said = with_words(table, visit)
    assert len(said) == 4
    gone = [*said][taken_out]
    assert act(visit, "take-out", said[gone]) == 303
    assert set(with_words(table, visit)) == set(said) - {gone}


@pytest.mark.parametrize("gone", ["changed", "undone", "emptied"])
@pytest.mark.parametrize("ended", [False, True])
def test_words_that_stand_no_more_are_listed_and_can_be_taken_out_by_themselves(
    table: Table, gone: str, ended: bool
) -> None:
    visit = visit_with_words(table, *WORDINGS[:2])
    lines = with_words(table, visit)
    if gone == "undone":
        assert act(visit, "undo", lines[WORDINGS[1]]) == 303
        assert act(visit, "undo", lines[WORDINGS[0]]) == 303
    if gone == "emptied":
        visit.send("card/situation", {"words": "", "then": "stay"})
    if ended:
        visit.send("plan", at="end")
        visit = Visit(again(table), visit.id)
    before = [WORDINGS[0]] if gone == "changed" else list(WORDINGS[:2])
    assert listed_before(visit.get("plan").text) == before
    assert act(visit, "take-out", lines[WORDINGS[0]]) == 303
    assert list(with_words(table, visit)) == [WORDINGS[1]], "what was said since stays"
    assert listed_before(visit.get("plan").text) == before[1:]
    for page in ("plan", "note", "print"):
        assert WORDINGS[0] not in visit.get(page).text
    table.store.verify()


@pytest.mark.parametrize("ended", [False, True])
def test_an_earlier_wording_is_made_just_between_us_with_all_that_was_said_on_it(table: Table, ended: bool) -> None:
    visit = visit_with_words(table, *WORDINGS[:2])
    if ended:
        visit.send("plan", at="end")
        visit = Visit(again(table), visit.id)
    assert "counts for all that was said on this" in text_of(visit.get("plan").text)
    assert act(visit, "private", with_words(table, visit)[WORDINGS[0]], private="yes") == 303
    page = visit.get("plan").text
    assert page.count('class="between-us"') == 2
    for where in ("print", "note"):
        assert not any(each in visit.get(where).text for each in WORDINGS)


def test_while_somebody_reads_how_it_was_said_before_is_being_taken_out(table: Table) -> None:
    visit = visit_with_words(table, *WORDINGS)
    line = with_words(table, visit)[WORDINGS[2]]
    with closing(sqlite_module().connect(str(table.data / "decisionaid.db"), isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM choice").fetchone()
        data = {**tokens(visit.client, visit.id), "line": line}
        answer = visit.client.post(visit.address("take-out"), data=data, headers={"Accept": "application/json"})
        assert (answer.json["taken_out"], answer.json["said"]) == (False, "being taken out")
        page = visit.get("plan").text
        assert page.count('data-taken-out="leaving"') == 3
        assert not any(each in page for each in WORDINGS)
        reader.execute("COMMIT")
    assert table.store.leaving.finish()
    page = visit.get("plan").text
    assert (page.count('data-taken-out="leaving"'), page.count('data-taken-out="gone"')) == (0, 1)
    assert "data-earlier" not in page


@pytest.mark.hazard("T01")
def test_what_a_colleague_heard_between_them_is_neither_listed_nor_taken_out(table: Table) -> None:
    accounts = table.store.accounts
    their_account = accounts.named(OTHER)
    people, theirs = table.store.people, table.stranger()
    mine = visit_with_words(table, WORDINGS[0])
    theirs.set_cookie(cookie_name(table), accounts.sign_in(their_account.id, "clinician"))
    opened = people.open_visit(person_of(table, mine), their_account.id, practice=True)
    colleague = Visit(theirs, opened.id)
    colleague.send("card/situation", {"words": WORDINGS[1], "words_private": "yes", "then": "stay"})
    mine.send("card/situation", {"words": WORDINGS[2], "then": "stay"})
    page = mine.get("plan").text
    assert listed_before(page) == [WORDINGS[0]]
    assert WORDINGS[1] not in page
    assert act(mine, "take-out", with_words(table, mine)[WORDINGS[2]]) == 303
    assert set(with_words(table, mine)) == {WORDINGS[1]}
    assert WORDINGS[1] in colleague.get("plan").text
    table.store.verify()


def test_what_was_said_before_is_told_to_a_screen_and_to_nothing_that_leaves_it(table: Table) -> None:
    visit = visit_with_words(table, *WORDINGS)
    clinic, choices = table.app.extensions["clinic"], table.store.log.read(person_of(table, visit))
    assert len(clinic.lines(choices, Screen(table.store.people.visit(visit.id).account_id)).earlier) == 2
    for reader in OUTSIDE:
        assert clinic.lines(choices, reader).earlier == ()
    for page in ("print", "note", "note?plain=1", "card/situation", ""):
        shown = visit.get(page).text
        assert not re.search("|".join(WORDINGS[:2]), shown), page


def test_it_is_said_in_spanish_too(table: Table) -> None:
    visit = visit_with_words(table, *WORDINGS[:2])
    table.store.people.speak(visit.id, "es", "somebody")
    page = text_of(visit.get("plan").text)
    for said in (
        "Dicho antes",
        "Lo que se dijo antes sobre esto se quita también.",
        "Entonces queda entre nosotros todo",
    ):
        assert said in page
