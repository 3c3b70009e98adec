"""`decisionaid serve`: one clinic on one machine.

gunicorn with threads, two processes, each with a worker of our own (`_worker`) that collects a request before a thread
gets it: it finishes what runs when it is told to stop, and leaves nothing on the port when it is killed. Each process
opens its own store after it was forked.
"""

from __future__ import annotations

import argparse
import gc
import os
import shlex
import socket
import sys
from pathlib import Path
from shutil import which
from typing import Any

from ..settings import SettingProblem, Settings
from ._address import address_of, keep_address
from ._arguments import add_data, add_tls, settings_from
from ._certificate import CannotServe, check_certificate

NAME = "serve"
HELP = "serve the cards on this machine and print the address"
LOOPBACK = ("127.0.0.1", "localhost", "::1")
MORE_CONNECTIONS = 1_000
"""How many connections each process may hold besides those that a thread answers."""
KEPT_SECONDS = 130
"""How long a connection without a request stays open: for longer than a proxy keeps its own to a server (nginx 60 s,
Caddy 120 s), so that none sends a choice into a connection that is being closed."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments. Flags win over the environment."""
    parser.add_argument("--host", help="address to listen on (127.0.0.1)")
    parser.add_argument("--port", type=int, help="port to listen on (8320)")
    add_data(parser)
    add_tls(parser)


def run(args: argparse.Namespace) -> int:
    """Check everything, print the address, and serve until stopped."""
    os.umask(0o077)
    settings = settings_from(
        args,
        **{name: getattr(args, name) for name in ("host", "port", "certfile", "keyfile", "behind_proxy")},
    )
    check_address(settings)
    link = prepare(settings)
    if sys.platform == "win32":
        raise CannotServe("decisionaid serve needs Linux or macOS; on Windows run it in WSL.")
    _serve(settings, link)
    return 0


