"""The aids in the language asked for, with the facts of the site laid over them, kept in memory."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from threading import Lock

from .domain.aid import Aid, Edition
from .domain.encounter import Choice
from .domain.site import Site, laid_over
from .store import Store

KEPT = 200
"""How many aids are kept in memory, each language counted by itself. An aid never changes under its hash."""


class SpokenAids:
    """Gives the aids of one installation."""

    def __init__(self, store: Store, site: Site) -> None:
        self._store = store
        self._site = site
        self._kept: OrderedDict[tuple[str, str], Aid] = OrderedDict()
        self._lock = Lock()

    def cited(self, choices: tuple[Choice, ...], language: str) -> Mapping[str, Aid]:
        """Hash -> aid, of every edition that some lines cite."""
        hashes = {choice.aid_hash for choice in choices if choice.aid_hash}
        kept = {each: self._kept.get((each, language)) for each in hashes}
        found = {each: aid for each, aid in kept.items() if aid is not None}
        for key, edition in self._store.log.editions(frozenset(hashes - found.keys())).items():
            found[key] = self.of(key, edition, language)
        return found

    def of(self, key: str, edition: Edition, language: str) -> Aid:
        """An edition in a language. `key` is its hash."""
        with self._lock:
            aid = self._kept.get((key, language))
        if aid is None:
            aid = laid_over(edition.spoken(language), self._site)  # a copy names the phones of today
            with self._lock:
                self._kept[key, language] = aid
                while len(self._kept) > KEPT:
                    self._kept.popitem(last=False)
        return aid
