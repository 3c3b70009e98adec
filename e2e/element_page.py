# ruff: noqa: E501 - lines of script and of pages are kept whole
"""Pages that hold `<decision-aid>`, and what they have heard from it."""

from __future__ import annotations

import base64
import hashlib
from typing import Any

from playwright.sync_api import Page

from decisionaid.web.embed import ELEMENT
from decisionaid.web.static_files import texts
from e2e.framed_room import Room
from tests.project import ROOT

STATIC = ROOT / "static"


def script_tag(room: Room) -> str:
    digest = base64.b64encode(hashlib.sha384(texts(STATIC)[ELEMENT]).digest()).decode()
    return f'<script type="module" src="{room.clinic.url}/static/{ELEMENT}" integrity="sha384-{digest}" crossorigin="anonymous"></script>'


def element(room: Room, code: str = "", attributes: str = "", id_: str = "cards") -> str:
    address = f"{room.clinic.url}/frame{'/' + code if code else ''}?aid=statin"
    return f'<decision-aid id="{id_}" src="{address}" {attributes}><a id="link-{id_}" href="{address}">Open the cards</a></decision-aid>'


def page_with(room: Room, path: str, body: str, width: int = 1024, **headers: str) -> Page:
    page = room.context(width).new_page()
    page.goto(room.chart.hold(path, script_tag(room) + body, **headers))
    return page


def events(page: Page, *types: str) -> list[dict[str, Any]]:
    return [detail for type_, detail, _ in page.evaluate("window.events") if type_ in types]


def wait_for(page: Page, type_: str) -> None:
    page.wait_for_function("(type) => window.events.some(([each]) => each === type)", arg=type_)
