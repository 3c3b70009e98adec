"""How chances are shown: dots, bars, a table, words, or no numbers today."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest

from decisionaid.cards import picture
from decisionaid.errors import CardProblems
from decisionaid.figures import chance_figures
from decisionaid.locale import words
from tests.builders import MAN_62, Table, text_of
from tests.cards.talk import clinic, known, lines, paper, plan, scene, sent, taps
from tests.web.correcting import without_opened

A_CHANCE = re.compile(r"\d[\d,]* (?:more |fewer |)in 1(?:,0)?00|fewer than 1 in|people of 100")


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Table]:
    """One clinic for this file; every test opens a visit of its own."""
    yield from clinic(tmp_path_factory.mktemp("clinic"))


def counts(page: str) -> set[tuple[str, str, str]]:
    """(claim, count, of) of every number in the main picture."""
    main = page.split('<section class="part')[1]
    return set(re.findall(r'data-claim="(\w+)" data-count="(\d+)" data-of="(\d+)"', main))


def test_dots_stand_there_until_somebody_says_and_that_writes_nothing(table: Table) -> None:
    visit = known(table)
    page = visit.get("card/picture").text
    assert 'data-figure="icon_array"' in page
    assert taps(page)["Dots"][2]
    assert lines(table, visit, "picture") == ()


def test_bars_and_words_say_the_same_counts_as_the_dots(table: Table) -> None:
    visit = known(table)
    dots = counts(visit.get("card/picture").text)
    assert {("baseline", "7", "100"), ("moderate_dose", "5", "100"), ("high_dose", "4", "100")} == dots
    sent(visit, "picture", {"display": "bars"})
    bars = visit.get("card/picture").text
    assert 'data-figure="bars"' in bars
    assert 'data-figure="icon_array"' not in bars
    assert counts(bars) == dots
    sent(visit, "picture", {"display": "words"})
    words = visit.get("card/picture").text
    assert "data-figure=" not in words
    assert counts(words) == dots


@pytest.mark.parametrize("display", chance_figures())
def test_the_card_offers_every_figure_of_chances_and_paper_draws_it(table: Table, display: str) -> None:
    visit, figure = known(table), chance_figures()[display]
    sent(visit, "picture", {"display": display})
    sent(visit, "decision", {"arrived": "option.moderate"})
    screen = visit.get("card/picture").text
    legend = figure.legend([], 100, words("en"))
    assert taps(screen)[words("en").say(figure.OFFERED)][2], "its button, pressed"
    assert f'data-figure="{figure.NAME}"' in screen
    assert [says for says in (legend.each, *(shape.means for shape in legend.shapes)) if says not in screen] == []
    assert f'data-figure="{figure.NAME}"' in visit.get("print").text


def test_a_table_says_the_same_counts_and_keeps_what_to_know_about_them(table: Table) -> None:
    visit = known(table)
    sent(visit, "picture", {"display": "table"})
    page = visit.get("card/picture").text
    main = page.split('<section class="part')[1]
    assert "data-figure=" not in page
    assert re.findall(r"<td>(About \d+ in 100)</td>", main) == ["About 7 in 100", "About 5 in 100", "About 4 in 100"]
    assert "Perhaps more without any statin" in text_of(main)


def test_the_choice_is_a_line_of_the_log_and_a_second_tap_writes_nothing(table: Table) -> None:
    visit = known(table)
    for _ in range(2):
        sent(visit, "picture", {"display": "bars"})
    assert [(line.item, line.value) for line in lines(table, visit, "picture") if line.item == "display"] == [
        ("display", {"display": "bars"})
    ]


def test_the_choice_belongs_to_the_patient_and_not_to_the_clinic(table: Table) -> None:
    visit = known(table)
    sent(visit, "picture", {"display": "none"})
    assert plan(table, visit).display == "none"
    assert plan(table, known(table)).display == "dots"


def test_a_display_that_does_not_exist_is_refused_in_words(table: Table) -> None:
    visit = known(table)
    answer = visit.send("card/picture", {"display": "pie"})
    assert answer.status_code == 400
    assert "This is not one of the choices any more. Which one is it?" in text_of(answer.text)
    assert lines(table, visit, "picture") == ()
    with pytest.raises(CardProblems):
        picture.accept(scene(table, visit), {"display": "pie"})


def test_no_numbers_today_shows_no_chance_anywhere_on_the_picture(table: Table) -> None:
    visit = known(table)
    assert A_CHANCE.search(text_of(visit.get("card/picture").text))
    sent(visit, "picture", {"display": "none"})
    for page in ("card/picture", "card/picture?years=30"):
        shown = visit.get(page).text
        assert not A_CHANCE.search(text_of(shown))
        assert "data-figure" not in shown
        assert "data-count" not in shown
        assert "data-basis" not in shown
        assert "No numbers today." in text_of(shown)


def test_no_choice_loses_its_good_or_its_hard_side_with_its_numbers(table: Table) -> None:
    visit = known(table)
    in_words = replace(scene(table, visit), ask={"face": "in-words"})
    before = [[heading for heading, _ in each.said] for each in picture.show(in_words).told]
    sent(visit, "picture", {"display": "none"})
    told = picture.show(scene(table, visit)).told
    assert [[heading for heading, _ in each.said] for each in told] == before
    good, hard = (dict(told[1].said)[heading] for heading in ("What may be good", "What may be hard"))
    assert good[0] == "Fewer people have a heart attack or stroke with it."
    assert hard[0].startswith("More people have muscle pain with it.")


def test_nothing_on_a_page_without_numbers_looks_like_something_withheld(table: Table) -> None:
    visit = known(table)
    sent(visit, "picture", {"display": "none"})
    assert "There is a number here" not in text_of(visit.get("card/picture").text)


def test_an_aid_without_its_plain_sentence_says_that_a_number_waits(table: Table) -> None:
    """A clinic's own draft that nobody has checked yet keeps its good and its hard side all the same."""
    visit = known(table)
    sent(visit, "picture", {"display": "none"})
    now = scene(table, visit)
    moderate = now.aid.options["moderate"]
    plainly = moderate.plainly.model_copy(update={"benefits": {}})
    options = {**now.aid.options, "moderate": moderate.model_copy(update={"plainly": plainly})}
    told = picture.show(replace(now, aid=now.aid.model_copy(update={"options": options}))).told
    assert dict(told[1].said)["What may be good"] == ("There is a number here. It waits until you ask for it.",)


