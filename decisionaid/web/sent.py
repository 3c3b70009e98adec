"""What comes with a form of a visit besides its fields, and how its lines are written.

Every form says which page it stood on (its key begins with the page's own id) and the newest line that the page had
seen. So the server knows what the page showed, writes only what differs from that, and can tell whether two screens
knew of one another (`domain.disputes`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from flask import g, request

from ..cards import NOT_HERE, NewLine, Scene
from ..domain.chances import options_for
from ..domain.disputes import as_shown, is_values, of_form, page_of, says_same_value
from ..domain.encounter import Choice, Encounter, Hand, NewChoice
from ..domain.readers import Screen
from ..errors import CardProblems, Conflict, InputProblem
from ..settings import new_id
from ..store import Appended
from .given_back import is_key
from .pages import the_clinic

MOST_SEEN = 4
RANDOM = 16


@dataclass(frozen=True)
class Sent:
    """What came with one form.

    Attributes:
        key: sent again with the same one, a form counts a single time.
        named: the id of the newest line that its page showed, as the page says it. seen: its seq, 0 where it is none.
        saw: the same, or older where words were typed on an earlier page and came back into this one.
        said_at: the browser's clock, only shown.
    """

    key: str
    named: str
    seen: int | None
    saw: int | None
    said_at: datetime | None

    def shown(self, choices: tuple[Choice, ...], visit: Encounter) -> tuple[Choice, ...]:
        """The log as the page of this form showed it."""
        return as_shown(choices, visit.id, self.key, self.seen)

    def key_again(self) -> str:
        """A new key for the same page."""
        return f"{page_of(self.key)}-{new_id()[:RANDOM]}"


def sent(choices: tuple[Choice, ...] = ()) -> Sent:
    """Read what came with the form of this request. A form that names no line is taken to have seen all.

    Raises:
        InputProblem: the key is not one of ours.
    """
    named = request.form.get("seen", "")
    seen = _newest(named, choices)
    knew = _newest(request.form.get("knew", ""), choices)
    saw = seen if knew is None or seen is None else min(seen, knew)
    return Sent(form_key(), named, seen, saw, _browser_time())


def _newest(named: str, choices: tuple[Choice, ...]) -> int | None:
    ids = named.split()[:MOST_SEEN]
    return max((each.seq for each in choices if each.id in ids), default=0) if named else None


def form_key() -> str:
    """The key that came with the form; a new one where there is none."""
    key = request.form.get("key", "")
    if not key:
        return new_id()
    if not is_key(key):
        raise InputProblem(
            "key",
            None,
            "8 to 40 letters and digits",
            "This page is not whole. Please load it again; nothing was saved.",
        )
    return key


def key_for(*act: object) -> str:
    """A key for one of many acts of a page. Sent twice, it is the same act."""
    return f"{form_key()}-{sha256(repr(act).encode()).hexdigest()[:16]}"


def same_visit(visit: Encounter) -> None:
    """Check that the form belongs to the visit in the address (hazard H04).

    Raises:
        Conflict: it does not.
    """
    if request.form.get("encounter") != visit.id:
        raise Conflict("This page belongs to another visit. Nothing was saved; please open the visit again.")


def hand() -> Hand:
    """Who touches this screen."""
    return Hand(role="clinician", account_id=g.account.id)


def still_offered(now: Scene, lines: tuple[NewLine, ...]) -> None:
    """Check that the chosen options are still offered to this person, after what other screens have said.

    Raises:
        CardProblems: a line chooses an option that is not on the table any more. Nothing is written.
    """
    offered = options_for(now.aid, now.numbers.values)
    gone = [line.item.replace(".", "_") for line in lines if line.value.get("option") not in (None, *offered)]
    if gone:
        raise CardProblems({field: now.words.say(NOT_HERE) for field in gone})


def not_taken_back(choices: tuple[Choice, ...], lines: tuple[NewLine, ...], frame: Sent) -> None:
    """Refuse a form that was saved before and now comes without what it said then: that would not be "Saved".

    Raises:
        Conflict: it was sent before, and something of it was saved. As the log says of a form that comes with more.
    """
    if not lines and any(of_form(each.key) == frame.key for each in choices):
        raise Conflict(
            "This page was sent before with something else on it, and that is what was saved. "
            "Please load the page again and choose anew."
        )


def not_overtaken(choices: tuple[Choice, ...], scene: Scene, lines: tuple[NewLine, ...], frame: Sent) -> None:
    """Refuse to say that an earlier value still holds where another visit gave another one since the page was shown.

    In one visit the two would be in dispute; the line of another visit would only be written over.

    Raises:
        Conflict: nothing was written. What this screen may not see is never a reason.
    """
    today, visit = scene.today.isoformat(), scene.encounter
    still = {line.item: line for line in lines if is_values(line.item) and line.value.get("as_of") != today}
    if not still or frame.saw is None or any(of_form(each.key) == frame.key for each in choices):
        return
    for each in the_clinic().lines(choices, Screen(visit.account_id)).standing:
        mine = still.get(each.item) if each.aid_id == scene.aid.id and each.encounter_id != visit.id else None
        if mine is not None and each.seq > frame.saw and not says_same_value(each.value, mine.value):
            raise Conflict(
                "In another visit something else was said meanwhile. Nothing was saved. "
                "Please load the page again and look at the values."
            )


def write(visit: Encounter, scene: Scene, card: str, lines: tuple[NewLine, ...], frame: Sent) -> tuple[Appended, ...]:
    """Write every line of a form in one transaction, each under its own key."""
    news = [
        NewChoice(
            key=f"{frame.key}-{sha256(line.item.encode()).hexdigest()[:16]}",
            kind=card,
            aid_id=scene.aid.id,
            aid_hash=scene.aid_hash,
            item=line.item,
            value=line.value,
            words=line.words,
            words_language=line.words_language,
            voice=line.voice,
            via=line.via,
            private=line.private,
            language=visit.language,
            said_at=frame.said_at,
            saw_seq=frame.saw,
            shown=line.shown,
            form=line.form,
        )
        for line in lines
    ]
    edition = the_clinic().library.edition(scene.aid.id)
    return the_clinic().store.log.append_all(visit.person_id, visit.id, hand(), news, edition)


def _browser_time() -> datetime | None:
    try:
        return datetime.fromisoformat(request.form.get("said_at", ""))
    except ValueError:
        return None