def check_address(settings: Settings) -> None:
    """Check that other machines are served over TLS only, and that the port is free.

    Raises:
        CannotServe: with the remedy.
    """
    if settings.host not in LOOPBACK and not settings.secure:
        raise CannotServe(
            f"Not started: {settings.host} can be reached from other machines, and without TLS the visit would travel "
            "in the open. Give --certfile and --keyfile, or --behind-proxy where a proxy speaks TLS."
        )
    check_certificate(settings)
    with socket.socket(socket.AF_INET6 if ":" in settings.host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except UnicodeError:
            raise CannotServe(f"Not started: {settings.host} is not the name or the address of a machine.") from None
        except OSError as problem:
            raise CannotServe(
                f"Not started: {settings.host}:{settings.port} cannot be used ({problem.strerror}). "
                f"Another program may be using it; try another port, such as --port {settings.port % 65535 + 1} "
                f"or DECISIONAID_PORT={settings.port % 65535 + 1}."
            ) from None


def prepare(settings: Settings) -> str | None:
    """Update the database and check the site. Returns a sign-in link where nobody can sign in yet.

    Raises:
        CannotServe: outside practice, while the site's phones, retention or approvals are missing.
    """
    from ..clinic import open_library
    from ..library import site_of
    from ..site_reader import fits
    from ..store import Store

    store = Store(settings)
    try:
        site = site_of(settings.data, practice=settings.practice)
        library = open_library(settings, site)
        fits(settings.data / "site.yaml", (each.edition.aid for each in library.entries.values()), library.broken)
        code = store.accounts.invite() if not store.accounts.any() else None
        if not settings.practice:
            _check_site(settings, site)
            if not store.accounts.any_approved(store.clock().date()):
                _say_that_none_is_approved(settings)
        return code
    finally:
        store.close()


def _say_that_none_is_approved(settings: Settings) -> None:
    """Plans that were made are read all the same, and whoever approves needs the page to do so."""
    print(
        "No card is approved here now, so none opens in a new visit. A clinician or the lead reads and approves them "
        f"at {address_of(settings)}/approvals",
        flush=True,
    )


def _check_site(settings: Settings, site: Any) -> None:
    lacks = [f"phones › {name}" for name in ("clinic", "emergency") if name not in site.phones]
    lacks += ["retention_days"] if site.retention_days is None else []
    file = settings.data / "site.yaml"
    if lacks:
        raise CannotServe(
            f"Not started for real visits: {file} does not say {', '.join(lacks)}. For example:\n"
            'name: "Our clinic"\nretention_days: 90\nphones: {clinic: "555 0142", emergency: "555 0100"}\n'
            "To try the cards first: decisionaid serve --practice"
        )


def _serve(settings: Settings, link: str | None) -> None:
    from gunicorn.app.base import BaseApplication

    _allow_files(2 * (settings.threads + MORE_CONNECTIONS))

    from ..app import create_app  # before the fork: a restart reads every module a single time; stores open after it
    from ._rounds import Rounds

    class Server(BaseApplication):  # type: ignore[misc]
        def load_config(self) -> None:
            for name, value in _options(settings, link).items():
                self.cfg.set(name, value)

        def load(self) -> Any:
            app = create_app(settings)
            Rounds(app.extensions["clinic"]).start()
            _look_for_cycles_seldom()
            return app

    Server().run()


def _look_for_cycles_seldom() -> None:
    """Let Python look for garbage less often, and never in what stays until the end (aids, pages, modules).

    A long log is ten thousand small objects; by habit Python walks through everything it holds several times while they
    are made, which is a quarter of the time of a page.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


def _allow_files(most: int) -> None:
    """Raise the limit of open files, since each connection is one and the usual limit is 1,024."""
    import resource

    now, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if now != resource.RLIM_INFINITY and now < most:
        resource.setrlimit(resource.RLIMIT_NOFILE, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


def _options(settings: Settings, link: str | None) -> dict[str, Any]:
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    options: dict[str, Any] = {
        "bind": f"{host}:{settings.port}",
        "workers": settings.workers,
        "threads": settings.threads,
        "worker_class": f"decisionaid.commands._worker.{'BehindProxy' if settings.behind_proxy else 'Worker'}",
        "worker_connections": settings.threads + MORE_CONNECTIONS,
        "graceful_timeout": 5,
        "timeout": 60,
        "keepalive": KEPT_SECONDS,
        "umask": 0o077,
        "loglevel": "warning",
        "proc_name": "decisionaid",
        "control_socket_disable": True,
        "limit_request_line": 4094,
        "limit_request_fields": 60,
        "when_ready": lambda server: _announce(settings, link),
    }
    if settings.certfile:
        options |= {"certfile": settings.certfile, "keyfile": settings.keyfile}
    return options


def _announce(settings: Settings, link: str | None) -> None:
    address = address_of(settings)
    keep_address(settings)
    if settings.behind_proxy and not settings.address:
        print(
            f"Behind a proxy nobody here knows the address that people open. Links say {address} until "
            "DECISIONAID_ADDRESS names it, such as https://cards.example:8443",
            flush=True,
        )
    print(f"decisionaid is ready{' for practice' if settings.practice else ''}: {address}/", flush=True)
    if link:
        print(f"Sign in with this link (it works one time): {address}/start/{link}", flush=True)
    else:
        print(f"For another sign-in link: {_again(settings)}", flush=True)


def _again(settings: Settings) -> str:
    """The command line for `decisionaid link` from here: the program as it was called, and flags that differ from the
    defaults.
    """
    called = sys.argv[0]
    ours = Path(called).name == "decisionaid" and which("decisionaid") != called
    words = [called if ours else "decisionaid", "link"]
    if settings.data != _usual():
        words += ["--practice"] if settings.data == _usual(practice=True) else ["--data", str(settings.data)]
    if settings.database_url and "@" not in settings.database_url:  # no password on a screen, or in a list of processes
        words += ["--database-url", settings.database_url]
    return shlex.join(words)


def _usual(**flags: bool) -> Path | None:
    """The data folder without --data; None where the user has no home folder."""
    try:
        return Settings.from_environment(None, **flags).data
    except SettingProblem:
        return None
