"""The card "workload": the work that care asks of a week, how it goes, and how full the week is, in three words.

A conversation lists the tasks that care may ask, and they tap what is theirs. A decision shows the work of each choice
side by side, so that it is weighed like a benefit or a harm. Minutes have no source, so each says whose guess it is;
with one task that nobody has counted there is no total. The three words are about time and energy. They are no test.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, cast, get_args

from ...domain.aid import Aid
from ...domain.chances import options_for
from ...domain.encounter import Choice
from ...domain.life import AskedOfThem, How, Room, RoomWord, minutes_per_week
from ...domain.page import HEADINGS, Section
from ...domain.phrases import phrase
from ...domain.plan import Plan
from ...domain.readers import Outside
from ...domain.work import task_of
from ...errors import CardProblems
from ...handout import Handout, as_list, chart_line
from ...locale import Words
from .. import Field, NewLine, Scene, Traits
from .._boxes import (
    STAY,
    Box,
    not_here,
    open_end_boxes,
    tell_whole_card,
    whole_card_summary,
    whole_field,
    whole_lines,
    with_words,
)
from .._own_words import STILL, TappedBefore, said_before, standing_line, still_lines, tapped_before
from .._usual import asks as asks
from .._usual import talked_about
from ._work import (
    HOW_IT_GOES,
    HOWS,
    ROOM,
    ROOM_IN_A_LINE,
    WayOfWork,
    guess_words,
    has_guesses,
    total_words,
    ways_of_work,
)

KIND = "workload"
TITLE = phrase("The work this takes")
TRAITS = Traits(sign="M6 8h12l2 12H4zM9 8a3 3 0 0 1 6 0", follows={"day": 1, "stuck": 1, "lighter": 1})
state = talked_about(KIND)
MINUTES = (5, 10, 15, 30, 60, 120)


@dataclass(frozen=True)
class Task:
    """One task that is theirs.

    Attributes:
        often: how often, in words, or "". guess: whose guess the minutes are, in words.
        hows: how it goes. minutes: how long it takes each time.
    """

    task: str
    name: str
    often: str
    guess: str
    hows: tuple[Box, ...]
    minutes: tuple[Box, ...]


@dataclass(frozen=True)
class WorkloadView:
    """What the template gets.

    Attributes:
        taps: every task that care may ask. tasks: those that are theirs.
        total: the work of a week in words, or "".
        ways: for a decision, the work of each choice side by side. guessed: some of it is our guess.
        room_before: how full the week is was said in an earlier visit.
    """

    taps: tuple[Box, ...]
    tasks: tuple[Task, ...]
    total: str
    ways: tuple[WayOfWork, ...]
    guessed: bool
    room: tuple[Box, ...]
    room_before: bool
    ends: tuple[Box, ...]
    before: tuple[TappedBefore, ...]
    problem: str


def fields(scene: Scene) -> tuple[Field, ...]:
    """The inputs: taps for the tasks, how each goes, how long it takes and how full the week is; the open ends."""
    names = tuple((key, "") for key in scene.aid.tasks)
    hows = tuple((f"{key}:{how}", "") for key, _ in names for how in (*HOWS, "unsaid"))
    minutes = tuple((f"{key}:{each}", "") for key, _ in names for each in (*MINUTES, "unsaid"))
    return with_words(
        scene.words,
        Field("pick", "button", names),
        Field("leave", "button", names),
        Field("how", "button", hows),
        Field("minutes", "button", minutes),
        Field("room", "button", (*((word, said) for word, said in ROOM.items()), ("unsaid", ""))),
        whole_field(),
        STILL,
        STAY,
    )


def show(scene: Scene) -> WorkloadView:
    """What care asks, which of it is theirs, and the room there is."""
    theirs = _theirs(scene)
    room = scene.plan.room
    options = options_for(scene.aid, scene.numbers.values)
    return WorkloadView(
        taps=tuple(
            Box("leave" if key in theirs else "pick", key, task.say, key in theirs)
            for key, task in scene.aid.tasks.items()
        ),
        tasks=tuple(_task(scene, each) for each in theirs.values() if each.task in scene.aid.tasks),
        total=_total(scene, theirs),
        ways=ways_of_work(scene.aid, options, scene.words),
        guessed=has_guesses(scene.aid, options),
        room=tuple(
            Box(
                "room",
                "unsaid" if room and room.word == word else word,
                scene.words.say(label),
                bool(room and room.word == word),
            )
            for word, label in ROOM.items()
        ),
        room_before=said_before(scene, room.seq if room else None),
        ends=open_end_boxes(scene, KIND),
        before=tapped_before(scene, KIND, summary),
        problem=not_here(scene.words) if scene.problems else "",
    )


def accept(scene: Scene, given: Mapping[str, Any]) -> tuple[NewLine, ...]:
    """The lines that a tap writes; () where it is so already.

    Raises:
        CardProblems: the task is not one of this aid's. Nothing is written.
    """
    return (*_lines(scene, given), *still_lines(scene, KIND, given), *whole_lines(scene, KIND, given))


def tell(plan: Plan, choice: Choice, aid: Aid | None) -> Plan:
    """Put a line into the plan: a task that is theirs, or the room that the week has."""
    plan = tell_whole_card(plan, choice)
    if choice.item == "room" and choice.value.get("room") in get_args(RoomWord):
        word = cast(RoomWord, choice.value["room"])
        return plan.with_(room=Room(choice.seq, choice.aid_id or "", word))
    name, _, part = choice.item.removeprefix("tasks.").partition(".")
    if not choice.item.startswith("tasks.") or part or not choice.value.get("picked"):
        return plan
    how, minutes = _newest(plan, choice.aid_id, name, "how"), _newest(plan, choice.aid_id, name, "minutes")
    asked = AskedOfThem(
        choice.seq,
        choice.aid_id or "",
        choice.aid_hash or "",
        name,
        cast(How, how) if how in get_args(How) else None,
        float(minutes) if isinstance(minutes, (int, float)) else None,
    )
    return plan.with_(tasks=(*plan.tasks, asked))


def _newest(plan: Plan, aid_id: str | None, task: str, part: str) -> Any:
    """What was last said of one part of a task; None where nothing was."""
    line = standing_line(plan, KIND, aid_id, f"tasks.{task}.{part}")
    return line.value.get(part) if line else None


def sections(handout: Handout[Outside]) -> Iterator[Section]:
    """The section with the work that care asks of them, and the room there is."""
    lines = tuple(_work_lines(handout))
    heading = HEADINGS["work"]
    chart = chart_line(f"{handout.words.say(heading)}:", lines, " · ", handout.words)
    yield Section("work", (*as_list(lines), *chart))


def _work_lines(handout: Handout[Outside]) -> Iterator[str]:
    words = handout.words
    here = [
        (task_of(aid, each.task), each)
        for each in handout.plan.tasks
        if (aid := handout.aids.get(each.aid_hash)) and each.task in aid.tasks
    ]
    for task, each in here:
        often = words.every(task.every)
        text = f"{task.say}, {often}" if often else task.say
        yield words.say("{what}: {mark}", what=text, mark=words.say(HOW_IT_GOES[each.how])) if each.how else text
    total = minutes_per_week([(task, each.minutes) for task, each in here]) if here else None
    if total is not None:
        yield words.say("Time each week: about {time}. (Our best guess.)", time=words.hours(total))
    if handout.plan.room is not None:
        yield words.say("Your week with health care: {room}.", room=words.say(ROOM_IN_A_LINE[handout.plan.room.word]))


def summary(choice: Choice, aid: Aid | None, words: Words) -> str:
    """One line of this card in a few words."""
    if choice.item == "room" and choice.value.get("room") in ROOM:
        return words.say(ROOM[cast(RoomWord, choice.value["room"])])
    name, _, part = choice.item.removeprefix("tasks.").partition(".")
    task = aid.tasks.get(name) if aid else None
    if task is None:
        return whole_card_summary(choice, words)
    if part == "how" and choice.value.get("how") in HOWS:
        return words.say("{what}: {mark}", what=task.say, mark=words.say(HOWS[cast(How, choice.value["how"])]))
    if part == "minutes" and choice.value.get("minutes"):
        return words.say("{what}: {mark}", what=task.say, mark=words.amount(choice.value["minutes"], "min"))
    return task.say if choice.value.get("picked") else ""


def _lines(scene: Scene, given: Mapping[str, Any]) -> Iterator[NewLine]:
    theirs = _theirs(scene)
    for field in ("pick", "leave"):
        yield from _picked(scene, field, str(given.get(field) or ""), theirs)
    for field in ("how", "minutes"):
        yield from _about_task(scene, field, str(given.get(field) or ""), theirs)
    yield from _room(scene, str(given.get("room") or ""))


def _room(scene: Scene, word: str) -> Iterator[NewLine]:
    """The line that says how much room the week has, or that nothing is said of it any more."""
    if word and word not in (*ROOM, "unsaid"):
        raise CardProblems({"room": not_here(scene.words)})
    if word and word != (scene.plan.room.word if scene.plan.room else "unsaid"):
        yield NewLine("room", {"room": None if word == "unsaid" else word})


def _picked(scene: Scene, field: str, task: str, theirs: Mapping[str, AskedOfThem]) -> Iterator[NewLine]:
    """The line that makes a task theirs, or takes it from them again."""
    wish = field == "pick"
    if task and task not in scene.aid.tasks:
        raise CardProblems({field: not_here(scene.words)})
    if task and (task in theirs) is not wish:
        yield NewLine(f"tasks.{task}", {"picked": wish})


def _about_task(scene: Scene, field: str, tap: str, theirs: Mapping[str, AskedOfThem]) -> Iterator[NewLine]:
    """The line that says how a task goes, or how long it takes."""
    task, _, raw = tap.partition(":")
    if not task:
        return
    allowed = (*HOWS, "unsaid") if field == "how" else (*map(str, MINUTES), "unsaid")
    if task not in theirs or raw not in allowed:
        raise CardProblems({field: not_here(scene.words)})
    now: str | int | None = None if raw == "unsaid" else int(raw) if field == "minutes" else raw
    if now != getattr(theirs[task], field):
        yield NewLine(f"tasks.{task}.{field}", {field: now})


def _theirs(scene: Scene) -> Mapping[str, AskedOfThem]:
    return {each.task: each for each in scene.plan.tasks if each.aid_id == scene.aid.id}


def _task(scene: Scene, each: AskedOfThem) -> Task:
    words, asked = scene.words, task_of(scene.aid, each.task)
    return Task(
        task=each.task,
        name=asked.say,
        often=words.every(asked.every),
        guess=guess_words(asked, each.minutes, words),
        hows=tuple(
            Box("how", f"{each.task}:{'unsaid' if how == each.how else how}", words.say(label), how == each.how)
            for how, label in HOWS.items()
        ),
        minutes=tuple(
            Box(
                "minutes",
                f"{each.task}:{'unsaid' if count == each.minutes else count}",
                words.amount(count, "min"),
                count == each.minutes,
            )
            for count in MINUTES
        ),
    )


def _total(scene: Scene, theirs: Mapping[str, AskedOfThem]) -> str:
    here = [(task_of(scene.aid, key), each.minutes) for key, each in theirs.items() if key in scene.aid.tasks]
    return total_words(minutes_per_week(here) if here else None, here, scene.words)
