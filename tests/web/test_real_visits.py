"""Real visits: only approved editions open, and no page goes home without whom to call."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from decisionaid.cli import main
from tests.builders import MAN_62, NAME, Table, sign_in, text_of, without_chance
from tests.web.rooms import cookie_name, cookie_of, tokens

SITE = 'name: "Our clinic"\nretention_days: 90\n'
PHONES = 'phones: {clinic: "555 0142", emergency: "555 0100"}\n'


def _clinic(folder: Path, site: str) -> Table:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "site.yaml").write_text(site, encoding="utf-8")
    return Table(folder, practice=False)


@pytest.fixture
def real(tmp_path: Path) -> Iterator[Table]:
    made = _clinic(tmp_path / "data", SITE + PHONES)
    yield made
    made.store.close()


def _approve(table: Table, aid: str = "statin", *more: str) -> int:
    return main(["approve", aid, "--by", NAME, "--data", str(table.data), *more])


def _begin(table: Table):
    return table.client.post("/visits", data={**tokens(table.client), "aid": "statin", "name": "Rosa Unseen"})


def test_a_card_that_nobody_approved_opens_in_no_real_visit(real: Table) -> None:
    shelf = real.client.get("/").text
    assert 'data-aid-card="statin" disabled' in shelf
    assert "Not approved here" in text_of(shelf)
    answer = _begin(real)
    assert answer.status_code == 403
    assert "approved" in text_of(answer.text)
    assert "Rosa" not in without_chance(real.client.get("/").text), "no visit was begun"
    people = real.store.people
    visit = people.open_visit(people.add().id, real.store.accounts.named(NAME).id, practice=False)
    for card in ("situation", "picture", "decision"):
        assert real.client.get(f"/visits/{visit.id}/statin/{card}").status_code == 403
    assert real.client.get(f"/visits/{visit.id}/statin/evidence/baseline").status_code == 403
    assert "statin" not in real.client.get(f"/visits/{visit.id}").text
    posted = real.client.post(
        f"/visits/{visit.id}/statin/situation", data={**tokens(real.client, visit.id), "words": "x"}
    )
    assert posted.status_code == 403
    assert real.store.log.read(visit.person_id) == ()


def test_a_named_clinician_approves_and_then_it_opens_without_a_watermark(real: Table) -> None:
    assert _approve(real) == 0
    assert 'data-aid-card="statin">' in real.client.get("/").text, "it is not disabled any more"
    visit = real.open_visit(name="Rosa Unseen")
    assert visit.send("card/situation", {**MAN_62, "then": "picture"}).status_code == 303
    visit.send("card/decision", {"arrived": "option.moderate", "then": "plan"})
    for page in ("plan", "print", "note", "card/picture"):
        text = visit.get(page).text
        assert "data-watermark" not in text, page
        assert "not a real" not in text, page
    assert "555 0142" in text_of(visit.get("print").text)


def test_nobody_unknown_can_approve(real: Table, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["approve", "statin", "--by", "Nobody Here", "--data", str(real.data)]) != 0
    assert "Nobody Here" in capsys.readouterr().err
    assert _begin(real).status_code == 403


def test_an_approval_ends_with_its_day(real: Table) -> None:
    assert _approve(real, "statin", "--until", "2026-11-24") == 0
    assert _begin(real).status_code == 303
    real.clock.now += timedelta(days=1)
    sign_in(real.client, real.store)
    assert _begin(real).status_code == 303, "its last day"
    real.clock.now += timedelta(days=1)
    sign_in(real.client, real.store)
    assert _begin(real).status_code == 403


def test_another_edition_asks_for_another_approval(real: Table, tmp_path: Path) -> None:
    """A site fact that changes makes another edition: another hash, which nobody has approved."""
    assert _approve(real) == 0
    assert _begin(real).status_code == 303
    real.store.close()
    changed = Table.__new__(Table)
    changed.data, changed.practice, changed.more, changed.clock = real.data, False, {}, real.clock
    (real.data / "site.yaml").write_text(SITE + PHONES.replace("0142", "0199"), encoding="utf-8")
    changed.__post_init__()
    assert _begin(changed).status_code == 403
    assert _approve(changed) == 0
    assert _begin(changed).status_code == 303
    changed.store.close()
    real.store = changed.store


def test_a_visit_that_was_open_when_the_edition_changed_still_tells_its_plan(real: Table) -> None:
    assert _approve(real) == 0
    visit = real.open_visit(name="Rosa Unseen")
    visit.send("card/situation", {**MAN_62, "then": "picture"})
    visit.send("card/decision", {"arrived": "option.moderate", "then": "plan"})
    before = text_of(visit.get("print").text)
    (real.data / "site.yaml").write_text(SITE + PHONES.replace("0142", "0199"), encoding="utf-8")
    from decisionaid.app import create_app

    client = create_app(real.settings, store=real.store).test_client()
    client.set_cookie(cookie_name(real), cookie_of(real.client, real))
    again = text_of(client.get(visit.address("print")).text)
    assert "555 0142" in before
    assert again == before.replace("555 0142", "555 0199"), "all as it was, and the number to call is the one of today"


@pytest.mark.parametrize(
    ("phones", "missing"),
    [("", "clinic"), ('phones: {clinic: "555 0142"}\n', "emergency"), ('phones: {emergency: "555 0100"}\n', "clinic")],
)
def test_a_page_without_a_phone_number_is_not_printed_and_says_which(tmp_path: Path, phones: str, missing: str) -> None:
    table = _clinic(tmp_path / "data", SITE + phones)
    assert _approve(table) == 0
    visit = table.open_visit(name="Rosa Unseen")
    visit.send("card/situation", {**MAN_62, "words": "what was said is kept", "then": "picture"})
    visit.send("card/decision", {"arrived": "option.moderate", "then": "plan"})
    for page in ("print", "plan.pdf"):
        answer = visit.get(page)
        assert answer.status_code == 409, page
        said = text_of(answer.text)
        assert "This page is not printed yet" in said
        assert missing in said
        assert "site.yaml" in said
        assert "what was said is kept" in said
    opened = table.store.people.visit(visit.id)
    assert not table.store.people.was_printed(opened.person_id, opened.opened)
    table.store.close()
