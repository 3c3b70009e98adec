"""site.yaml is read as strictly as an aid, by `check` and at the start, with line, column and remedy."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from decisionaid.cli import main
from decisionaid.commands import serve
from decisionaid.domain.expiry import as_of
from decisionaid.domain.facts import Fact
from decisionaid.domain.site import Site, SiteFact, laid_over
from decisionaid.errors import AidProblems
from decisionaid.library import read_site
from decisionaid.settings import Settings
from tests.cases import case
from tests.language.small import small
from tests.project import ROOT

PRACTICE_AID = small({"none": {"chance": 0.1}}, {"a": {"event": "none"}})
GOOD = """\
name: "Our clinic"
time_zone: "America/Chicago"
days_open: [monday, tuesday, thursday]
holidays: ["2026-12-24", "12-25"]
paper: a4
retention_days: 90  # a quarter of a year
phones: {clinic: "+1 (555) 555-0142", emergency: "911"}
"""


def written(folder: Path, text: str) -> Path:
    file = folder / "site.yaml"
    file.write_text(text, encoding="utf-8")
    return file


def checked(file: Path, capsys: pytest.CaptureFixture[str], *more: str) -> tuple[int, str]:
    status = main(["check", str(file), *more])
    return status, capsys.readouterr().out


def started(folder: Path) -> str:
    """What the start of the server says of a data folder, in practice; "" where it starts."""
    try:
        serve.prepare(Settings(data=folder, practice=True))
    except AidProblems as refused:
        return refused.plain
    return ""


def test_a_good_site_is_taken(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = written(tmp_path, GOOD)
    assert checked(file, capsys)[0] == 0
    assert started(tmp_path) == ""
    site = read_site(file)
    assert (site.paper, site.days_open, site.holidays) == (
        "a4",
        ("monday", "tuesday", "thursday"),
        ("2026-12-24", "12-25"),
    )


def test_each_phone_line_of_the_case_is_refused_by_check_and_at_the_start(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for number, line in enumerate(case(8)["clinic_lines_in_site_yaml"]):
        folder = tmp_path / str(number)
        folder.mkdir()
        file = written(folder, f"phones:\n  {line}\n")
        status, said = checked(file, capsys)
        assert status == 1, line
        assert f"{file}:2:11: phones › clinic: " in said, line
        assert "quotes" in said, line
        assert f"{file}:2:11: phones › clinic: " in started(folder), line


@pytest.mark.parametrize(
    ("line", "place", "said"),
    [
        ('phones: {clinic: "555 0142 ext. 3"}', "1:18: phones › clinic", "write one number in quotes"),
        ('phones: {clinic: "call us"}', "1:18: phones › clinic", "is not written as it must be"),
        ('phones: {clinic: "((()))"}', "1:18: phones › clinic", "is not written as it must be"),
        ("phones: {emergency: 911}", "1:21: phones › emergency", "put them in quotes"),
        ('phones: {clinc: "555 0142"}', "1:17: phones › clinc", "did you mean clinic?"),
        ("name: Our clinic #2", "1:7: name", "a comment stands right behind 'Our clinic'"),
        ("time_zone: America/Chicago # here", "1:12: time_zone", "a comment stands right behind"),
        ('time_zone: "America/Chicgo"', "1:12: time_zone", "did you mean America/Chicago?"),
        ('colour: "blue"', "1:1: colour", "there is no key 'colour' here"),
        ("retention_days: ９０", "1:17: retention_days", "is not a plain number"),
        ("retention_days: 9０", "1:17: retention_days", "is not a plain number"),
        ("retention_days: 0", "1:17: retention_days", "is outside what is possible"),
        ("days_open: [monday, tusday]", "1:21: days_open › 2", "did you mean tuesday?"),
        ("days_open: []", "1:12: days_open", "nothing stands here"),
        ("days_open: [monday, monday]", "1:12: days_open", "monday stands here a second time"),
        ("holidays: [2026-12-25]", "1:12: holidays › 1", "put it in quotes"),
        ('holidays: ["2026-02-30"]', "1:12: holidays › 1", "the calendar has no day '2026-02-30'"),
        ('holidays: ["２０２６-12-25"]', "1:12: holidays › 1", 'write a day such as "2026-12-24"'),
        ('holidays: ["Christmas"]', "1:12: holidays › 1", "for every year"),
        ('name: "Clinic \U00012000"', "1:7: name", "no font of the printed page has the sign"),
        ("paper: a5", "1:8: paper", "is not one of letter, a4"),
        ('facts: {statn: {price: {money: 40}}}', "1:16: facts › statn", "did you mean statin?"),
        ('facts: {statin: {ldl_limit: {amount: 3}}}', "1:29: facts › statin › ldl_limit", "does not let a site change"),
        ('facts: {statin: {price: {phone: "555 0142"}}}', "1:25: facts › statin › price", "no phone here, but money"),
        ('facts: {statin: {price: {money: 4, expires: "2026-13-01"}}}', "expires", "the calendar has no day"),
    ],
)  # fmt: skip
def test_a_site_that_cannot_be_meant_stops_the_start_with_its_place_and_remedy(
    tmp_path: Path, line: str, place: str, said: str
) -> None:
    file = written(tmp_path, f"{line}\n")
    refused = started(tmp_path)
    assert f"{file}:{place}" in refused or (str(file) in refused and place in refused)
    assert said in refused


def test_check_says_the_same_beside_the_aids(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = written(tmp_path, 'phones: {clinc: "555 0142"}\nfacts: {statn: {price: {money: 40}}}\n')
    main(["check", str(ROOT / "aids"), "--site", str(file)])
    said = capsys.readouterr().out
    assert (
        ":1:17: phones › clinc: none of the cards asks for a phone 'clinc' (did you mean clinic?) [LANGUAGE, warning]"
        in said
    )
    assert (
        f"{file}:2:16: facts › statn: none of the cards is called 'statn' (did you mean statin?) [LANGUAGE, warning]"
        in said
    )


def test_everything_that_is_wrong_is_said_at_the_same_time(tmp_path: Path) -> None:
    written(tmp_path, 'time_zone: "Nowhere"\nphones: {clinic: "one", emergency: "two"}\ndays_open: [moonday]\n')
    said = started(tmp_path)
    for place in (":1:12: time_zone", ":2:18: phones › clinic", ":2:36: phones › emergency", ":3:13: days_open › 1"):
        assert place in said


def test_a_site_that_names_its_country_shows_the_price_of_that_country() -> None:
    price = Fact.model_validate(
        {
            "money": 40, "to": 60, "currency": "USD", "expires": "2026-12-31", "site": "may_change",
            "by_country": {"gb": {"money": 2.5, "currency": "GBP", "expires": "2027-12-31"}},
        }
    )  # fmt: skip
    aid = PRACTICE_AID.model_copy(update={"facts": {**PRACTICE_AID.facts, "price": price}})
    for country, said in ((None, (40, 60, "USD")), ("fr", (40, 60, "USD")), ("gb", (2.5, None, "GBP"))):
        fact = laid_over(aid, Site(country=country)).facts["price"]
        assert (fact.money, fact.to, fact.currency) == said
    own = Site(country="gb", facts={aid.id: {"price": SiteFact(money=3)}})
    assert (laid_over(aid, own).facts["price"].money, laid_over(aid, own).facts["price"].currency) == (3, "GBP")
    assert as_of(laid_over(aid, Site(country="gb")), date(2027, 6, 1)).facts["price"].money == 2.5
    assert as_of(laid_over(aid, Site()), date(2027, 6, 1)).facts["price"].money == "unknown"
