"""The shelf: a broken aid never takes the others down, and what was compiled is trusted only where it still fits."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from decisionaid import library
from decisionaid.aid_reader import LoadedAid, read_aid
from decisionaid.commands.schema import as_text
from decisionaid.domain.site import Site
from decisionaid.errors import AidProblems, NotThere
from decisionaid.library import Library, read_site
from tests.library.aids import GOOD, ROOT, SPANISH, folder_with, swapped


class Readings:
    """Counts how often YAML is read; reads all the same."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.count = 0
        monkeypatch.setattr(library, "read_aid", self.read)

    def read(self, folder: Path, site: Site | None = None) -> LoadedAid:
        self.count += 1
        return read_aid(folder, site)


@pytest.fixture
def readings(monkeypatch: pytest.MonkeyPatch) -> Readings:
    return Readings(monkeypatch)


def test_a_broken_aid_never_takes_the_others_down(tmp_path: Path) -> None:
    folder_with(tmp_path)
    folder_with(tmp_path, b"[" * 100_000, name="brackets")
    folder_with(tmp_path, b"\xff\xfe\x00", name="bytes")
    folder_with(tmp_path, swapped("kind: watch", "kind: wait"), name="misspelt")
    (folder_with(tmp_path, GOOD.replace("id: tonsils", "id: folder"), name="folder") / "es.yaml").mkdir()
    (tmp_path / "aid_is_a_folder" / "aid.yaml").mkdir(parents=True)
    shelf = Library.load([tmp_path])
    assert list(shelf.entries) == ["tonsils"]
    assert len(shelf.broken) == 5
    assert shelf.aid("tonsils", "en").title == "Tonsils out, or wait?"


def test_of_two_aids_with_one_id_the_second_is_refused(tmp_path: Path) -> None:
    folder_with(tmp_path, name="a")
    folder_with(tmp_path, swapped("Tonsils out, or wait?", "Another title"), name="b")
    shelf = Library.load([tmp_path])
    assert shelf.aid("tonsils", "en").title == "Tonsils out, or wait?"
    assert "there are two aids 'tonsils'" in shelf.broken[0].plain


def test_an_aid_that_is_not_installed_is_said_so() -> None:
    with pytest.raises(NotThere):
        Library({}).edition("tonsils")


def test_the_second_start_reads_what_was_compiled(tmp_path: Path, readings: Readings) -> None:
    folder_with(tmp_path / "aids", es=SPANISH)
    first = Library.load([tmp_path / "aids"], keep=tmp_path / "kept")
    second = Library.load([tmp_path / "aids"], keep=tmp_path / "kept")
    assert readings.count == 1
    assert second.edition("tonsils") == first.edition("tonsils")
    assert second.edition("tonsils").hash == first.entries["tonsils"].hash
    assert second.aid("tonsils", "es").decision == "¿Sacar las anginas ahora, o esperar y ver?"


@pytest.mark.parametrize("part", ["aid", "es"])
def test_one_letter_changed_in_any_file_is_read_again(part: str, tmp_path: Path, readings: Readings) -> None:
    folder = folder_with(tmp_path / "aids", es=SPANISH)
    first = Library.load([tmp_path / "aids"], keep=tmp_path / "kept").edition("tonsils").hash
    file = folder / f"{part}.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("title: ", "title: New, ", 1), encoding="utf-8")
    assert Library.load([tmp_path / "aids"], keep=tmp_path / "kept").edition("tonsils").hash != first
    assert readings.count == 2


@pytest.mark.parametrize(
    "spoil",
    [
        lambda text: text.replace("Tonsils out, or wait?", "Tonsils out, and soon"),
        lambda text: text.replace("Tonsils out, or wait?", "Tonsils out, and soon", 1),
        lambda text: text.replace('"chance":0.04', '"chance":0.40'),
        lambda text: text[: len(text) // 2],
        lambda text: "",
        lambda text: text.partition("\n")[0] + "\n{}\n" + text.partition("\n")[2],
        lambda text: "[" * 100_000,
    ],
    ids=["titles", "title", "number", "cut", "empty", "no_head", "brackets"],
)
def test_a_compiled_file_that_was_altered_is_not_believed(spoil, tmp_path: Path, readings: Readings) -> None:  # type: ignore[no-untyped-def]
    folder_with(tmp_path / "aids")
    first = Library.load([tmp_path / "aids"], keep=tmp_path / "kept").edition("tonsils")
    (kept,) = (tmp_path / "kept").glob("*.json")
    text = kept.read_text(encoding="utf-8")
    assert spoil(text) != text
    kept.write_text(spoil(text), encoding="utf-8")
    shelf = Library.load([tmp_path / "aids"], keep=tmp_path / "kept")
    assert shelf.edition("tonsils") == first
    assert shelf.entries["tonsils"].title("en") == "Tonsils out, or wait?"
    assert readings.count == 2


def test_a_changed_site_is_read_again_and_gives_another_hash(tmp_path: Path, readings: Readings) -> None:
    folder_with(tmp_path / "aids")
    hashes = {
        Library.load([tmp_path / "aids"], Site(phones={"emergency": phone}), keep=tmp_path / "kept")
        .entries["tonsils"]
        .hash
        for phone in ("555-0100", "555-0199", "555-0100")
    }
    assert len(hashes) == 2
    assert readings.count == 2


def test_a_folder_that_cannot_be_written_costs_time_and_nothing_else(tmp_path: Path, readings: Readings) -> None:
    folder_with(tmp_path / "aids")
    (tmp_path / "a_file").write_text("no folder")
    for _ in range(2):
        shelf = Library.load([tmp_path / "aids"], keep=tmp_path / "a_file" / "kept")
        assert list(shelf.entries) == ["tonsils"]
    assert readings.count == 2


def test_a_site_file_says_its_problems_with_line_and_column(tmp_path: Path) -> None:
    file = tmp_path / "site.yaml"
    file.write_text('name: Practice\nretention_days: 0\nphons: {clinic: "555-0142"}\n', encoding="utf-8")
    with pytest.raises(AidProblems) as broken:
        read_site(file)
    assert [(problem.line, problem.column) for problem in broken.value.problems] == [(2, 17), (3, 1)]
    assert read_site(tmp_path / "none.yaml") == Site()


def test_a_time_zone_that_does_not_exist_is_said_at_the_start(tmp_path: Path) -> None:
    file = tmp_path / "site.yaml"
    for zone in ("America/Chicagoo", "../../etc/passwd", "Chicago time"):
        file.write_text(f'name: Practice\ntime_zone: "{zone}"\n', encoding="utf-8")
        with pytest.raises(AidProblems) as broken:
            read_site(file)
        (problem,) = broken.value.problems
        assert (problem.line, problem.column) == (2, 12)
        assert "there is no time zone" in problem.what
    file.write_text("time_zone: America/Chicago\n", encoding="utf-8")
    assert read_site(file).time_zone == "America/Chicago"


def test_the_schema_beside_the_aids_is_current() -> None:
    """After a change of the language: decisionaid schema > aids/aid.schema.json"""
    assert (ROOT / "aids" / "aid.schema.json").read_text(encoding="utf-8") == as_text()


def test_every_field_that_an_author_writes_says_what_it_is_for() -> None:
    schema = json.loads(as_text())
    parts = schema["$defs"]
    silent = [
        f"{name}.{field}"
        for name, part in {"Aid": schema, **parts}.items()
        for field, said in part.get("properties", {}).items()
        if not (
            said.get("description") or parts.get(said.get("$ref", "").removeprefix("#/$defs/"), {}).get("description")
        )
    ]
    assert silent == []
