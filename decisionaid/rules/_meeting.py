"""Tells whether two conditions can hold for the same person. What is said to different people is never compared."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from ..domain.conditions import Group, Test


def may_meet(one: Group, other: Group) -> bool:
    """Whether two conditions may both hold. False only where they exclude each other on the same input.

    Example:
        >>> on, off = (Group(all=(Test(input="statin", is_=each),)) for each in (True, False))
        >>> may_meet(on, off), may_meet(on, Group())
        (False, True)
    """
    return not any(shut_out(a, b) for a, b in product(_must(one), _must(other)))


def shut_out(one: Test, other: Test) -> bool:
    """Whether no value of an input passes both tests."""
    if one.input != other.input:
        return False
    if _is_span(one) or _is_span(other):
        if not (_is_span(one) and _is_span(other)):
            return False
        low = max(_edge(one.from_, -1), _edge(other.from_, -1))
        return low > min(_edge(one.to, 1), _edge(other.to, 1))
    return not set(_values(one)) & set(_values(other))


def _must(group: Group) -> Iterator[Test]:
    yield from group.all
    if len(group.any) == 1:
        yield group.any[0]
    for test in group.none:
        if isinstance(test.is_, bool):
            yield test.model_copy(update={"is_": not test.is_})


def _is_span(test: Test) -> bool:
    return test.from_ is not None or test.to is not None


def _edge(edge: float | None, sign: int) -> float:
    return sign * float("inf") if edge is None else edge


def _values(test: Test) -> tuple[bool | str, ...]:
    return test.one_of if test.is_ is None else (test.is_,)
