"""Which sex and age the people had whom a number counts, and whether somebody is one of them.

A number that was counted in women speaks to women; one from trials with people of 50 to 75 does not speak to somebody
of 80 (rule R10, the narrowest of model, effect and guideline). What nobody asked for leaves the number: its sentence
says of whom it was counted, and rule WHOM-1 sees to it that it does.
"""

from __future__ import annotations

from .aid import Aid
from .chances import Values
from .claims import PeopleGroup
from .conditions import Value

SEXES = frozenset({"female", "male"})


def sex_input(aid: Aid) -> str | None:
    """The input that asks for the sex, as the chart has it: a choice of female and male."""
    choices = ((key, each) for key, each in aid.inputs.items() if each.kind == "choice")
    return next((key for key, each in choices if each.choices.keys() >= SEXES), None)


def age_input(aid: Aid) -> str | None:
    """The input that asks for the age in years."""
    for key, each in aid.inputs.items():
        if each.unit == "a" and (key == "age" or (each.fhir is not None and each.fhir.path == "Patient.birthDate")):
            return key
    return None


def not_of_these(aid: Aid, group: PeopleGroup, values: Values) -> tuple[str, ...]:
    """The inputs that show that somebody is none of these people; () where they may be one."""
    sex, age = sex_input(aid), age_input(aid)
    other_sex = sex is not None and group.sex is not None and sex in values and values[sex] != group.sex
    other_age = age is not None and age in values and _outside(group, values[age])
    return tuple(key for key, other in ((sex, other_sex), (age, other_age)) if key is not None and other)


def _outside(group: PeopleGroup, years: Value) -> bool:
    if group.age is None or isinstance(years, (bool, str)):
        return False
    return not group.age[0] <= int(years) <= group.age[1]  # 75 and a half is 75, as trials count ages
