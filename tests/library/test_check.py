"""`decisionaid check`: says everything that is wrong, by exit status for machines and by line and column for people."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from decisionaid.cli import main
from decisionaid.commands.check import check_all
from decisionaid.rules import rules
from tests.library.aids import GOOD, ROOT, SPANISH, folder_with, swapped

ON = ("--on", "2026-11-26")
BAD = swapped("You may worry in winter.", "You should worry in winter.")


def output_of(argv: list[str], capsys: pytest.CaptureFixture[str]) -> tuple[int, str, str]:
    """Status, standard output and standard error of one command."""
    try:
        status = main(["check", *argv])
    except SystemExit as left:
        status = int(left.code or 0)
    out, err = capsys.readouterr()
    return status, out, err


def ended(
    *argv: str | bytes, cwd: Path | None = None, shell: str = "", **env: str
) -> subprocess.CompletedProcess[bytes]:
    """The command as a program of its own; `shell` is put behind it."""
    words = [sys.executable, "-m", "decisionaid", "check", *argv]
    if shell:
        words = ["sh", "-c", f'exec "$@" {shell}', "sh", *words]
    around = {**os.environ, "PYTHONPATH": str(ROOT), **env}
    return subprocess.run(words, cwd=cwd, env=around, capture_output=True, timeout=60, check=False)


def test_the_shipped_aids_are_clean() -> None:
    assert main(["check", str(ROOT / "aids")]) == 0


def test_a_clean_aid_is_zero_and_one_with_something_to_mend_is_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert output_of([str(folder_with(tmp_path)), *ON], capsys)[0] == 0
    status, out, _ = output_of([str(folder_with(tmp_path, BAD, name="bad")), *ON], capsys)
    assert status == 1
    assert (
        "options › wait › lived › mind: 'should' pushes or blames (say what can be done, and what it does) [WORD-1]"
        in out
    )


@pytest.mark.parametrize(
    "argv",
    [
        [],
        ["nowhere"],
        ["nowhere/aid.yaml"],
        ["/dev/null"],
        ["."],
        [""],
        ["a\0b"],
        ["x" * 5000],
        ["--level", "strict", "aids"],
        ["--on", "tomorrow", "aids"],
        ["--site", "nowhere.yaml", str(ROOT / "aids")],
    ],
)
def test_a_command_that_cannot_be_understood_is_two_and_prints_nothing_on_standard_output(
    argv: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    status, out, err = output_of(argv, capsys)
    assert status == 2
    assert out == ""
    assert err
    assert "Traceback" not in err


def test_a_path_is_an_aids_folder_its_file_its_words_or_a_folder_of_aids(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = folder_with(tmp_path, es=SPANISH.replace("llegan a {many_wait}", "llegan a muchos"))
    lost = "{many_wait} is lost"
    for path in (folder, folder / "aid.yaml", folder / "es.yaml", tmp_path):
        status, out, _ = output_of([str(path), *ON], capsys)
        assert (status, lost in out, "1 checked" in out) == (1, True, True), path


def test_several_aids_are_told_in_one_sorted_list(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder_with(tmp_path, BAD.replace("id: tonsils", "id: b"), name="b")
    folder_with(tmp_path, b"[", name="a")
    folder_with(tmp_path, GOOD.replace("id: tonsils", "id: c"), name="c")
    status, out, _ = output_of([str(tmp_path / "b"), str(tmp_path), *ON], capsys)
    files = [line.split(":")[0].removeprefix(f"{tmp_path}/") for line in out.splitlines()[:-1]]
    assert status == 1
    assert files == ["a/aid.yaml", "b/aid.yaml"]


def test_warnings_and_what_people_look_at_are_told_and_are_no_error(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = folder_with(
        tmp_path, swapped("{money: unknown,", "{money: 40,"), ar=f"title: {'اللوزتان الآن أم لاحقا؟'}\n"
    )
    _, out, _ = output_of([str(folder), "--on", "2027-01-01", "--level", "draft"], capsys)
    assert "this expired on 2026-12-31 and is not shown (look it up again) [EVID-1, warning]" in out
    assert output_of([str(folder), "--on", "2027-01-01", "--level", "draft"], capsys)[0] == 0
    _, out, _ = output_of([str(folder), *ON], capsys)
    assert "[READ-1, a human must look]" in out


def test_levels_only_add_and_approval_asks_for_people(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = BAD.replace("status: illustration", "status: reviewed")
    folder = folder_with(tmp_path, text, es=SPANISH)
    found = {}
    for level in ("draft", "review", "approve"):
        _, out, _ = output_of([str(folder), *ON, "--level", level], capsys)
        found[level] = set(out.splitlines()[:-1])
    assert found["draft"] < found["review"] < found["approve"]
    new = "\n".join(found["approve"] - found["review"])
    assert all(f"no {role} has signed" in new for role in ("clinician", "patient", "translator"))
    assert "status" not in new


def test_who_has_signed_is_not_asked_again_and_what_has_expired_is_not_approved(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    signed = 'reviews: {a: {name: A, role: patient, on: "2026-11-24"}, b: {name: B, role: clinician, on: "2026-11-24"}}'
    folder = folder_with(tmp_path, GOOD.replace("reviews: {} ", f"{signed} "))
    _, out, _ = output_of([str(folder), *ON, "--level", "approve"], capsys)
    assert [line.split(": ", 2)[1] for line in out.splitlines()[:-1]] == ["status"]
    _, out, _ = output_of([str(folder), "--on", "2028-01-01", "--level", "approve"], capsys)
    assert "the review was due on 2027-11-23 (read it again, and date it) [EVID-1]" in out


def test_a_conversation_is_told_which_rules_do_not_apply(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = folder_with(tmp_path, swapped("kind: decision  ", "kind: conversation  "))
    status, out, _ = output_of([str(folder), *ON], capsys)
    assert status == 0
    (told,) = [line for line in out.splitlines() if "does not apply to conversation: " in line]
    assert {"IPD-C1", "IPD-Q3", "IPD-X1", "NICE-1", "OPT-1", "PLAIN-1"} <= set(told.split(": ")[2].split(", "))


def test_json_holds_every_problem_and_every_rule_that_was_asked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status, out, _ = output_of([str(folder_with(tmp_path, BAD)), *ON, "--json"], capsys)
    told = json.loads(out)
    (checked,) = told["checked"]
    (problem,) = checked["problems"]
    assert status == 1
    assert (told["level"], told["on"], checked["aid"]) == ("review", "2026-11-26", "tonsils")
    assert {*checked["asked"], *checked["not_applying"]} == set(rules())
    assert (problem["rule"], problem["level"], problem["place"]) == ("WORD-1", "error", "options › wait › lived › mind")


def test_a_site_may_change_only_what_the_aid_lets_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = folder_with(tmp_path)
    site = tmp_path / "site.yaml"
    site.write_text("facts:\n  tonsils: {again: {amount: 3}, price: {money: 40}, cost: {money: 1}}\n  tnosils: {}\n")
    status, out, _ = output_of([str(folder), "--site", str(site), *ON], capsys)
    assert status == 1
    assert f"{site}:2:20: facts › tonsils › again: tonsils does not let a site change again (take it out)" in out
    assert "facts › tonsils › cost: tonsils has no fact cost" in out
    assert "price" not in out
    assert (
        ":3:12: facts › tnosils: none of the cards is called 'tnosils' (did you mean tonsils?) [LANGUAGE, warning]"
        in out
    )


def test_a_site_by_itself_is_checked_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    site = tmp_path / "site.yaml"
    site.write_text("retention_days: -1\n")
    status, out, _ = output_of([str(site)], capsys)
    assert (status, f"{site}:1:17: retention_days" in out) == (1, True)


def test_a_yaml_file_that_nothing_reads_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = folder_with(tmp_path, spanish=SPANISH)
    status, out, _ = output_of([str(folder), *ON], capsys)
    assert status == 0
    assert "spanish.yaml:1:1: this file is not read (name a words file after its language, such as es.yaml)" in out


def test_a_copied_folder_whose_aid_kept_its_id_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder_with(tmp_path)
    copied = folder_with(tmp_path, name="adenoids")
    status, out, _ = output_of([str(tmp_path), *ON], capsys)
    assert status == 1
    assert f"{copied / 'aid.yaml'}:" in out
    assert "this aid is 'tonsils', and its folder is 'adenoids' (write id: adenoids, or name the folder tonsils)" in out
    assert out.count("and its folder is") == 1


@pytest.mark.hazard("T08")
def test_no_screen_no_input_and_odd_names_give_no_traceback(tmp_path: Path) -> None:
    odd = os.fsencode(tmp_path) + b"/caf\xe9"
    os.mkdir(odd)
    with open(odd + b"/aid.yaml", "w", encoding="utf-8") as file:
        file.write(BAD)
    for closed in ("<&-", ">&-", "2>&-", "| true", "<&- >&- 2>&-"):
        assert b"Traceback" not in ended(odd, *ON, shell=closed).stderr
    plain = ended(odd, *ON, PYTHONIOENCODING="ascii")
    assert (plain.returncode, plain.stderr) == (1, b"")
    assert b"\\u203a" in plain.stdout
    full = ended(odd, *ON, shell="> /dev/full")
    assert full.returncode == 1
    assert b"could not be written" in full.stderr
    assert b"Traceback" not in full.stderr


def test_many_aids_are_shared_out_and_said_as_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("decisionaid.commands.check.FEW", 4)
    monkeypatch.setattr("os.cpu_count", lambda: 2)
    for number in range(8):
        text = (BAD if number == 5 else GOOD).replace("id: tonsils", f"id: a{number}")
        folder_with(tmp_path, text, name=f"a{number}")
    paths = sorted(tmp_path.iterdir())
    apart, here = (check_all(paths, "review", date(2026, 11, 26), apart=apart) for apart in (True, False))
    assert [replace(each, aid=None) for each in here] == apart
    assert [each.aid for each in apart] == [None] * 8
    assert [len(each.problems) for each in apart] == [0, 0, 0, 0, 0, 1, 0, 0]
