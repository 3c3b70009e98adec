"""Serves static files under names that change with their content.

Scripts and style sheets are joined and packed at start.

What is served does what the source does, without its remarks; see `modules`, `sheets` and `tokens`. The libraries of
others under `vendor` are served as they came.

A page carries its style sheet and the script that runs before the first paint in itself: beside them as files, that
paint waits for another turn to the server. About 4 KB go with each page instead of once, which is 3 ms on a clinic's
line. The policy of the page names each by its hash, so that nothing else runs.

Rejected: WhiteNoise. It answers in front of the application, so a style sheet would go out without the
security headers, the host check, the request id and the count of requests that every other answer gets here.
"""

from __future__ import annotations

import base64
import hashlib
import mimetypes
import re
from functools import cache
from pathlib import Path

from flask import Flask, Response, request, send_from_directory, url_for
from jinja2 import BaseLoader, ChoiceLoader, DictLoader

from .modules import join
from .security import allow
from .sheets import join_sheets
from .tokens import NotRead, pack_script

JOINED = {"encounter.js": "encounter/main.js"}
"""Name that pages use -> the module with which a joined script begins."""
_ELEMENTS = {".css": "style", ".js": "script"}
_LATER = re.compile(r'import\("\./([\w.-]+)"')
_BEFORE_PAINT = "page.js"
_OF_FRAMES = ("base.css", "frame.css", "paper.css")
LAID_TOGETHER = {"framed.js": ("page.js", "frame/memory.js", "frame/hello.js", "frame/door.js")}
"""Files that a page in a frame gets as one, because a first card may make six requests at most."""
FOR_OTHERS = ("decision-aid-1.0.0.js",)
"""Files that pages of other sites load."""
FOR_FRAMES = ("framed.js",)
"""Files that a frame loads even if the page around it gives it no origin, to say what is missing."""


def init(app: Flask, folder: Path) -> None:
    """Serve /static/ with a version in each address.

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
        if filename in FOR_OTHERS or filename in FOR_FRAMES:
            response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        if filename in FOR_OTHERS:
            response.headers["Access-Control-Allow-Origin"] = "*"  # without it a browser cannot check the hash
        return response

    @app.template_global()
    def asset(filename: str) -> str:
        return url_for("static", filename=filename, v=version(filename))

    hashes = {name: _hash_of(text) for name, text in packed.items()}
    loaders: list[BaseLoader] = [app.jinja_loader] if app.jinja_loader else []
    app.jinja_loader = ChoiceLoader([*loaders, DictLoader(_as_templates(packed))])

    @app.template_global()
    def inline(filename: str) -> str:
        """The text of a style sheet or script inside a page. The page's policy then allows it."""
        allow(_ELEMENTS[Path(filename).suffix], hashes[filename])
        return _template_of(filename)


@cache
def texts(folder: Path) -> dict[str, bytes]:
    """Name below /static/ -> every script and style sheet of ours as it is served."""
    found = {name: join(folder / entry) for name, entry in JOINED.items()}
    for path in sorted(folder.rglob("*.*")):
        name = path.relative_to(folder)
        if "vendor" in name.parts:
            continue
        if path.suffix == ".js":
            found[name.as_posix()] = pack_script(path.read_text(encoding="utf-8"))
        elif path.suffix == ".css":
            found[name.as_posix()] = join_sheets(path)
    for together, parts in LAID_TOGETHER.items():
        found[together] = "\n".join(found[part] for part in parts)
    return {name: _with_versions(text, found).encode() for name, text in found.items()}


def _with_versions(text: str, found: dict[str, str]) -> str:
    """A script that loads another when it is needed does so under the address that lasts."""
    return _LATER.sub(lambda name: f'import("./{name[1]}?v={_version_of(found[name[1]].encode())}"', text)


def sheets_of_frames(folder: Path) -> tuple[str, ...]:
    """The hash of every sheet that a page in a frame may carry in itself."""
    packed = texts(folder)
    return tuple(_hash_of(packed[name]) for name in packed if name.startswith("cards/") or name in _OF_FRAMES)


def _template_of(filename: str) -> str:
    return f"inline/{filename}.html"


def _as_templates(packed: dict[str, bytes]) -> dict[str, str]:
    """The sheets and the first script as templates, which pages include.

    Raises:
        NotRead: it holds what would end its element, or begin a remark that HTML knows.
    """
    found = {}
    for name in (name for name in packed if name.endswith(".css") or name == _BEFORE_PAINT):
        text = packed[name].decode()
        if any(each in text for each in ("</style", "</script", "<!--", "{% endraw")) or text != text.strip():
            raise NotRead(f"{name} cannot stand inside a page")
        found[_template_of(name)] = f"{{% raw %}}{text}{{% endraw %}}"
    return found


def _hash_of(data: bytes) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(data).digest()).decode()}'"


@cache
def _version_of(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:12]


@cache
def _version_of_file(file: Path) -> str:
    return _version_of(file.read_bytes())
