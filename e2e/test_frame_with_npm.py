# ruff: noqa: E501 - lines of script and of pages are kept whole
"""The element as tools of others see it: the custom-elements analyzer reads the same from it, and React holds it.

Both come from npm into a folder that is thrown away, and only for `make hold`.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from decisionaid.web.embed import ELEMENT
from e2e.chart import inside
from e2e.element_page import STATIC, events, script_tag, wait_for
from e2e.framed_room import Room

pytestmark = pytest.mark.hold
PACKAGES = ("@custom-elements-manifest/analyzer@0.10.10", "react@18.3.1", "react-dom@18.3.1")
OF_THE_PLATFORM = {"connectedMoveCallback"}


@pytest.fixture(scope="module")
def modules(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder, npm = tmp_path_factory.mktemp("npm"), shutil.which("npm")
    if npm is None:
        pytest.skip("no npm: install Debian's package npm")
    subprocess.run(
        [npm, "install", "--no-audit", "--no-fund", "--silent", *PACKAGES], cwd=folder, check=True, timeout=300
    )
    return folder


@pytest.fixture
def room(frame_rooms: Room) -> Iterator[Room]:
    yield from frame_rooms.for_one_test()


def test_the_analyzer_reads_the_methods_that_the_manifest_names(modules: Path) -> None:
    shutil.copy(STATIC / ELEMENT, modules)
    subprocess.run(
        [modules / "node_modules/.bin/cem", "analyze", "--globs", ELEMENT, "--quiet"],
        cwd=modules,
        check=True,
        timeout=120,
    )
    read = json.loads((modules / "custom-elements.json").read_text("utf-8"))["modules"][0]
    ours = json.loads((STATIC / "custom-elements.json").read_text("utf-8"))["modules"][0]
    (one,) = (each for each in read["declarations"] if each.get("customElement"))
    (same,) = ours["declarations"]
    methods = {each["name"] for each in one["members"] if each["kind"] == "method" and each.get("privacy") != "private"}
    assert methods - OF_THE_PLATFORM == {each["name"] for each in same["members"] if each["kind"] == "method"}
    assert (one["name"], read["path"], read["exports"][0]["kind"]) == (
        same["name"],
        ours["path"],
        ours["exports"][0]["kind"],
    )


APP = """const { createElement, StrictMode, useState } = React;
function App() {
  const [there, go] = useState(true), [theme, dress] = useState('dark');
  Object.assign(window, { go, dress });
  return there && createElement('decision-aid', { src: ADDRESS, label: 'Cards', 'text-size': 'large', theme, loading: false }, createElement('a', { href: ADDRESS }, 'Open the cards'));
}
ReactDOM.createRoot(document.querySelector('#root')).render(createElement(StrictMode, null, createElement(App)));"""


@pytest.mark.row("24", "25")
def test_react_holds_it_and_lets_go_of_it(room: Room, modules: Path) -> None:
    for name in ("react/umd/react.development.js", "react-dom/umd/react-dom.development.js"):
        text = (modules / "node_modules" / name).read_text("utf-8")
        room.chart.pages[f"/{name}"] = (text, {"Content-Type": "text/javascript"})
    _, code = room.visit()
    address = json.dumps(f"{room.clinic.url}/frame/{code}?aid=statin")
    scripts = "".join(f'<script src="/{name}"></script>' for name in room.chart.pages if name.endswith(".js"))
    said: list[str] = []
    page = room.context().new_page()
    page.on("console", lambda message: said.append(message.text))
    body = f'<div id="root"></div>{scripts.replace("//", "/")}{script_tag(room)}<script>{APP.replace("ADDRESS", address)}</script>'
    page.goto(room.chart.hold("/react", body))
    expect(inside(page).locator("[data-card=situation]")).to_be_visible()
    wait_for(page, "card")
    assert len(events(page, "ready")) == 1
    frames = "document.querySelector('decision-aid')?.shadowRoot.querySelectorAll('iframe').length ?? 0"
    assert page.evaluate(frames) == 1
    page.evaluate("dress('light')")
    page.wait_for_function("document.querySelector('decision-aid').theme === 'light'")
    assert page.evaluate(frames) == 1
    assert sum('loading="false"' in text for text in said) == 1, said
    page.evaluate("go(false)")
    page.wait_for_function("!document.querySelector('decision-aid')")
    for _ in range(100):  # taking it away waits a moment before tearing down
        if page.frames == [page.main_frame]:
            break
        page.wait_for_timeout(20)
    assert page.frames == [page.main_frame]
