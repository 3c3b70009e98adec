"""What is said when something goes wrong: an id and plain words; in the log nothing of a person (ASVS 16.5, T07)."""

from __future__ import annotations

import base64
import codecs
import html
import json
import logging
import urllib.parse
from collections.abc import Iterator

import pytest

from decisionaid.errors import ChainBroken, DecisionAidError, KeyProblem, NotThere, StoreBusy
from tests.builders import MAN_62, Table, Visit
from tests.web.rooms import Clinic, Heard, dump, tokens

ALLOWED = {"id", "kind", "request", "route", "status", "method", "who"}
PLANTED = "Zyxwvut Müller-Qpo"
"""Words that stand nowhere else, with a letter beyond ASCII."""


class Broken:
    """A log that fails in one way; a small fake in place of the store's own."""

    def __init__(self, problem: Exception) -> None:
        self.problem = problem

    def read(self, person_id: str) -> tuple[()]:
        raise self.problem


def _ask(clinic: Clinic, problem: Exception, headers: dict[str, str] | None = None):
    visit, store = clinic.visit(), clinic.table.store
    whole, store.log = store.log, Broken(problem)  # type: ignore[assignment]
    try:
        return visit.client.get(visit.address("plan"), headers=headers)
    finally:
        store.log = whole


@pytest.mark.parametrize(
    ("problem", "status"),
    [
        (RuntimeError(PLANTED), 500),
        (KeyError(PLANTED), 500),
        (RecursionError(PLANTED), 500),
        (UnicodeDecodeError("utf-8", PLANTED.encode(), 0, 1, PLANTED), 500),
        (KeyProblem(PLANTED), 500),
        (ChainBroken(f"The log of person {PLANTED} does not verify"), 500),
        (DecisionAidError(PLANTED), 500),
        (StoreBusy(PLANTED), 503),
    ],
)
def test_a_defect_is_said_in_general_words_with_an_id_that_the_log_has_too(
    clinic: Clinic, problem: Exception, status: int
) -> None:
    for accept in ("text/html", "application/json"):
        with Heard() as heard:
            answer = _ask(clinic, problem, {"Accept": accept})
        assert answer.status_code == status
        assert PLANTED not in answer.text + heard.text
        assert "Traceback" not in answer.text + heard.text
        line = heard.lines()[-1]
        assert set(line) == ALLOWED
        assert line["id"] in answer.text
        assert line["status"] == status
        assert type(problem).__name__ in line["kind"]
        assert line["route"] == "plan.page"


def test_a_defect_before_the_page_begins_is_no_trace_either(clinic: Clinic) -> None:
    class Away:
        def signed_in(self, opaque: str) -> None:
            raise RuntimeError(PLANTED)

    store = clinic.table.store
    whole, store.accounts = store.accounts, Away()  # type: ignore[assignment]
    try:
        with Heard() as heard:
            answer = clinic.table.client.get("/visits/some/plan")
    finally:
        store.accounts = whole
    assert answer.status_code == 500
    assert PLANTED not in answer.text
    assert not [line for line in heard.lines() if set(line) - ALLOWED]
    assert PLANTED not in heard.text


def test_the_way_on_is_said_with_every_problem(clinic: Clinic) -> None:
    for problem in (NotThere("There is no such visit."), RuntimeError("x"), StoreBusy("x")):
        assert 'href="/"' in _ask(clinic, problem).text


@pytest.mark.parametrize("text", ["a\nb", "a\r\nINFO forged", "\x1b[31mred", "\u2028", "a\x7fb"])
def test_nothing_sent_can_forge_a_line_of_the_log(clinic: Clinic, text: str) -> None:
    quoted = urllib.parse.quote(text)
    with Heard() as heard:
        clinic.table.client.get(f"/{quoted}")
        clinic.table.client.get(f"/visits/{quoted}/plan")
        clinic.table.client.get(
            "/nowhere", headers={"User-Agent": text.replace("\n", " ").replace("\r", " "), "Referer": quoted}
        )
        clinic.table.client.post(f"/start/{quoted}", data=tokens(clinic.table.client))
    assert heard.lines()
    assert all(set(line) == ALLOWED for line in heard.lines())
    assert "forged" not in heard.text
    assert "\x1b" not in heard.text


def test_refusals_are_kept_with_who_and_which_page(clinic: Clinic) -> None:
    theirs = clinic.visit(by=clinic.theirs)
    with Heard() as heard:
        clinic.table.client.get(f"/visits/{theirs.id}/note")
        clinic.table.stranger().post("/visits", data={})
        clinic.table.client.post("/visits", data={}, headers={"Origin": "https://evil.example"})
    seen = [(line["who"], line["route"], line["status"]) for line in heard.lines()]
    assert seen == [
        (clinic.mine, "plan.note", 404),
        ("nobody", "library.open_visit", 401),
        (clinic.mine, "library.open_visit", 403),
    ]


