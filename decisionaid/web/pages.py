"""What every page of a visit gets besides its card: titles, addresses, the map of topics, the words of its language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import current_app, g, render_template, request, session, url_for
from flask_wtf.csrf import generate_csrf

from ..cards import CardKind, Occasion, Scene, TalkSheet, kinds, offered
from ..clinic import Clinic
from ..domain.aid import Aid
from ..domain.encounter import Encounter
from ..domain.expiry import review_due
from ..domain.fill_sentences import fill
from ..domain.plan import Plan
from ..locale import Words, languages, words
from ..settings import new_id
from .given_back import GivenBack
from .permissions import is_of
from .screen import hosts, is_framed

DRAFT_DAYS = 7
OWN_LANGUAGE = "own_language"
"""The key of a sign-in under which the clinician's own language is kept."""
OUTSIDE_A_VISIT = ("library", "ended", "again", "erase", "desk", "approvals")


@dataclass(frozen=True)
class Topic:
    """One topic on the map: never a number, never "step 3 of 7".

    Attributes:
        state: about | not_yet | aside.
        sign: the path of its drawn sign, or "".
    """

    card: str
    title: str
    state: str
    state_words: str
    address: str
    here: bool
    sign: str = ""


@dataclass(frozen=True)
class Page:
    """What the frame of a page needs.

    Attributes:
        rest: minutes after which a screen that nobody touches locks; 0 where nobody is signed in.
        draft: that a translator has not signed yet what stands here, or "".
        review: that nobody has read the card again in time, or "".
        seen: the newest line of the log that the page shows.
        others: the other languages that the visit can go on in. here: the address to come back to.
        framed: in a frame, the sites that may hold it; "" in a tab. whose: in a frame, the name of the visit's person.
        talk: which words stand on the sheet of "Let's just talk".
        problem, typed: of a form that came back (`given_back`): why, and what stood in its fields.
        came_back: that fields hold words which nobody has saved.
    """

    title: str
    language: str
    direction: str
    watermark: bool
    encounter: str = ""
    csrf: str = ""
    aid_id: str = ""
    card: str = ""
    topics: tuple[Topic, ...] = ()
    saved: bool = False
    key: str = ""
    seen: str = ""
    newer: tuple[str, ...] = ()
    plan_address: str = ""
    table_address: str = ""
    clinician: str = ""
    ended: bool = False
    printed: bool = False
    draft: str = ""
    review: str = ""
    rest: int = 0
    others: tuple[Words, ...] = ()
    here: str = ""
    talk: TalkSheet = "any_time"
    problem: str = ""
    typed: Mapping[str, str] = field(default_factory=dict)
    came_back: bool = False
    framed: str = ""
    whose: str = ""

    @property
    def keep_days(self) -> int:
        """How long a device keeps words that were typed and not saved, at most."""
        return min(DRAFT_DAYS, the_clinic().site.retention_days or DRAFT_DAYS)

    def at(self, card: str, **asked: object) -> str:
        """The address of another card of the same aid."""
        return self.visit_at("encounter.card", aid_id=self.aid_id, card=card, **asked)

    def on_to(self, occasion: Occasion) -> Topic | None:
        """The card of the same aid that is offered on an occasion; None where the aid has no such card."""
        topics = {each.card: each for each in self.topics}
        return next((topics[card] for card in offered(occasion, topics)), None)

    def evidence_at(self, claim: str) -> str:
        """The address of the page behind a number."""
        return self.visit_at("evidence.page", aid_id=self.aid_id, claim=claim)

    def visit_at(self, endpoint: str, **asked: Any) -> str:
        """An address of this visit."""
        return url_for(endpoint, encounter_id=self.encounter, **asked)


def asked_for() -> str:
    """The address of this request as the browser sees it, with the path prefix of the program."""
    return request.script_root + request.full_path.rstrip("?")


def in_full(path: str) -> str:
    """An address of ours with its host, for whoever has to type it or open it on another machine."""
    return (the_clinic().settings.address or request.host_url.rstrip("/")) + path


def the_clinic() -> Clinic:
    """The clinic that this process serves."""
    found: Clinic = current_app.extensions["clinic"]
    return found


def page_for(
    title: str,
    visit: Encounter | None = None,
    *,
    aid: Aid | None = None,
    card: str = "",
    plan: Plan | None = None,
    seen: str = "",
    newer: tuple[str, ...] = (),
    printed: bool = False,
    aids: Iterable[Aid] = (),
    language: str = "",
) -> Page:
    """Make the frame of a page, with the map of topics where an aid is open.

    Args:
        seen: the newest line that the page shows. aids: whose words stand here besides `aid`.
        language: of a page outside a visit, or not in the visit's own.
    """
    spoken, account = words(language := language or (visit.language if visit else "en")), g.get("account")
    return Page(
        title=title,
        language=language,
        direction=spoken.direction,
        csrf=generate_csrf(),
        **(_of_aid(aid, spoken) if aid else {}),
        card=card,
        topics=topics_of(visit, aid, plan, card) if visit and aid else (),
        saved=request.args.get("saved") == "1",
        seen=seen or (plan.seen if plan else ""),
        newer=newer,
        clinician=account.name if account else "",
        printed=printed,
        draft=spoken.draft([*aids, *filter(None, [aid])]),
        **_of_a_form(g.get("given_back")),
        framed=hosts() if is_framed() else "",
        **(_of_visit(visit, language, card) if visit else _outside_a_visit(language)),
        rest=the_clinic().settings.idle_minutes if account else 0,
    )


