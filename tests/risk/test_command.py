"""`decisionaid risk MODEL` as another program meets it: one answer per line in order, or a refusal by name."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from threading import Timer
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from decisionaid.commands.risk import answer_to
from decisionaid.risk import models

from .people import WOMAN_S25

pytestmark = pytest.mark.hazard("H01")

WOMAN = json.dumps(WOMAN_S25)
BASE = models()["prevent_base"]
TOO_LONG = '{"age": 50, "note": "' + "x" * 200_000 + '"}'


def ask(sent: bytes | str, model: str = "prevent_base") -> tuple[int, list[dict[str, Any]]]:
    """The status and every answer; a word on standard error fails."""
    raw = sent.encode() if isinstance(sent, str) else sent
    done = subprocess.run(
        [sys.executable, "-m", "decisionaid", "risk", model], input=raw, capture_output=True, check=False
    )
    assert done.stderr == b""
    return done.returncode, [json.loads(line, parse_constant=_strict) for line in done.stdout.splitlines()]


def _strict(word: str) -> None:
    raise AssertionError(f"{word} is not JSON")


def one(**changed: Any) -> dict[str, Any]:
    """The answer to the published woman with something changed."""
    return answer_to(json.dumps({**WOMAN_S25, **changed}), BASE)


def about_9(answer: Mapping[str, Any]) -> bool:
    return round(answer["ascvd_10y_pct"], 5) == 9.19509


def test_many_people_come_back_in_order_and_a_refused_one_stops_nobody() -> None:
    ages = [30, 80, 59, 60, 29, 79, 50]
    status, answers = ask("".join(json.dumps({**WOMAN_S25, "age": age}) + "\n" for age in ages))
    assert status == 1
    assert [answer.get("refused", {}).get("value") for answer in answers] == [None, 80, None, None, 29, None, None]
    assert [len(answer) for answer in answers] == [10, 1, 10, 5, 1, 5, 10]
    assert answers[1] == {"refused": {"input": "age", "value": 80, "range": [30, 79]}}


@pytest.mark.parametrize(
    "sent",
    [
        WOMAN, WOMAN + "\n", "\n\n \n" + WOMAN + "\n\n", WOMAN + "\r\n", "\ufeff" + WOMAN,
        json.dumps({**WOMAN_S25, "note": "caf\u00e9 \U0001f600"}, ensure_ascii=False),
    ],
    ids=["bare", "line", "blank lines", "CRLF", "byte order mark", "a remark"],
)  # fmt: skip
def test_one_person_is_answered_however_the_line_is_written(sent: str) -> None:
    status, answers = ask(sent)
    assert (status, len(answers)) == (0, 1)
    assert about_9(answers[0])


@pytest.mark.parametrize("sent", [b"", b"\n", b"\r\n \n\t\n", b"\xef\xbb\xbf"])
def test_nobody_asked_nothing_answered(sent: bytes) -> None:
    assert ask(sent) == (0, [])


def test_a_door_that_was_closed_from_outside_is_the_same_as_nobody_asking() -> None:
    done = subprocess.run(
        f"'{sys.executable}' -m decisionaid risk prevent_base <&-", shell=True, capture_output=True, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")


def test_an_object_over_many_lines_is_refused_line_by_line_with_the_form_that_is_read() -> None:
    status, answers = ask("{\n" + WOMAN[1:-1] + "\n}\n" + WOMAN)
    assert (status, len(answers)) == (1, 4)
    assert {answer["refused"]["range"] for answer in answers[:3]} == {"one JSON object on one line"}
    assert about_9(answers[3])


@pytest.mark.parametrize(
    "line",
    [
        "[]", f"[{WOMAN}]", "null", "true", "50", '"age"', "{", "}", "{'age': 50}", '{"age": 50,}', '{"age" 50}',
        "age=50",
        "NaN", "[" * 50_000, '{"age":' * 9_000, WOMAN + WOMAN, WOMAN + " x", "// remark",
        '{"age": 050}', '{"age": 0x32}',
        '{"age": ' + "9" * 5000 + "}", "\x00", TOO_LONG,
    ],
)  # fmt: skip
def test_what_is_not_one_object_is_refused_as_such_and_the_next_line_is_answered(line: str) -> None:
    status, answers = ask(line + "\n" + WOMAN + "\n")
    assert status == 1
    assert len(answers) == 2
    refused = answers[0]["refused"]
    assert refused["input"] is None
    assert refused["range"].startswith("one JSON object")
    assert len(json.dumps(refused)) < 2000
    assert about_9(answers[1])


def test_bytes_that_are_no_text_are_refused_and_the_next_line_is_answered() -> None:
    status, answers = ask(
        b"\xff\xfe\x00{\n"
        + WOMAN.replace("female", "fem\udcffale").encode(errors="surrogateescape")
        + b"\n"
        + WOMAN.encode()
    )
    assert status == 1
    assert [answer.get("refused", {}).get("input") for answer in answers] == [None, "sex", None]
    assert about_9(answers[2])


@pytest.mark.parametrize("word", ["NaN", "Infinity", "-Infinity", "1e400", "-1e400"])
def test_a_number_that_is_none_is_refused_as_the_value_it_was_given_for_and_echoed_as_a_word(word: str) -> None:
    answer = answer_to(WOMAN.replace('"bmi": 35', f'"bmi": {word}'), BASE)
    refused = answer["refused"]
    assert isinstance(refused, dict)
    assert (refused["input"], refused["range"]) == ("bmi", (18.5, 39.9))
    assert refused["value"] in ("nan", "inf", "-inf")


@pytest.mark.parametrize(
    ("changed", "allowed"),
    [
        ({"diabetes": 1}, (True, False)), ({"diabetes": 0}, (True, False)), ({"diabetes": "yes"}, (True, False)),
        ({"age": "50"}, (30, 79)), ({"age": True}, (30, 79)), ({"age": [50]}, (30, 79)),
        ({"age": {"years": 50}}, (30, 79)),
        ({"sex": "F"}, ("female", "male")), ({"age": 29}, (30, 79)), ({"age": 80}, (30, 79)), ({"age": None}, (30, 79)),
        ({"systolic_bp_mmhg": 181}, (90, 180)), ({"systolic_bp_mmhg": 200}, (90, 180)),
        ({"systolic_bp_mmhg": 89}, (90, 180)),
        ({"bmi": 40}, (18.5, 39.9)), ({"bmi": 18.4}, (18.5, 39.9)), ({"egfr": 14.9}, (15, 140)),
        ({"egfr": 141}, (15, 140)),
        ({"total_cholesterol_mg_dl": 5.17}, (130, 320)), ({"hdl_mg_dl": 1.16}, (20, 100)),
    ],
)  # fmt: skip
def test_a_value_that_cannot_be_used_is_named_with_what_came_and_what_may_come(changed: Any, allowed: Any) -> None:
    ((name, value),) = changed.items()
    assert one(**changed) == {"refused": {"input": name, "value": value, "range": allowed}}


def test_a_name_given_twice_is_refused_where_most_readers_keep_the_last() -> None:
    answer = answer_to(WOMAN[:-1] + ', "age": 79}', BASE)
    assert answer == {"refused": {"input": "age", "value": 79, "range": "given a single time"}}


def test_whole_numbers_and_their_floats_are_the_same() -> None:
    assert one(age=50.0, egfr=90.0, bmi=35.0) == one()
    assert about_9(one(age=5e1))


def test_a_remark_of_any_kind_is_passed_over_and_another_unknown_name_is_refused_unless_null() -> None:
    for remark in ("seen in May", None, 7, {"by": "EP"}):
        assert about_9(one(note=remark))
    assert about_9(one(uacr_mg_g=None, hba1c_pct=None))
    refused = one(uacr_mg_g=30)["refused"]
    assert isinstance(refused, dict)
    assert (refused["input"], refused["value"]) == ("uacr_mg_g", 30)


def test_a_refusal_is_short_however_long_the_name_or_the_value_was() -> None:
    for answer in (one(**{"n" * 50_000: 1}), one(sex="x" * 50_000), one(age=list(range(9000))), one(age=10**4000)):
        assert len(json.dumps(answer)) < 1000
        assert answer.keys() == {"refused"}


def test_optional_values_that_are_null_or_absent_give_the_same_answer() -> None:
    variants = models()["prevent_variants"]
    nulls = {**WOMAN_S25, "uacr_mg_g": None, "hba1c_pct": None, "sdi_decile": None}
    assert answer_to(json.dumps(nulls), variants) == answer_to(WOMAN, variants)
    assert len(answer_to(WOMAN, variants)) == 24


@pytest.mark.rule("R11")
def test_above_59_the_names_of_30_years_are_left_out() -> None:
    assert [name for name in one(age=60) if "30y" in name] == []
    assert [name for name in one(age=59) if "30y" in name] == [name for name in BASE.OUTPUTS if "30y" in name]


def test_people_to_treat_are_null_where_nobody_is_spared_and_every_name_stands_in_its_order() -> None:
    status, answers = ask(
        "".join(
            json.dumps({"baseline_risk_pct": base, "relative_risk": ratio, "power": power}) + "\n"
            for base, ratio, power in ((10, 1.2, 1), (10, 0.79, 0), (60, 2, 1), (10, 0, 1))
        ),
        "treatment_effects",
    )
    assert status == 1
    assert [answer.get("nnt", "refused") for answer in answers] == [None, None, "refused", "refused"]
    assert list(answers[0]) == list(models()["treatment_effects"].OUTPUTS)
    assert [answer["refused"]["input"] for answer in answers[2:]] == ["relative_risk", "relative_risk"]


def test_an_unknown_model_is_said_on_standard_error_with_the_names_there_are() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "decisionaid", "risk", "frax"], input=WOMAN, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert all(name in done.stderr for name in models())
    assert "Traceback" not in done.stderr


def test_each_answer_comes_before_the_next_question_so_that_a_program_can_ask_and_wait() -> None:
    buffered = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    command = [sys.executable, "-m", "decisionaid", "risk", "prevent_base"]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=buffered, bufsize=1
    ) as asked:
        assert asked.stdin is not None
        assert asked.stdout is not None
        give_up = Timer(30, asked.kill)  # whoever waits for an answer that does not come would wait for ever
        give_up.start()
        try:
            for _ in range(3):
                asked.stdin.write(WOMAN + "\n")
                assert about_9(json.loads(asked.stdout.readline() or "{}") or {"ascvd_10y_pct": 0})
            asked.stdin.close()
            assert asked.wait(60) == 0
        finally:
            give_up.cancel()
            asked.kill()


@settings(max_examples=300, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from([*WOMAN_S25, "note", "x", ""]),
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9),
            lambda inner: st.lists(inner),
            max_leaves=4,
        ),
        max_size=12,
    )
)
def test_any_object_is_answered_whole_or_refused_by_name(person: dict[str, Any]) -> None:
    answer = answer_to(json.dumps({**WOMAN_S25, **person}), BASE)
    json.dumps(answer, allow_nan=False)
    if "refused" in answer:
        refused = answer["refused"]
        assert isinstance(refused, dict)
        assert answer.keys() == {"refused"}
        assert refused.keys() == {"input", "value", "range"}
        assert refused["input"] in {*WOMAN_S25, *person}
    else:
        assert all(isinstance(value, float) and 0 < value < 100 for value in answer.values())


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=60))
def test_any_line_of_text_gets_one_answer(text: str) -> None:
    assert answer_to(text, BASE).keys() == {"refused"}
