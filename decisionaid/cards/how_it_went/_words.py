"""How it went, in the words of the taps and, shorter, in those of the page and the note."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from ...domain.how_it_went import How, Since
from ...domain.phrases import phrase

Sort = Literal["medicine", "stop", "task"]

HOWS: Mapping[Sort, Mapping[How, str]] = {
    "medicine": {
        "as_planned": phrase("I take it"),
        "partly": phrase("On some days"),
        "not": phrase("I stopped"),
    },
    "stop": {
        "as_planned": phrase("I stopped it"),
        "partly": phrase("I take it on some days"),
        "not": phrase("I take it again"),
    },
    "task": {
        "as_planned": phrase("It fit"),
        "partly": phrase("Partly"),
        "not": phrase("It did not happen"),
    },
}
IN_SHORT: Mapping[Sort, Mapping[How, str]] = {
    "medicine": {
        "as_planned": phrase("taken"),
        "partly": phrase("taken on some days"),
        "not": phrase("stopped"),
    },
    "stop": {
        "as_planned": phrase("stopped, as planned"),
        "partly": phrase("taken on some days"),
        "not": phrase("taken again"),
    },
    "task": {
        "as_planned": phrase("it fit"),
        "partly": phrase("it fit in part"),
        "not": phrase("it did not happen"),
    },
}
SINCES: Mapping[Since, str] = {
    "not_begun": phrase("I did not begin"),
    "days": phrase("After a few days"),
    "weeks": phrase("After a few weeks"),
    "months": phrase("After some months"),
}
SINCE_IN_SHORT: Mapping[Since, str] = {
    "not_begun": phrase("not begun"),
    "days": phrase("stopped after a few days"),
    "weeks": phrase("stopped after a few weeks"),
    "months": phrase("stopped after some months"),
}
