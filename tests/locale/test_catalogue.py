"""A language of the interface is whole: every word that anybody can meet, its placeholders, its plural forms."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from babel.messages import Message

from decisionaid.locale import FOLDER, languages, read, words
from decisionaid.locale.__main__ import main
from decisionaid.locale.extract import Key, every_word
from tests.project import ROOT

TRANSLATED = [language for language in languages() if language != "en"]
IN_BRACES = re.compile(r"\{(\w*)\}")


@pytest.fixture(scope="module")
def said() -> Mapping[Key, str]:
    return every_word(FOLDER.parent, ROOT / "templates")


def _messages(language: str) -> list[Message]:
    return [message for message in read(language) if message.id]


def _forms(message: Message) -> list[str]:
    return [message.string] if isinstance(message.string, str) else list(message.string)


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_word_of_the_interface_is_there_and_none_is_left_over(said: Mapping[Key, str], language: str) -> None:
    there = {message.id for message in _messages(language)}
    assert {key: at for key, at in said.items() if key not in there} == {}
    assert there - said.keys() == set()


@pytest.mark.parametrize("language", TRANSLATED)
def test_no_word_is_empty_uncertain_or_short_of_a_plural_form(language: str) -> None:
    catalogue = read(language)
    for message in _messages(language):
        assert not message.fuzzy, message.id
        assert len(_forms(message)) == (catalogue.num_plurals if message.pluralizable else 1), message.id
        assert all(form.strip() for form in _forms(message)), message.id


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_word_keeps_the_places_where_something_is_put_in(language: str) -> None:
    """A form for one or two may leave the count to its words ("cada semana"), and the last form may not."""
    for message in _messages(language):
        wanted = set(IN_BRACES.findall(message.id if isinstance(message.id, str) else message.id[1]))
        *few, last = (set(IN_BRACES.findall(form)) for form in _forms(message))
        assert last == wanted, message.id
        assert all(wanted - {"count"} <= form <= wanted for form in few), message.id


def test_words_that_are_said_where_they_stand_later_or_by_an_error_are_found(said: Mapping[Key, str]) -> None:
    assert len(said) > 400
    for known in (
        "Weighs on me",
        "The work this takes",
        "Tests and visits",
        "read in the study itself",
        "Time each week",
        "In English",
    ):
        assert known in said, "a constant that is said later"
    assert "This visit has ended. Open a new visit to add to the plan; nothing that was said is lost." in said
    assert ("each week", "every {count} weeks") in said


def test_no_words_are_said_that_are_in_no_catalogue(said: Mapping[Key, str]) -> None:
    """The tests of a Spanish visit, paper and note stop at the first word that nobody marked: see `conftest.py`."""
    with pytest.raises(AssertionError, match="nobody marked these words"):
        words("es").say("Words that stand nowhere")


def test_english_never_says_the_word_that_is_eleven_in_spanish(said: Mapping[Key, str]) -> None:
    texts = [text for key in said for text in ((key,) if isinstance(key, str) else key)]
    assert [text for text in texts if re.search(r"\bonce\b", text, re.IGNORECASE)] == []


def test_spanish_needs_no_gender_and_says_nobody_is_a_burden() -> None:
    """words.md of the product: usted, nobody's gender, trabajo and peso, and never a challenge."""
    avoided = re.compile(
        r"\bcargas?\b|¿Quién lo dice|\btú\b|\btus?\b|\bjunt[oa]s\b|\bdoctor(?:a|es)?\b|\benferm[oa]s?\b"
        r"|\bsegur[oa] de\b|[!¡]",
        re.IGNORECASE,
    )
    found = {form for message in _messages("es") for form in _forms(message) if avoided.search(form)}
    assert found == set()


def test_spanish_never_says_1_de_cada() -> None:
    """In 1 of every N the number that grows means the smaller chance (rule RC-2)."""
    spoken = words("es")
    for message in _messages("es"):
        for form in _forms(message):
            assert not re.search(r"(?<!\w)(?:1|una?) (?:persona )?(?:de|por) cada", form), form
    assert spoken.say("fewer than 1 in {of}", of="100") == "menos de 1 entre 100"


def test_a_missing_word_and_one_that_nobody_says_are_named(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert main(["es"]) == 0
    text = (FOLDER / "es.po").read_text(encoding="utf-8")
    (tmp_path / "es.po").write_text(text.replace('msgid "Talk first"', 'msgid "Talk later"'), encoding="utf-8")
    monkeypatch.setattr("decisionaid.locale.FOLDER", tmp_path)
    assert main(["es"]) == 1
    told = capsys.readouterr().out
    assert "not translated, templates/cards/situation.html: Talk first" in told
    assert "said nowhere any more: Talk later" in told
    assert main([]) == 2