def _encodings(text: str) -> dict[str, str]:
    """A text as it could hide: in twelve ways of writing it."""
    raw = text.encode()
    return {
        "plain": text,
        "lower case": text.lower(),
        "url": urllib.parse.quote(text),
        "form": urllib.parse.quote_plus(text),
        "html": html.escape(text).encode("ascii", "xmlcharrefreplace").decode(),
        "json": json.dumps(text)[1:-1],
        "hex": raw.hex(),
        "base64": base64.b64encode(raw).decode().rstrip("=")[:-2],
        "url base64": base64.urlsafe_b64encode(raw).decode().rstrip("=")[:-2],
        "utf-16": raw.decode("latin-1"),
        "rot13": codecs.encode(text, "rot13"),
        "reversed": text[::-1],
    }


@pytest.fixture(scope="module")
def whole_visit(  # long: a whole visit, told in its order
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[Table, str, list[str]]]:
    """A visit from the library to its end, with planted words wherever a person can write, and all that was heard."""
    table = Table(tmp_path_factory.mktemp("planted") / "data")
    addresses: list[str] = []

    def keep(response):
        addresses.extend(
            [str(response.headers), response.request.url] if hasattr(response, "request") else [str(response.headers)]
        )
        return response

    table.app.after_request_funcs.setdefault(None, []).append(keep)
    with Heard() as heard:
        visit = table.open_visit(name=PLANTED)
        sent = [
            visit.send("card/situation", {**MAN_62, "words": PLANTED, "value_egfr": "81.75", "then": "picture"}),
            visit.send("card/situation", {"value_age": PLANTED}),
            visit.send(
                "card/decision",
                {"arrived": "something_else", "words": PLANTED, "look_again_if": PLANTED, "then": "plan"},
            ),
            visit.send("plan", {"line": PLANTED, "private": "yes"}, at="private"),
            visit.client.post(
                "/sign-in", data={**tokens(visit.client), "name": PLANTED, "password": PLANTED, "next": f"/{PLANTED}"}
            ),
            visit.client.post(visit.address("card/situation"), data={"words": PLANTED}),
            visit.client.post(
                visit.address("card/situation"), data={**tokens(visit.client, visit.id), PLANTED: PLANTED}
            ),
            *(
                visit.get(page)
                for page in (
                    "plan",
                    "print",
                    "plan.pdf",
                    "nothing",
                    "note",
                    "note?plain=1",
                    "card/picture",
                    "card/decision",
                    "",
                    "wait-key",
                )
            ),
        ]
        sent.append(visit.send("plan", at="end"))
    addresses += [str(answer.headers) + answer.request.url for answer in sent]
    yield table, heard.text, addresses
    table.store.close()


@pytest.mark.hazard("T07")
@pytest.mark.parametrize("written", _encodings(PLANTED))
def test_no_words_of_a_person_reach_log_address_redirect_cookie_or_header(whole_visit, written: str) -> None:
    _, log, outside = whole_visit
    marker = _encodings(PLANTED)[written]
    assert len(log.splitlines()) >= 4, "the problems of this visit were logged"
    for text in (log, *outside):
        assert marker not in text
        assert marker.casefold() not in text.casefold()


@pytest.mark.hazard("T07")
def test_no_value_of_a_person_reaches_log_address_redirect_cookie_or_header(whole_visit) -> None:
    _, log, outside = whole_visit
    for text in (log, *outside):
        assert "81.75" not in text


@pytest.mark.hazard("T07")
@pytest.mark.parametrize(
    "table_name", ["audit", "sign_in", "handover", "encounter", "person", "account", "attempt", "invitation"]
)
def test_no_words_of_a_person_lie_open_in_the_tables_around_the_log(whole_visit, table_name: str) -> None:
    table, _, _ = whole_visit
    rows = "\n".join(dump(table, without=()).get(table_name, []))
    assert rows or table_name == "invitation"
    for marker in _encodings(PLANTED).values():
        assert marker.casefold() not in rows.casefold()


@pytest.mark.hazard("T07")
def test_no_words_of_a_person_lie_open_in_any_file_of_the_data_folder(whole_visit) -> None:
    table, _, _ = whole_visit
    for file in (path for path in table.data.rglob("*") if path.is_file()):
        data = file.read_bytes()
        for form in (PLANTED.encode(), PLANTED.encode("utf-16-le"), PLANTED.encode("latin-1")):
            assert form not in data, file.name


def test_the_server_itself_logs_no_address_of_a_visit(clinic: Clinic) -> None:
    """Only the product's own logger speaks; nothing of the framework's does at the level that serves."""
    visit: Visit = clinic.visit()
    with Heard() as heard:
        visit.get("plan")
        visit.get("nothing-here")
    others = [line for line in heard.text.splitlines() if not line.startswith("decisionaid ")]
    assert not [line for line in others if visit.id in line]
    assert logging.getLogger("decisionaid").level in (logging.NOTSET, logging.INFO, logging.WARNING)
