"""Serving over TLS: a certificate that a browser would turn away is turned away at the start; links are usable."""

from __future__ import annotations

import ipaddress
import ssl
import urllib.request
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from decisionaid.cli import main
from decisionaid.commands._address import address_of
from decisionaid.settings import Settings
from decisionaid.store import Store
from tests.project import ROOT, free_port, served

pytestmark = pytest.mark.hazard("T07")
NOW = datetime.now(UTC)
PEM = serialization.Encoding.PEM


@pytest.fixture(autouse=True)
def _not_served_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """A start that should have been refused fails the test, rather than serving until somebody stops it."""

    def started(*_: object) -> None:
        raise AssertionError("it was started")

    monkeypatch.setattr("decisionaid.commands.serve._serve", started)


def certificate(
    folder: Path, name: str, *, first: datetime = NOW - timedelta(days=1), days: int = 2, locked: bool = False
) -> list[str]:
    """A certificate of our own and its key; the flags that name them."""
    key = ec.generate_private_key(ec.SECP256R1())
    who = x509.Name([x509.NameAttribute(x509.oid.NameOID.COMMON_NAME, "clinic.example")])
    names = x509.SubjectAlternativeName(
        [
            x509.DNSName("*.clinic.example"),
            x509.DNSName("cards.clinic.example"),
            x509.IPAddress(ipaddress.ip_address("127.0.0.1")),
        ]
    )
    made = (
        x509.CertificateBuilder()
        .subject_name(who)
        .issuer_name(who)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(first)
        .not_valid_after(first + timedelta(days=days))
        .add_extension(names, critical=False)
        .sign(key, hashes.SHA256())
    )
    lock = serialization.BestAvailableEncryption(b"secret") if locked else serialization.NoEncryption()
    (folder / f"{name}.pem").write_bytes(made.public_bytes(PEM))
    (folder / f"{name}.key").write_bytes(key.private_bytes(PEM, serialization.PrivateFormat.PKCS8, lock))
    return ["--certfile", str(folder / f"{name}.pem"), "--keyfile", str(folder / f"{name}.key")]


def refused(folder: Path, flags: list[str], capsys: pytest.CaptureFixture[str]) -> str:
    port = str(free_port())
    assert main(["serve", "--practice", "--data", str(folder / "data"), "--port", port, *flags]) == 1
    said = capsys.readouterr()
    assert said.out == "", "it was not called ready"
    assert said.err.startswith("Not started: ")
    assert said.err.count("\n") == 1
    assert not (folder / "data").exists()
    return said.err


def test_a_key_of_another_certificate_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    one, other = certificate(tmp_path, "one"), certificate(tmp_path, "other")
    assert "is not the key of" in refused(tmp_path, one[:2] + other[2:], capsys)


@pytest.mark.parametrize(("first", "said"), [(-40, "ended on"), (+10, "begins only on")], ids=["expired", "not yet"])
def test_a_certificate_that_is_out_of_date_is_refused(
    tmp_path: Path, first: int, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    flags = certificate(tmp_path, "dated", first=NOW + timedelta(days=first), days=30)
    assert said in refused(tmp_path, flags, capsys)


@pytest.mark.parametrize("which", [1, 3], ids=["certificate", "key"])
@pytest.mark.parametrize("content", [b"", b"\x00\xff" * 500, b"-----BEGIN CERTIFICATE-----\nAAAA\n"])
def test_bytes_that_are_no_certificate_or_key_are_refused(
    tmp_path: Path, which: int, content: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    flags = certificate(tmp_path, "spoilt")
    Path(flags[which]).write_bytes(content)
    assert "PEM form" in refused(tmp_path, flags, capsys)


def test_a_key_under_a_passphrase_is_refused_and_nobody_is_asked_for_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "passphrase" in refused(tmp_path, certificate(tmp_path, "locked", locked=True), capsys)


def test_over_tls_the_links_are_https_and_lead_in(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """On all addresses of the machine the link names the certificate's own name, not 0.0.0.0."""
    flags = certificate(tmp_path, "good")
    with served(ROOT, tmp_path / "data", "--host", "0.0.0.0", *flags) as server:
        port = server.address.rpartition(":")[2]
        assert server.link.startswith(f"https://cards.clinic.example:{port}/start/")
        assert main(["link", "--data", str(tmp_path / "data")]) == 0
        again = capsys.readouterr().out.strip()
        assert again.startswith(f"https://cards.clinic.example:{port}/start/")
        trusting = ssl.create_default_context(cafile=flags[1])
        for link in (server.link, again):
            here = link.replace("cards.clinic.example", "127.0.0.1")
            with urllib.request.urlopen(here, timeout=20, context=trusting) as answer:
                assert b'name="password"' in answer.read()


def test_link_takes_the_same_flags_as_serve(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Store(Settings(data=tmp_path / "data")).close()
    flags = certificate(tmp_path, "good")
    assert main(["link", "--data", str(tmp_path / "data"), "--host", "0.0.0.0", *flags]) == 0
    assert capsys.readouterr().out.startswith("https://cards.clinic.example:8320/start/")


@pytest.mark.parametrize("host", ["0.0.0.0", "::"])
def test_no_address_to_open_is_one_that_only_a_server_understands(tmp_path: Path, host: str) -> None:
    for more in ({"behind_proxy": True}, {"certfile": str(tmp_path / "none"), "keyfile": "k"}):
        address = address_of(Settings(data=tmp_path, host=host, **more))  # type: ignore[arg-type]
        assert address.startswith("https://")
        assert host not in address.removeprefix("https://").split(":")
        assert "0.0.0.0" not in address
