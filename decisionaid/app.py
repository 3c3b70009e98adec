"""Puts the parts together. It is the only file that knows every one of them."""

from __future__ import annotations

from flask import Flask
from flask_wtf.csrf import CSRFProtect
from jinja2 import StrictUndefined

from .assets import asset_root
from .clinic import Clinic, open_library
from .domain.site import Site
from .library import Library, site_of
from .settings import Settings
from .store import Store
from .web import (
    approvals,
    compress,
    desk,
    embed,
    encounter,
    ended,
    erase,
    evidence,
    frame,
    framed,
    health,
    heard,
    hosts,
    language,
    library_page,
    measures,
    opening,
    permissions,
    plan_page,
    prefix,
    problems,
    request_ids,
    resume_visit,
    security,
    session,
    sign_in,
    static_files,
)

OF_FORMS = {
    "WTF_CSRF_TIME_LIMIT": None,
    "WTF_CSRF_SSL_STRICT": False,  # it asks for a Referer; security.check_origin asks for more and needs none
    "WTF_CSRF_METHODS": {"POST", "PUT", "PATCH", "DELETE"},
}


PAGES = (
    sign_in,
    library_page,
    resume_visit,
    ended,
    approvals,
    desk,
    erase,
    encounter,
    heard,
    language,
    evidence,
    plan_page,
    opening,
    frame,
    embed,
    health,
)


def create_app(
    settings: Settings, *, store: Store | None = None, library: Library | None = None, site: Site | None = None
) -> Flask:
    """Make the application of one server process.

    Args:
        settings: how this installation runs.
        store, library, site: handed in by tests; opened from the settings otherwise.

    Raises:
        AidProblems: site.yaml cannot be used.
        KeyProblem, StoreBusy: the data folder cannot be used.
    """
    root = asset_root()
    store = store if store is not None else Store(settings)
    site = site if site is not None else site_of(settings.data, practice=settings.practice)
    library = library if library is not None else open_library(settings, site)
    app = Flask("decisionaid", static_folder=None, template_folder=str(root / "templates"))
    app.config.update(OF_FORMS, SECRET_KEY=store.keys.blind("flask secret"), TESTING=False)
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.extensions["clinic"] = Clinic(settings, store, library, site)
    _put_together(app, settings, store, site)
    return app


def _put_together(app: Flask, settings: Settings, store: Store, site: Site) -> None:
    """What every question passes on its way in, and every answer on its way out; then the pages."""
    request_ids.init(app, settings)
    measures.init(app, store.connections)
    hosts.init(app, settings)
    prefix.init(app, settings)
    security.init(app, settings)
    permissions.init(app)
    frame.init(CSRFProtect(app))
    static_files.init(app, asset_root() / "static")
    compress.init(app)
    problems.init(app)
    session.init(app, session.ServerSession(store, settings))
    framed.init(app, site, practice=settings.practice)
    for part in PAGES:
        app.register_blueprint(part.blueprint)
    prefix.check(app, settings)
