"""Parts of an aid that are like another one (`like: moderate`): only what differs is written.

`like: moderate` takes over every part of `moderate` that this option does not write. Parts with ids (issues, work, the
safety net, activities) are taken over id by id, so that a single issue may differ, and `blood: none` leaves one out.
A claim takes over all but the number and its range, its trials and its formula: those make it another claim.

What is taken over has its translation too: the words of the other one, as long as they are the same words. Rejected:
anchors and merge keys of YAML, which copy without a name and cannot be read from top to bottom.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from .claim_forms import RATIOS

LIKE = "like"
BY_ID = ("issues", "work", "safety_net", "activities")
LEFT_OUT = "none"
OWN = frozenset(
    {
        "chance", "rate", "events", "people", "range", "between", "chance_by", "rate_by", "model", "output", "result",
        *RATIOS, "steps", "inverse", "extra", "nnt", "nnh", "together", "assumes", "amount", "unit", "per", "low",
        "high", "formula", "trials", "within",
    }
)  # fmt: skip
"""What a claim never takes over from another one."""


def expanded(raw: Mapping[str, Any]) -> dict[str, Any]:
    """An aid with everything written out.

    Example:
        >>> a, b = {"name": "A", "issues": {"x": "1", "y": "2"}}, {"like": "a", "issues": {"y": "3"}}
        >>> expanded({"options": {"a": a, "b": b}})["options"]["b"]
        {'name': 'A', 'issues': {'x': '1', 'y': '3'}}
    """
    whole = dict(raw)
    for part in _TAKEN_OVER:
        entries = raw.get(part)
        if isinstance(entries, Mapping):
            whole[part] = {key: _one(entries, key, part, ()) for key in entries}
    return whole


def likes(raw: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Each part that is like another: (options or claims, its id, the id of the other)."""
    for part in _TAKEN_OVER:
        entries = raw.get(part)
        for key, entry in entries.items() if isinstance(entries, Mapping) else ():
            if isinstance(entry, Mapping) and LIKE in entry:
                yield part, key, str(entry[LIKE])


def _one(entries: Mapping[str, Any], key: str, part: str, seen: tuple[str, ...]) -> Any:
    entry = entries[key]
    other = entry.get(LIKE) if isinstance(entry, Mapping) else None
    if not isinstance(other, str) or other not in entries or other in (key, *seen):
        return entry  # a name that leads nowhere stays, and the reader says so
    base = _one(entries, other, part, (*seen, key))
    if not isinstance(base, Mapping):
        return entry
    return _TAKEN_OVER[part](base, {name: value for name, value in entry.items() if name != LIKE})


def _option_like(base: Mapping[str, Any], own: Mapping[str, Any]) -> Mapping[str, Any]:
    both = [name for name in BY_ID if isinstance(own.get(name), Mapping) and isinstance(base.get(name), Mapping)]
    return {**base, **own, **{name: _by_id(name, base[name], own[name]) for name in both}}


def _claim_like(base: Mapping[str, Any], own: Mapping[str, Any]) -> Mapping[str, Any]:
    return {**{name: value for name, value in base.items() if name not in OWN}, **own}


_TAKEN_OVER: Mapping[str, Callable[[Mapping[str, Any], Mapping[str, Any]], Mapping[str, Any]]] = {
    "options": _option_like,
    "claims": _claim_like,
}
"""Part of an aid that may be like another of its sort -> how one is written out from the other and its own."""


def _by_id(name: str, taken: Mapping[str, Any], own: Mapping[str, Any]) -> Mapping[str, Any]:
    """A part that is taken over id by id, without those that are left out."""
    both = {**taken, **own}
    return {key: value for key, value in both.items() if value != LEFT_OUT or name == "work"}


def lost(raw: Mapping[str, Any]) -> Iterator[tuple[str, str, str, tuple[str, ...]]]:
    """Each part that is like one that does not exist, with the ids that do exist."""
    for part, key, other in likes(raw):
        there = tuple(each for each in raw[part] if each != key)
        if other not in there:
            yield part, key, other, there


def left_out_of_nothing(raw: Mapping[str, Any]) -> Iterator[tuple[tuple[str, str, str, str], tuple[str, ...]]]:
    """The path of each `none` that leaves out what the other one does not have, with what it has."""
    for part, key, other in likes(raw):
        entries = raw[part]
        if other not in entries or not isinstance(entries[key], Mapping):
            continue
        base = _one(entries, other, part, (key,))
        for name in BY_ID if isinstance(base, Mapping) else ():
            taken = base.get(name)
            for each in _nothing_to_leave_out(entries[key].get(name), taken) if name != "work" else ():
                yield (part, key, name, each), tuple(taken)


def _nothing_to_leave_out(own: object, taken: object) -> tuple[str, ...]:
    if not isinstance(own, Mapping) or not isinstance(taken, Mapping):
        return ()
    return tuple(each for each, value in own.items() if value == LEFT_OUT and each not in taken)


def words_taken_over(raw: Mapping[str, Any], first: Mapping[str, str], words: Mapping[str, str]) -> Mapping[str, str]:
    """Path -> translation, of texts that a part takes over from another one."""
    found, alike = dict(words), list(likes(raw))
    for _ in alike:
        for part, key, other in alike:
            here, there = f"{part}.{key}.", f"{part}.{other}."
            for path in (each for each in first if each.startswith(here) and each not in found):
                origin = there + path.removeprefix(here)
                if first.get(origin) == first[path] and origin in found:
                    found[path] = found[origin]
    return {path: text for path, text in found.items() if path not in words}
