"""The aids that are installed. Folders of YAML become frozen editions, and a broken aid never takes the others down.

Reading YAML strictly costs some ten milliseconds an aid, so what was read is kept, compiled, under a hash of the files'
bytes, the site's facts and this program's version. A library of a thousand aids starts from that within the two seconds
it has. What is kept is trusted only where its own hash still fits.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from . import __version__
from .aid_reader import read_aid
from .domain.aid import Aid, Edition
from .domain.site import PRACTICE, Site
from .errors import AidProblems, NotThere, Problem
from .site_reader import read_site
from .yaml_reader import read_bytes

LANGUAGE_VERSION = "5"
"""Version of the card language. A change of it makes every aid be compiled anew."""


@dataclass
class Entry:
    """What is needed to list one aid. The edition itself is parsed when somebody opens it.

    Attributes:
        titles: language -> title. decisions: language -> the decision as a question.
        next_review: the day by which somebody should have read it again.
    """

    id: str
    status: str
    hash: str
    titles: Mapping[str, str]
    decisions: Mapping[str, str]
    next_review: str
    compiled: str = field(repr=False)

    @cached_property
    def edition(self) -> Edition:
        """The edition, parsed when it is first asked for."""
        return Edition.model_validate_json(self.compiled)

    def title(self, language: str) -> str:
        """The title in a language, or in the first one."""
        return self.titles.get(language) or next(iter(self.titles.values()))

    def decision(self, language: str) -> str:
        """The decision as a question, in a language or in the first one."""
        return self.decisions.get(language) or next(iter(self.decisions.values()))


@dataclass
class Library:
    """The aids of one installation.

    Attributes:
        entries: by aid id, ordered by title.
        broken: for each aid that cannot be used, all its problems.
    """

    entries: Mapping[str, Entry]
    broken: tuple[AidProblems, ...] = ()

    @classmethod
    def load(cls, folders: Iterable[Path], site: Site | None = None, keep: Path | None = None) -> Library:
        """Read every aid of some folders.

        Args:
            folders: each holds one folder per aid.
            site: the clinic's own facts.
            keep: where compiled aids are kept; nothing is kept, if left out or not writable.
        """
        entries: dict[str, Entry] = {}
        broken: list[AidProblems] = []
        for file in (file for folder in folders for file in sorted(folder.glob("*/aid.yaml"))):
            try:
                entry = _entry(file.parent, site, keep)
                if entry.id in entries:
                    raise AidProblems(
                        [Problem(str(file), 1, 1, "id", f"there are two aids {entry.id!r}", "rename one")]
                    )
                entries[entry.id] = entry
            except AidProblems as problems:
                broken.append(problems)
        ordered = sorted(entries.values(), key=lambda entry: entry.title("en").casefold())
        return cls({entry.id: entry for entry in ordered}, tuple(broken))

    def edition(self, aid_id: str) -> Edition:
        """The aid as it is today.

        Raises:
            NotThere: no such aid is installed.
        """
        if aid_id not in self.entries:
            raise NotThere(f"There is no card {aid_id!r} in this library.")
        return self.entries[aid_id].edition

    def aid(self, aid_id: str, language: str) -> Aid:
        """The aid as it is today, in a language."""
        return self.edition(aid_id).spoken(language)


def site_of(data: Path, *, practice: bool) -> Site:
    """The facts of the site: its own, or those of a fictional clinic in practice while it has written none."""
    site = read_site(data / "site.yaml")
    if not practice:
        return site
    return site.model_copy(
        update={
            "name": site.name or PRACTICE.name,
            "phones": {**PRACTICE.phones, **site.phones},
            "retention_days": site.retention_days or PRACTICE.retention_days,
        }
    )


def _entry(folder: Path, site: Site | None, keep: Path | None) -> Entry:
    kept = keep / f"{_files_hash(folder, site)}.json" if keep else None
    if kept is not None:
        entry = _take(kept)
        if entry is not None:
            return entry
    edition = read_aid(folder, site).edition
    entry = _made(edition)
    if kept is not None:
        _keep(kept, entry)
    return entry


def _made(edition: Edition) -> Entry:
    spoken = {language: edition.words.get(language, {}) for language in edition.languages}
    return Entry(
        id=edition.aid.id,
        status=edition.aid.status,
        hash=edition.hash,
        titles={language: words.get("title", edition.aid.title) for language, words in spoken.items()},
        decisions={language: words.get("decision", edition.aid.decision) for language, words in spoken.items()},
        next_review=edition.aid.next_review,
        compiled=edition.canonical(),
    )


def _files_hash(folder: Path, site: Site | None) -> str:
    digest = hashlib.sha256(f"{__version__} {LANGUAGE_VERSION} {site!r}".encode())
    for file in sorted(folder.glob("*.yaml")):
        data = read_bytes(file, str(file))
        digest.update(f"{file.name} {len(data)} ".encode() + data)
    return digest.hexdigest()


def _take(kept: Path) -> Entry | None:
    """Read what was compiled earlier, if its hash still fits; None where the YAML has to be read again."""
    try:
        seal, _, sealed = kept.read_text(encoding="utf-8").partition("\n")
        if hashlib.sha256(sealed.encode()).hexdigest() != seal:
            return None
        head, _, compiled = sealed.partition("\n")
        return Entry(**json.loads(head), compiled=compiled)
    except (OSError, ValueError, TypeError):
        return None


def _keep(kept: Path, entry: Entry) -> None:
    head = {key: value for key, value in vars(entry).items() if key not in ("compiled", "edition")}
    sealed = f"{json.dumps(head)}\n{entry.compiled}"
    try:
        kept.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        part = kept.with_suffix(f".{os.getpid()}.part")
        part.write_text(f"{hashlib.sha256(sealed.encode()).hexdigest()}\n{sealed}", encoding="utf-8")
        part.replace(kept)
    except OSError:
        return  # a read-only disk costs time at the next start, nothing else
