"""`decisionaid restore`: at three in the morning, with a sentence for all that can be wrong, and nothing lost."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from decisionaid.cli import main
from decisionaid.settings import Settings
from decisionaid.store import Store
from tests.commands.restoring import everything, restore
from tests.store.clinic import Clinic

pytestmark = pytest.mark.hazard("H07")


def words_in(data: Path, person: str) -> list[str | None]:
    store = Store(Settings(data=data))
    try:
        store.verify()
        return [line.words for line in store.log.read(person)]
    finally:
        store.close()


def test_a_backup_with_its_key_comes_back_on_an_empty_machine(
    clinic: Clinic, with_key: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    new = tmp_path / "new" / "machine"
    assert restore(with_key, new) == 0
    assert "4 lines of 2 people" in capsys.readouterr().out
    assert words_in(new, clinic.person) == ["said before the backup"]
    assert words_in(new, clinic.other)[1] == "the noise of another room"
    assert (new / "site.yaml").read_text() == 'name: "Our clinic"\n'
    for name in ("decisionaid.db", "master.key", "site.yaml"):
        assert os.name != "posix" or stat.S_IMODE((new / name).stat().st_mode) == 0o600


def test_the_key_put_back_first_opens_the_backup_without_force(clinic: Clinic, backup: Path, tmp_path: Path) -> None:
    new = tmp_path / "new"
    new.mkdir()
    (new / "master.key").write_bytes((clinic.data / "master.key").read_bytes())
    assert restore(backup, new) == 0
    assert words_in(new, clinic.person) == ["said before the backup"]


def test_the_key_may_be_given_as_a_file_and_is_kept(clinic: Clinic, backup: Path, tmp_path: Path) -> None:
    new = tmp_path / "new"
    assert restore(backup, new, "--key", str(clinic.data / "master.key")) == 0
    assert words_in(new, clinic.person) == ["said before the backup"], "the server finds the key without being told"


def test_the_key_may_stand_in_the_environment_and_is_not_written_down(
    clinic: Clinic, backup: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DECISIONAID_MASTER_KEY", (clinic.data / "master.key").read_text())
    assert restore(backup, tmp_path / "new") == 0
    assert not (tmp_path / "new" / "master.key").exists()


def test_without_its_key_nothing_is_put_back_and_the_remedy_is_said(
    backup: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert restore(backup, tmp_path / "new") == 1
    said = capsys.readouterr().err
    assert "The master key is not in this backup" in said
    assert "--key FILE" in said
    assert everything(tmp_path / "new") == {}


@pytest.mark.parametrize("key", ["5a" * 32, "no key at all"])
def test_a_wrong_key_changes_nothing(
    clinic: Clinic, backup: Path, tmp_path: Path, key: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "wrong.key").write_text(key)
    clinic.store.close()
    before = everything(clinic.data)
    assert restore(backup, clinic.data, "--force", "--key", str(tmp_path / "wrong.key")) == 1
    assert "key" in capsys.readouterr().err
    assert everything(clinic.data) == before


def test_a_file_that_is_missing_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert restore(tmp_path / "none.zip", tmp_path / "new") == 1
    assert "There is no file" in capsys.readouterr().err
    assert not (tmp_path / "new").exists()


def test_a_folder_with_data_is_replaced_only_by_force_and_then_kept_aside(
    clinic: Clinic, backup: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    clinic.say(words="said after the backup", item="said")
    clinic.store.close()
    before = everything(clinic.data)
    assert restore(backup, clinic.data) == 1
    assert "holds data already" in capsys.readouterr().err
    assert everything(clinic.data) == before
    assert restore(backup, clinic.data, "--force") == 0
    assert "said after" not in repr(words_in(clinic.data, clinic.person))
    (aside,) = clinic.data.glob("before-restore-*")
    assert str(aside) in capsys.readouterr().out
    (aside / "master.key").write_bytes((clinic.data / "master.key").read_bytes())
    assert words_in(aside, clinic.person) == ["said before the backup", "said after the backup"]


def test_what_was_put_aside_can_itself_be_put_back(clinic: Clinic, backup: Path, tmp_path: Path) -> None:
    clinic.say(words="said after the backup", item="said")
    clinic.store.close()
    assert main(["backup", str(tmp_path / "newer.zip"), "--data", str(clinic.data)]) == 0
    assert restore(backup, clinic.data, "--force") == 0
    assert restore(tmp_path / "newer.zip", clinic.data, "--force") == 0
    assert words_in(clinic.data, clinic.person)[-1] == "said after the backup"
    assert len(list(clinic.data.glob("before-restore-*"))) == 2


def test_while_a_server_has_the_data_nothing_is_put_back(
    clinic: Clinic, backup: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    program = (
        "import sys; from pathlib import Path; from decisionaid.settings import Settings\n"
        "from decisionaid.store import Store\n"
        "store = Store(Settings(data=Path(sys.argv[1]))); print('open', flush=True); sys.stdin.read()"
    )
    clinic.store.close()
    with subprocess.Popen(
        [sys.executable, "-c", program, str(clinic.data)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as server:
        assert server.stdout is not None
        assert server.stdout.readline() == b"open\n"
        assert restore(backup, clinic.data, "--force") == 1
        assert "Stop it first" in capsys.readouterr().err
        server.kill()
    assert restore(backup, clinic.data, "--force") == 0, "a killed server holds nothing"


@pytest.mark.hazard("T06")
def test_nobody_is_signed_in_and_no_link_works_after_a_backup_was_put_back(clinic: Clinic, tmp_path: Path) -> None:
    accounts = clinic.store.accounts
    account = accounts.accept(accounts.invite(), "Ellen Price", "a few words in a row")
    opaque, code = accounts.sign_in(account.id, account.role), accounts.invite()
    assert main(["backup", str(tmp_path / "c.zip"), "--data", str(clinic.data), "--with-key"]) == 0
    accounts.end(opaque)
    assert restore(tmp_path / "c.zip", tmp_path / "new") == 0
    store = Store(Settings(data=tmp_path / "new"), clinic.clock)
    assert store.accounts.signed_in(opaque) is None
    assert not store.accounts.invited(code)
    assert store.accounts.check("Ellen Price", "a few words in a row") is not None
    store.close()


@pytest.mark.hazard("T14")
def test_it_says_that_words_taken_out_since_are_back(
    with_key: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    assert restore(with_key, tmp_path / "new") == 0
    assert "take them out again" in capsys.readouterr().out


def test_a_step_that_fails_puts_the_old_data_back(
    clinic: Clinic, with_key: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The disk fails at each of the renames in turn; every time the clinic is as it was."""
    (clinic.data / "master.key").write_text((clinic.data / "master.key").read_text())
    clinic.store.close()
    before = everything(clinic.data)
    real, failed = Path.rename, 0
    for at in range(1, 9):
        left = at

        def rename(self: Path, target: Path) -> Path:
            nonlocal left
            left -= 1
            if left == 0:
                raise OSError(5, "Input/output error")
            return real(self, target)

        monkeypatch.setattr(Path, "rename", rename)
        done = restore(with_key, clinic.data, "--force")
        monkeypatch.setattr(Path, "rename", real)
        if done == 0:
            break
        failed += 1
        assert "Input/output error" in capsys.readouterr().err
        kept = {name: data for name, data in everything(clinic.data).items() if "before-restore" not in name}
        assert kept == before
    assert failed >= 4, "the old database, the old site.yaml, the new database and the new site.yaml"
