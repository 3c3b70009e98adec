"""Static files, which never change under their name; our scripts and style sheets are joined and packed at the start.

What is served does what the source does, without its remarks; see `modules` and `tokens`. The libraries of others under
`vendor` are served as they came.
"""

from __future__ import annotations

import hashlib
import mimetypes
from functools import cache
from pathlib import Path

from flask import Flask, Response, request, send_from_directory, url_for

from .modules import join
from .tokens import pack_script, pack_style

JOINED = {"encounter.js": "encounter/main.js"}
"""Scripts that are served as one: the name that pages know, and the module that it begins with."""
_PACKS = {".js": pack_script, ".css": pack_style}


def init(app: Flask, folder: Path) -> None:
    """Serve /static/ with a version that changes with the content.

    Raises:
        NotRead: a script or a style sheet cannot be packed.
    """
    packed = texts(folder)

    def version(filename: str) -> str:
        return _version_of(packed[filename]) if filename in packed else _version_of_file(folder / filename)

    @app.get("/static/<path:filename>", endpoint="static")
    def static(filename: str) -> Response:
        if filename in packed:
            response = Response(packed[filename], mimetype=mimetypes.guess_type(filename)[0])
            response.set_etag(version(filename))
            response.make_conditional(request)
        else:
            response = send_from_directory(folder, filename, conditional="Range" not in request.headers)
        lasting = request.args.get("v") == version(filename)
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable" if lasting else "no-cache"
        return response

    @app.template_global()
    def asset(filename: str) -> str:
        return url_for("static", filename=filename, v=version(filename))


@cache
def texts(folder: Path) -> dict[str, bytes]:
    """Every script and style sheet of ours as it is served, by its name below /static/."""
    found = {name: join(folder / entry) for name, entry in JOINED.items()}
    for path in sorted(folder.rglob("*.*")):
        name = path.relative_to(folder)
        if path.suffix in _PACKS and "vendor" not in name.parts:
            found[name.as_posix()] = _PACKS[path.suffix](path.read_text(encoding="utf-8"))
    return {name: text.encode() for name, text in found.items()}


@cache
def _version_of(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:12]


@cache
def _version_of_file(file: Path) -> str:
    return _version_of(file.read_bytes())
