"""A person at the shipped statin card, told without store or web: what the figures of evidence are drawn from."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, fromstring

from decisionaid.clinic import ask_model
from decisionaid.domain.aid import Aid
from decisionaid.domain.chances import Numbers
from decisionaid.domain.encounter import InputShown
from decisionaid.domain.reckoning import numbers_for
from decisionaid.library import Library

ROOT = Path(__file__).parents[2]
MAN: Mapping[str, Any] = {
    "sex": "male", "age": 62.0, "total_cholesterol": 220.0, "hdl": 42.0, "systolic_bp": 140.0, "egfr": 80.0,
    "bp_treated": False, "diabetes": False, "current_smoker": False, "statin": False,
    "vessels": False, "flutter": False, "very_high": False, "pregnancy": False, "liver": False,
}  # fmt: skip
"""Walk (a): about 7 in 100."""


@cache
def statin() -> Aid:
    """The shipped aid, in English."""
    return Library.load([ROOT / "aids"]).aid("statin", "en")


def numbers(values: Mapping[str, Any] = MAN, aid: Aid | None = None) -> Numbers:
    """Every number for a person."""
    return numbers_for(aid or statin(), values, ask_model)


def as_given(values: Mapping[str, Any] = MAN, aid: Aid | None = None) -> tuple[InputShown, ...]:
    """The values in each input's own unit."""
    asked = (aid or statin()).inputs
    return tuple(InputShown(input=key, value=value, unit=asked[key].unit or "") for key, value in values.items())


def marks(picture: str, name: str) -> list[Element]:
    """The elements of a still picture that carry a number: `data-count`, say."""
    return [each for each in fromstring(picture).iter() if name in each.attrib]


def texts(picture: str) -> list[str]:
    """The words in a still picture."""
    return [each.text or "" for each in fromstring(picture).iter() if each.tag.endswith("text")]


def shares(elements: list[Element], name: str) -> list[float]:
    """Places across, as shares of the width."""
    return [round(float(each.attrib[name].rstrip("%")) / 100, 4) for each in elements]
