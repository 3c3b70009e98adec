"""The trials behind a claim: picture, chart, table and sentences say the same, and nothing in them is markup."""

from __future__ import annotations

import json
import math
import re
from xml.etree.ElementTree import fromstring

import plotly.io
import pytest

from decisionaid.domain.aid import Aid
from decisionaid.domain.claims import Trial
from decisionaid.domain.fill_sentences import fill
from decisionaid.figures import ChartFigure, _chart, forest
from decisionaid.library import Library
from decisionaid.locale import words
from tests.figures.person import ROOT, marks, numbers, shares, statin, texts
from tests.figures.plotly_css import SCRIPT, STYLE, css_of, rules_of

ENGLISH = words("en")
WITH_TRIALS = ("moderate_dose", "high_dose", "aches_statin", "sugar_statin")
PUBLISHED = {
    ("CTT 2012", "mve"): (0.79, 0.77, 0.81, 174149, "primary"),
    ("CTT 2010", "mve"): (0.78, 0.76, 0.80, None, "primary"),
    ("Chou 2022", "any"): (0.72, 0.64, 0.81, 90624, "primary"),
    ("Chou 2022", "heart"): (0.67, 0.60, 0.75, 90624, "primary"),
    ("Chou 2022", "stroke"): (0.78, 0.68, 0.90, 90624, "primary"),
    ("CTT 2022", "aches"): (1.03, 1.01, 1.06, 123940, "primary"),
    ("CTT 2024", "sugar"): (1.10, 1.04, 1.16, None, "secondary"),
}
"""Written down a second time, beside the aid: doi 10.1016/S0140-6736(12)60367-5, 10.1016/S0140-6736(10)61350-5,
10.1001/jama.2022.12138, 10.1016/S0140-6736(22)01545-8; the last one from a report of the study."""


def drawn(claim: str, aid: Aid | None = None, language: str = "en") -> ChartFigure:
    aid = aid or statin()
    notes = {}
    for key, trial in forest.trials_of(aid, claim).items():
        sentence = fill(trial.note, aid, numbers(aid=aid), words(language))
        assert sentence is not None
        notes[key] = sentence.text
    return forest.draw(aid, claim, words(language), notes)


def ratios_of(figure: ChartFigure) -> list[tuple[float, float, float]]:
    """What the live chart shows."""
    ranges, ratios = figure.chart["data"]
    return [(ratio, ranges["x"][3 * at], ranges["x"][3 * at + 1]) for at, ratio in enumerate(ratios["x"])]


def test_the_shipped_studies_are_as_they_were_published() -> None:
    aid = statin()
    shipped = [trial for claim in aid.claims.values() for trial in claim.trials.values()]
    found = sorted((t.label, t.risk_ratio, t.low, t.high, t.people or 0, t.verified) for t in shipped)
    assert found == sorted(
        (label, ratio, low, high, people or 0, how) for (label, _), (ratio, low, high, people, how) in PUBLISHED.items()
    )


@pytest.mark.hazard("H12")
@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("claim", WITH_TRIALS)
def test_a_study_that_is_touched_says_what_its_row_of_the_table_says(claim: str, language: str) -> None:
    figure = drawn(claim, language=language)
    for answer, (study, ratio, _, *more) in zip(figure.answers, figure.table.rows, strict=True):
        assert answer.startswith(f"{study}:")
        assert all(each in answer for each in (ratio, *more) if each not in ("", "–")), (answer, more)


@pytest.mark.hazard("H12")
@pytest.mark.parametrize("claim", WITH_TRIALS)
def test_picture_chart_table_and_sentences_say_the_same_ratios(claim: str) -> None:
    figure = drawn(claim)
    chart = ratios_of(figure)
    still = [
        tuple(float(mark.attrib[f"data-{name}"]) for name in ("ratio", "low", "high"))
        for mark in marks(figure.picture, "data-ratio")
    ]
    said = [f"{ratio:.2f} ({low:.2f}–{high:.2f})" for ratio, low, high in chart]
    assert still == chart
    assert [row[1] for row in figure.table.rows] == said
    for value, sentence in zip(said, figure.sentences[1:], strict=True):
        assert value in sentence
        assert value in texts(figure.picture)
        assert value in figure.alt
        assert value in [each["text"] for each in figure.chart["layout"]["annotations"]]


