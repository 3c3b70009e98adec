"""What is just between us, or was taken out, is in nothing that leaves the room, in any script of writing (H17)."""

from __future__ import annotations

import unicodedata

import pytest

from decisionaid.clinic import Clinic
from decisionaid.exports import formats
from tests.builders import MAN_62, Table, Visit

pytestmark = pytest.mark.hazard("H17")

MARKERS = {
    "Latin": "marzipan-whisper", "Greek": "μυστικό-ψίθυρος", "Cyrillic": "секрет-шёпот", "Armenian": "գաղտնիք-շշուկ",
    "Hebrew": "סוד-לחישה", "Arabic": "سر-همسة", "Devanagari": "रहस्य-फुसफुसाहट", "Tamil": "இரகசியம்-கிசுகிசு",
    "Thai": "ความลับ-กระซิบ", "Hangul": "비밀-속삭임", "Han": "秘密耳語", "Ethiopic": "ምስጢር-ሹክሹክታ",
}  # fmt: skip
ALL = " ".join(MARKERS.values())


def encodings(marker: str) -> tuple[bytes, ...]:
    """The marker as a page or a file may spell it."""
    return (
        marker.encode(),
        unicodedata.normalize("NFD", marker).encode(),
        marker.encode("utf-16-le"),
        "".join(f"&#{ord(char)};" for char in marker).encode(),
        marker.encode("unicode_escape"),
    )


def leaves_the_room(table: Table, visit: Visit) -> dict[str, bytes]:
    """Everything that goes out: each format, and each page that prints or is read by others."""
    the_clinic: Clinic = table.app.extensions["clinic"]
    person = table.store.people.visit(visit.id).person_id
    told = the_clinic.handout(person, None, "en")
    earlier = the_clinic.handout(person, visit.id, "en")
    out = {name: module.render(told) for name, module in formats().items() if name != "pdf"}
    out |= {f"{name} at the visit": module.render(earlier) for name, module in formats().items() if name != "pdf"}
    return out | {page: visit.get(page).data for page in ("print", "note", "note?plain=1")}


def planted(table: Table, marker: str, *, private: bool) -> Visit:
    """Words on three lines: the situation, what was said with the decision, and what would make them look again."""
    visit = table.open_visit(name="Walter Patient")
    mark = {"words_private": "y"} if private else {}
    visit.send("card/situation", {**MAN_62, "words": f"1 {marker}", "then": "picture", **mark})
    data = {"arrived": "option.no_statin", "words": f"2 {marker}", "look_again_if": f"3 {marker}", "then": "plan"}
    visit.send("card/decision", {**data, "private": "y"} if private else data)
    return visit


def lines_with_words(table: Table, visit: Visit) -> list[str]:
    person = table.store.people.visit(visit.id).person_id
    return [line.id for line in table.store.log.read(person) if line.words]


def holds(out: dict[str, bytes], *markers: str) -> set[str]:
    """Where any of them is found, in any spelling."""
    spelled = [each for marker in markers for each in encodings(marker)]
    return {name for name, data in out.items() if any(each in data for each in spelled)}


def test_a_private_line_is_in_nothing_that_leaves_in_any_of_twelve_scripts(table: Table) -> None:
    visit = planted(table, ALL, private=True)
    assert len(lines_with_words(table, visit)) == 3
    assert holds(leaves_the_room(table, visit), *MARKERS.values()) == set()


def test_an_open_line_is_found_so_that_the_search_can_find(table: Table) -> None:
    out = leaves_the_room(table, planted(table, ALL, private=False))
    for marker in MARKERS.values():
        assert {"html", "note", "print"} <= holds(out, marker)


def test_a_line_marked_private_later_leaves_every_page_at_that_moment(table: Table) -> None:
    marker = MARKERS["Arabic"]
    visit = planted(table, marker, private=False)
    for line in lines_with_words(table, visit):
        assert visit.send("plan", {"line": line, "private": "yes"}, at="private").status_code == 303
    assert holds(leaves_the_room(table, visit), marker) == set()
    assert marker.encode() in visit.get("plan").data, "they see it themselves, with its mark"


def test_a_change_of_mind_does_not_open_what_was_private(table: Table) -> None:
    visit = planted(table, "first secret", private=True)
    visit.send("card/situation", {"words": "second secret"})
    visit.send("card/decision", {"arrived": "option.no_statin", "words": "third secret"})
    assert holds(leaves_the_room(table, visit), "secret") == set()


def test_a_lifted_line_is_on_the_page_again(table: Table) -> None:
    visit = planted(table, "lifted", private=True)
    line = lines_with_words(table, visit)[0]
    visit.send("plan", {"line": line, "private": "no", "why": "yes"}, at="private")
    assert {"html", "note"} <= holds(leaves_the_room(table, visit), "1 lifted")
    assert holds(leaves_the_room(table, visit), "2 lifted") == set()


@pytest.mark.hazard("T14")
def test_words_taken_out_are_in_no_page_and_in_no_file_of_the_clinic(table: Table) -> None:
    visit = planted(table, ALL, private=False)
    for line in lines_with_words(table, visit):
        assert visit.send("plan", {"line": line}, at="take-out").status_code == 303
    out = leaves_the_room(table, visit) | {page: visit.get(page).data for page in ("plan", "card/decision", "")}
    assert holds(out, *MARKERS.values()) == set()
    files = {each.name: each.read_bytes() for each in table.data.rglob("*") if each.is_file()}
    assert holds(files, *MARKERS.values()) == set()
    table.store.verify()


def test_values_that_are_private_are_not_read_back_in_the_note(table: Table) -> None:
    visit = planted(table, "words", private=False)
    assert b"systolic BP 140 mmHg" in visit.get("note?plain=1").data
    person = table.store.people.visit(visit.id).person_id
    values = next(line.id for line in table.store.log.read(person) if line.item == "values.systolic_bp")
    visit.send("plan", {"line": values, "private": "yes"}, at="private")
    assert b"systolic" not in visit.get("note?plain=1").data
    assert b"7 in 100" in visit.get("note?plain=1").data
