"""Approvals: by a clinician's own sign-in, for the edition on the page; an ended one opens the card in no new visit."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from decisionaid.commands.serve import prepare
from decisionaid.domain.edition_changes import EditionChange, changes_between
from tests.builders import MAN_62, NAME, Table, sign_in, text_of
from tests.web.rooms import tokens
from tests.web.test_real_visits import PHONES, SITE, _approve, _begin, _clinic
from tests.web.test_roles import _with_role

pytestmark = pytest.mark.hazard("H06")


@pytest.fixture
def real(tmp_path: Path) -> Iterator[Table]:
    made = _clinic(tmp_path / "data", SITE + PHONES)
    yield made
    made.store.close()


def hash_of(table: Table) -> str:
    return table.app.extensions["clinic"].library.entries["statin"].hash


def approve(table: Table, client=None, **more: str):  # type: ignore[no-untyped-def]
    client = client or table.client
    data = {**tokens(client), "aid": "statin", "hash": hash_of(table), "read": "yes", **more}
    return client.post("/approvals/approve", data=data)


def withdraw(table: Table) -> int:
    return table.client.post("/approvals/withdraw", data={**tokens(table.client), "aid": "statin"}).status_code


def test_a_clinician_approves_and_withdraws_with_her_own_sign_in(real: Table) -> None:
    assert "Nobody here has approved this edition." in text_of(real.client.get("/approvals").text)
    assert approve(real, until="2027-06-30").status_code == 303
    page = text_of(real.client.get("/approvals").text)
    assert f"Approved by {NAME} on Monday, November 23, 2026, until Wednesday, June 30, 2027." in page
    assert _begin(real).status_code == 303
    assert withdraw(real) == 303
    assert f"Withdrawn by {NAME}" in text_of(real.client.get("/approvals").text)
    assert _begin(real).status_code == 403
    assert approve(real).status_code == 303
    assert _begin(real).status_code == 303, "approved anew, the newest counts"
    real.store.verify()


def test_nothing_is_approved_without_the_tick_or_for_another_edition_or_a_day_that_is_over(real: Table) -> None:
    for more, status in (({"read": ""}, 400), ({"hash": "0" * 64}, 409), ({"until": "2026-11-22"}, 400),
                         ({"until": "soon"}, 400), ({"aid": "no-such"}, 409)):  # fmt: skip
        answer = approve(real, **more)
        assert answer.status_code == status, more
        assert "Nothing was approved" in text_of(answer.text), more
    assert _begin(real).status_code == 403


@pytest.mark.parametrize(("role", "sees", "may"), [("lead", 200, 303), ("author", 200, 403), ("front_desk", 403, 403),
                                                   ("administrator", 403, 403)])  # fmt: skip
def test_a_lead_approves_and_an_author_reads(real: Table, role: str, sees: int, may: int) -> None:
    client = _with_role(real, role)
    assert client.get("/approvals").status_code == sees
    assert approve(real, client).status_code == may
    assert _begin(real).status_code == (303 if may == 303 else 403)


def test_a_visit_goes_on_past_the_last_day_and_closes_when_the_card_is_withdrawn_and_its_plan_is_read(
    real: Table,
) -> None:
    assert approve(real, until="2026-11-23").status_code == 303
    visit = real.open_visit(name="Rosa Unseen")
    visit.send("card/situation", {**MAN_62, "then": "picture"})
    visit.send("card/decision", {"arrived": "option.moderate", "words": "we try it", "then": "plan"})
    real.clock.now += timedelta(hours=11)  # after midnight, with the same patient
    sign_in(real.client, real.store)
    assert visit.get("card/picture").status_code == 200
    assert _begin(real).status_code == 403
    assert withdraw(real) == 303
    assert visit.get("card/picture").status_code == 403
    for page in ("plan", "print"):
        assert "we try it" in visit.get(page).text
    real.clock.now += timedelta(days=400)
    sign_in(real.client, real.store)
    assert "we try it" in visit.get("plan").text


def test_the_program_starts_when_the_last_approval_has_ended_and_says_where_to_approve(
    real: Table, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _approve(real, "statin", "--until", "2026-01-01") == 0
    capsys.readouterr()
    assert prepare(real.settings) is None
    assert "No card is approved here now" in capsys.readouterr().out


def test_the_command_withdraws_too(real: Table) -> None:
    assert _approve(real) == 0
    assert _begin(real).status_code == 303
    assert _approve(real, "statin", "--withdraw") == 0
    assert _begin(real).status_code == 403
    real.store.verify()


def test_approved_never_stands_beside_draft(real: Table) -> None:
    assert approve(real).status_code == 303
    shelf = text_of(real.client.get("/").text)
    assert "Draft" not in shelf
    assert "Draft" not in text_of(real.client.get("/approvals").text)


def test_an_approval_that_ends_within_a_month_says_so(real: Table) -> None:
    assert approve(real, until="2026-12-24").status_code == 303
    assert "It ends soon." not in text_of(real.client.get("/approvals").text)
    real.clock.now += timedelta(days=1)
    sign_in(real.client, real.store)
    assert "It ends soon." in text_of(real.client.get("/approvals").text)


def test_what_changed_since_the_last_approval_is_listed(real: Table) -> None:
    assert approve(real).status_code == 303
    (real.data / "site.yaml").write_text(SITE + PHONES.replace("0142", "0199"), encoding="utf-8")
    from decisionaid.app import create_app

    app = create_app(real.settings, store=real.store)
    real.app = app
    real.client = real.stranger()
    sign_in(real.client, real.store)
    page = text_of(real.client.get("/approvals").text)
    assert "Since the approval of Monday, November 23, 2026:" in page
    assert "555 0142" in page
    assert "555 0199" in page


def test_the_places_that_differ_are_told_before_and_now(real: Table) -> None:
    edition = real.app.extensions["clinic"].library.edition("statin")
    assert changes_between(edition, edition) == ()
    other = edition.model_copy(update={"aid": edition.aid.model_copy(update={"title": "Another title"})})
    assert changes_between(edition, other) == (EditionChange("title", edition.aid.title, "Another title"),)
