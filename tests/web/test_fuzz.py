"""Thousands of hostile questions at every address: no defect, no trace, and nothing comes back as markup (T02, T10)."""

from __future__ import annotations

import os
import random
import re
from collections import Counter
from collections.abc import Iterator

import pytest
from werkzeug.test import TestResponse

from tests.builders import MAN_62, Table
from tests.web.hostile import FIELDS, OUTSIDE, PAGES, TAG, TEXTS
from tests.web.rooms import Clinic, Heard, tokens

pytestmark = pytest.mark.hazard("T02")

RAW = re.compile(rf"<script>{TAG}|<img src={TAG}|<svg onload={TAG}|1337{TAG}|href=\"javascript:{TAG}")


@pytest.fixture(scope="module")
def fuzzed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Clinic]:
    made = Clinic(Table(tmp_path_factory.mktemp("fuzz") / "data"))
    yield made
    made.table.store.close()


def _ask(dice: random.Random, clinic: Clinic, client, visits: list[str], csrf: dict[str, str]) -> TestResponse:
    """One hostile question; most carry a right token, so that they reach further than the door."""
    visit, text = dice.choice(visits), dice.choice(TEXTS)
    inside = dice.random() < 0.85
    path = (f"/visits/{visit}/" + dice.choice(PAGES).strip()).rstrip("/") if inside else dice.choice(OUTSIDE)
    path = path.replace("{text}", text.replace("?", "%3F").replace("#", "%23"))
    data: dict[str, object] = {**csrf, "encounter": visit, "key": f"fuzz{dice.getrandbits(48):012x}"}
    if dice.random() < 0.15:
        data = {}
    for field in dice.sample(FIELDS, dice.choice((0, 1, 2, 3, 5, 9))):
        data[field] = [text, dice.choice(TEXTS)] if dice.random() < 0.05 else dice.choice(TEXTS)
    if dice.random() < 0.9:
        data |= {"csrf_token": csrf["csrf_token"], "encounter": visit}
    method = dice.choices(("POST", "GET", "HEAD", "OPTIONS", "PUT", "DELETE"), (60, 30, 3, 3, 2, 2))[0]
    if path.endswith("/end") and method == "POST" and dice.random() < 0.97:
        path = path.removesuffix("end") + "hold"  # an ended visit is a dull one
    if path == "/sign-out" and method == "POST":
        data.pop("csrf_token", None)
    headers = (
        {"Accept": dice.choice(("text/html", "application/json", "*/*", text.strip() or "x"))}
        if dice.random() < 0.4
        else {}
    )
    headers = {
        name: value for name, value in headers.items() if value.isprintable() and value.isascii() and len(value) < 200
    }
    query = {dice.choice(FIELDS): dice.choice(TEXTS)} if dice.random() < 0.3 or method in ("GET", "HEAD") else None
    try:
        return client.open(
            path, method=method, data=data if method in ("POST", "PUT") else None, query_string=query, headers=headers
        )
    except (ValueError, UnicodeError):  # the client itself refuses to send it
        return client.get("/healthz")


def run(clinic: Clinic, seed: int, count: int) -> Counter[int]:
    """So many questions; what was answered."""
    dice, seen = random.Random(seed), Counter()
    client, visits, csrf = None, [], {}
    with Heard() as heard:
        for number in range(count):
            if number % 400 == 0 or (number % 50 == 0 and client.get("/sign-in").status_code != 200):
                client = clinic.browser()
                visits = [clinic.visit().id for _ in range(3)] + [clinic.visit(by=clinic.theirs).id]
                csrf = tokens(client)
                client.post(
                    f"/visits/{visits[0]}/statin/situation",
                    data={**csrf, **MAN_62, "encounter": visits[0], "then": "picture"},
                )
            answer = _ask(dice, clinic, client, visits, csrf)
            seen[answer.status_code] += 1
            _check(answer, f"seed {seed}, question {number}")
    log = heard.text
    assert "Traceback" not in log
    assert all(line["status"] < 500 for line in heard.lines())
    assert TAG not in log
    return seen


def _check(answer: TestResponse, where: str) -> None:
    assert answer.status_code < 500, where
    text = answer.data.decode("utf-8", "replace")
    assert "Traceback (most recent" not in text, where
    assert answer.headers["X-Content-Type-Options"] == "nosniff", where
    assert "Set-Cookie: a=b" not in str(answer.headers), where
    assert not answer.headers.get("Location", "/").startswith(("//", "http://evil", "javascript")), where
    if answer.mimetype == "text/html":
        assert not RAW.search(text), (where, RAW.search(text))
    assert "root:x:" not in text, where


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_thousand_hostile_questions_meet_no_defect(fuzzed: Clinic, seed: int) -> None:
    seen = run(fuzzed, seed, 350)
    assert seen[303] > 15, "many were taken"
    assert seen[400] > 25
    fuzzed.table.store.verify()


@pytest.mark.hold
@pytest.mark.parametrize("seed", [11, 12, 13])
def test_a_hundred_thousand_hostile_questions_meet_no_defect(fuzzed: Clinic, seed: int) -> None:
    count = int(os.environ.get("FUZZ_QUESTIONS", "100000"))
    seen = run(fuzzed, seed, count)
    print(f"seed {seed}: {count} questions, {dict(sorted(seen.items()))}")
    assert sum(seen.values()) == count
    fuzzed.table.store.verify()


def test_every_hostile_text_in_every_sink_is_read_back_as_text(fuzzed: Clinic) -> None:
    """Name, words, decision, question and view: each text comes back escaped on every page that tells it."""
    for text in TEXTS[:11]:
        visit = fuzzed.table.open_visit(fuzzed.browser(), name=text[:80])
        visit.send("card/situation", {**MAN_62, "words": text, "then": "stay"})
        visit.send("card/decision", {"arrived": "something_else", "words": text, "look_again_if": text, "then": "stay"})
        visit.send("card/questions", {"own": text, "own_name": "own-question"})
        for page in ("", "plan", "print", "note", "card/situation", "card/decision", "card/questions", "plan.pdf"):
            answer = visit.get(page)
            assert answer.status_code == 200, (page, text)
            _check(answer, f"{page} {text}")
