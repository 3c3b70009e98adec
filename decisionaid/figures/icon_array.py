"""The figure "icon array": of 100 shapes, how many it happens to, and how many an option spares or adds.

Filled from the inline start, row by row, never scattered (people count scattered icons wrongly; Ancker 2006,
doi:10.1197/jamia.M2115). Squares are people it happens to, hatched squares those who are spared, rings everybody else:
shape and texture differ, not only colour, so the picture holds in black and white. No figures of people, which readers
found upsetting (Farmer 2021, doi:10.1002/cam4.4072). Each state is one path, so a hundred people cost about ten nodes.

A harm that the same studies counted with and without a choice is drawn as "the same either way", quietly, and hatched
what the choice adds: what is usual with and without it does not shout louder than what it changes.

Colours are the ones that read the same under protan, deutan and tritan vision; the dark theme overrides them by class.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace

from markupsafe import Markup

from ..domain.aid import Aid
from ..domain.chances import Chance, compared
from ..domain.measure import Frequency
from ..domain.phrases import phrase
from ..locale import Words
from . import Figure, Legend, Panel, Row, Table, _legend, _sentences
from ._bar import bar
from ._icons import PeopleCounts, array, unknown
from ._svg import joined

NAME = "icon_array"
DISPLAY = "dots"
OFFERED = phrase("Dots")
MOST = 100
"""More people than this are a bar: a thousand shapes are specks on a telephone, and four screens where they are not."""


def draw(aid: Aid, outcome: str, rows: Sequence[Row], words: Words, *, of: int | None = None) -> Figure:
    """One array for each row, side by side.

    Args:
        aid: in the language of `words`.
        outcome: what is counted; one for the whole figure.
        rows: the one that nothing was done to first. One without a chance is drawn as "nobody has counted this well".
        of: another denominator than the outcome's own, for a strip that repeats the main outcome (rule R13).

    Raises:
        ValueError: a row speaks of another outcome or another time (rules RC-2, R14).
    """
    chances = [row.chance for row in rows if row.chance is not None]
    _refuse_mixed(chances, outcome)
    of = of or aid.outcomes[outcome].of
    counted = [_counted(row, rows, of) for row in rows]
    either = frozenset(row.against.claim for row in rows if row.against is not None)
    panels = tuple(_panel(aid, row, each, of, words, either) for row, each in zip(rows, counted, strict=True))
    if of > MOST:
        panels = tuple(replace(panel, picture=as_bar(panel, of, words)) for panel in panels)
    return Figure(
        picture=joined(tuple(panel.picture for panel in panels)),
        alt=" ".join(panel.alt for panel in panels),
        table=_table(aid, outcome, panels, chances, of, words),
        panels=panels,
        caption=_caption(_sentences.caption, counted, of, aid, words),
        whom=_caption(_sentences.people_counted, counted, of, aid, words),
    )


def legend(panels: Sequence[Panel], of: int, words: Words) -> Legend:
    """What its shapes mean; more people than fit are bars."""
    return (_legend.of_bars if of > MOST else _legend.of_arrays)(panels, of, words)


def _refuse_mixed(chances: Sequence[Chance], outcome: str) -> None:
    if any(chance.outcome != outcome for chance in chances) or len({str(chance.horizon) for chance in chances}) > 1:
        raise ValueError("one figure holds one outcome over one time")


def as_bar(panel: Panel, of: int, words: Words, *, people_below: bool = True) -> Markup:
    """A panel as a bar, with the same counts."""
    return bar(panel, panel.people, of, words, people_below=people_below)


def _caption(whom: Callable[..., str], counted: Sequence[Chance | None], of: int, aid: Aid, words: Words) -> str:
    """Whom the figure counts, and what it is too coarse to show."""
    chances = [each for each in counted if each is not None]
    if not chances:
        return ""
    said = (whom(chances[0], of, aid, words), _sentences.too_fine(chances, of, words))
    return " ".join(each for each in said if each)


def counts(chance: Chance, *, either: bool = False) -> PeopleCounts:
    """How many people of each state a picture draws.

    Two sources that disagree make a range: its lower end is solid and the rest hatched "between" (rule R5).

    Args:
        either: the same studies counted it with and without the choice, so those of both are the same either way.
    """
    if chance.disputed:
        low, high = (edge.count for edge in chance.edges(chance.frequency.of))
        return PeopleCounts(event=low, between=high - low, others=chance.frequency.of - high)
    happens, away = chance.frequency.count, max(chance.fewer or 0, 0)
    added = happens if chance.extra and chance.probability > 0 else max(-(chance.fewer or 0), 0)
    rest = {"either" if either else "event": happens - added}
    return PeopleCounts(**rest, extra=added, spared=away, others=chance.frequency.of - happens - away)


def _counted(row: Row, rows: Sequence[Row], of: int) -> Chance | None:
    """The chance of a row in people of `of`, compared with the first row."""
    chance = row.chance
    if chance is None or (of == chance.frequency.of and row.against is None):
        return chance
    beside = (each.chance for each in rows if each.chance and each.chance.claim == chance.without)
    base, recounted = row.against or next(beside, None), _in_people(chance, of)
    if base is None:
        return replace(recounted, fewer=None, fewer_to=None, same_picture=False)
    return compared(recounted, _in_people(base, of))


def _in_people(chance: Chance, of: int) -> Chance:
    return replace(chance, frequency=Frequency.of_chance(abs(chance.probability), of))


def _panel(  # long: everything that is said of one row
    aid: Aid, row: Row, chance: Chance | None, of: int, words: Words, either: Collection[str]
) -> Panel:
    mirrored = words.direction == "rtl"
    if chance is None:
        nobody = words.say("Nobody has counted this well.")
        alt = f"{row.heading}: {nobody}"
        picture = Markup("") if of > MOST else unknown(row.options, alt, of, mirrored=mirrored)
        return Panel(row.options, row.heading, "", picture, alt, "", nobody, "", "", None, None)
    frequency = chance.frequency
    happens = _sentences.happens(chance, frequency, aid, words)
    happens_not = _sentences.happens_not(chance, frequency, words)
    change = _sentences.change(chance, words)
    alt = f"{row.heading}: {happens} {happens_not} {change}".strip()
    drawn = counts(chance, either=row.against is not None or chance.claim in either)
    return Panel(
        options=row.options,
        heading=row.heading,
        claim=chance.claim,
        picture=Markup("") if of > MOST else array(row.options, chance.claim, drawn, alt, mirrored=mirrored),
        alt=alt,
        key_number=_sentences.key_number(chance, frequency, words),
        happens=happens,
        happens_not=happens_not,
        change=change,
        frequency=frequency,
        fewer=chance.fewer,
        fewer_to=chance.fewer_to,
        drawn=chance,
        people=drawn,
    )


def _table(aid: Aid, outcome: str, panels: tuple[Panel, ...], chances: list[Chance], of: int, words: Words) -> Table:
    what = aid.outcomes[outcome].say
    time = _sentences.period(chances[0], words) if chances else ""
    caption = words.say("{what}, {time}, of {of} people", what=what, time=time, of=words.number(of))
    say = words.say
    head = (say("Choice"), say("It happens to"), say("It does not happen to"), say("Difference"))
    rows = tuple(
        (panel.heading, *_counted_words(panel, words), panel.change or "–")
        if panel.frequency
        else (panel.heading, panel.happens, "–", "–")
        for panel in panels
    )
    return Table(_sentences.sentence_case(caption), head, rows)


def _counted_words(panel: Panel, words: Words) -> tuple[str, str]:
    frequency = panel.frequency
    assert frequency is not None  # the caller has looked
    if panel.drawn is not None and panel.drawn.disputed:
        low, high = (words.number(edge.others) for edge in reversed(panel.drawn.edges(frequency.of)))
        return panel.key_number, words.say("about {low} to {high}", low=low, high=high)
    if frequency.below_half:
        return panel.key_number, words.say("more than {count}", count=words.number(frequency.of - 1))
    return panel.key_number, words.say("about {count}", count=words.number(frequency.others))
