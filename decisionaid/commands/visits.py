"""`decisionaid visits`: the visits of one day, to find the ids that `decisionaid export` asks for.

Times, ids and clinicians, tab by tab; no names of patients, because a list of names is a search by another door. That
somebody asked for the list is noted in the audit.
"""

from __future__ import annotations

import argparse
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from ._arguments import a_day, add_data, settings_from

NAME = "visits"
HELP = "list the visits of a day with their ids, without names"
HEADING = ("opened", "ended", "person", "encounter", "clinician", "practice")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the argument: which day."""
    parser.add_argument("--on", metavar="DATE", type=a_day, help="as YYYY-MM-DD; today, if left out")
    add_data(parser)


def run(args: argparse.Namespace) -> int:
    """Print the visits, oldest first."""
    from ..library import site_of
    from ..store import Store

    settings = settings_from(args)
    zone = site_of(settings.data, practice=settings.practice).time_zone
    store = Store.that_is_there(settings)
    try:
        now = store.clock().astimezone(ZoneInfo(zone) if zone else None)
        day = args.on or now.date()
        start = datetime.combine(day, datetime.min.time(), ZoneInfo(zone) if zone else None).astimezone(now.tzinfo)
        end = datetime.combine(day + timedelta(days=1), datetime.min.time(), start.tzinfo)
        visits = store.people.visits_between(start, end)
        store.audit.wrote(store.clock(), "command line", "listed visits", detail=day.isoformat())
        clinicians = {each.account_id: store.accounts.find(each.account_id).name for each in visits if each.account_id}
    finally:
        store.close()
    print("\t".join(HEADING))
    for each in visits:
        opened = each.opened.astimezone(now.tzinfo).isoformat(timespec="minutes")
        ended = each.ended.astimezone(now.tzinfo).isoformat(timespec="minutes") if each.ended else ""
        clinician = clinicians.get(each.account_id or "", "")
        print("\t".join((opened, ended, each.person_id, each.id, clinician, "yes" if each.practice else "no")))
    return 0
