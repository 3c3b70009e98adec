"""Checks a certificate before it is served: a warning in the browser teaches people to ignore warnings."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from ..errors import DecisionAidError
from ..settings import Settings


class CannotServe(DecisionAidError):
    """The server cannot be started. The words say what is missing and where to set it."""


def check_certificate(settings: Settings, now: datetime | None = None) -> None:
    """Check that it is a certificate, that it has not expired, and that the key belongs to it.

    Raises:
        CannotServe: with the file and the remedy.
    """
    certfile, keyfile = settings.certfile, settings.keyfile
    if bool(certfile) != bool(keyfile):
        raise CannotServe("Not started: --certfile and --keyfile go together.")
    if not certfile:
        return
    for file in (certfile, keyfile):
        if not Path(file).is_file():
            raise CannotServe(f"Not started: there is no file {file}.")
    _check_dates(certfile, now or datetime.now(UTC))
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(certfile, keyfile, password=_locked)
    except ssl.SSLError as problem:
        if problem.reason == "KEY_VALUES_MISMATCH":
            raise CannotServe(
                f"Not started: {keyfile} is not the key of {certfile}. Give the two that were made together."
            ) from problem
        why = (problem.reason or "no PEM text").replace("_", " ").lower()
        raise CannotServe(
            f"Not started: {certfile} and {keyfile} cannot be used as a certificate and its key in PEM form ({why})."
        ) from problem
    except OSError as problem:
        raise CannotServe(f"Not started: {certfile} or {keyfile} cannot be read ({problem.strerror}).") from problem


def _locked() -> str:
    raise CannotServe("Not started: the key is locked with a passphrase. Give it without one, readable by you alone.")


def _check_dates(certfile: str, now: datetime) -> None:
    for first, last in _dates(certfile):
        if now > last:
            raise CannotServe(f"Not started: {certfile} ended on {last:%Y-%m-%d}. Give a certificate that is in date.")
        if now < first:
            raise CannotServe(
                f"Not started: {certfile} begins only on {first:%Y-%m-%d}. Is the clock of this machine right?"
            )


def _dates(certfile: str) -> Iterator[tuple[datetime, datetime]]:
    from cryptography import x509

    try:
        found = x509.load_pem_x509_certificates(Path(certfile).read_bytes())
        yield from ((each.not_valid_before_utc, each.not_valid_after_utc) for each in found)
    except (ValueError, OSError) as problem:
        raise CannotServe(
            f"Not started: {certfile} is not a certificate in PEM form (it begins with BEGIN CERTIFICATE)."
        ) from problem


def names_in(certfile: str) -> tuple[str, ...]:
    """The names on a certificate, without those with a star; () where it cannot be read."""
    from cryptography import x509

    if not certfile:
        return ()
    try:
        first = x509.load_pem_x509_certificates(Path(certfile).read_bytes())[0]
        names = first.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except (ValueError, OSError, x509.ExtensionNotFound):
        return ()
    machines = [str(each) for each in names.get_values_for_type(x509.IPAddress)]
    return (*(each for each in names.get_values_for_type(x509.DNSName) if "*" not in each), *machines)
