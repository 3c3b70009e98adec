"""`decisionaid new` and `words`: what an author who writes alone begins with, and what a translator gets."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from decisionaid.aid_reader import read_aid
from decisionaid.cli import main
from decisionaid.commands.check import check
from decisionaid.commands.new import filled
from decisionaid.yaml_reader import read_yaml
from tests.library.aids import GOOD, ROOT, SPANISH, folder_with
from tests.rules.test_rules import TODAY


def replaced(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def words(folder: Path, capsys: pytest.CaptureFixture[str]) -> str:
    assert main(["words", str(folder), "es"]) == 0
    return capsys.readouterr().out


def test_a_new_aid_passes_every_rule_and_names_every_part_that_an_aid_has(tmp_path: Path) -> None:
    assert main(["new", "sore-knee", "--in", str(tmp_path)]) == 0
    for level in ("draft", "review"):
        assert [str(each) for each in check(tmp_path / "sore-knee", level, date.today()).problems] == []
    assert read_aid(tmp_path / "sore-knee").aid.id == "sore-knee"


@pytest.mark.parametrize("today", [date(2028, 2, 29), date(2026, 12, 31)])
def test_a_new_aid_can_be_begun_on_any_day(today: date, tmp_path: Path) -> None:
    folder = folder_with(tmp_path, filled("knee", today), name="knee")
    assert [str(each) for each in check(folder, "review", today).problems] == []


def test_a_new_aid_writes_over_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = folder_with(tmp_path)
    assert main(["new", "tonsils", "--in", str(tmp_path)]) == 2
    assert "there already" in capsys.readouterr().err
    assert (folder / "aid.yaml").read_text(encoding="utf-8") == GOOD


def test_each_line_waits_under_its_sentence_and_check_says_which(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = folder_with(tmp_path)
    out = words(folder, capsys)
    text = (folder / "es.yaml").read_text(encoding="utf-8")
    assert '    # en: Wait and see\n    name: ""\n' in text
    assert "options.wait.name: new: Wait and see" in out
    problems = [each for each in check(folder, "review", TODAY).problems if each.rule == "TRANS-1"]
    assert len(problems) == 13
    assert "more sentences are not translated" in problems[0].what
    named = next(each for each in problems if each.place == "title")
    assert text.splitlines()[named.line - 1] == 'title: ""'
    assert GOOD.split("title: ")[1].splitlines()[0] in named.remedy
    assert read_aid(folder).aid.title, "an aid whose words wait can be opened"


@pytest.mark.parametrize("name", ["statin", "af-stroke", "my-life"])
def test_no_translation_of_a_shipped_aid_is_lost_or_changed(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / name
    shutil.copytree(ROOT / "aids" / name, folder)
    before = read_aid(folder).edition.words
    assert "0 new, 0 changed, 0 gone" in words(folder, capsys)
    first = (folder / "es.yaml").read_bytes()
    assert read_aid(folder).edition.words == before
    words(folder, capsys)
    assert (folder / "es.yaml").read_bytes() == first, "asked again without a change, the file stays as it is"


def test_a_change_is_said_as_new_changed_or_gone_and_nothing_is_lost(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = folder_with(tmp_path, es=SPANISH)
    words(folder, capsys)
    aid = folder / "aid.yaml"
    replaced(aid, "You may worry in winter.", "You may worry in the cold.")
    replaced(aid, ', pain: "It hurts a lot for {off_school}."', "")
    replaced(
        aid, 'who_home: "Who can stay home with our child?"', 'who_home: "Who is at home?", cost: "What does it cost?"'
    )
    out = words(folder, capsys)
    assert "options.wait.lived.mind: changed: You may worry in the cold. (was: You may worry in winter.)" in out
    assert "options.out.harms.pain: gone from aid.yaml" in out
    assert "questions.cost: new: What does it cost?" in out
    assert "1 new, 2 changed, 1 gone" in out
    text = (folder / "es.yaml").read_text(encoding="utf-8")
    assert "# changed, was: You may worry in winter.\n" in text
    assert "Duele mucho por {off_school}." in text
    assert "1 new, 2 changed, 0 gone" in words(folder, capsys), "until somebody looked, it is said again"
    replaced(folder / "es.yaml", "      # changed, was: You may worry in winter.\n", "")
    assert "1 new, 1 changed, 0 gone" in words(folder, capsys)


def test_a_sentence_that_comes_back_or_moves_takes_its_words_along(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = folder_with(tmp_path, es=SPANISH)
    words(folder, capsys)
    aid, kept = folder / "aid.yaml", 'pain: "It hurts a lot for {off_school}."'
    replaced(aid, f", {kept}", "")
    words(folder, capsys)
    replaced(aid, "harms: {bleed: ", f"harms: {{{kept.replace('pain', 'hurts')}, bleed: ")
    assert "0 new, 0 changed, 0 gone" in words(folder, capsys)
    said = read_yaml((folder / "es.yaml").read_bytes(), "es.yaml").value
    assert said["options"]["out"]["harms"]["hurts"] == "Duele mucho por {off_school}."
    assert "# gone" not in (folder / "es.yaml").read_text(encoding="utf-8")


def test_what_somebody_wrote_above_a_line_stays_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = folder_with(tmp_path, es=SPANISH.replace("title:", "# ask the mother\ntitle:", 1))
    words(folder, capsys)
    words(folder, capsys)
    assert "# ask the mother\n# en: Tonsils out, or wait?\ntitle:" in (folder / "es.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("change", "language", "status", "says"),
    [
        (("kind: watch", "kind: wach"), "es", 1, "Mend aid.yaml first"),
        (("kind: watch", "kind: watch"), "en", 2, "stand in aid.yaml"),
        (("kind: watch", "kind: watch"), "qq", 2, "no language"),
        (("kind: watch", "kind: watch"), "Spanish", 2, "no language"),
    ],
)
def test_nothing_is_written_where_it_would_be_wrong(  # long: each case says what it is
    change: tuple[str, str], language: str, status: int, says: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = folder_with(tmp_path, GOOD.replace(*change, 1), es=SPANISH)
    assert main(["words", str(folder), language]) == status
    assert says in capsys.readouterr().err
    assert {each.name for each in folder.iterdir()} == {"aid.yaml", "es.yaml"}
    assert (folder / "es.yaml").read_text(encoding="utf-8") == SPANISH


def test_a_words_file_that_cannot_be_read_is_left_as_it_is(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = folder_with(tmp_path, es=SPANISH + "title: [\n")
    before = (folder / "es.yaml").read_bytes()
    assert main(["words", str(folder), "es"]) == 1
    assert "no translation is lost" in capsys.readouterr().err
    assert (folder / "es.yaml").read_bytes() == before
