"""The settings of one installation: frozen, read from the environment one time, each field documented.

Command-line flags of `serve` win over the environment. Rejected: a settings file beside the environment, because a
clinic then has two places to look when something is off. What a site says of itself to patients (phones, retention) is
not here but in DATA/site.yaml, read and checked like an aid.
"""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, fields
from ipaddress import ip_network
from pathlib import Path

from .errors import DecisionAidError

PREFIX = "DECISIONAID_"
NOT_OURS = ("DECISIONAID_CHROMIUM",)
"""Variables of the tests, which may be set while the program is under test."""


class SettingProblem(DecisionAidError):
    """A setting cannot be used. The words name the variable and the remedy."""


class CalledWrongly(SettingProblem):
    """A flag names something that cannot be used. The command ends as it does after a misspelt flag."""

    ends_with = 2


@dataclass(frozen=True)
class Settings:
    """The settings of one installation.

    Attributes:
        data: DECISIONAID_DATA, the folder that keeps the database, the keys and site.yaml; practice has one of its own.
        database_url: DECISIONAID_DATABASE_URL; empty means SQLite in the data folder.
        site: DECISIONAID_SITE, which clinic's rows this program reads and writes, where one database holds many.
        practice: DECISIONAID_PRACTICE (yes/no); watermark, fictional phones, every aid opens.
        host: DECISIONAID_HOST, the address to listen on; off loopback only with TLS or a proxy.
        port: DECISIONAID_PORT.
        certfile, keyfile: DECISIONAID_CERTFILE, DECISIONAID_KEYFILE, for TLS here.
        behind_proxy: DECISIONAID_BEHIND_PROXY (yes/no): TLS ends at a proxy that sends X-Forwarded-*.
        proxy_address: DECISIONAID_PROXY_ADDRESS, the address that the proxy asks from; what anybody else says in
            X-Forwarded-* is not believed. Empty: anybody's, but X-Forwarded-Prefix from this machine alone.
        prefix: DECISIONAID_PREFIX, such as /x/y, where the program does not stand at the root of its host.
        address: DECISIONAID_ADDRESS, such as https://cards.example:8443, for links that are made without a request.
        master_key: DECISIONAID_MASTER_KEY, 64 hex digits; empty means DATA/master.key, made at first start.
        aids: DECISIONAID_AIDS, another folder of aids; empty means the shipped ones.
        idle_minutes: DECISIONAID_IDLE_MINUTES, after which a screen locks (nothing said is lost).
        workers: DECISIONAID_WORKERS, server processes.
        threads: DECISIONAID_THREADS, threads in each.
        pool: DECISIONAID_POOL, connections to PostgreSQL that each server process opens at the most.
    """

    data: Path
    database_url: str = field(default="", repr=False)
    site: str = "here"
    practice: bool = False
    host: str = "127.0.0.1"
    port: int = 8320
    certfile: str = ""
    keyfile: str = ""
    behind_proxy: bool = False
    proxy_address: str = ""
    prefix: str = ""
    address: str = ""
    master_key: str = field(default="", repr=False)
    aids: str = ""
    idle_minutes: int = 10
    workers: int = 2
    threads: int = 256
    pool: int = 12

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] | None = None, **flags: object) -> Settings:
        """Read DECISIONAID_* variables; `flags` that are not None win.

        Raises:
            SettingProblem: a variable or a value cannot be used. A misspelt variable is refused rather than overlooked:
                a site that believes its proxy or its own cards are set is worse off than one that does not start.
        """
        environ = os.environ if environ is None else environ
        given = _read_variables(environ) | {name: value for name, value in flags.items() if value is not None}
        _check_port(given.get("port"))
        for name, kind in _PLACES.items():
            given |= {name: kind(place_of(str(given[name])))} if given.get(name) else {}
        if "data" not in given:
            given["data"] = default_data_folder(environ, practice=bool(given.get("practice")))
        return cls(**given)  # type: ignore[arg-type]

    @property
    def secure(self) -> bool:
        """True where every page travels over TLS (here or at the proxy)."""
        return bool(self.certfile) or self.behind_proxy


def variables() -> Mapping[str, str]:
    """The variable of each setting, in the order of the fields."""
    return {f"{PREFIX}{each.name.upper()}": each.name for each in fields(Settings)}


def default_data_folder(environ: Mapping[str, str], *, practice: bool) -> Path:
    """The data folder of this user where none was set: one for practice, another for real visits.

    Raises:
        SettingProblem: the user has no home folder. The current folder is not taken in its place: names of patients
            would lie wherever the program happened to be started.
    """
    places = (environ.get("XDG_DATA_HOME", ""), environ.get("HOME") or environ.get("USERPROFILE", ""))
    shared, home = (Path(each) for each in places)
    if not shared.is_absolute() and not home.is_absolute():
        raise SettingProblem(
            "There is no home folder to keep the data in (HOME is not set). Say which folder: --data DIR, "
            "or DECISIONAID_DATA."
        )
    base = shared if shared.is_absolute() else home / ".local" / "share"
    return base / ("decisionaid-practice" if practice else "decisionaid")


