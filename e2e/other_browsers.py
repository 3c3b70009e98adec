"""Firefox and WebKit, driven by the commands of WebDriver over a plain socket or plain HTTP, without any package.

Firefox speaks them over Marionette, WebKit over its own driver. Cookies and storage of other sites are refused in both.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.project import free_port

PATIENCE = 60
CAN = {"acceptInsecureCerts": True, "timeouts": {"script": 30_000, "pageLoad": 60_000, "implicit": 0}}
ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
PREFS = {
    "network.cookie.cookieBehavior": 1,
    "datareporting.policy.dataSubmissionEnabled": False,
    "toolkit.telemetry.reportingpolicy.firstRun": False,
    "browser.shell.checkDefaultBrowser": False,
    "app.update.enabled": False,
}


def here(program: str, package: str) -> str:
    """The program, or a skip on a laptop that has none."""
    found = shutil.which(program)
    if found is None:
        pytest.skip(f"no {program}: install Debian's package {package}")
    return found


class Driven:
    """One browser; `frame()` goes into the frame of the page."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process

    def _do(self, name: str, method: str, path: str, **given: Any) -> Any:
        raise NotImplementedError

    def go(self, address: str) -> None:
        self._do("Navigate", "POST", "/url", url=address)

    def run(self, script: str, *args: Any) -> Any:
        return self._do("ExecuteScript", "POST", "/execute/sync", script=script, args=list(args))

    def frame(self) -> None:
        found = self._do("FindElement", "POST", "/element", using="css selector", value="iframe")
        self._do("SwitchToFrame", "POST", "/frame", id=found)

    def click(self, selector: str) -> None:
        """A tap, when there is something to tap."""
        self.until(f"return Boolean(document.querySelector({json.dumps(selector)}))", selector)
        found = self._do("FindElement", "POST", "/element", using="css selector", value=selector)
        self.run("document.querySelector(arguments[0]).scrollIntoView({ block: 'center' })", selector)
        self._do("ElementClick", "POST", f"/element/{found[ELEMENT]}/click", id=found[ELEMENT])

    def until(self, script: str, what: str) -> None:
        end = time.monotonic() + PATIENCE
        while True:
            try:
                if self.run(script):
                    return
            except RuntimeError:
                pass  # the page is going over to the next one
            assert time.monotonic() < end, f"{what}: {self.run('return document.body.innerText.slice(0, 600)')}"
            time.sleep(0.1)

    def close(self) -> None:
        self._process.terminate()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()


class Firefox(Driven):
    """Debian's Firefox, over Marionette: `length:[0, number, command, parameters]`."""

    def __init__(self, folder: Path) -> None:
        port = free_port()
        prefs = {**PREFS, "marionette.port": port}
        lines = [f"user_pref({json.dumps(name)}, {json.dumps(value)});" for name, value in prefs.items()]
        folder.mkdir()
        (folder / "user.js").write_text("\n".join(lines), encoding="utf-8")
        command = [
            here("firefox-esr", "firefox-esr"),
            "--headless",
            "--marionette",
            "--profile",
            str(folder),
            "--no-remote",
        ]
        env = {**os.environ, "HOME": str(folder), "MOZ_CRASHREPORTER_DISABLE": "1"}
        super().__init__(subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL))
        self._socket = _patiently(lambda: socket.create_connection(("127.0.0.1", port), 60))
        self._read()
        self._number = 0
        self._do("NewSession", "", "", **CAN)

    def _do(self, name: str, method: str, path: str, **given: Any) -> Any:
        self._number += 1
        said = json.dumps([0, self._number, f"WebDriver:{name}", given]).encode()
        self._socket.sendall(f"{len(said)}:".encode() + said)
        _, _, problem, answer = self._read()
        if problem:
            raise RuntimeError(f"{name}: {problem['error']}: {problem['message'][:300]}")
        return answer["value"] if isinstance(answer, dict) and "value" in answer else answer

    def _read(self) -> Any:
        length = b""
        while not length.endswith(b":"):
            length += self._socket.recv(1)
        left, body = int(length[:-1]), b""
        while len(body) < left:
            body += self._socket.recv(left - len(body))
        return json.loads(body)


class WebKit(Driven):
    """Debian's WebKitGTK under Xvfb, over its driver's HTTP."""

    def __init__(self, folder: Path) -> None:
        self._address = f"http://127.0.0.1:{(port := free_port())}"
        driver = here("WebKitWebDriver", "webkit2gtk-driver")
        screen, bus = here("xvfb-run", "xvfb"), here("dbus-run-session", "dbus")
        folder.mkdir()
        env = {
            **os.environ,
            "HOME": str(folder),
            "WEBKIT_DISABLE_COMPOSITING_MODE": "1",
            "WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS": "1",
        }
        command = [bus, "--", screen, "-a", driver, f"--port={port}"]
        super().__init__(
            subprocess.Popen(
                command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
            )
        )
        _patiently(lambda: socket.create_connection(("127.0.0.1", port), 5).close())
        browser = {"binary": _minibrowser(), "args": ["--automation"]}
        made = self._ask("POST", "/session", capabilities={"alwaysMatch": {**CAN, "webkitgtk:browserOptions": browser}})
        self._session = f"/session/{made['sessionId']}"

    def _do(self, name: str, method: str, path: str, **given: Any) -> Any:
        return self._ask(method, self._session + path, **given)

    def _ask(self, method: str, path: str, **given: Any) -> Any:
        body = json.dumps(given).encode()
        asked = urllib.request.Request(self._address + path, body, {"Content-Type": "application/json"}, method=method)
        try:
            with urllib.request.urlopen(asked, timeout=90) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as problem:
            said = json.load(problem)["value"]
            raise RuntimeError(f"{path}: {said['error']}: {said['message'][:300]}") from None

    def close(self) -> None:
        try:
            self._ask("DELETE", self._session)
        finally:
            os.killpg(self._process.pid, 15)
            self._process.wait(10)


def _minibrowser() -> str:
    found = sorted(Path("/usr/lib").glob("*/webkit2gtk-4.*/MiniBrowser"))
    if not found:
        pytest.skip("no MiniBrowser: install Debian's package webkit2gtk-driver")
    return str(found[-1])


def _patiently(what: Callable[[], Any]) -> Any:
    end = time.monotonic() + PATIENCE
    while True:
        try:
            return what()
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.2)
