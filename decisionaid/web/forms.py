"""Makes a Flask-WTF form from a card's inputs, and cleans what is sent with it.

Trimmed, bounded, without control characters. What a value means is the card's business; nothing here knows a card by
name.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from flask import request
from flask_wtf import FlaskForm
from wtforms import BooleanField, RadioField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields import Field as WTField
from wtforms.fields import SelectChoice
from wtforms.validators import AnyOf, Length, Optional

from ..cards import Field
from ..locale import Words

MAX_KEY = 64
NO_BREAK = re.compile("[\t\x1c-\x1f\u00a0\u2007\u202f\u2060\ufeff]")
"""Signs that become a plain blank. If they were left out, "5<tab>10 mg" from a table would become 510 mg."""
LINE_END = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")


def form_for(declared: tuple[Field, ...], words: Words) -> FlaskForm:
    """The form of one card, filled from the request if one was sent."""
    made = {each.name: _field(each, words) for each in declared}
    form: FlaskForm = type("CardForm", (FlaskForm,), made)()
    return form


def given(form: FlaskForm, declared: tuple[Field, ...]) -> Mapping[str, Any]:
    """Field -> what was sent, of the card's inputs; fields that were not sent are left out."""
    read: dict[str, Any] = {}
    for each in declared:
        if each.name not in request.form:
            continue
        data = form[each.name].data
        read[each.name] = tuple(data) if isinstance(data, list) else data
    return read


def problems_of(form: FlaskForm) -> Mapping[str, str]:
    """Field -> what to say beside it. Problems with the form's own token are handled elsewhere."""
    return {name: str(said[0]) for name, said in form.errors.items() if name and name != "csrf_token"}


def entered(declared: tuple[Field, ...]) -> Mapping[str, Any]:
    """Field -> exactly what was typed, so that nothing is lost when something cannot be used."""
    read: dict[str, Any] = {}
    for each in declared:
        if each.name in request.form:
            read[each.name] = (
                tuple(request.form.getlist(each.name)) if each.kind == "choices" else request.form[each.name]
            )
    return read


def tidy(text: str | None) -> str | None:
    """A text without control characters and without blanks around it. Line ends and blanks between words stay.

    The no-break spaces of a word processor become plain ones, since a sentence of them is a single word to every page.
    """
    if text is None:
        return None
    parted = NO_BREAK.sub(" ", LINE_END.sub("\n", text))
    kept = (char for char in parted if char == "\n" or unicodedata.category(char) not in ("Cc", "Cs", "Co"))
    return "".join(kept).strip()


def _field(each: Field, words: Words) -> WTField:
    most = words.number(each.max_length)
    too_long = words.say("This is longer than {most} letters. Please make it shorter.", most=most)
    within = [Optional(), Length(max=each.max_length, message=too_long)]
    if each.kind == "yes_no":
        return BooleanField(each.name)
    offered = [SelectChoice(value, label) for value, label in each.choices]
    if each.kind == "choice":
        return RadioField(each.name, choices=offered, validators=[Optional()], filters=[tidy])
    if each.kind == "choices":
        return SelectMultipleField(each.name, choices=offered)
    if each.kind == "button":
        return StringField(each.name, validators=[Optional(), AnyOf([value for value, _ in each.choices])])
    kind = TextAreaField if each.kind == "long_text" else StringField
    return kind(each.name, validators=within, filters=[tidy])
