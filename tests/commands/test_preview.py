"""`decisionaid preview`: an author reads every page for one person, and nothing of a clinic is touched."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from decisionaid.aid_reader import read_aid
from decisionaid.cli import main
from decisionaid.page_text import text_lines
from decisionaid.practice_room import practice_room
from decisionaid.preview import preview
from tests.library.aids import ROOT

MAN_62 = {
    "sex": "male", "age": 62, "total_cholesterol": 220, "hdl": 42, "systolic_bp": 140, "egfr": 80, "bp_treated": False,
    "diabetes": False, "current_smoker": False, "statin": False, "vessels": False, "flutter": False,
    "very_high": False, "pregnancy": False, "liver": False,
}  # fmt: skip


def test_every_card_and_every_page_is_shown_with_the_numbers_of_this_person(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    aid = read_aid(ROOT / "aids" / "statin").edition.spoken("es")
    with practice_room(ROOT / "aids") as room:
        text = "\n".join(preview(room, aid, MAN_62, "es"))
        data = room.settings.data
    assert all(f"=== card: {card} " in text for card in aid.cards)
    assert "Unas 7 de cada 100" in text or "7 de 100" in text
    for option in ("no_statin", "moderate", "high"):
        for page in ("The plan", "The page to take home", "The note for the chart"):
            assert f"=== {page}, if chosen: {option} " in text
    assert aid.options["moderate"].stopping in text
    faces = re.findall(r"=== card: picture – (.*?) =*$", text, flags=re.MULTILINE)
    assert {"Dolor o debilidad de los músculos", "Cómo es cada opción"} <= set(faces), faces
    assert list(tmp_path.iterdir()) == [], "the folder of a clinic is not touched"
    assert not data.exists(), "nothing of the room is left"


@pytest.mark.parametrize(
    ("person", "says"),
    [
        ("aeg: 62\n", "person.yaml:1:6: aeg: the aid asks for no 'aeg' (did you mean age?)"),
        ("sex: man\n", "'man' is no answer to 'Sex that the model uses' (write sex: female or male)"),
        ("diabetes: 1\n", "write diabetes: true or false"),
        ("age: old\n", "write age: a number, in a"),
        ("- 62\n", "begin with age: 62"),
        ("age: no\n", "could be an answer or a word"),
    ],
)
def test_a_person_that_cannot_be_meant_is_said_at_its_line(
    person: str, says: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "person.yaml"
    file.write_text(person)
    assert main(["preview", str(ROOT / "aids" / "statin"), "--person", str(file)]) == 1
    assert says in capsys.readouterr().err


def test_a_language_without_words_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["preview", str(ROOT / "aids" / "statin"), "--language", "fr"]) == 2
    assert "decisionaid words" in capsys.readouterr().err


def test_a_page_is_read_as_a_person_reads_it() -> None:
    page = (
        '<nav>no</nav><main><h2>A</h2><svg aria-label="5 in 100"><g><path d="M1"/></g></svg><script>no</script>'
        '<ul><li>x <b>y</b></li></ul><input type="radio" checked> on <p hidden>no</p>'
        "<dl><dt>t</dt><dd>d</dd></dl></main>"
    )
    assert text_lines(page) == ["## A", "[picture: 5 in 100]", "- x y", "(x) on", "t", "  d"]


def test_two_links_beside_each_other_are_two() -> None:
    page = "<main><p><a>Print</a> <a>As PDF</a> or <a>the note</a></p></main>"
    assert text_lines(page) == ["Print | As PDF or the note"]