def test_every_study_of_a_claim_is_on_the_picture_with_what_it_counted() -> None:
    figure = drawn("moderate_dose")
    assert [row[0] for row in figure.table.rows] == ["CTT 2012", "CTT 2010", *["Chou 2022"] * 3, "Used on the card"]
    notes = [row[2] for row in figure.table.rows[:-1]]
    assert len(set(notes)) == 4  # the two of the same collaboration counted the same
    assert all(note in figure.alt for note in notes)
    assert "1 mmol/L" in notes[0]


def test_the_number_that_the_card_uses_is_the_last_line_and_has_a_shape_of_its_own() -> None:
    claim = statin().claims["moderate_dose"]
    figure = drawn("moderate_dose")
    assert ratios_of(figure)[-1] == (claim.risk_ratio, claim.low, claim.high)
    assert figure.chart["data"][1]["marker"]["symbol"] == [*["square"] * 5, "diamond"]


def test_a_claim_that_is_no_ratio_has_only_its_studies() -> None:
    assert [row[0] for row in drawn("aches_statin").table.rows] == ["CTT 2022"]


def test_how_a_study_was_read_is_said_for_each() -> None:
    assert drawn("sugar_statin").table.rows[0][-1] == "read in a report of the study"
    assert drawn("aches_statin").table.rows[0][-1] == "read in the study itself"


@pytest.mark.parametrize(("claim", "words_of_it"), [("moderate_dose", "fewer people"), ("aches_statin", "more people")])
def test_the_first_sentence_says_which_way_the_studies_point(claim: str, words_of_it: str) -> None:
    assert words_of_it in drawn(claim).sentences[0]


def test_studies_that_reach_over_no_difference_are_said_to_leave_it_open() -> None:
    aid = with_trial(label="Small 2001", low=0.9, high=1.2, risk_ratio=1.05)
    assert "leave it open" in drawn("aches_statin", aid).sentences[0]


@pytest.mark.parametrize("claim", WITH_TRIALS)
def test_the_live_chart_stands_where_the_still_picture_stood(claim: str) -> None:
    figure = drawn(claim)
    axis = figure.chart["layout"]["xaxis"]
    low, high = axis["range"]
    left, right = axis["domain"]
    live = [
        round(left + (right - left) * (math.log10(ratio) - low) / (high - low), 4)
        for ratio in figure.chart["data"][1]["x"]
    ]
    places = [each for each in fromstring(figure.picture) if each.tag.endswith("svg")]
    assert shares(places, "x") == pytest.approx(live, abs=2e-4)
    assert [float(each.attrib["y"].removesuffix("em")) for each in places] == pytest.approx(
        figure.chart["data"][1]["y"], abs=1e-3
    )
    assert figure.chart["layout"]["meta"]["ems"] == pytest.approx(
        float(fromstring(figure.picture).attrib["height"].removesuffix("em")), abs=1e-3
    )


@pytest.mark.parametrize("claim", WITH_TRIALS)
def test_no_difference_stands_on_the_scale_and_everything_lies_inside_it(claim: str) -> None:
    figure = drawn(claim)
    low, high = (10**edge for edge in figure.chart["layout"]["xaxis"]["range"])
    assert low < 0.8 < 1.25 < high
    assert all(low < edge < high for _, *edges in ratios_of(figure) for edge in edges)
    assert "1" in texts(figure.picture)


@pytest.mark.parametrize("claim", WITH_TRIALS)
def test_the_chart_is_a_figure_that_the_library_knows_and_carries_no_template(claim: str) -> None:
    chart = drawn(claim).chart
    again = plotly.io.from_json(json.dumps(chart, allow_nan=False), skip_invalid=False)
    assert [trace.type for trace in again.data] == ["scatter", "scatter"]
    assert "template" not in chart["layout"]
    assert len(json.dumps(chart)) < 12_000


HOSTILE = ("<b>x</b>", "</script><i>", "a&lt;b&amp;c", "<a href='x:y'>z</a>", 'é\u202e\u2028 "q" \'')


