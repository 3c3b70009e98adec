"""How Spanish says counts, amounts, times and days, so that nobody reads another number than was meant."""

from __future__ import annotations

from datetime import date

import pytest

from decisionaid.domain.aid import Aid, Review
from decisionaid.domain.aid_texts import texts_of
from decisionaid.domain.claims import Span
from decisionaid.domain.measure import Frequency
from decisionaid.domain.options import Every
from decisionaid.library import Library
from decisionaid.locale import languages, read, words
from tests.project import ROOT

ES, EN = words("es"), words("en")


@pytest.fixture(scope="module")
def shipped() -> Library:
    return Library.load([ROOT / "aids"])


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (0, "0"),
        (4.3, "4,3"),
        (0.79, "0,79"),
        (999, "999"),
        (1000, "1000"),
        (9999, "9999"),
        (174149, "174\N{NO-BREAK SPACE}149"),
    ],
)
def test_a_comma_is_the_decimal_sign_and_no_point_ever_parts_thousands(number: float, said: str) -> None:
    """1.000 is a thousand to some readers of Spanish and one to others."""
    assert ES.number(number) == said


@pytest.mark.rule("RC-2")
@pytest.mark.parametrize(
    ("count", "of", "said"),
    [
        (9, 100, "unas 9 de cada 100"),
        (1, 100, "cerca de 1 entre 100"),
        (271, 1000, "unas 271 de cada 1000"),
        (1, 1000, "cerca de 1 entre 1000"),
    ],
)
def test_a_chance_is_so_many_of_a_hundred_and_never_1_de_cada(count: int, of: int, said: str) -> None:
    assert ES.frequency(Frequency(count, of)) == said


def test_below_half_a_person_is_fewer_than_one_and_a_change_has_its_direction() -> None:
    assert ES.frequency(Frequency.of_chance(0.001, 100)) == "menos de 1 entre 100"
    assert ES.fewer(2, 100) == "2 menos de cada 100"
    assert ES.fewer(-11, 1000) == "11 más de cada 1000"
    assert EN.frequency(Frequency(1, 100)) == "about 1 in 100"


def test_plural_forms_follow_the_count() -> None:
    one, many = "({count} more line in the plan.)", "({count} more lines in the plan.)"
    assert [ES.plural(one, many, count) for count in (0, 1, 2)] == [
        "(0 líneas más en el plan.)",
        "(1 línea más en el plan.)",
        "(2 líneas más en el plan.)",
    ]
    assert [ES.every(Every(weeks=count)) for count in (1, 2)] == ["cada semana", "cada 2 semanas"]


def test_amounts_spans_and_hours_read_as_people_say_them() -> None:
    assert ES.amount(4, "wk", 12) == "4 a 12 semanas"
    assert ES.span(Span(years=4.3)) == "4,3 años"
    assert ES.span(Span(years=1)) == "1 año"
    assert ES.hours(165) == "2 horas y 45 minutos"
    assert ES.hours(45) == "45 minutos"
    assert EN.hours(165) == "2 hours 45 minutes"


def test_a_day_carries_its_weekday_and_its_month_in_words() -> None:
    assert ES.day(date(2026, 11, 23)) == "lunes, 23 de noviembre de 2026"


def test_each_language_calls_itself_by_its_own_name() -> None:
    assert {language: words(language).name for language in languages()} == {"en": "English", "es": "Español"}
    assert ES.say("In English") == "En español"


def test_a_catalogue_is_a_draft_until_its_header_names_a_translator() -> None:
    assert EN.signed
    assert ES.signed is bool(read("es").last_translator.strip())
    assert "DRAFT" in (ROOT / "decisionaid/locale/es.po").read_text("utf-8") or ES.signed


def test_a_page_is_a_draft_until_interface_and_aid_are_signed_in_its_language(shipped: Library) -> None:
    aid = shipped.edition("statin").aid
    mark = "Borrador de traducción: falta la firma de un traductor."
    assert ES.draft([aid]) == mark
    assert EN.draft([aid]) == ""
    signed = _signed(aid, "es")
    assert aid.is_signed_in("es") is False
    assert signed.is_signed_in("es")
    assert not _signed(aid, "ar").is_signed_in("es"), "a signature speaks of one language"
    reader = _SignedWords("es")
    assert reader.draft([aid]) == mark
    assert reader.draft([signed]) == ""
    assert reader.draft([signed, aid]) == mark


class _SignedWords(type(ES)):  # type: ignore[misc]
    """Spanish on the day after somebody signed it."""

    def __init__(self, language: str) -> None:
        super().__init__(language)
        self.signed = True


def _signed(aid: Aid, language: str) -> Aid:
    review = Review(name="A Translator", role="translator", on="2026-12-01", language=language)
    return aid.model_copy(update={"reviews": {"translation": review}})


def test_a_translator_names_the_language_and_nobody_else_does() -> None:
    for role, language in (("translator", None), ("clinician", "es")):
        with pytest.raises(ValueError, match="names its language"):
            Review(name="Somebody", role=role, on="2026-12-01", language=language)  # type: ignore[arg-type]


def test_a_personal_chance_speaks_of_several_years_as_its_spanish_sentence_does(shipped: Library) -> None:
    """ "En los próximos" wants a plural: another horizon of a model needs another sentence first."""
    for entry in shipped.entries.values():
        aid = entry.edition.aid
        for claim in aid.claims.values():
            if claim.model is not None:
                horizon = claim.horizon or aid.outcomes[claim.outcome].horizon
                assert (horizon.years or 0) >= 2, (aid.id, claim)


def test_every_shipped_aid_is_whole_in_spanish(shipped: Library) -> None:
    assert shipped.broken == ()
    for entry in shipped.entries.values():
        assert entry.edition.words["es"].keys() == texts_of(entry.edition.aid).keys(), entry.id
