"""Counts the attempts to sign in, in the database, for all server processes together.

Too many are slowed down, never locked out.

What OWASP ASVS 5.0 asks (6.1.1, 6.3.1): say and hold how guessing passwords and trying stolen ones is slowed down, and
see to it that nobody can lock somebody else out by it. So tries are counted within a quarter of an hour

- of one name from one address: five are free, then fifteen seconds lie between two, then thirty, then a minute;
- of one name from anywhere: fifty are free, then five to ten seconds; an address that this name has signed in from
  within thirty days is left out of it, so that whoever owns the name is not held up by guesses from elsewhere;
- from one address under any name: a hundred are free, then two to five seconds.

Five wrong tries by somebody else therefore cost the rightful owner nothing at another address, and at the same one
fifteen seconds. Whoever guesses gets about a thousand tries in a day from an address, at passwords of ten letters or
more. A try is counted before it is checked, in one transaction that reads the clock when it has the database to itself:
so tries at the same moment are counted one after the other. A try that is turned away counts for nothing.

Names and addresses stand here as keyed digests only.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from sqlalchemy import Connection, Insert, case, delete, func, select

from ..domain.phrases import phrase
from ..errors import TooManyTries
from ..settings import new_id
from .sites import its_site
from .tables import attempt

WINDOW = timedelta(minutes=15)
KNOWN_DAYS = timedelta(days=30)
KNOWN = "known "
"""Marks the digest of a name and an address that signed in together. Such a row is not an attempt."""


@dataclass(frozen=True)
class Limit:
    """How many attempts are free, and the seconds between later ones: doubled each time, up to a maximum."""

    free: int
    first_seconds: int
    most_seconds: int

    def wait(self, tries: int) -> timedelta:
        """The time that must lie between the last attempt and the next."""
        if tries < self.free:
            return timedelta(0)
        doubled = min(tries - self.free, 10)
        return timedelta(seconds=min(self.first_seconds * 2**doubled, self.most_seconds))


LIMITS: Mapping[str, Limit] = {
    "name and address": Limit(5, 15, 60),
    "name": Limit(50, 5, 10),
    "address": Limit(100, 2, 5),
}


@dataclass(frozen=True)
class Try:
    """One attempt to sign in.

    Attributes:
        counted: under which digest it counts, by the name of the limit.
        known: the digest of an address that this name has signed in from.
    """

    id: str
    counted: Mapping[str, str]
    known: str


def a_try(blind: Callable[[str], str], named: str, address: str) -> Try:
    """An attempt with a name (as its digest) from an address, not counted yet."""
    network = network_of(address)
    both = blind(f"{named}|{network}")
    return Try(
        new_id(), {"name and address": both, "name": named, "address": blind(f"address|{network}")}, KNOWN + both
    )


def ask(connection: Connection, tried: Try, now: datetime) -> None:
    """Whether an attempt may be made now. It is asked first, so that it holds up nobody who writes.

    Raises:
        TooManyTries: it comes too soon after the ones before it.
    """
    known = connection.execute(select(attempt.c.id).where(attempt.c.name_blind == tried.known).limit(1)).first()
    for limit, digest in tried.counted.items():
        if limit != "name" or known is None:
            _ask(connection, LIMITS[limit], digest, now)


def count(connection: Connection, tried: Try, now: datetime) -> None:
    """Count an attempt in the caller's transaction, which reads the clock. Raises TooManyTries if it comes too soon."""
    _forget_old(connection, now)
    ask(connection, tried, now)
    for number, digest in enumerate(tried.counted.values()):
        connection.execute(_row(f"{tried.id}.{number}", digest, now))


def _ask(connection: Connection, limit: Limit, digest: str, now: datetime) -> None:
    of = attempt.c
    counted = of.at.between((now - WINDOW).isoformat(), (now + WINDOW).isoformat())
    # one that lies in the future counts, but nobody waits until then: the clock was set back
    newest = func.max(case((of.at <= now.isoformat(), of.at)))
    tries, last = connection.execute(select(func.count(), newest).where(of.name_blind == digest, counted)).one()
    if last is None:
        return
    left = (limit.wait(tries) - (now - datetime.fromisoformat(last))).total_seconds()
    if left > 0:
        raise TooManyTries(phrase("There were too many tries. Please wait a minute and try again."), ceil(left))


def take_back(connection: Connection, tried: Try) -> None:
    """Do not count an attempt: it was not made after all."""
    connection.execute(delete(attempt).where(attempt.c.id.in_([f"{tried.id}.{number}" for number in range(3)])))


def forget(connection: Connection, tried: Try, now: datetime) -> None:
    """The password was right: stop counting the attempts, and remember the address for this name."""
    take_back(connection, tried)
    of = attempt.c.name_blind
    connection.execute(delete(attempt).where(of.in_([tried.counted["name and address"], tried.known])))
    connection.execute(_row(new_id(), tried.known, now))


def _row(row_id: str, digest: str, now: datetime) -> Insert:
    return attempt.insert().values(id=row_id, site_id=its_site(), name_blind=digest, at=now.isoformat())


def _forget_old(connection: Connection, now: datetime) -> None:
    """Delete attempts that are long past, or that seem to lie in the future because the clock was set back."""
    of = attempt.c
    known = of.name_blind.startswith(KNOWN)
    for which, span in ((known, KNOWN_DAYS), (~known, WINDOW)):
        outside = (of.at < (now - span).isoformat()) | (of.at > (now + span).isoformat())
        connection.execute(delete(attempt).where(which, outside))


def network_of(address: str) -> str:
    """The address that is counted. Of IPv6, the network that one customer gets as a whole."""
    try:
        found = ipaddress.ip_address(address.split("%")[0])
    except ValueError:
        return address
    if isinstance(found, ipaddress.IPv4Address):
        return str(found)
    return str(found.ipv4_mapped or ipaddress.ip_network((found, 64), strict=False))
