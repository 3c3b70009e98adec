"""Makes what a screen, a page or a file needs out of the log. It is the one place where store, library and cards meet.

Screen, print, note and command line all come through here, so that they cannot disagree (hazard H12). It only reads.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any, overload
from zoneinfo import ZoneInfo

from . import risk
from .assets import asset_root
from .cards import Scene, belongings, later_stands, says_nothing, section_makers, tellers
from .domain.aid import Aid
from .domain.chances import Numbers, Values
from .domain.confirmed import confirmed_for, said_in, said_otherwise, visits_before
from .domain.disputes import numbers_without
from .domain.encounter import Choice, Encounter
from .domain.evidence import Estimate
from .domain.expiry import as_of, review_due, unexpired
from .domain.opening import on_open_days
from .domain.plan import Plan, PlanFor, plan_from
from .domain.readers import PAPER, AtHome, Outside, R, Screen, VisibleLines, all_lines, lines_for
from .domain.reckoning import numbers_for
from .domain.since import CardNow, compared_with
from .domain.site import Site
from .domain.values import values_of
from .exports import Handout, To
from .library import Library, site_of
from .locale import words
from .settings import Settings
from .spoken_aids import SpokenAids
from .store import Store
from .visit_by_visit import visit_by_visit, visit_of


def ask_model(name: str, person: Mapping[str, object], outputs: tuple[str, ...]) -> Estimate:
    """Ask a risk model. This is the only call of a model during a visit."""
    answer: Estimate = risk.models()[name].estimate(person, outputs)
    return answer


def open_library(settings: Settings, site: Site) -> Library:
    """Open the shipped aids, or those of the folder that was set."""
    folder = Path(settings.aids) if settings.aids else asset_root() / "aids"
    return Library.load([folder], site, keep=settings.data / "compiled")


class Clinic:
    """One installation: makes the scenes of its cards and the plans of its patients.

    Attributes:
        site: what the clinic says of itself.
    """

    def __init__(self, settings: Settings, store: Store, library: Library, site: Site | None = None) -> None:
        self.settings = settings
        self.store = store
        self.library = library
        self.site = site if site is not None else site_of(settings.data, practice=settings.practice)
        self._aids = SpokenAids(store, self.site)

    def today(self) -> date:
        """The day at the clinic, in its own time zone."""
        return self.local(self.store.clock()).date()

    def local(self, moment: datetime) -> datetime:
        """Turn a moment (UTC) into the clinic's own time."""
        return moment.astimezone(ZoneInfo(self.site.time_zone) if self.site.time_zone else None)

    def lines(self, choices: tuple[Choice, ...], reader: R, visits: frozenset[str] | None = None) -> VisibleLines[R]:
        """The lines of one person's log that one reader may see."""
        return lines_for(reader, choices, belongings(), later_stands(), visits=visits)

    def counts(self, visit: Encounter | None, moved: frozenset[str] = frozenset()) -> Callable[[Choice], bool]:
        """Whether a value counts in a visit (today, if None); of aids that `moved` since, in the newest visit."""
        its = said_in(visit, self.store.clock(), self.local)
        if visit is None or not moved:
            return its
        newest = said_in(self.store.people.visits_of(visit.person_id)[-1], self.store.clock(), self.local)
        return lambda line: newest(line) if line.aid_id in moved else its(line)

    def plan(
        self,
        choices: tuple[Choice, ...],
        language: str,
        reader: R,
        visits: frozenset[str] | None = None,
        *,
        at: Encounter | None = None,
    ) -> tuple[PlanFor[R], Mapping[str, Aid]]:
        """The plan for one reader, with every aid that it cites: as the aid was then, in the language asked for.

        Args:
            choices: the whole log of one person. visits: as it stood at the end of these; today, if left out.
            at: the visit that it is told for, in which values have to be confirmed; this day, if left out.
        """
        lines = self.lines(choices, reader, visits)
        earlier = visits_before(choices, at, self.local) if at and isinstance(reader, Screen) else frozenset()
        before = self.lines(choices, reader, earlier) if earlier else None
        also = (*lines.beneath, *lines.earlier, *(before.standing if before else ()))
        cited = self._aids.cited((*lines.standing, *also), language)
        aids = {key: as_of(aid, self.today()) for key, aid in cited.items()}
        told, moved = plan_from(aids, lines, tellers()), frozenset[str]()
        told = told.with_(before=plan_from(aids, before, tellers())) if before else told
        if visits is None and at is not None and at.ended is not None:
            moved = said_otherwise(plan_from(aids, self.lines(choices, reader, self.until(at)), tellers()), told)
        return on_open_days(confirmed_for(told, self.counts(at, moved)), self.site.opening), aids

    def scene(
        self,
        visit: Encounter,
        aid_id: str,
        *,
        language: str | None = None,
        entered: Mapping[str, Any] | None = None,
        problems: Mapping[str, str] | None = None,
        ask: Mapping[str, str] | None = None,
        choices: tuple[Choice, ...] | None = None,
    ) -> Scene:
        """Everything that a card may know when it is shown.

        Raises:
            NotThere: there is no such aid.
        """
        language = language or visit.language
        edition = self.library.edition(aid_id)
        aid = as_of(self._aids.of(edition.hash, edition, language), self.today())
        choices = self.store.log.read(visit.person_id) if choices is None else choices
        plan, cited = self.plan(choices, language, Screen(visit.account_id), at=visit)
        known = values_of(aid, plan.situation.get(aid.id, ()))
        return Scene(
            aid=aid,
            aid_hash=edition.hash,
            encounter=visit,
            numbers=numbers_without(self._numbers(aid, known), plan.disputed_values(aid.id)),
            plan=plan,
            words=words(language),
            today=self.today(),
            opening=self.site.opening,
            entered=entered or {},
            problems=problems or {},
            ask=ask or {},
            then=cited.get(plan.decisions[aid.id].aid_hash) if aid.id in plan.decisions else None,
            day_of=lambda moment: self.local(moment).date(),
        )

    @overload
    def handout(
        self,
        person_id: str,
        encounter_id: str | None = ...,
        language: str = ...,
        *,
        choices: tuple[Choice, ...] | None = ...,
        within: str | None = ...,
    ) -> Handout[AtHome]: ...
    @overload
    def handout(
        self,
        person_id: str,
        encounter_id: str | None = ...,
        language: str = ...,
        *,
        reader: To,
        choices: tuple[Choice, ...] | None = ...,
        within: str | None = ...,
    ) -> Handout[To]: ...
    def handout(  # long: its parameters stand one on a line
        self,
        person_id: str,
        encounter_id: str | None = None,
        language: str = "en",
        *,
        reader: Outside = PAPER,
        choices: tuple[Choice, ...] | None = None,
        within: str | None = None,
    ) -> Handout[Outside]:
        """The plan of one person with all that a page outside the screen needs: as it stood after one visit, or today.

        The day and the clinician are those of the last talk that the plan tells of: of the newest visit in which
        something was said, not of the day of the printing nor of whoever prints. The numbers are compared with what the
        cards show today, also in a copy of a visit that has ended (see `domain.since`).

        Args:
            reader: who reads it; whoever is given the paper, if left out.
            within: the open visit that it is told for, of several; the newest one, if left out.

        Raises:
            NotThere: there is no such person, or no such visit of this person.
        """
        person, visits = self.store.people.find(person_id), self.store.people.visits_of(person_id)
        visit = visit_of(visits, encounter_id, within)
        until = self.until(visit) if encounter_id and visit else None
        choices = self.store.log.read(person_id) if choices is None else choices
        plan, aids = self.plan(choices, language, reader, until, at=visit)
        talks = self._talks(plan, visits)
        last = next((each for each in reversed(visits) if each.id in {one.id for one in talks.values()}), visit)
        on, clinician = self._talk(last) if last else (self.today(), "")
        today = plan if until is None else self.plan(choices, language, reader, at=visit)[0]
        practice = visit.practice if visit else self.settings.practice
        whole: Handout[Outside] = Handout(
            plan=plan,
            aids=aids,
            words=words(language),
            person=person.name or "",
            clinician=clinician,
            site=self.site.name,
            paper=self.site.paper,
            on=on,
            practice=practice,
            section_makers=section_makers(),
            now=self._now(plan, today, aids, choices, visit, language=language, practice=practice),
            talks={seq: self._talk(talks[seq]) for seq in plan.seqs_of_choices if seq in talks},
            day=self._day_of(visit),
        )
        return replace(whole, by_visit=visit_by_visit(whole, visits, visit, self._talk, self.site.opening))

    def _day_of(self, visit: Encounter | None) -> date:
        """The day that a page is told for: of a visit that has ended its own, else today."""
        return self._talk(visit)[0] if visit is not None and visit.ended is not None else self.today()

    def until(self, visit: Encounter) -> frozenset[str]:
        """The ids of a visit and of all visits before it.

        A visit in which nothing was chosen ends with the plan from before.
        """
        visits = self.store.people.visits_of(visit.person_id)
        return frozenset(each.id for each in visits[: visits.index(visit) + 1])

    def _talks(self, plan: Plan, visits: tuple[Encounter, ...]) -> Mapping[int, Encounter]:
        """seq of a line -> the visit in which it was said. Lines about what was on the screen say nothing."""
        by_id, nothing = {each.id: each for each in visits}, says_nothing()
        said = (line for line in plan.standing if (line.kind, line.item.partition(".")[0]) not in nothing)
        said = (line for line in said if line.encounter_id in by_id)
        return {line.seq: by_id[line.encounter_id] for line in said}

    def _talk(self, visit: Encounter) -> tuple[date, str]:
        """The day of a visit at the clinic, and the clinician's name."""
        account = self.store.accounts.find(visit.account_id) if visit.account_id else None
        return self.local(visit.opened).date(), account.name if account else ""

    def _now(
        self,
        plan: Plan,
        today: Plan,
        cited: Mapping[str, Aid],
        choices: tuple[Choice, ...],
        visit: Encounter | None,
        *,
        language: str,
        practice: bool,
    ) -> Mapping[str, CardNow]:
        """aid id -> what the card of that aid shows now, with the values of today.

        The edition that is installed; where this clinic has not approved it yet, so that it opens in practice only, the
        edition that the plan cites.
        """
        found, shown = {}, {line.seq: line.shown for line in choices}
        counts = self.counts(visit, said_otherwise(plan, today))
        every = confirmed_for(plan_from(cited, all_lines(choices), tellers()), counts).situation
        newest = {line.aid_id: line.aid_hash for line in plan.standing if line.aid_id and line.aid_hash}
        for aid_id, hash_ in newest.items():
            entry = self.library.entries.get(aid_id)
            if entry is None:
                continue
            aid = cited[hash_]
            if practice or self.store.accounts.approved(entry.hash, self.today()):
                hash_, aid = entry.hash, as_of(self._aids.of(entry.hash, entry.edition, language), self.today())
            decided = plan.decisions.get(entry.id)
            inputs, hidden = compared_with(today, entry.id, decided, shown.get(decided.seq) if decided else None)
            found[entry.id] = CardNow(
                aid=aid,
                aid_hash=hash_,
                numbers=numbers_without(self._numbers(aid, values_of(aid, inputs)), today.disputed_values(entry.id)),
                inputs=inputs,
                hidden=hidden,
                review_due=review_due(aid, self.today()),
                true=self._numbers(aid, values_of(aid, every.get(entry.id, ()))),
                not_confirmed=frozenset(each.input for each in today.not_confirmed.get(entry.id, ())),
            )
        return found

    def _numbers(self, aid: Aid, values: Values) -> Numbers:
        """The numbers that may be shown to this person today."""
        return unexpired(numbers_for(aid, values, ask_model), aid, self.today())

    def hand_over(
        self, handout: Handout[Outside], person_id: str, format: str, data: bytes, account_id: str | None
    ) -> None:
        """Record in the audit that a page left the house."""
        upto = max((choice.seq for choice in handout.plan.standing), default=0)
        self.store.people.handed_over(
            person_id, upto, format, handout.words.language, hashlib.sha256(data).hexdigest(), account_id
        )
