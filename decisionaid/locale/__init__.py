"""The languages: how each writes counts, amounts and dates, and the words of the interface.

Interface words are gettext catalogues, one file per language (`es.po`) beside this module; English stands in the
templates and needs none. Babel knows plurals, numbers, dates and directions (CLDR). Adding a language is adding a file.
A catalogue is a draft until its header names the translator who signed it (`Last-Translator`), and every page in it
says so.
Rejected: Flask-Babel and fluent.runtime, both without a release since 2023; message keys instead of English, because a
template with keys cannot be read by a clinician.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Literal

from babel import Locale
from babel.dates import format_date
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from babel.numbers import format_currency, format_decimal, get_decimal_symbol, get_group_symbol
from babel.units import format_unit

from ..domain.aid import Aid
from ..domain.claims import Span
from ..domain.measure import Frequency
from ..domain.options import Every
from ..domain.phrases import phrase, plural_phrase

FOLDER = Path(__file__).parent
QUARTER = 15
KEPT = 4_096
"""How many numbers, amounts and days each process remembers in words."""
FIVE_DIGITS = 10_000
_EVERY = (
    ("days", plural_phrase("each day", "every {count} days")),
    ("weeks", plural_phrase("each week", "every {count} weeks")),
    ("months", plural_phrase("each month", "every {count} months")),
    ("years", plural_phrase("each year", "every {count} years")),
)

_CLDR_UNITS = {
    "a": "duration-year", "mo": "duration-month", "wk": "duration-week", "d": "duration-day", "h": "duration-hour",
    "min": "duration-minute", "mg": "mass-milligram", "g": "mass-gram", "kg": "mass-kilogram",
}  # fmt: skip
_PLAIN_UNITS = {
    "mm[Hg]": phrase("mmHg"),
    "mL/min/{1.73_m2}": phrase("mL/min"),
    "{tablet}": phrase("tablet"),
    "%": "%",
    "1": "",
}


class Words:
    """One language of the interface: its words, counts, amounts and days.

    Attributes:
        language: two letters, such as en.
        name: of the language, as it calls itself.
        direction: ltr or rtl.
        signed: a qualified translator has signed the catalogue; English is nobody's translation.
    """

    def __init__(self, language: str) -> None:
        self.language = language
        self.locale = Locale.parse(_REGION.get(language, language))
        self.direction = self.locale.text_direction
        own_name = str(self.locale.language_name)
        self.name = own_name[:1].upper() + own_name[1:]
        self._catalogue, self._plurals, self.signed = _catalogue(language)

    @property
    def in_this_language(self) -> str:
        """The text of a link to a page in this language."""
        return self.say("In English")

    def draft(self, aids: Iterable[Aid]) -> str:
        """The sentence that a translator has not signed yet, for the interface or for one of its aids; else ""."""
        if self.signed and all(aid.is_signed_in(self.language) for aid in aids):
            return ""
        return self.say("Draft translation: a translator’s signature is missing.")

    def say(self, english: str, **values: object) -> str:
        """Words in this language; in English where there is no translation yet."""
        text = self._catalogue.get(english, english)
        return text.format(**values) if values else text

    def plural(self, one: str, many: str, count: int, **values: object) -> str:
        """The form that fits the count. Both forms may contain {count}."""
        forms = self._plurals.get((one, many))
        text = one if count == 1 else many
        if forms:
            text = forms[min(_plural_index(self.locale, count), len(forms) - 1)]
        return text.format(count=self.number(count), **values)

    def number(self, number: float) -> str:
        """A number in this language: 1,000 or 5.17.

        In Spanish thousands stand apart with a space, and four digits together: 1.000 means one to some of its readers.
        """
        return _decimal(number, self.locale, spaced=self.language == "es")

    def typed(self, digits: str) -> str:
        """A number as people here type it, with every digit: 5,17. It can be read back."""
        return digits.replace(".", ",") if get_decimal_symbol(self.locale) == "," else digits

    def ratio(self, ratio: float) -> str:
        """A ratio with two decimals: 0.80."""
        return str(format_decimal(ratio, format="0.00", locale=self.locale))

    def frequency(self, frequency: Frequency) -> str:
        """A count of people: about 7 in 100; fewer than 1 in 100."""
        of = self.number(frequency.of)
        if frequency.below_half:
            return self.say("fewer than 1 in {of}", of=of)
        return self.plural("about {count} in {of}", "about {count} in {of}", frequency.count, of=of)

    def all_but_few(self, of: int) -> str:
        """The count of the others where it happens to fewer than 1: more than 99 in 100."""
        return self.say("more than {count} in {of}", count=self.number(of - 1), of=self.number(of))

    def between(self, low: Frequency, high: Frequency) -> str:
        """A range where good sources differ: about 35 to 48 in 1,000."""
        numbers = {"low": self.number(low.count), "high": self.number(high.count), "of": self.number(low.of)}
        return self.say("about {low} to {high} in {of}", **numbers)

    def fewer(self, count: int, of: int, *, below_half: bool = False) -> str:
        """A difference: 2 fewer in 100. A negative count is more; a change too small to draw is fewer than 1 in 100."""
        if count == 0 and below_half:
            return self.say("fewer than 1 in {of}", of=self.number(of))
        if count < 0:
            return self.say("{count} more in {of}", count=self.number(-count), of=self.number(of))
        return self.say("{count} fewer in {of}", count=self.number(count), of=self.number(of))

    def fewer_between(self, one: int, other: int, of: int) -> str:
        """A difference where good sources differ: 22 to 30 fewer in 1,000."""
        low, high = sorted((one, other))
        values = {"low": self.number(min(abs(low), abs(high))), "high": self.number(max(abs(low), abs(high)))}
        if low >= 0:
            return self.say("{low} to {high} fewer in {of}", **values, of=self.number(of))
        if high <= 0:
            return self.say("{low} to {high} more in {of}", **values, of=self.number(of))
        return self.say(
            "from {fewer} fewer to {more} more in {of}",
            fewer=self.number(high),
            more=self.number(-low),
            of=self.number(of),
        )

    def amount(self, amount: float, unit: str | None, to: float | None = None) -> str:
        """An amount: 500 mg; 10 to 20 mg; 3 months."""
        value = self.number(amount)
        if to is not None:
            value = self.say("{low} to {high}", low=value, high=self.number(to))
        if unit is None:
            return value
        if unit in _CLDR_UNITS:
            length: Literal["long", "short"] = "long" if _CLDR_UNITS[unit].startswith("duration") else "short"
            if to is None:
                return _unit(amount, _CLDR_UNITS[unit], length, self.locale)
            last = _unit(to, _CLDR_UNITS[unit], length, self.locale)
            return last.replace(self.number(to), value, 1)
        plain = _PLAIN_UNITS.get(unit, "" if unit.startswith("{") else None)
        return f"{value} {unit if plain is None else self.say(plain) if plain else ''}".strip()

    def every(self, every: Every | None) -> str:
        """How often: each day; every 2 weeks; "" where nobody has said."""
        for unit, forms in _EVERY:
            count = getattr(every, unit, None)
            if count:
                return self.plural(*forms, count)
        return ""

    def hours(self, minutes: float) -> str:
        """A duration in quarters of an hour, because work is a guess: 2 hours 45 minutes."""
        hours, rest = divmod(max(QUARTER, round(minutes / QUARTER) * QUARTER), 60)
        parts = [self.amount(hours, "h") if hours else "", self.amount(rest, "min") if rest else ""]
        return self.say("{hours} {minutes}", hours=parts[0], minutes=parts[1]) if all(parts) else "".join(parts)

    def money(self, amount: float, currency: str, to: float | None = None) -> str:
        """A price: $22.00; $5.00 to $20.00."""
        said = str(format_currency(amount, currency, locale=self.locale))
        return said if to is None else self.say("{low} to {high}", low=said, high=self.money(to, currency))

    def span(self, span: Span) -> str:
        """A length of time: 10 years."""
        if span.lifetime:
            return self.say("a lifetime")
        if span.rounds is not None:
            return self.plural("{count} round of the test", "{count} rounds of the test", span.rounds)
        (unit, amount), *_ = span.model_dump(exclude_none=True).items()
        return self.amount(amount, {"years": "a", "months": "mo", "weeks": "wk", "days": "d"}[unit])

    def day(self, day: date) -> str:
        """A day in words: Monday, November 23, 2026."""
        return _day(day, self.locale)

    def review_due(self, title: str, day: str) -> str:
        """The sentence that a card's review is overdue. `day` is YYYY-MM-DD."""
        due = self.day(date.fromisoformat(day))
        return self.say("“{title}” was to be read again by {day}. That has not been done yet.", title=title, day=due)

    def review_late(self, day: str) -> str:
        """The same sentence beside the title."""
        return self.say("It was to be read again by {day}.", day=self.day(date.fromisoformat(day)))

    def birthday(self, age: int) -> str:
        """That a number goes by age, and changes at the next birthday."""
        return self.say("This changes when you turn {age}.", age=self.number(age))

    def not_set(self, fact: str) -> str:
        """Stands in place of a fact that the site has not given yet."""
        return self.say("(not known yet)")

    def price_unknown(self) -> str:
        """Stands in place of a price that nobody has given."""
        return self.say("The price here is not known yet.")

    def no_change_to_see(self) -> str:
        """Stands in place of two equal counts."""
        return self.say("The change is too small to see in this picture.")


