"""Every kind of card keeps the contract of its folder, and every form on it works without a script (hazard H14)."""

from __future__ import annotations

import dataclasses
import inspect
import re
from collections.abc import Callable, Iterator
from functools import cache

import lxml.html
import pytest
from lxml.html import HtmlElement

from decisionaid.assets import asset_root
from decisionaid.cards import CardKind, Field, NewLine, kinds, tellers
from decisionaid.domain.encounter import Choice
from decisionaid.library import Library
from tests.builders import MAN_62, Table, Visit
from tests.cards.examples import aids, came_back, everywhere, examples, open_visit, with_values
from tests.cards.talk import clinic, lines, scene
from tests.project import PACKAGE

KINDS = sorted(kinds())
STATIN = Library.load([asset_root() / "aids"]).aid("statin", "en")
HERE = [kind for kind in STATIN.cards if kind in KINDS]
EVERY = [pytest.param(*each, id="-".join(each)) for each in everywhere()]
"""Every kind in every shipped aid that has it, in every language."""
CONTRACT = {name for name in vars(CardKind) if not name.startswith("_")}
PLAIN = {"input", "button", "select", "textarea", "a", "summary", "form", "dialog"}
"""What works without a script."""


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Table]:
    """One clinic for this file; a test that writes opens a visit of its own."""
    folder = tmp_path_factory.mktemp("clinic")
    yield from clinic(folder / "data", aids=str(aids(folder)))


@pytest.fixture(scope="module")
def opened(table: Table) -> Callable[[str, str], Visit]:
    """A visit of an aid in a language, with the values on the table; for tests that only read."""

    @cache
    def visit_of(aid: str, language: str) -> Visit:
        return with_values(open_visit(table, aid, language))

    return visit_of


@pytest.fixture
def visit(table: Table) -> Visit:
    opened = table.open_visit(name="Sam Rivera")
    opened.send("card/situation", {**MAN_62, "then": "picture"})
    return opened


def page_of(visit: Visit, kind: str) -> HtmlElement:
    return lxml.html.fromstring(visit.get(f"card/{kind}").text)


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_has_no_name_that_looks_like_one_of_the_contract(kind: str) -> None:
    """mypy holds the names of the contract (`test_project_contracts`); any other function is called by somebody."""
    module = kinds()[kind]
    assert module.TITLE[:1].isupper()
    assert "!" not in module.TITLE
    own = {
        name
        for name, made in inspect.getmembers(module, inspect.isfunction)
        if made.__module__ == module.__name__ and not name.startswith("_")
    }
    text = "".join(path.read_text("utf-8") for path in PACKAGE.rglob("*.py"))
    assert {name for name in own - CONTRACT if text.count(f"{name}(") == text.count(f"def {name}(")} == set()
    assert tellers()[kind] is module.tell


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_has_its_page_and_its_sheet(kind: str) -> None:
    assert (asset_root() / "templates" / "cards" / f"{kind}.html").is_file()
    assert (asset_root() / "static" / "cards" / f"{kind}.css").is_file()


def test_there_is_no_page_and_no_sheet_without_a_kind() -> None:
    pages = {file.stem for file in (asset_root() / "templates" / "cards").glob("*.html")}
    assert pages == set(KINDS)


@pytest.mark.parametrize(("aid", "kind", "language"), EVERY)
def test_what_a_kind_hands_on_is_frozen_and_of_the_declared_sort(
    table: Table, opened: Callable[[str, str], Visit], aid: str, kind: str, language: str
) -> None:
    visit = opened(aid, language)
    module, at = kinds()[kind], scene(table, visit)
    view = module.show(at)
    assert dataclasses.is_dataclass(view)
    assert view.__dataclass_params__.frozen  # type: ignore[attr-defined]
    declared = module.fields(at)
    assert all(isinstance(each, Field) for each in declared)
    assert len({each.name for each in declared}) == len(declared)
    assert all(isinstance(line, NewLine) for line in module.accept(at, {}))


