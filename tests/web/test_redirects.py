"""Where signing in may lead: back to where one was, and never outside (ASVS 3.7.2)."""

from __future__ import annotations

from urllib.parse import urljoin, urlsplit

import pytest

from decisionaid.web.sign_in import _local
from tests.builders import NAME, PASSWORD, field_of
from tests.web.rooms import Clinic, tokens

OUTSIDE = (
    *(
        "https://evil.example",
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "evil.example",
    ),
    *(
        "http:evil.example",
        "https:/evil.example",
        "javascript:alert(1)",
        "data:text/html,x",
        "//[::1",
        "//evil.example@localhost/",
    ),
    *(
        "/\t/evil.example",
        "/\n/evil.example",
        "\t//evil.example",
        " //evil.example",
        "/\x0b/evil.example",
        "/\u2028/evil.example",
    ),
    *("/%09/evil.example\r\nSet-Cookie: a=b", "http://localhost@evil.example/", "/\u200e/evil.example"),
)


@pytest.mark.parametrize("address", OUTSIDE)
def test_signing_in_leads_nowhere_outside(clinic: Clinic, address: str) -> None:
    client = clinic.table.stranger()
    page = client.get("/sign-in", query_string={"next": address}).text
    for given in (address, field_of(page, "next")):
        answer = client.post("/sign-in", data={**tokens(client), "name": NAME, "password": PASSWORD, "next": given})
        assert answer.status_code == 303
        landed = urlsplit(urljoin("http://localhost/sign-in", answer.location.replace("\t", "").replace("\n", "")))
        assert landed.netloc == "localhost", answer.location
        assert "Set-Cookie: a" not in str(answer.headers)


def test_signing_in_leads_back_to_where_one_was() -> None:
    for address in ("/", "/visits/abc/plan", "/visits/abc/statin/picture?years=30", "/visits/a#end"):
        assert _local(address) == address