def _of_aid(aid: Aid, spoken: Words) -> Mapping[str, Any]:
    """What a page about an aid has besides."""
    return {"aid_id": aid.id, "review": review_of(aid, spoken)}


def _of_a_form(back: GivenBack | None) -> Mapping[str, Any]:
    """The key of a page's forms, and what a form that was given back had in its fields."""
    if back is None:
        return {"key": new_id(), "here": asked_for()}
    return {"key": back.key, "here": back.address, "problem": back.problem, "typed": back.typed, "came_back": True}


def review_of(aid: Aid, spoken: Words) -> str:
    """The sentence that a card's review is overdue; "" where it is not."""
    due = review_due(aid, the_clinic().today())
    return spoken.review_due(aid.title, due) if due else ""


def _outside_a_visit(language: str) -> Mapping[str, Any]:
    """What a page has that belongs to no visit; whoever is signed in chooses its language."""
    others = [words(each) for each in languages() if each != language] if g.get("account") else []
    return {"watermark": the_clinic().settings.practice, "others": tuple(others)}


def _of_visit(visit: Encounter, language: str, card: str) -> Mapping[str, Any]:
    """What only the page of a visit has. The note is in its own language and offers no other."""
    others = [words(each) for each in languages() if each != language and visit.language == language]
    return {
        "watermark": visit.practice,
        "encounter": visit.id,
        "plan_address": url_for("plan.page", encounter_id=visit.id),
        "table_address": url_for("encounter.table", encounter_id=visit.id),
        "ended": visit.ended is not None,
        "whose": (the_clinic().store.people.find(visit.person_id).name or "") if is_framed() else "",
        "others": tuple(others),
        "talk": kinds()[card].TRAITS.talk if card in kinds() else "any_time",
    }


def topics_of(visit: Encounter, aid: Aid, plan: Plan | None, here: str = "") -> tuple[Topic, ...]:
    """The map of topics of an aid, each with its state."""
    spoken = words(visit.language)
    said = {"about": spoken.say("talked about"), "not_yet": "", "aside": spoken.say("set aside")}
    topics, now = [], plan.said_in(visit.id) if plan is not None else None
    for card in aid.cards:
        module = kinds().get(card)
        if module is None or not (card == here or there_is(module, plan, aid.id)):
            continue
        state = _state_now(module, plan, now, aid.id) if plan is not None and now is not None else "not_yet"
        address = url_for("encounter.card", encounter_id=visit.id, aid_id=aid.id, card=card)
        topics.append(
            Topic(card, spoken.say(module.TITLE), state, said[state], address, card == here, module.TRAITS.sign)
        )
    return tuple(topics)


def there_is(kind: CardKind, plan: Plan | None, aid_id: str) -> bool:
    """Whether a visit has anything for a kind of card; most always do."""
    asked = kind.TRAITS.there_is
    return asked is None or (plan is not None and asked(plan, aid_id))


def is_of_a_return(card: str) -> bool:
    """Whether a card is there only where an earlier visit left something for it."""
    return kinds()[card].TRAITS.there_is is not None


def _state_now(kind: CardKind, plan: Plan, now: Plan, aid_id: str) -> str:
    """Where a topic stands: talked about in this visit, not yet in it, or set aside until somebody comes back to it."""
    state = kind.state(plan, aid_id)
    return kind.state(now, aid_id) if state == "about" else state


def render(template: str, page: Page, **context: Any) -> str:
    """Render a page with its words. In templates, `put` fills a sentence of the aid for this person."""
    spoken: Words = words(page.language)
    scene: Scene | None = context.get("scene")

    def put(text: str) -> Any:
        return fill(text, scene.aid, scene.numbers, spoken) if scene else None

    return render_template(template, page=page, words=spoken, say=spoken.say, plural=spoken.plural, put=put, **context)


def open_visit_or_404(encounter_id: str) -> Encounter:
    """The visit in the address, if it belongs to this account.

    Raises:
        NotThere: no such visit for this account.
    """
    from ..errors import NotThere

    visit = the_clinic().store.people.visit(encounter_id)
    if not is_of(visit):
        raise NotThere("There is no such visit.")
    g.language = visit.language
    if session.get("language", "en") != visit.language:
        session["language"] = visit.language  # for what this screen says without a visit, such as when it rested
    return visit


def own_language() -> str:
    """Of the pages outside a visit: the clinician's own, whatever the last visit was spoken in."""
    known = str(session.get(OWN_LANGUAGE) or "en")
    return known if known in languages() else "en"


def language_here() -> str:
    """The language of the visit that is asked for, or of the clinician's own pages; else what this screen used last."""
    if (request.endpoint or "").partition(".")[0] in OUTSIDE_A_VISIT and g.get("account") is not None:
        return own_language()
    known = str(g.get("language") or "en")
    return known if known in languages() else "en"