@pytest.mark.parametrize(("aid", "kind", "language"), EVERY)
def test_a_card_sent_as_it_stands_writes_nothing_and_takes_nothing_away(
    table: Table, monkeypatch: pytest.MonkeyPatch, aid: str, kind: str, language: str
) -> None:
    visit = with_values(open_visit(table, aid, language))
    for example in [each for each in examples(kind) if each["aid"] == aid][:1]:
        if example.get("planned"):
            visit = came_back(table, visit, example["planned"], monkeypatch)
        for form in (*example.get("before", ()), *example["sends"]):
            said = {key: each for key, each in form.items() if key != "card"}
            assert visit.send(f"card/{form.get('card', kind)}", said).status_code == 303
    before = lines(table, visit)
    for form in page_of(visit, kind).xpath("//main//form"):
        data = [(name, value) for name, value in form.form_values() if name]
        answer = visit.client.post(
            visit.address(f"card/{kind}"), data=_many([*data, ("then", "stay")] if kind != "picture" else data)
        )
        assert answer.status_code == 303, answer.text
    assert lines(table, visit) == before


def _many(pairs: list[tuple[str, str]]) -> dict[str, list[str]]:
    made: dict[str, list[str]] = {}
    for name, value in pairs:
        made.setdefault(name, []).append(value)
    return made


@pytest.mark.parametrize(("aid", "kind", "language"), EVERY)
def test_showing_and_accepting_are_pure(
    table: Table, opened: Callable[[str, str], Visit], aid: str, kind: str, language: str
) -> None:
    visit = opened(aid, language)
    module, at = kinds()[kind], scene(table, visit)
    assert module.show(at) == module.show(at)
    assert module.fields(at) == module.fields(at)
    assert module.accept(at, {}) == module.accept(at, {})


@pytest.mark.parametrize(("aid", "kind", "language"), EVERY)
def test_a_line_of_another_card_means_nothing_to_a_kind(
    table: Table, opened: Callable[[str, str], Visit], aid: str, kind: str, language: str
) -> None:
    visit = opened(aid, language)
    at, last = scene(table, visit), lines(table, opened("statin", "en"))[-1]
    strange: Choice = last.model_copy(
        update={"kind": kind, "item": "not.an.item.of.this.card", "value": {}, "words": None}
    )
    if kind not in ("decision",):
        assert kinds()[kind].tell(at.plan, strange, at.aid) == at.plan


@pytest.mark.hazard("H14")
@pytest.mark.parametrize(("aid", "kind", "language"), EVERY)
def test_nothing_is_chosen_beforehand(table: Table, aid: str, kind: str, language: str) -> None:
    """On a card that nobody touched no box is ticked and no tap is pressed; a unit is no choice about care."""
    page = page_of(open_visit(table, aid, language), kind)
    assert page.xpath("//main//input[@checked]") == []
    pressed = page.xpath("//main//button[@aria-pressed='true']")
    assert [each.get("name") for each in pressed] in ([], ["display"]), (
        "dots are how the picture is drawn until somebody says"
    )
    for select in page.xpath("//main//select[not(starts-with(@name,'unit_'))]"):
        assert select.xpath("string(.//option[@selected]/@value)") == "", f"{select.get('name')} begins with nothing"
    assert not page.xpath("//main//*[@autofocus]")


@pytest.mark.hazard("H14")
@pytest.mark.parametrize(
    ("kind", "boxes"),
    [
        ("decision", "//label[contains(@class,'box')]"),
        ("leaning", "//fieldset[@data-voice='patient']//label[contains(@class,'box')]"),
    ],
)
def test_every_option_is_a_box_of_the_same_kind_in_the_order_of_the_aid(
    table: Table, visit: Visit, kind: str, boxes: str
) -> None:
    found = page_of(visit, kind).xpath(boxes)
    values = [each.get("data-option") for each in found]
    options = [f"option.{key}" for key in ("no_statin", "moderate", "high")]
    assert values[:3] == options
    assert {"not_sure"} <= set(values)
    assert len({but_for_its_sign(each) for each in found}) == 1
    assert len({each.get("style") for each in found}) == 1
    shapes = {tuple((child.tag, child.get("class")) for child in each.iter() if child.tag == "input") for each in found}
    assert len(shapes) == 1
    assert all(
        not re.search(r"recommended|best|preferred|first choice", each.text_content(), re.IGNORECASE) for each in found
    )


def but_for_its_sign(box: HtmlElement) -> str:
    """The class of a box without the edge that an option wears on every card, one as quiet as another."""
    return re.sub(r" edged e\d", "", box.get("class", ""))


