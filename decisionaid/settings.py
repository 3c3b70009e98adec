"""Settings of one installation: frozen, read from the environment a single time, each field documented.

Command-line flags of `serve` win over the environment. Rejected: a settings file beside the environment, because a
clinic then has two places to look when something is off. What a site says of itself to patients (phones, retention) is
not here but in DATA/site.yaml, read and checked like an aid.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path

from .errors import DecisionAidError

PREFIX = "DECISIONAID_"
NOT_OURS = ("DECISIONAID_CHROMIUM",)
"""Variables of the tests, which may stand in the environment of a program under test."""


class SettingProblem(DecisionAidError):
    """A setting cannot be used. The words name the variable and the remedy."""


@dataclass(frozen=True)
class Settings:
    """How this installation runs.

    Attributes:
        data: DECISIONAID_DATA, the folder that keeps the database, the keys and site.yaml.
        database_url: DECISIONAID_DATABASE_URL; empty means SQLite in the data folder.
        practice: DECISIONAID_PRACTICE (yes/no); watermark, fictional phones, every aid opens.
        host: DECISIONAID_HOST, the address to listen on; off loopback only with TLS or a proxy.
        port: DECISIONAID_PORT.
        certfile, keyfile: DECISIONAID_CERTFILE, DECISIONAID_KEYFILE, for TLS here.
        behind_proxy: DECISIONAID_BEHIND_PROXY (yes/no): TLS ends at a proxy that sends X-Forwarded-*.
        master_key: DECISIONAID_MASTER_KEY, 64 hex digits; empty means DATA/master.key, made at first start.
        aids: DECISIONAID_AIDS, another folder of aids; empty means the shipped ones.
        idle_minutes: DECISIONAID_IDLE_MINUTES, after which a screen locks (nothing said is lost).
        workers: DECISIONAID_WORKERS, server processes.
        threads: DECISIONAID_THREADS, threads in each.
    """

    data: Path = field(default_factory=lambda: default_data_folder(os.environ))
    database_url: str = ""
    practice: bool = False
    host: str = "127.0.0.1"
    port: int = 8320
    certfile: str = ""
    keyfile: str = ""
    behind_proxy: bool = False
    master_key: str = field(default="", repr=False)
    aids: str = ""
    idle_minutes: int = 10
    workers: int = 2
    threads: int = 256

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] | None = None, **flags: object) -> Settings:
        """Read DECISIONAID_* variables; `flags` that are not None win.

        Raises:
            SettingProblem: a variable or a value cannot be used. A misspelt variable is refused rather than overlooked:
                a site that believes its proxy or its own cards are set is worse off than one that does not start.
        """
        environ = os.environ if environ is None else environ
        known = variables()
        given: dict[str, object] = {"data": default_data_folder(environ)}
        for variable, text in sorted(environ.items()):
            if not variable.startswith(PREFIX) or variable in NOT_OURS:
                continue
            if variable not in known:
                raise SettingProblem(f"{variable} is not a setting. These are: {', '.join(known)}.")
            if text != "":
                given[known[variable]] = _read(known[variable], variable, text)
        given.update({name: value for name, value in flags.items() if value is not None})
        _check_port(given.get("port"))
        return cls(**given)  # type: ignore[arg-type]

    @property
    def url(self) -> str:
        """The database: the one that was set, or SQLite in the data folder."""
        return self.database_url or f"sqlite:///{self.data / 'decisionaid.db'}"

    @property
    def secure(self) -> bool:
        """True where every page travels over TLS (here or at the proxy)."""
        return bool(self.certfile) or self.behind_proxy


def variables() -> Mapping[str, str]:
    """The variable of each setting, in the order of the fields."""
    return {f"{PREFIX}{each.name.upper()}": each.name for each in fields(Settings)}


def default_data_folder(environ: Mapping[str, str]) -> Path:
    """The user's data folder, where nothing else was set."""
    base = environ.get("XDG_DATA_HOME") or str(Path(environ.get("HOME", ".")) / ".local" / "share")
    return Path(base) / "decisionaid"


def new_id() -> str:
    """128 random bits as 22 characters, for every row; none begins with a dash: on a command line that is a flag."""
    made = secrets.token_urlsafe(16)
    return made if not made.startswith("-") else new_id()


_YES_NO = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}


def _check_port(port: object) -> None:
    if isinstance(port, int) and not 1 <= port <= 65535:
        raise SettingProblem(f"Port {port} cannot be used; give a whole number from 1 to 65535.")


def _read(name: str, variable: str, text: str) -> object:
    if name in ("practice", "behind_proxy"):
        if text.lower() not in _YES_NO:
            raise SettingProblem(f"{variable}={text!r} cannot be used; say yes or no.")
        return _YES_NO[text.lower()]
    if name in ("port", "idle_minutes", "workers", "threads"):
        if not text.isdecimal() or not 1 <= int(text) <= 65535:
            raise SettingProblem(f"{variable}={text!r} cannot be used; give a whole number from 1 to 65535.")
        return int(text)
    return Path(text).expanduser() if name == "data" else text
