"""`decisionaid erase`: asks back, erases on a running server, and says what it does not reach (T14)."""

from __future__ import annotations

import io

import pytest

from decisionaid.cli import main
from decisionaid.store import Store
from tests.store.clinic import Clinic

pytestmark = pytest.mark.hazard("T14")
MARKER = "marzipanwhisper0417"


def erase(clinic: Clinic, *words: str) -> int:
    return main(["erase", *words, "--practice", "--data", str(clinic.data)])


def type_in(monkeypatch: pytest.MonkeyPatch, typed: str) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(typed))


def test_it_says_whose_everything_it_is_and_erases_after_a_word(
    clinic: Clinic, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    clinic.say(words="something", value={"note": MARKER})
    (clinic.data / "before-restore-20260101-000000-abcd").mkdir()
    type_in(monkeypatch, "erase\n")
    assert erase(clinic, clinic.person) == 0
    said = capsys.readouterr().out
    assert "everything of Walter Patient: 1 visits, 1 lines. 1 of the visits have not ended." in said
    assert "before-restore-20260101-000000-abcd" in said
    assert "Backups" in said
    assert [name for name, data in clinic.bytes_on_disk().items() if MARKER.encode() in data] == []
    receipt = said.partition("Receipt: ")[2].partition("\n")[0]
    assert erase(clinic, "--receipt", receipt) == 0
    assert "The receipt is good: 1 visits, 1 lines" in capsys.readouterr().out
    assert erase(clinic, "--receipt", receipt[:-1] + "x") == 1
    clinic.store.verify()


@pytest.mark.parametrize("typed", ["", "no\n", "yes\n", "y\n", "\n"])
def test_whoever_does_not_say_so_in_full_erases_nobody(
    clinic: Clinic, typed: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    clinic.say(words="kept")
    type_in(monkeypatch, typed)
    assert erase(clinic, clinic.person) == 1
    assert "Nothing was erased" in capsys.readouterr().err
    assert clinic.log()[0].words == "kept"


def test_somebody_is_found_by_number_and_name_together_and_by_neither_alone(
    clinic: Clinic, capsys: pytest.CaptureFixture[str]
) -> None:
    account = clinic.store.accounts.accept(clinic.store.accounts.invite(), "Ellen", "quite a few words").id
    visit = clinic.store.arrivals.begin(account, "k" * 22, practice=True, name="Rosa Unseen", number="4711")
    for words in ((), ("--number", "4711"), ("--name", "Rosa Unseen"), (visit.person_id, "--number", "4711")):
        assert erase(clinic, *words, "--yes") == 2
    for words in (("--number", "4711", "--name", "Rosa"), ("--number", "4712", "--name", "Rosa Unseen"), ("nobody",)):
        assert erase(clinic, *words, "--yes") == 1
    assert clinic.store.people.find(visit.person_id).name == "Rosa Unseen"
    capsys.readouterr()
    assert erase(clinic, "--number", "47-11", "--name", "rosa unseen", "--yes") == 1, "another number"
    assert erase(clinic, "--number", "4711", "--name", "rosa unseen", "--yes") == 0
    again = Store(clinic.settings, clinic.clock)
    assert again.arrivals.known("Rosa Unseen", "4711") is None
    again.close()