@pytest.mark.parametrize("first", ["decision", "display"])
def test_no_numbers_today_holds_on_plan_paper_and_note_whichever_came_first(table: Table, first: str) -> None:
    visit = known(table)
    choices = [("decision", {"arrived": "option.moderate"}), ("picture", {"display": "none"})]
    for card, data in choices if first == "decision" else reversed(choices):
        sent(visit, card, data)
    for shown in (paper(visit), text_of(visit.get("plan").text)):
        assert "A moderate dose" in shown
        assert not A_CHANCE.search(without_opened(shown))
    assert "They asked for no numbers." in visit.get("note?plain=1").text
    assert "<svg" not in visit.get("print").text
    shown = next(line.shown for line in lines(table, visit, "decision") if line.item == "arrived")
    assert bool(shown.numbers) is (first == "decision")  # the log keeps what was on the screen, and nothing else
    assert shown.display == ("dots" if first == "decision" else "none")


def test_show_me_the_numbers_is_the_way_back_on_screen_and_paper(table: Table) -> None:
    visit = known(table)
    sent(visit, "decision", {"arrived": "option.moderate"})
    sent(visit, "picture", {"display": "none"})
    page = visit.get("card/picture").text
    back = re.search(r'<button name="display" value="(\w+)">Show me the numbers</button>', page).group(1)
    sent(visit, "picture", {"display": back})
    assert "About 7 in 100" in text_of(visit.get("card/picture").text)
    assert A_CHANCE.search(paper(visit))


def test_undo_gives_the_earlier_display_back(table: Table) -> None:
    visit = known(table)
    sent(visit, "picture", {"display": "bars"})
    sent(visit, "picture", {"display": "none"})
    visit.send("plan", {"line": lines(table, visit, "picture")[-1].id}, at="undo")
    assert plan(table, visit).display == "bars"


def test_the_newest_wish_holds_for_every_aid(table: Table) -> None:
    visit = known(table)
    sent(visit, "picture", {"display": "bars"})
    line = lines(table, visit, "picture")[-1]
    here = plan(table, visit)
    other = line.model_copy(update={"seq": line.seq + 1, "aid_id": "another", "value": {"display": "none"}})
    assert picture.tell(here, other, None).display == "none"
    again = line.model_copy(update={"seq": line.seq + 2, "value": {"display": "words"}})
    assert picture.tell(picture.tell(here, other, None), again, None).display == "words"


def test_where_there_is_no_number_nothing_is_offered_to_draw_it(table: Table) -> None:
    visit = table.open_visit()
    page = visit.get("card/picture").text
    assert "data-no-number" in page
    assert "Bars" not in taps(page)


def test_no_numbers_today_also_closes_what_stands_behind_a_number(table: Table) -> None:
    visit = table.open_visit()
    visit.send("card/situation", {**MAN_62, "then": "picture"})
    behind = f"/visits/{visit.id}/statin/evidence/moderate_dose"
    assert visit.client.get(behind).status_code == 200
    visit.send("card/picture", {"display": "none"})
    closed = visit.client.get(behind)
    assert closed.status_code == 404
    assert "in 100" not in text_of(closed.text)
