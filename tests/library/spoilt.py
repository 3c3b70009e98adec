"""Files that nobody may use: what is wrong with each, the line where it stands, and words of what is said."""

from __future__ import annotations

from dataclasses import dataclass

from tests.library.aids import GOOD, swapped


@dataclass(frozen=True)
class Spoilt:
    """One file that is refused.

    Attributes:
        line, column: where the reader says it stands; 0 where the place depends on the size.
        says: words of the message. remedy: words of what to do.
    """

    name: str
    data: bytes
    line: int
    column: int
    says: str
    remedy: str


def line_of(text: str, part: str) -> int:
    """The line that holds a text."""
    return text[: text.index(part)].count("\n") + 1


def _spoilt(name: str, old: str, new: str, says: str, remedy: str, *, column: int = 0) -> Spoilt:
    text = swapped(old, new)
    return Spoilt(name, text.encode(), line_of(text, new.splitlines()[0]), column, says, remedy)


def _raw(name: str, data: bytes, says: str, remedy: str, line: int = 1, column: int = 0) -> Spoilt:
    return Spoilt(name, data, line, column, says, remedy)


BOMB = "".join(
    f"a{level}: &a{level} [{', '.join([f'*a{level - 1}' if level else 'lol'] * 9)}]\n" for level in range(12)
)
DEEP = "".join("  " * level + f"a{level}:\n" for level in range(60)) + "  " * 60 + "end: 1\n"
SURPRISES = {
    "no": ("no", "could be an answer or a word"),
    "yes": ("yes", "could be an answer or a word"),
    "Off": ("Off", "could be an answer or a word"),
    "True": ("True", "not written that way"),
    "leading_zero": ("012", "starts with a zero"),
    "octal": ("0o14", "not a plain number"),
    "time": ("1:30", "a time or a number"),
    "day": ("2026-11-23", "looks like a day"),
    "nothing": ("", "nothing stands here"),
    "tilde": ("~", "nothing stands here"),
    "nan": (".nan", "not a number"),
    "infinite": (".inf", "not a number"),
    "exponent": ("1e3", "not a plain number"),
    "underscores": ("1_000", "not a plain number"),
    "equals": ("=", "special meaning"),
}

