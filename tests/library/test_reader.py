"""A card file that is not exactly right is refused, with its place and what to do, and never does anything else."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from pathlib import Path

import pytest

from decisionaid.commands.check import check
from tests.library.aids import GOOD, SPANISH, folder_with, problems_of, swapped
from tests.library.spoilt import SPOILT, Spoilt, line_of
from tests.rules.test_rules import TODAY

HALF_A_SECOND = 0.5
MESSAGE = re.compile(r"(?P<file>\S+\.yaml):(?P<line>[1-9]\d*):(?P<column>[1-9]\d*): (?P<rest>.+)")


def test_the_good_aid_is_read(tmp_path: Path) -> None:
    assert problems_of(folder_with(tmp_path, es=SPANISH)) == ()


@pytest.mark.hazard("T08")
@pytest.mark.parametrize("spoilt", SPOILT, ids=lambda spoilt: spoilt.name)
def test_a_spoilt_file_is_refused_at_its_place_with_a_remedy_in_half_a_second(spoilt: Spoilt, tmp_path: Path) -> None:
    folder = folder_with(tmp_path, spoilt.data)
    began = time.process_time()
    problems = problems_of(folder)
    took = time.process_time() - began
    said = "\n".join(map(str, problems))
    found = [problem for problem in problems if spoilt.says in problem.what]
    assert found, said or "it was read"
    assert found[0].line == spoilt.line, said
    assert spoilt.column in (0, found[0].column), said
    assert spoilt.remedy in found[0].remedy, said
    assert all(MESSAGE.fullmatch(str(problem)) for problem in problems), said
    assert list(problems) == sorted(problems)
    assert took < HALF_A_SECOND


@pytest.mark.hazard("T08")
@pytest.mark.parametrize("name", ["brackets", "alias_bomb", "not_utf8", "nul", "timestamp", "key_twice", "surprise_no"])
def test_the_command_refuses_it_too_without_a_traceback(name: str, tmp_path: Path) -> None:
    spoilt = next(each for each in SPOILT if each.name == name)
    folder_with(tmp_path, spoilt.data)
    ended = subprocess.run(
        [sys.executable, "-m", "decisionaid", "check", "tonsils"],
        cwd=tmp_path,
        capture_output=True,
        timeout=60,
        check=False,
    )
    out = ended.stdout.decode()
    assert ended.returncode == 1
    assert ended.stderr == b""
    assert spoilt.says in out
    assert f"tonsils/aid.yaml:{spoilt.line}:" in out


def test_a_message_reads_file_line_column_place_what_and_remedy(tmp_path: Path) -> None:
    text = swapped("certainty: moderate", "certainty: modrate")
    line = line_of(text, "modrate")
    column = text.splitlines()[line - 1].index("modrate") + 1
    (problem,) = problems_of(folder_with(tmp_path, text))
    assert str(problem) == (
        f"{tmp_path}/tonsils/aid.yaml:{line}:{column}: claims › bleed_wait › certainty: "
        "'modrate' is not one of high, moderate, low, very low (did you mean moderate?)"
    )


def test_all_problems_of_all_files_are_said_at_one_time_in_order(tmp_path: Path) -> None:
    text = (
        swapped("certainty: moderate", "certainty: modrate")
        .replace("kind: watch", "kind: wait")
        .replace("none ", "", 1)
    )
    folder = folder_with(tmp_path, text, es=SPANISH.replace("title: ", "title: no #", 1), ar=b"\xff")
    problems = problems_of(folder)
    assert [problem.file.rsplit("/", 1)[1] for problem in problems] == ["aid.yaml", "aid.yaml", "ar.yaml", "es.yaml"]
    assert list(problems) == sorted(problems)


WORDS = {
    "digits": ("Agua y descanso los días malos.", "Agua y 2 días de descanso.", "is a number in words", "TRANS-1"),
    "a_number": ('"Agua y descanso los días malos."', "2", "2 is not words", "LANGUAGE"),
    "a_place_of_none": ("  wait:\n", "  wiat:\n", "aid.yaml has no words at options.wiat", "LANGUAGE"),
    "a_claim_of_none": ("{many_wait} en un año", "{many_wiat} en un año", "no claim or fact 'many_wiat'", "LANGUAGE"),
    "too_many_letters": ("Agua y descanso los días malos.", "Agua. " * 101, "letters", "LANGUAGE"),
    "blank": ("Agua y descanso los días malos.", " ", "is not translated", "TRANS-1"),
    "a_list": ('"Agua y descanso los días malos."', "[a, b]", "is not words", "LANGUAGE"),
}


@pytest.mark.hazard("T08")
@pytest.mark.parametrize("case", WORDS.values(), ids=WORDS.keys())
def test_a_words_file_that_could_not_be_said_is_refused_at_its_line(
    case: tuple[str, str, str, str], tmp_path: Path
) -> None:
    old, new, says, rule = case
    assert old in SPANISH
    text = SPANISH.replace(old, new, 1)
    folder = folder_with(tmp_path, es=text)
    found = [problem for problem in check(folder, "review", TODAY).problems if says in problem.what]
    assert found
    assert found[0].rule == rule
    assert found[0].file.endswith("es.yaml")
    spot = {"  wiat:\n": "name: Esperar", " ": "routine: "}.get(new, new)
    assert found[0].line == line_of(text, spot)
    assert found[0].remedy


def test_a_words_file_of_the_first_language_is_refused(tmp_path: Path) -> None:
    (problem,) = problems_of(folder_with(tmp_path, en="title: Another title\n"))
    assert "stand in aid.yaml" in problem.what


def test_a_words_file_that_is_no_map_is_refused(tmp_path: Path) -> None:
    (problem,) = problems_of(folder_with(tmp_path, es="- uno\n"))
    assert (problem.what, problem.remedy) == ("this is not a map of words", "begin with title: ...")


def test_a_words_file_that_is_a_folder_is_a_problem_and_no_traceback(tmp_path: Path) -> None:
    folder = folder_with(tmp_path)
    (folder / "es.yaml").mkdir()
    (problem,) = problems_of(folder)
    assert "cannot be read" in problem.what


def test_a_value_of_a_page_is_not_said_back_whole(tmp_path: Path) -> None:
    text = swapped("kind: watch", f"kind: {'w' * 5000}")
    (problem,) = problems_of(folder_with(tmp_path, text))
    assert len(str(problem)) < 400


def test_the_longest_file_that_is_allowed_is_read(tmp_path: Path) -> None:
    padded = GOOD.encode() + b"#" * (1_000_000 - len(GOOD.encode()))
    assert problems_of(folder_with(tmp_path, padded)) == ()
