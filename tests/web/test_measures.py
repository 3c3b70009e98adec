"""What is told to whoever runs the server: how many, how fast and of what kind, and nothing of a patient (T07)."""

from __future__ import annotations

import multiprocessing
import re

import pytest

from decisionaid.app import create_app
from decisionaid.settings import Settings, new_id
from decisionaid.web.measures import CLASSES, Measures
from tests.builders import Table
from tests.web.rooms import Heard

pytestmark = pytest.mark.hazard("T07")
NEAR = {"REMOTE_ADDR": "10.0.0.7"}
LABELS = {"route", "le", "status", "kind"}


def numbers(table: Table) -> dict[str, float]:
    answer = table.stranger().get("/metrics", environ_overrides=NEAR)
    assert answer.status_code == 200
    assert answer.mimetype == "text/plain"
    lines = [line for line in answer.text.splitlines() if not line.startswith("#")]
    return {line.rpartition(" ")[0]: float(line.rpartition(" ")[2]) for line in lines}


def test_a_save_a_refusal_and_their_times_are_counted_by_route(table: Table) -> None:
    before = numbers(table)
    visit = table.open_visit()
    assert visit.send("card/decision", {"arrived": "option.high", "then": "plan"}).status_code == 303
    assert visit.client.get("/visits/" + new_id()).status_code == 404
    after = numbers(table)

    def grew(name: str) -> float:
        return after.get(name, 0) - before.get(name, 0)

    assert grew('decisionaid_answers_total{route="encounter.choose",status="3xx"}') == 1
    assert grew('decisionaid_problems_total{kind="NotThere"}') == 1
    assert grew('decisionaid_request_seconds_count{route="encounter.choose"}') == 1
    assert grew('decisionaid_request_seconds_bucket{route="encounter.choose",le="+Inf"}') == 1
    assert after["decisionaid_requests_in_progress"] == 1, "this very request"
    assert after["decisionaid_pool_size"] >= 1


def test_every_bucket_holds_what_the_smaller_ones_hold(table: Table) -> None:
    table.open_visit()
    found = numbers(table)
    for route in {name.split('"')[1] for name in found if name.startswith("decisionaid_request_seconds_bucket")}:
        held = [
            found[name] for name in found if name.startswith(f'decisionaid_request_seconds_bucket{{route="{route}"')
        ]
        assert held == sorted(held)
        assert held[-1] == found[f'decisionaid_request_seconds_count{{route="{route}"}}']


def test_no_label_can_hold_what_somebody_typed(table: Table) -> None:
    visit = table.open_visit(name="Rosa Unseen")
    for address in (f"/visits/{visit.id}/plan", "/Rosa-Unseen", f"/visits/{visit.id}/nothing/Rosa"):
        visit.client.get(address)
    text = table.stranger().get("/metrics", environ_overrides=NEAR).text
    assert visit.id not in text
    assert "Rosa" not in text
    assert set(re.findall(r'(\w+)="', text)) == LABELS
    routes = {rule.endpoint for rule in table.app.url_map.iter_rules()} | {"none"}
    assert set(re.findall(r'route="([^"]*)"', text)) <= routes
    assert set(re.findall(r'status="([^"]*)"', text)) <= set(CLASSES)


def test_the_numbers_are_for_the_house_s_own_network(table: Table) -> None:
    for far in ("198.41.0.4", "2a00:1450::1"):
        assert table.stranger().get("/metrics", environ_overrides={"REMOTE_ADDR": far}).status_code == 404


def _count(measures: Measures, times: int) -> None:
    for _ in range(times):
        measures.add(9)


def test_all_processes_count_into_one_number_that_never_falls() -> None:
    measures, fork = Measures(), multiprocessing.get_context("fork")
    _count(measures, 5)
    for _ in range(2):
        workers = [fork.Process(target=_count, args=(measures, 500)) for _ in range(3)]
        for each in workers:
            each.start()
        for each in workers:
            each.join()
    assert measures.total(9) == 5 + 6 * 500


def test_an_id_leads_from_an_answer_to_the_line_in_the_log(table: Table) -> None:
    with Heard() as heard:
        answer = table.client.get("/nowhere")
    (line,) = [each for each in heard.lines() if each["status"] == 404]
    assert line["request"] == answer.headers["X-Request-ID"]
    assert re.fullmatch(r"[0-9a-f]{32}", line["request"])
    sent = table.client.get("/nowhere", headers={"X-Request-ID": "from-anybody-1234"})
    assert sent.headers["X-Request-ID"] != "from-anybody-1234", "without a proxy nobody's word is taken"


def test_behind_a_proxy_its_id_is_kept_where_it_is_one(tmp_path_factory: pytest.TempPathFactory) -> None:
    app = create_app(Settings(data=tmp_path_factory.mktemp("proxied") / "data", practice=True, behind_proxy=True))
    client = app.test_client()
    kept = client.get("/healthz", headers={"X-Request-ID": "0123456789abcdef"})
    assert kept.headers["X-Request-ID"] == "0123456789abcdef"
    for wrong in ("x", "a b c d e f g h", "<script>alert(1)</script>", "a" * 65):
        assert client.get("/healthz", headers={"X-Request-ID": wrong}).headers["X-Request-ID"] != wrong
    app.extensions["clinic"].store.close()
