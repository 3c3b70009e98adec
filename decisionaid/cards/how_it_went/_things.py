"""The things that were planned before this visit, and what was said of each in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ...domain.aid import Aid
from ...domain.how_it_went import ThingWent
from ...domain.plan import Plan
from .. import Scene
from .._next_step import said_here, thing_name
from ._words import Sort


@dataclass(frozen=True)
class Thing:
    """One thing that was planned: its path in the aid, and its words.

    Attributes:
        option: the option that it belongs to, or "" for a task.
    """

    id: str
    name: str
    sort: Sort
    option: str = ""

    @property
    def words_field(self) -> str:
        return f"words_{self.id.replace('.', '_')}"


def was_planned(plan: Plan, aid_id: str) -> bool:
    """Whether anything of an aid stands from the visits of earlier days."""
    before = plan.before
    if before is None:
        return False
    decided = before.decisions.get(aid_id)
    return bool(decided and decided.option) or any(each.aid_id == aid_id for each in before.tasks)


def things_of(scene: Scene) -> tuple[Thing, ...]:
    """Everything to ask about: what was planned before, then what was said in this visit of something else."""
    planned = {each: None for each in _planned(scene)} | {each.thing: None for each in said_here(scene)}
    made = (_thing(scene, each) for each in planned)
    return tuple(each for each in made if each is not None)


def said_of(scene: Scene, thing: str) -> ThingWent:
    """What was said in this visit of one thing."""
    nothing = ThingWent(scene.encounter.id, scene.today, scene.aid.id, scene.aid_hash, thing)
    return next((each for each in said_here(scene) if each.thing == thing), nothing)


def _planned(scene: Scene) -> Iterator[str]:
    before, aid_id = scene.plan.before, scene.aid.id
    if before is None:
        return
    decided = before.decisions.get(aid_id)
    if decided is not None and decided.option:
        yield f"options.{decided.option}"
        for each in before.activities:
            if each.aid_id == aid_id:
                yield f"options.{each.option}.activities.{each.activity}"
    for task in before.tasks:
        if task.aid_id == aid_id:
            yield f"tasks.{task.task}"


def _thing(scene: Scene, path: str) -> Thing | None:
    name, sort = thing_name(scene, path), sort_of(path, scene.aid) or sort_of(path, scene.then)
    option = path.split(".")[1] if path.startswith("options.") else ""
    return Thing(path, name, sort, option) if name and sort else None


def sort_of(path: str, aid: Aid | None) -> Sort | None:
    """What sort of thing it is; None for what is not asked about: this visit, and an option that starts nothing."""
    if aid is None:
        return None
    part, *rest = path.split(".")
    if part == "tasks":
        return "task" if rest[0] in aid.tasks else None
    option = aid.options.get(rest[0])
    if option is None:
        return None
    if len(rest) == 1:
        return "stop" if option.kind == "stop" else None
    activity = option.activities.get(rest[-1])
    if activity is None or (activity.kind == "visit" and activity.after == aid.look_again.after):
        return None
    return "medicine" if activity.kind == "medicine" else "task"
