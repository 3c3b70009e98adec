"""Starting and stopping: a link within seconds, refusals in plain sentences, and nothing left behind."""

from __future__ import annotations

import signal
import socket
import time
import urllib.request
from pathlib import Path

import pytest

from decisionaid.cli import main
from decisionaid.settings import SettingProblem, Settings
from tests.project import ROOT, free_port, served, wait_until_free

HOME = {"HOME": "/somewhere/ellen"}


@pytest.fixture(autouse=True)
def _own_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HOST", "PORT", "PRACTICE", "BEHIND_PROXY", "CERTFILE", "KEYFILE"):
        monkeypatch.delenv(f"DECISIONAID_{name}", raising=False)


def test_two_starts_print_two_links_and_both_lead_in(tmp_path: Path) -> None:
    with served(ROOT, tmp_path / "data") as first, served(ROOT, tmp_path / "data") as second:
        assert first.link != second.link
        for each in (first, second):
            assert each.link.startswith(f"{each.address}/start/")
            with urllib.request.urlopen(each.link, timeout=20) as answer:
                assert b'name="password"' in answer.read()


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM], ids=["ctrl-c", "stopped by the machine"])
def test_a_stop_is_clean_and_says_nothing(tmp_path: Path, sign: signal.Signals) -> None:
    with served(ROOT, tmp_path / "data") as server:
        with urllib.request.urlopen(f"{server.address}/healthz", timeout=20) as answer:
            assert answer.status == 200
        time.sleep(1)  # the second process of the server is up a moment after the first
        server.process.send_signal(sign)
        said, complained = server.process.communicate(timeout=20)
        assert server.process.returncode == 0
        assert (said, complained) == ("", "")
        assert wait_until_free(server.address)


def test_a_port_in_use_is_said_with_another_to_try(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert main(["serve", "--practice", "--data", str(tmp_path), "--port", str(port)]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert f"127.0.0.1:{port} cannot be used" in said.err
    assert f"--port {port % 65535 + 1}" in said.err
    assert list(tmp_path.iterdir()) == [], "nothing was made before the port was known to be free"


@pytest.mark.hazard("T07")
@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.7", "::"])
def test_beyond_this_machine_it_asks_for_tls(tmp_path: Path, capsys: pytest.CaptureFixture[str], host: str) -> None:
    assert main(["serve", "--practice", "--data", str(tmp_path), "--host", host]) == 1
    said = capsys.readouterr().err
    assert "--certfile" in said
    assert "--behind-proxy" in said
    assert list(tmp_path.iterdir()) == []


def test_a_certificate_that_is_not_there_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lost = str(tmp_path / "lost.pem")
    assert main(["serve", "--practice", "--data", str(tmp_path), "--certfile", lost, "--keyfile", lost]) == 1
    assert lost in capsys.readouterr().err
    assert main(["serve", "--practice", "--data", str(tmp_path), "--certfile", lost]) == 1
    assert "go together" in capsys.readouterr().err


def test_real_visits_wait_until_the_site_has_its_phones(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["serve", "--data", str(tmp_path), "--port", str(free_port())]) == 1
    said = capsys.readouterr().err
    assert "phones" in said
    assert "retention_days" in said
    assert "--practice" in said


@pytest.mark.parametrize("port", [0, 65536, 99999])
def test_a_port_that_cannot_be_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str], port: int) -> None:
    assert main(["serve", "--practice", "--data", str(tmp_path), "--port", str(port)]) == 1
    assert "from 1 to 65535" in capsys.readouterr().err


def test_a_misspelt_setting_is_refused_by_name() -> None:
    with pytest.raises(SettingProblem, match="DECISIONAID_PROT is not a setting"):
        Settings.from_environment({"DECISIONAID_PROT": "8400"})


def test_a_flag_wins_over_the_environment_and_the_environment_over_the_default() -> None:
    assert Settings.from_environment(HOME).port == 8320
    assert Settings.from_environment({**HOME, "DECISIONAID_PORT": "8400"}).port == 8400
    assert Settings.from_environment({**HOME, "DECISIONAID_PORT": "8400"}, port=8401).port == 8401
    assert Settings.from_environment({**HOME, "DECISIONAID_PRACTICE": "yes"}).practice is True
    with pytest.raises(SettingProblem, match="yes or no"):
        Settings.from_environment({**HOME, "DECISIONAID_PRACTICE": "perhaps"})


def test_the_master_key_is_in_no_message() -> None:
    assert "5ec4e7" not in repr(Settings(data=Path("data"), master_key="5ec4e7" * 10))