@pytest.mark.hazard("T02")
@pytest.mark.parametrize("label", HOSTILE)
def test_a_label_can_become_markup_in_no_display(label: str) -> None:
    figure = drawn("aches_statin", with_trial(label=label, note=f"{label} was counted"))
    assert label in texts(figure.picture)  # the same words, read back by an XML parser
    shown = [each["text"] for each in figure.chart["layout"]["annotations"]]
    assert not [text for text in shown if "<" in text or ">" in text]
    assert _chart.plain(label) in shown
    assert figure.table.rows[0][0] == label


@pytest.mark.hazard("T11")
def test_words_of_a_chart_never_ask_the_library_for_a_style_attribute() -> None:
    figure = drawn("moderate_dose")
    assert not [each for each in figure.chart["layout"]["annotations"] if "<" in each["text"]]
    assert [each for each in figure.chart["layout"]["annotations"] if each["font"]["weight"] == 600]


def test_in_a_language_from_right_to_left_the_names_stand_at_the_right() -> None:
    right = {each["text"]: each["x"] for each in drawn("moderate_dose", language="ar").chart["layout"]["annotations"]}
    left = {each["text"]: each["x"] for each in drawn("moderate_dose").chart["layout"]["annotations"]}
    assert (left["CTT 2012"], right["CTT 2012"]) == (0.0, 1.0)


def test_the_colours_of_a_chart_are_the_light_tokens_of_the_page() -> None:
    light = (ROOT / "static/tokens.css").read_text(encoding="utf-8").split("@media (prefers-color-scheme: dark)")[0]
    known = dict(re.findall(r"(--[\w-]+):\s*(#[0-9a-f]{6})", light))
    assert {token: known[token] for token in _chart.TOKENS.values()} == {t: c for c, t in _chart.TOKENS.items()}


def test_a_claim_without_a_study_has_no_picture_of_studies() -> None:
    with pytest.raises(ValueError, match="no study"):
        forest.draw(statin(), "baseline", ENGLISH, {})


@pytest.mark.rule("EVID-1")
@pytest.mark.parametrize(
    "wrong",
    [{"verified": "unverified"}, {"low": 0.9}, {"high": 0.5}, {"low": 0.0}, {"years": [6, 0.5]}, {"chance": 0.1}],
)
def test_the_language_refuses_a_study_that_nobody_read_or_whose_range_is_none(wrong: dict[str, object]) -> None:
    right = {"label": "Trial 2020", "source": "ctt2012", "risk_ratio": 0.8, "low": 0.7, "high": 0.9}
    right |= {"verified": "primary", "note": "strokes"}
    assert Trial.model_validate_json(json.dumps(right)).people is None
    with pytest.raises(ValueError, match=next(iter(wrong)) + "|ratio must lie|shortest"):
        Trial.model_validate_json(json.dumps(right | wrong))


@pytest.mark.rule("IPD-C2")
def test_a_study_names_a_source_that_the_aid_has(tmp_path) -> None:  # type: ignore[no-untyped-def]
    text = (ROOT / "aids/statin/aid.yaml").read_text(encoding="utf-8")
    assert text.count('label: "CTT 2012", source: ctt2012') == 1
    folder = tmp_path / "statin"
    folder.mkdir()
    (folder / "aid.yaml").write_text(
        text.replace('label: "CTT 2012", source: ctt2012', 'label: "CTT 2012", source: ctt2021'), encoding="utf-8"
    )
    broken = Library.load([tmp_path])
    assert "statin" not in broken.entries
    assert "ctt2021" in str(broken.broken)


def test_the_shipped_style_rules_are_those_of_the_chart_library() -> None:
    script = SCRIPT.read_text(encoding="utf-8")
    assert "v4.1.1" in script[:200]
    assert len(rules_of(script)) > 50
    assert STYLE.read_text(encoding="utf-8") == css_of(script), "write it anew: python -m tests.figures.plotly_css"


def with_trial(**changes: object) -> Aid:
    """The shipped aid with another study behind the muscle aches."""
    aid = statin()
    claim = aid.claims["aches_statin"]
    trial = claim.trials["ctt2022"].model_copy(update=changes)
    return aid.model_copy(
        update={"claims": {**aid.claims, "aches_statin": claim.model_copy(update={"trials": {"ctt2022": trial}})}}
    )