def place_of(text: str) -> Path:
    """A path as it was typed, with ~ replaced by the home folder, also after an equals sign where no shell does that.

    Raises:
        SettingProblem: it is no place.
    """
    if not text.strip():
        raise SettingProblem("A file or folder was named with nothing in the name.")
    if not _is_utf8(text):
        raise SettingProblem(f"{text[:100]!r} is not written in UTF-8. Please name it otherwise.")
    place = os.path.expanduser(text)  # of the text: a Path has lost the ./ before a name that begins with ~
    if text.startswith("~") and place == text:
        raise SettingProblem(f"{text} cannot be used: there is no home folder of that name.")
    try:
        found = Path(place).absolute()
        with suppress(FileNotFoundError, NotADirectoryError):
            found.stat()  # a name that no disk can hold, a folder that may not be entered
    except (OSError, ValueError) as problem:
        said = getattr(problem, "strerror", None) or str(problem)
        raise SettingProblem(f"{text[:100]} cannot be used: {said}.") from problem
    return found


def _is_utf8(text: str) -> bool:
    return not any("\ud800" <= sign <= "\udfff" for sign in text)


def new_id() -> str:
    """Make an id of 128 random bits, as 22 characters.

    It never begins with a dash, which a command line reads as a flag.
    """
    made = secrets.token_urlsafe(16)
    return made if not made.startswith("-") else new_id()


_PLACES: Mapping[str, Callable[[Path], Path | str]] = {"certfile": str, "keyfile": str, "aids": str, "data": Path}
"""Settings that name a file or a folder, and the type that each is kept in."""
_YES_NO = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}


def _read_variables(environ: Mapping[str, str]) -> dict[str, object]:
    """Setting -> value, of every variable of this program that is not empty."""
    known, given = variables(), {}
    for variable, text in sorted(environ.items()):
        if not variable.startswith(PREFIX) or variable in NOT_OURS:
            continue
        if variable not in known:
            raise SettingProblem(f"{variable} is not a setting. These are: {', '.join(known)}.")
        if not _is_utf8(text):
            raise SettingProblem(f"{variable} is not written in UTF-8.")
        if text != "":
            given[known[variable]] = _read(known[variable], variable, text)
    return given


def is_prefix(text: str) -> bool:
    """Whether a text can stand before every address: /word or /word/word, and nothing that leads elsewhere."""
    return _A_PREFIX.fullmatch(text) is not None


def _is_address(text: str) -> bool:
    return _AN_ADDRESS.fullmatch(text) is not None


def _is_site(text: str) -> bool:
    return re.fullmatch(r"[a-z0-9][a-z0-9-]{0,39}", text) is not None


def _is_network(text: str) -> bool:
    try:
        ip_network(text)
    except ValueError:
        return False
    return True


_A_PREFIX = re.compile(r"(?:/[A-Za-z0-9_-]{1,64}){1,8}")
_AN_ADDRESS = re.compile(r"https?://(?:[A-Za-z0-9.-]{1,253}|\[[0-9A-Fa-f:.]+\])(?::[0-9]{1,5})?")
_CHECKED: Mapping[str, tuple[Callable[[str], bool], str]] = {
    "prefix": (is_prefix, "give words behind slashes, such as /x/y"),
    "address": (_is_address, "give how people reach it, without a path, such as https://cards.example:8443"),
    "site": (_is_site, "give up to forty small letters, digits and dashes"),
    "proxy_address": (_is_network, "give an address or a network, such as 10.0.0.5 or 10.0.0.0/24"),
}


def _check_port(port: object) -> None:
    if isinstance(port, int) and not 1 <= port <= 65535:
        raise SettingProblem(f"Port {port} cannot be used; give a whole number from 1 to 65535.")


def _read(name: str, variable: str, text: str) -> object:
    if name in ("practice", "behind_proxy"):
        if text.lower() not in _YES_NO:
            raise SettingProblem(f"{variable}={text!r} cannot be used; say yes or no.")
        return _YES_NO[text.lower()]
    if name in _CHECKED:
        check, remedy = _CHECKED[name]
        text = text if text == "/" else text.rstrip("/")
        if text != "/" and not check(text):
            raise SettingProblem(f"{variable}={text!r} cannot be used; {remedy}.")
        return "" if text == "/" else text
    if name in ("port", "idle_minutes", "workers", "threads", "pool"):
        if not text.isdecimal() or not 1 <= int(text) <= 65535:
            raise SettingProblem(f"{variable}={text!r} cannot be used; give a whole number from 1 to 65535.")
        return int(text)
    return text
