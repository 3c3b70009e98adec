"""Static files are kept by a browser for as long as they are the same, and what leaves is packed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from decisionaid.web.security import OF_FILES
from tests.builders import MAN_62
from tests.web.rooms import Clinic


@pytest.mark.parametrize(("file", "at"), [("encounter.js", "card/picture"), ("chart.js", "statin/evidence/baseline")])
def test_files_are_kept_under_their_own_name_only(clinic: Clinic, file: str, at: str) -> None:
    client = clinic.table.stranger()
    visit = clinic.visit()
    visit.send("card/situation", MAN_62)
    page = visit.get(at).text
    versions = re.findall(rf"/static/{re.escape(file)}\?v=([0-9a-f]+)", page)
    assert versions, f"the page names {file} with its version"
    right, wrong, bare = (
        client.get(f"/static/{file}{query}") for query in (f"?v={versions[0]}", "?v=000000000000", "")
    )
    assert right.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert wrong.headers["Cache-Control"] == bare.headers["Cache-Control"] == "no-cache"
    for answer in (right, wrong, bare):
        assert answer.headers["Content-Type"] == "text/javascript; charset=utf-8"
        assert {name: answer.headers.get(name) for name in OF_FILES} == OF_FILES
        assert not answer.headers.getlist("Set-Cookie")
        assert str(Path.cwd()) not in str(answer.headers)


def test_a_part_of_a_file_is_never_packed_as_if_it_were_the_whole(clinic: Clinic) -> None:
    answer = clinic.table.stranger().get("/static/base.css", headers={"Range": "bytes=0-9", "Accept-Encoding": "gzip"})
    assert answer.status_code == 200
    assert "Content-Range" not in answer.headers


def test_who_takes_no_gzip_gets_none(clinic: Clinic) -> None:
    for accepts, packed in (("gzip", "gzip"), ("gzip;q=0", None), ("identity", None), ("br", None)):
        answer = clinic.table.client.get("/", headers={"Accept-Encoding": accepts})
        assert answer.headers.get("Content-Encoding") == packed, accepts
        assert "Accept-Encoding" in answer.headers["Vary"]


def test_a_packed_page_has_another_length_each_time(clinic: Clinic) -> None:
    visit = clinic.visit()
    answers = [visit.client.get(visit.address("plan"), headers={"Accept-Encoding": "gzip"}) for _ in range(24)]
    assert len({len(answer.data) for answer in answers}) > 8, (
        "a secret beside an echo could be read from the length (BREACH)"
    )
