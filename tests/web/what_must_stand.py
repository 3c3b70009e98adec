"""What must stand after two screens have spoken: a small model that knows nothing of how the product works.

It keeps every change that a person made, and what that person could know: what was on the page, and what the same page
had said before. A change takes the place of every change that its maker knew. What is left over is what stands; where
it differs, the question is in dispute, and both must be shown. A tap that says which is right is a change too: whoever
makes it knows what its page showed, and no more.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

Said = str | float | bool | None


@dataclass(frozen=True)
class Change:
    """One thing that somebody changed: what it says, and which changes its maker knew. `keeps`: which one is right."""

    n: int
    of: str
    says: Said
    knew: frozenset[int]
    keeps: int | None = None


@dataclass
class Page:
    """What somebody at one page can know. `mine`: what was said on it, also where it comes back with its lines."""

    knows: frozenset[int] = frozenset()
    mine: set[int] = field(default_factory=set)

    def all(self) -> frozenset[int]:
        return self.knows | self.mine

    def without(self, changes: Collection[Change]) -> Page:
        """The page as it was before it said these."""
        return Page(self.knows, self.mine - {each.n for each in changes})


@dataclass
class Model:
    """Every change, in the order in which they arrived. A question that `blanks` shows nothing while it is disputed."""

    blanks: Collection[str]
    changes: list[Change] = field(default_factory=list)

    def everything(self) -> frozenset[int]:
        return frozenset(range(len(self.changes)))

    def left(self, of: str, known: frozenset[int] | None = None) -> list[Change]:
        """The changes that nobody took the place of, as far as somebody knows."""
        stand: list[tuple[int, Change]] = []
        for each in self.changes:
            if each.of == of and (known is None or each.n in known):
                said = each if each.keeps is None else self.changes[each.keeps]
                stand = [one for one in stand if one[0] not in each.knew] + [(each.n, said)]
        return [said for _, said in stand]

    def sayings(self, of: str, known: frozenset[int] | None = None) -> list[Said]:
        """What is said of a question; more than one is a dispute."""
        return list(dict.fromkeys(each.says for each in self.left(of, known)))

    def shown(self, of: str, page: Page) -> Said:
        """What a page shows of a question."""
        said = self.sayings(of, page.all())
        if not said or (len(said) > 1 and of in self.blanks):
            return None
        return self.left(of, page.all())[-1].says

    def differs(self, page: Page, touched: Mapping[str, Said]) -> dict[str, Said]:
        """What a form says that its page did not show; nothing else on it is a change."""
        return {of: says for of, says in touched.items() if says != self.shown(of, page)}

    def arrive(self, page: Page, fresh: Mapping[str, Said]) -> list[Change]:
        """Changes arrive, all from one page."""
        knew = page.all()
        return [self._add(page, of, says, knew) for of, says in fresh.items()]

    def settle(self, page: Page, keeps: Change) -> Change:
        """Somebody says which of the things that the page shows is right."""
        return self._add(page, keeps.of, keeps.says, page.all(), keeps.n)

    def _add(self, page: Page, of: str, says: Said, knew: frozenset[int], keeps: int | None = None) -> Change:
        change = Change(len(self.changes), of, says, knew, keeps)
        self.changes.append(change)
        page.mine.add(change.n)
        return change
