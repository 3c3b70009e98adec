"""Any folder that a person can name works, with every command; and no folder is taken that nobody named."""

from __future__ import annotations

from pathlib import Path

import pytest

from decisionaid.cli import main
from decisionaid.commands.serve import _again, prepare
from decisionaid.settings import SettingProblem, Settings, default_data_folder
from decisionaid.store import Store
from tests.builders import Table, sign_in

NAMES = (
    "what?now=yes&mode=memory", "100%", "50%41", "a#b", "two words", " blank before", "it's", '"quoted"', "back\\slash",
    "semi;colon", "file:x", ":memory:", "+plus", "診療所", "Klinik Größe", "عيادة", "e\u0301", "🌻", "-dash", "~tilde",
)  # fmt: skip


@pytest.mark.hazard("H07")
@pytest.mark.parametrize("name", NAMES)
def test_a_folder_of_any_name_keeps_a_visit_through_backup_and_restore(
    tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    flag = f"--data=./{name}"
    settings = Settings.from_environment({}, data=f"./{name}", practice=True)
    assert prepare(settings)
    assert {each.name for each in tmp_path.iterdir()} == {name}, "nothing beside it"
    assert (tmp_path / name / "decisionaid.db").stat().st_size > 0
    assert main(["link", flag]) == 0
    store = Store(settings)
    person = store.people.add(name="Walter Patient")
    store.people.open_visit(person.id, None, practice=True)
    store.close()
    assert main(["visits", flag, "--on", f"{store.clock():%Y-%m-%d}"]) == 0
    assert person.id in capsys.readouterr().out
    assert main(["backup", "kept.zip", "--with-key", flag]) == 0
    assert main(["restore", "kept.zip", f"--data=new/{name}"]) == 0
    store = Store(Settings.from_environment({}, data=Path(f"new/{name}")))
    assert store.people.find(person.id).name == "Walter Patient"
    store.verify()
    store.close()


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home folder, and another folder to stand in."""
    (tmp_path / "home").mkdir()
    (tmp_path / "here").mkdir()
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    monkeypatch.chdir(tmp_path / "here")
    return tmp_path / "home"


def test_a_tilde_after_an_equals_sign_is_the_home_folder_in_every_place(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Store(Settings(data=home / "x")).close()
    assert main(["link", "--data=~/x"]) == 0
    assert main(["backup", "~/x.zip", "--data=~/x"]) == 0
    assert main(["restore", "~/x.zip", "--data=~/y", "--key=~/x/master.key"]) == 0
    monkeypatch.setenv("DECISIONAID_DATA", "~/y")
    assert main(["visits"]) == 0
    assert {each.name for each in home.iterdir()} == {"x", "x.zip", "y"}
    assert list(Path.cwd().iterdir()) == []
    settings = Settings.from_environment({"HOME": str(home)}, certfile="~/c", keyfile="~/k", aids="~/a")
    assert (settings.certfile, settings.keyfile, settings.aids) == tuple(str(home / name) for name in "cka")


def test_an_export_takes_a_tilde_too(home: Path) -> None:
    table = Table(home / "x")
    visit = table.open_visit()
    person = table.store.people.visit(visit.id).person_id
    assert main(["export", person, "--format", "html", "--data=~/x", "--output=~/plan.html"]) == 0
    assert (home / "plan.html").stat().st_size > 0


@pytest.mark.hazard("T07")
def test_without_a_home_nothing_is_kept_in_the_current_folder(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("HOME")
    for command in (["serve", "--practice"], ["serve"], ["visits"], ["link"], ["backup", "x.zip"]):
        assert main(command) == 1
        said = capsys.readouterr().err
        assert "There is no home folder" in said
        assert "--data DIR" in said
    assert list(Path.cwd().iterdir()) == []
    monkeypatch.setenv("DECISIONAID_DATA", str(home / "named"))
    assert Settings.from_environment().data == home / "named", "whoever names a folder needs no home"
    for environ in ({}, {"HOME": ""}, {"HOME": "."}, {"XDG_DATA_HOME": "data"}):
        with pytest.raises(SettingProblem):
            default_data_folder(environ, practice=False)


@pytest.mark.hazard("H04")
def test_practice_and_real_visits_are_in_folders_of_their_own(home: Path) -> None:
    practice, real = Settings.from_environment(practice=True), Settings.from_environment()
    assert practice.data != real.data
    assert {practice.data.parent, real.data.parent} == {home / ".local" / "share"}
    prepare(practice)
    assert main(["visits", "--practice"]) == 0
    assert main(["visits"]) == 1, "there are no real visits here"
    assert not real.data.exists()
    assert _again(practice).endswith("decisionaid link --practice")
    assert Settings.from_environment({"HOME": str(home), "DECISIONAID_PRACTICE": "yes"}).data == practice.data


def test_the_command_for_another_link_can_be_typed_from_any_folder(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    import shlex

    settings = Settings.from_environment(data=Path("a b?#"), practice=True)
    prepare(settings)
    words = shlex.split(_again(settings))
    monkeypatch.chdir(home)
    assert main(words[1:]) == 0
    assert "/start/" in capsys.readouterr().out


def test_a_link_for_a_mistyped_folder_makes_no_clinic(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for command in (["link"], ["approve", "statin", "--by", "Ellen Price"], ["visits"]):
        assert main([*command, "--data", str(tmp_path / "typo")]) == 1
        said = capsys.readouterr()
        assert "There is no database" in said.err
        assert said.out == ""
    assert not (tmp_path / "typo").exists()


def test_a_link_is_for_the_address_that_was_served_last(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from decisionaid.commands._address import keep_address

    settings = Settings(data=tmp_path, practice=True, port=8400)
    table = Table(tmp_path)
    sign_in(table.stranger(), table.store)
    keep_address(settings)
    for flags, address in (((), "http://127.0.0.1:8400"), (("--port", "8500"), "http://127.0.0.1:8500")):
        assert main(["link", "--data", str(tmp_path), *flags]) == 0
        assert capsys.readouterr().out.startswith(f"{address}/start/")