SPOILT: tuple[Spoilt, ...] = (
    _raw(
        "cut_off",
        GOOD[: GOOD.index("outcomes:") + 40].encode(),
        "this quote is never closed",
        "put a quote at the end",
        line_of(GOOD, "outcomes:") + 1,
    ),
    _raw("empty", b"", "the file is empty", "write the aid into it"),
    _raw("only_a_remark", b"# later\n", "the file is empty", "write the aid into it"),
    _raw("a_list", b"- id: tonsils\n", "not a map of keys and values", "begin with id"),
    _raw("a_word", b"tonsils\n", "not a map of keys and values", "begin with id"),
    _raw("brackets", b"[" * 100_000, "nested too deeply", "at most 24 levels"),
    _raw("braces", b"{a: " * 50_000, "nested too deeply", "at most 24 levels"),
    _raw("deep_blocks", DEEP.encode(), "nested too deeply", "at most 24 levels", line=25),
    _raw("alias_bomb", BOMB.encode(), "an anchor (&a0) stands here", "write values out"),
    _raw("too_long", GOOD.encode() + b"#" * (1_000_001 - len(GOOD.encode())), "more than 1,000,000 bytes", "a person"),
    _raw("too_many_parts", b"id: [" + b"1," * 200_000 + b"1]", "too many parts", "at most 200,000"),
    _raw(
        "not_utf8",
        GOOD.replace("Tonsils out, or", "Tonsils \xff out, or", 1).encode("latin-1"),
        "not UTF-8",
        "save it",
        line_of(GOOD, "Tonsils out, or"),
    ),
    _raw("utf16", GOOD.encode("utf-16"), "not UTF-8", "save it as UTF-8"),
    _raw(
        "nul",
        GOOD.replace("Tonsils out, or", "Tonsils \0 out, or", 1).encode(),
        "cannot stand in a text file",
        "take it",
        line_of(GOOD, "Tonsils out, or"),
    ),
    _raw(
        "second_document",
        GOOD.encode() + b"---\nid: other\n",
        "a second document",
        "one document in a file",
        GOOD.count("\n") + 1,
    ),
    _spoilt(
        "key_twice",
        "title: Tonsils",
        "id: other\ntitle: Tonsils",
        "a second time (first in line 3)",
        "one of the two",
        column=1,
    ),
    _spoilt("merge_key", "terms: {", "terms: {<<: {a: b}, ", "'<<' has a special meaning", "put it in quotes"),
    _spoilt("tag", 'version: "0.1"', "version: !!str 0.1", "a tag (tag:yaml.org,2002:str)", "take it out", column=10),
    _spoilt("timestamp", 'published: "2026-11-23"', "published: !!timestamp 99", "a tag (", "take it out", column=12),
    _spoilt("python_tag", "title: Tonsils", "title: !!python/object/apply:os.system [ls] # ", "a tag (", "take it out"),
    _spoilt("binary", "title: Tonsils", "title: !!binary aGVsbG8= # ", "a tag (", "take it out"),
    _spoilt(
        "anchor", "funding: none\nauthors", "funding: &f none\nauthors", "an anchor (&f)", "take it out", column=10
    ),
    _raw(
        "open_quote",
        swapped("title: Tonsils", 'title: "Tonsils').encode(),
        "the quotes in or above this line do not pair",
        "close the one that is open",
        line_of(GOOD, "title: Tonsils") + 1,
    ),
    _spoilt("tab", "  age: {ask", "\tage: {ask", "a tab stands here", "use spaces"),
    _spoilt("odd_key", "terms: {tonsils:", "terms: {[a]: b, tonsils:", "a key is not a word", "a plain word"),
    _spoilt("key_is_a_number", "terms: {tonsils:", "terms: {7: b, tonsils:", "the key '7' is not a word", "in quotes"),
    _spoilt(
        "bare_sentence",
        'say: "children with many sore throats"',
        "say: children with many sore throats",
        "between braces without quotes",
        "put the sentence in quotes",
    ),
    _spoilt(
        "misspelt_word",
        "certainty: moderate",
        "certainty: modrate",
        "'modrate' is not one of high, moderate, low, very low",
        "did you mean moderate?",
    ),
    _spoilt(
        "misspelt_key",
        "time_critical: false",
        "time_critcal: false",
        "there is no key 'time_critcal'",
        "did you mean time_critical?",
        column=1,
    ),
    _spoilt(
        "urgent", "time_critical: false", "time_critical: true", "these cards are never for emergencies", "write false"
    ),
    _spoilt("chance_of_a_hundred", "chance: 0.04", "chance: 4", "outside what is possible", "less than or equal to 1"),
    _spoilt("number_in_quotes", "chance: 0.04", 'chance: "0.04"', "a number is expected", "without quotes"),
    _spoilt(
        "unit_of_a_span",
        "horizon: {weeks: 2}",
        "horizon: {fortnights: 1}",
        "fortnights",
        "there is days, lifetime, months, rounds, weeks, years",
    ),
    _spoilt(
        "two_units_of_a_span", "horizon: {weeks: 2}", "horizon: {weeks: 2, days: 3}", "has one unit", "one of years: 5"
    ),
    _spoilt(
        "no_source",
        "  many_wait: {outcome: many, chance: 0.6, low: 0.5, high: 0.7, group: throaty, certainty: low, source: demo,",
        "  many_wait: {outcome: many, chance: 0.6, low: 0.5, high: 0.7, group: throaty, certainty: low,",
        "'source' is missing",
        "write source",
    ),
    _spoilt("two_numbers", "chance: 0.04,", "chance: 0.04, risk_ratio: 2,", "it can say one number only", "keep one"),
    _spoilt(
        "range_beside_the_number",
        "chance: 0.04, low: 0.02, high: 0.06",
        "chance: 0.04, low: 0.05, high: 0.06",
        "does not lie between low 0.05 and high 0.06",
        "look at the source",
    ),
    _spoilt(
        "claim_of_no_outcome",
        "  many_wait: {outcome: many,",
        "  many_wait: {outcome: mny,",
        "there is no outcome 'mny'",
        "did you mean many?",
    ),
    _spoilt(
        "words_name_nothing",
        "comes to {bleed_out}",
        "comes to {bleed_uot}",
        "no claim or fact 'bleed_uot'",
        "bleed_out?",
    ),
    *(
        _spoilt(
            f"when_to_call_{key}",
            old,
            f"{old} {{{key}}}.",
            f"this line says when to call, and {{{key}}} may be missing on the day",
            "an amount, a phone or a text",
        )
        for key, old in (
            ("bleed_out", "Call {emergency} if you see fresh blood."),
            ("bleed_out.not", "Call {emergency} if you see fresh blood."),
            ("price", "Trouble breathing or drooling."),
        )
    ),
    _spoilt(
        "a_ring",
        "bleed_wait: {outcome: bleed, chance: 0,",
        "bleed_wait: {outcome: bleed, from: bleed_wait, risk_ratio: 1,",
        "worked out from itself: bleed_wait → bleed_wait",
        "",
    ),
    *(
        _spoilt(f"surprise_{key}", "allowed: [3, 15]", f"allowed: [3, {text}]", says, "", column=0)
        if text
        else _spoilt(f"surprise_{key}", "title: Tonsils out, or wait?", "title:", says, "take the key out")
        for key, (text, says) in SURPRISES.items()
    ),
)
