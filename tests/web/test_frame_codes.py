"""A code opens one visit in a frame or in a tab, a single time, and is slow to guess."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text

from tests.builders import MAN_62, Table, field_of
from tests.web.framing import CHART, IN_A_FRAME, bearer_of, code_of, enter, fields_of
from tests.web.framing import clinic as clinic
from tests.web.rooms import NAME, NOBODY, PASSWORD, Clinic, cookie_of, tokens


def test_a_code_opens_its_visit_in_a_frame_a_single_time(clinic: Clinic) -> None:
    visit = clinic.visit()
    code = code_of(clinic, visit.id)
    frame = clinic.table.stranger()
    entered = enter(frame, code.lower().replace("-", " "), aid="statin")
    assert entered.status_code == 200
    assert entered.json["next"] == f"/visits/{visit.id}/statin/{'situation'}"
    assert entered.json["encounter"] == visit.id
    again = enter(clinic.table.stranger(), code)
    assert again.status_code == 403
    assert "bearer" not in again.json
    assert frame.get(f"/visits/{visit.id}/plan").status_code == 200, "the cookie of the frame"


def test_looking_at_the_door_uses_no_code_up(clinic: Clinic) -> None:
    visit, frame = clinic.visit(), clinic.table.stranger()
    code = code_of(clinic, visit.id)
    for _ in range(3):
        assert frame.get(f"/frame/{code}", headers=IN_A_FRAME).status_code == 200
    assert enter(frame, code).status_code == 200


def test_a_code_is_good_for_two_minutes(clinic: Clinic) -> None:
    visit, clock = clinic.visit(), clinic.table.clock
    early, late = code_of(clinic, visit.id), code_of(clinic, visit.id)
    before = clock.now
    clock.forward(seconds=119)
    assert enter(clinic.table.stranger(), early).status_code == 200
    clock.forward(seconds=2)
    assert enter(clinic.table.stranger(), late).status_code == 403
    clock.now = before


@pytest.mark.row("18")
def test_another_code_goes_on_at_the_same_card(clinic: Clinic) -> None:
    visit = clinic.visit()
    head = bearer_of(clinic, visit.id)
    bare = clinic.table.app.test_client(use_cookies=False)
    bare.get(f"/visits/{visit.id}/statin/picture?years=30", headers=head)
    clinic.table.clock.forward(seconds=1)
    goes_on = enter(clinic.table.stranger(), code_of(clinic, visit.id)).json["next"]
    assert goes_on == f"/visits/{visit.id}/statin/picture?years=30"


def test_a_frame_makes_a_code_that_opens_its_visit_in_a_tab_and_nothing_else_there(clinic: Clinic) -> None:
    visit, other, frame, tab = clinic.visit(), clinic.visit(), clinic.table.stranger(), clinic.table.stranger()
    enter(frame, code_of(clinic, visit.id))
    code = code_of(clinic, visit.id, frame, "tab")
    shown = tab.get(f"/open/{code}?then=print")
    assert "same-origin" not in shown.headers["Cross-Origin-Opener-Policy"], "a tab out of a sandbox could not open it"
    answer = tab.post("/open", data={"csrf_token": field_of(shown.text, "csrf_token"), "code": code, "then": "print"})
    assert answer.location == f"/visits/{visit.id}/print"
    assert tab.get(answer.location).status_code == 200
    assert tab.get(f"/visits/{other.id}/plan").status_code == 303
    assert tab.get("/").status_code == 303
    assert tab.post(f"/visits/{visit.id}/again", data=fields_of(tab, visit.id)).status_code == 401


def test_a_code_for_a_frame_opens_no_tab_and_the_other_way_round(clinic: Clinic) -> None:
    visit, tab = clinic.visit(), clinic.table.stranger()
    csrf = field_of(tab.get("/open").text, "csrf_token")
    assert tab.post("/open", data={"csrf_token": csrf, "code": code_of(clinic, visit.id)}).status_code == 403
    assert enter(clinic.table.stranger(), code_of(clinic, visit.id, opens="tab")).status_code == 403


def test_a_frame_makes_no_codes_for_frames(clinic: Clinic) -> None:
    visit, frame = clinic.visit(), clinic.table.stranger()
    enter(frame, code_of(clinic, visit.id))
    answer = frame.post(f"/visits/{visit.id}/code", data={**fields_of(frame, visit.id), "opens": "frame"})
    assert answer.status_code == 403


def in_a_tab(clinic: Clinic, visit: str) -> FlaskClient:
    """A browser in which a code has opened one visit."""
    tab = clinic.table.stranger()
    csrf = field_of(tab.get("/open").text, "csrf_token")
    assert tab.post("/open", data={"csrf_token": csrf, "code": code_of(clinic, visit, opens="tab")}).status_code == 303
    return tab


PAGES = (
    "",
    "/statin/situation",
    "/statin/picture",
    "/plan",
    "/print",
    "/plan.pdf",
    "/note",
    "/note?plain=1",
    "/nowhere",
)


@pytest.mark.hazard("H05")
@pytest.mark.parametrize("ended_by", ["the clinician", "the frame", "the tab"])
def test_a_screen_of_one_visit_says_that_it_has_ended_and_shows_nothing_of_it_wherever_it_was_ended(
    clinic: Clinic, ended_by: str
) -> None:
    visit, frame = clinic.visit(), clinic.table.stranger()
    visit.send("card/situation", {**MAN_62, "words": "planted", "then": "stay"})
    enter(frame, code_of(clinic, visit.id))
    tab, mine, head = in_a_tab(clinic, visit.id), clinic.browser(), bearer_of(clinic, visit.id)
    bare = clinic.table.app.test_client(use_cookies=False)
    fields = {each: fields_of(each, visit.id, head if each is bare else None) for each in (frame, tab, mine, bare)}
    ender = {"the clinician": mine, "the frame": frame, "the tab": tab}[ended_by]
    assert ender.post(f"/visits/{visit.id}/end", data=fields[ender]).status_code == 303
    for client, headers in ((frame, IN_A_FRAME), (bare, head), (tab, {})):
        if client is ender:
            continue  # its sign-in is over, by test elsewhere
        for page in PAGES:
            answer = client.get(f"/visits/{visit.id}{page}", headers=headers)
            assert answer.status_code == (404 if page == "/nowhere" else 410), page
            assert page == "/nowhere" or "The visit has ended, and this screen is clear." in answer.text
            assert not any(each in answer.text for each in ("planted", NOBODY, visit.id)), page
            assert ('type="password"' in answer.text) <= (client is tab)
        data, ours = {**fields[client], "words": "more", "then": "stay"}, {**headers, "Sec-Fetch-Site": "same-origin"}
        plain = client.post(f"/visits/{visit.id}/statin/situation", data=data, headers=ours)
        assert plain.status_code == 410
        assert "planted" not in plain.text
        asked = client.get(f"/visits/{visit.id}/wait-key", headers={**headers, "Accept": "application/json"})
        assert asked.json["ended"] is True, "so that its drafts go"
    assert "planted" in clinic.browser().get(f"/visits/{visit.id}/plan").text, "its clinician reads it on"


@pytest.mark.hazard("T01")
@pytest.mark.parametrize("address", ["/visits", "/language", "/sign-out", "/ended", "/embed"])
@pytest.mark.parametrize("back", ["", "/ended", "/"])
def test_whoever_came_in_by_a_code_is_given_no_list_of_people_back_with_a_form(
    clinic: Clinic, address: str, back: str
) -> None:
    """A field that is repeated is refused before anything else is asked."""
    visit, others = clinic.visit(), (clinic.visit(), clinic.visit(ended=True))
    tab = in_a_tab(clinic, visit.id)
    token = field_of(tab.get(f"/visits/{visit.id}/plan").text, "csrf_token")
    answer = tab.post(address, data={"csrf_token": token, "aid": ["a", "b"], "back": back})
    assert answer.status_code == 400
    assert NOBODY not in answer.text
    assert not any(other.id in answer.text for other in others)


@pytest.mark.hazard("T06")
@pytest.mark.parametrize("opens", ["frame", "tab"])
def test_a_tab_that_a_code_has_opened_makes_no_other_code(clinic: Clinic, opens: str) -> None:
    """One screen after another would otherwise go on for longer than a sign-in may last."""
    visit = clinic.visit()
    tab = in_a_tab(clinic, visit.id)
    assert tab.post(f"/visits/{visit.id}/code", data={**fields_of(tab, visit.id), "opens": opens}).status_code == 403


@pytest.mark.hazard("T06")
def test_a_code_opens_nothing_after_its_maker_has_signed_out_or_chosen_a_new_password(tmp_path: Path) -> None:
    table = Table(tmp_path / "data", more={"behind_proxy": True})
    clinic, accounts = Clinic(table), table.store.accounts
    mine, visit = clinic.browser(), clinic.visit()
    kept, theirs = clinic.visit(by=clinic.theirs), clinic.browser(clinic.theirs)
    of_a_colleague = code_of(clinic, kept.id, theirs)
    signed_out = code_of(clinic, visit.id, mine)
    mine.post("/sign-out", data=tokens(mine))
    assert enter(table.stranger(), signed_out).status_code == 403
    before = code_of(clinic, visit.id)
    accounts.accept(accounts.invite(NAME), NAME, PASSWORD)
    assert enter(table.stranger(), before).status_code == 403
    assert enter(table.stranger(), of_a_colleague).status_code == 200
    table.store.close()


def test_a_code_in_a_browser_of_somebody_else_changes_nobodys_sign_in(clinic: Clinic) -> None:
    visit, theirs = clinic.visit(), clinic.browser(clinic.theirs)
    before = cookie_of(theirs, clinic.table)
    csrf = field_of(theirs.get("/open").text, "csrf_token")
    answer = theirs.post("/open", data={"csrf_token": csrf, "code": code_of(clinic, visit.id, opens="tab")})
    assert answer.status_code == 409
    assert cookie_of(theirs, clinic.table) == before
    mine = clinic.browser()
    csrf = field_of(mine.get("/open").text, "csrf_token")
    assert (
        mine.post("/open", data={"csrf_token": csrf, "code": code_of(clinic, visit.id, opens="tab")}).status_code == 303
    )
    assert mine.get("/").status_code == 200, "whoever is signed in keeps all of it"


def test_no_other_site_can_send_a_code(clinic: Clinic) -> None:
    visit = clinic.visit()
    code = code_of(clinic, visit.id)
    for said in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": CHART}, {"Origin": "null"}):
        assert clinic.table.stranger().post("/frame", data={"code": code}, headers=said).status_code == 403
    assert enter(clinic.table.stranger(), code).status_code == 200


def test_guessing_codes_is_slowed_down(tmp_path: Path) -> None:
    table = Table(tmp_path / "data", more={"behind_proxy": True})
    client = table.stranger()
    seen = [enter(client, f"ABCD-EFG{sign}").status_code for sign in "2345678"]
    assert seen == [403] * 5 + [429] * 2
    assert int(enter(client, "ABCD-EFGH").headers["Retry-After"]) > 0
    table.store.close()


def test_who_made_a_code_and_that_it_was_used_stands_in_the_audit(clinic: Clinic) -> None:
    visit = clinic.visit()
    enter(clinic.table.stranger(), code_of(clinic, visit.id))
    with clinic.table.store.engine.connect() as connection:
        asked = text(
            "select actor, action, detail from audit where encounter_id = :id and action like '%code%' order by seq"
        )
        rows = connection.execute(asked, {"id": visit.id}).all()
    assert [tuple(each) for each in rows] == [
        (clinic.mine, "made a code", "frame"),
        (clinic.mine, "opened by a code", "frame"),
    ]


def test_the_bearer_and_the_code_stand_in_no_page(clinic: Clinic) -> None:
    visit = clinic.visit()
    head = bearer_of(clinic, visit.id)
    secret = head["Authorization"].removeprefix("Bearer ").split(".")[0]
    bare = clinic.table.app.test_client(use_cookies=False)
    for page in ("", "/statin/situation", "/plan", "/note"):
        assert secret not in bare.get(f"/visits/{visit.id}{page}", headers=head).text