@pytest.mark.hazard("H14")
def test_the_order_is_the_same_for_everybody_and_says_that_it_means_nothing(table: Table, visit: Visit) -> None:
    page = page_of(visit, "decision")
    before = [each.get("data-option") for each in page.xpath("//label[contains(@class,'box')]")]
    assert "The order means nothing." in page.text_content()
    visit.send("card/decision", {"arrived": "option.high", "then": "stay"})
    after = page_of(visit, "decision").xpath("//label[contains(@class,'box')]")
    assert [each.get("data-option") for each in after] == before, "what was chosen does not move to the front"
    assert len({but_for_its_sign(each) for each in after}) == 1, "and looks the same but for its mark"


@pytest.mark.hazard("H14")
def test_every_option_has_the_same_headings_and_a_good_and_a_hard_side(visit: Visit) -> None:
    page = lxml.html.fromstring(visit.get("card/picture?face=in-words").text)
    ways = page.xpath("//section[contains(@class,'told')]//section")
    assert len(ways) == 3
    headings = [[each.text_content() for each in way.xpath(".//h4")] for way in ways]
    assert all(each == headings[0] for each in headings)
    assert {"What may be good", "What may be hard"} <= set(headings[0])


@pytest.mark.hazard("H14")
def test_no_page_of_options_holds_a_badge_a_star_or_a_colour_of_its_own(visit: Visit) -> None:
    for kind in HERE:
        main = page_of(visit, kind).xpath("//main")[0]
        assert not main.xpath(".//*[@style]"), kind
        assert not re.search(r"[★☆✔✅❗‼]|recommended|\bbest\b", main.text_content(), re.IGNORECASE), kind


@pytest.mark.parametrize(("aid", "kind", "language"), EVERY)
def test_every_form_works_without_a_script(
    opened: Callable[[str, str], Visit], aid: str, kind: str, language: str
) -> None:
    """A plain form with a button that sends it; whatever a script enhances is a control of its own."""
    visit = opened(aid, language)
    page = page_of(visit, kind)
    for form in page.xpath("//main//form"):
        assert form.get("method") == "post"
        assert form.xpath(".//button[not(@type='button')]"), "a form without a button cannot be sent"
        assert {"csrf_token", "encounter", "key", "seen"} <= {
            each.get("name") for each in form.xpath(".//input[@type='hidden']")
        }
    for control in page.xpath("//main//input | //main//textarea | //main//select"):
        if control.get("type") != "hidden" and control.get("id") != "larger":
            assert control.xpath("ancestor::form"), f"{control.get('name')} belongs to no form"
    for each in page.xpath("//main//*[@data-then] | //main//*[@data-tap] | //main//*[@data-save]"):
        assert each.tag == "button"
        assert each.get("name")
        assert each.get("value")
    for each in page.xpath("//*[@data-talk] | //*[@data-larger] | //*[@data-end]"):
        assert each.tag in PLAIN
    assert not page.xpath("//*[@onclick or @onchange or @onsubmit]")
    assert not page.xpath("//a[starts-with(@href,'javascript')]")


@pytest.mark.parametrize(("aid", "kind", "language"), EVERY)
def test_every_control_has_a_name_that_can_be_read_aloud(
    opened: Callable[[str, str], Visit], aid: str, kind: str, language: str
) -> None:
    visit = opened(aid, language)
    page = page_of(visit, kind)
    for control in page.xpath("//input[not(@type='hidden')] | //textarea | //select"):
        named = (
            control.get("aria-label")
            or control.xpath("ancestor::label")
            or page.xpath(f"//label[@for='{control.get('id')}']")
        )
        assert named, control.get("name")
    for button in page.xpath("//button"):
        assert (button.text_content() or "").strip() or button.get("aria-label")
    assert len(page.xpath("//h1")) == 1
    ids = page.xpath("//*/@id")
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize(("aid", "kind", "language"), EVERY)
def test_nothing_is_required(opened: Callable[[str, str], Visit], aid: str, kind: str, language: str) -> None:
    visit = opened(aid, language)
    assert not page_of(visit, kind).xpath("//*[@required or @aria-required='true']")


@pytest.mark.parametrize(("aid", "kind", "language"), EVERY)
def test_every_topic_is_a_tap_away_from_every_card(
    opened: Callable[[str, str], Visit], aid: str, kind: str, language: str
) -> None:
    visit = opened(aid, language)
    topics = page_of(visit, kind).xpath("//nav[contains(@class,'topics')]//a/@data-topic")
    of_a_return = {each for each in kinds() if kinds()[each].TRAITS.there_is is not None}
    named = {each for here, each, _ in everywhere() if here == aid} - of_a_return
    assert set(topics) == named | {kind}, "all the kinds that the aid names, but for those of a return visit"
