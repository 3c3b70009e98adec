"""A clinic under a path of a host, behind nginx, which ends TLS there as a clinic's proxy does."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from e2e.chart import CARDS, FramedClinic
from tests.project import free_port

CONFIG = """
daemon off; pid {folder}/nginx.pid; error_log {folder}/nginx.log; worker_processes 1; {user}
events {{ worker_connections 256; }}
http {{
  access_log off; client_body_temp_path {folder}/b; proxy_temp_path {folder}/p; fastcgi_temp_path {folder}/f;
  uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
  server {{
    listen 127.0.0.1:{port} ssl; ssl_certificate {pem}; ssl_certificate_key {key};
    location {prefix} {{
      proxy_pass http://127.0.0.1:{app}{strip};
      proxy_set_header Host $http_host; proxy_set_header X-Forwarded-Host $http_host;
      proxy_set_header X-Forwarded-Port $server_port;
      proxy_set_header X-Forwarded-For $remote_addr; proxy_set_header X-Forwarded-Proto https; {said}
    }}
  }}
}}
"""


def nginx_here() -> str:
    """The proxy, or a skip on a laptop that has none."""
    found = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    if found is None:
        message = "no nginx: install Debian's package nginx-light"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    return found


class ProxiedClinic(FramedClinic):
    """Served without TLS on this machine, and seen through nginx under a prefix.

    Args:
        strips: the proxy takes the prefix off. says: it names it in a header.
    """

    def __init__(self, folder: Path, frames: str, prefix: str, *, strips: bool = False, says: bool = False) -> None:
        super().__init__(folder, frames, prefix)
        self._folder, self._outside, self._strips, self._says = folder, free_port(), strips, says
        self.origin = f"https://{CARDS}:{self._outside}"
        self.url = f"{self.origin}{prefix}"
        self._local = f"http://127.0.0.1:{self.port}"
        self._proxy: subprocess.Popen[bytes] | None = None

    def flags(self) -> list[str]:
        return ["--behind-proxy"]

    def settings(self) -> dict[str, str]:
        return {} if self._says else super().settings()

    def start(self) -> ProxiedClinic:
        super().start()
        said = f"proxy_set_header X-Forwarded-Prefix {self._prefix};" if self._says else ""
        user = "user root;" if os.geteuid() == 0 else ""
        config = self._folder / "nginx.conf"
        config.write_text(
            CONFIG.format(
                folder=self._folder, port=self._outside, pem=self._tls[1], key=self._tls[3], prefix=self._prefix,
                app=self.port, strip="/" if self._strips else "", said=said, user=user,
            ).replace(f"location {self._prefix} {{", f"location {self._prefix}{'/' if self._strips else ''} {{"),
            encoding="utf-8",
        )  # fmt: skip
        self._proxy = subprocess.Popen(
            [nginx_here(), "-c", str(config), "-p", str(self._folder)], stderr=subprocess.DEVNULL
        )
        until = time.monotonic() + 10
        while not self._proxy_answers():
            if self._proxy.poll() is not None or time.monotonic() > until:
                raise RuntimeError((self._folder / "nginx.log").read_text(errors="replace")[-2000:])
            time.sleep(0.05)
        return self

    def _proxy_answers(self) -> bool:
        import ssl

        unchecked = ssl.create_default_context()
        unchecked.check_hostname, unchecked.verify_mode = False, ssl.CERT_NONE
        try:
            with urllib.request.urlopen(
                f"https://127.0.0.1:{self._outside}{self._prefix}/healthz", timeout=1, context=unchecked
            ):
                return True
        except (urllib.error.URLError, OSError):
            return False

    def stop(self) -> None:
        if self._proxy is not None:
            self._proxy.terminate()
            self._proxy.wait(10)
        super().stop()