@lru_cache(KEPT, typed=True)
def _decimal(number: float, locale: Locale, *, spaced: bool) -> str:
    """A number by the rules of CLDR. It is remembered, because one card shows some hundred numbers."""
    if not spaced:
        return str(format_decimal(number, locale=locale))
    if abs(number) < FIVE_DIGITS:
        return str(format_decimal(number, locale=locale, group_separator=False))
    return str(format_decimal(number, locale=locale)).replace(str(get_group_symbol(locale)), "\N{NO-BREAK SPACE}")


@lru_cache(KEPT, typed=True)
def _unit(amount: float, unit: str, length: Literal["long", "short"], locale: Locale) -> str:
    return str(format_unit(amount, unit, length=length, locale=locale))


@lru_cache(KEPT)
def _day(day: date, locale: Locale) -> str:
    return str(format_date(day, format="full", locale=locale))


@cache
def words(language: str) -> Words:
    """The words of a language. Each language is read one time."""
    return Words(language)


@cache
def languages() -> tuple[str, ...]:
    """English and every language that has a catalogue here."""
    return ("en", *sorted(path.stem for path in FOLDER.glob("*.po")))


_REGION = {"en": "en_US", "ar": "ar_EG"}


@cache
def _catalogue(language: str) -> tuple[Mapping[str, str], Mapping[tuple[str, str], tuple[str, ...]], bool]:
    if language == "en":
        return MappingProxyType({}), MappingProxyType({}), True
    catalogue = read(language)
    signed = bool(str(catalogue.last_translator).strip()) and "EMAIL@ADDRESS" not in str(catalogue.last_translator)
    single: dict[str, str] = {}
    plural: dict[tuple[str, str], tuple[str, ...]] = {}
    for message in catalogue:
        if not message.id or message.fuzzy or not message.string:
            continue
        if isinstance(message.id, tuple):
            plural[message.id[0], message.id[1]] = tuple(message.string)
        else:
            single[str(message.id)] = str(message.string)
    return MappingProxyType(single), MappingProxyType(plural), signed


def read(language: str) -> Catalog:
    """The catalogue of a language; an empty one where there is no file yet."""
    path = FOLDER / f"{language}.po"
    if not path.exists():
        return Catalog(locale=language)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def _plural_index(locale: Locale, count: int) -> int:
    tags = [*sorted(locale.plural_form.tags, key=("zero", "one", "two", "few", "many").index), "other"]
    return tags.index(locale.plural_form(count))
