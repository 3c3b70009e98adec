"""What the tests of frames have in common: a clinic whose cards two sites may hold, codes and bearers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.builders import Table, field_of
from tests.web.rooms import Clinic

CHART = "https://chart.example"
SITE = (
    f'name: "Our clinic"\nframes:\n  - origin: {CHART}\n    scopes: [choices]\n  - origin: https://other.example:8443\n'
)
IN_A_FRAME = {"Sec-Fetch-Dest": "iframe", "Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}
FROM_OURS = {"Sec-Fetch-Site": "same-origin", "Origin": "http://localhost", "Accept": "application/json"}


@pytest.fixture(scope="module")
def clinic(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Clinic]:
    """A clinic whose cards two sites may hold, behind a proxy that speaks TLS."""
    data = tmp_path_factory.mktemp("frames") / "data"
    data.mkdir()
    (data / "site.yaml").write_text(SITE, encoding="utf-8")
    made = Clinic(Table(data, more={"behind_proxy": True}))
    yield made
    made.table.store.close()


def held_by(answer: TestResponse) -> str:
    return answer.headers["Content-Security-Policy"].split("frame-ancestors ")[1].split(";")[0]


def code_of(clinic: Clinic, visit: str, client: FlaskClient | None = None, opens: str = "frame") -> str:
    client = client or clinic.browser()
    said = {**fields_of(client, visit), "opens": opens}
    answer = client.post(f"/visits/{visit}/code", data=said, headers={"Accept": "application/json"})
    assert answer.status_code == 200, answer.text
    return str(answer.json["code"])


def fields_of(client: FlaskClient, visit: str, head: Mapping[str, str] | None = None) -> dict[str, str]:
    page = client.get(f"/visits/{visit}/statin/situation", headers=head).text
    return {name: field_of(page, name) for name in ("csrf_token", "encounter", "key", "seen")}


def enter(client: FlaskClient, code: str, **more: str) -> TestResponse:
    return client.post("/frame", data={"code": code, **more}, headers=TLS)


TLS = {"Sec-Fetch-Site": "same-origin", "Accept": "application/json"}


def bearer_of(clinic: Clinic, visit: str) -> dict[str, str]:
    shown = enter(clinic.table.stranger(), code_of(clinic, visit)).json["bearer"]
    return {"Authorization": f"Bearer {shown}", "Decisionaid-Screen": "frame"}
