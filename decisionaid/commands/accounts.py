"""`decisionaid accounts`: who has an account here, and what is done when somebody is away, changes work, or leaves."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from ..domain.roles import ROLES
from ._arguments import add_data, settings_from

if TYPE_CHECKING:
    from ..store.colleagues import Colleagues

NAME = "accounts"
HELP = "list the accounts; disable, enable or remove one, change its role, call its links back"
ACTIONS = ("list", "disable", "enable", "remove", "role", "call-back")
HEADING = ("name", "role", "state", "since", "seen", "links")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments: what, whose, and which role."""
    parser.add_argument("action", choices=ACTIONS, nargs="?", default="list", help="list, if left out")
    parser.add_argument("name", metavar="NAME", nargs="?", help="the name that the person signs in with")
    parser.add_argument("role", metavar="ROLE", nargs="?", choices=ROLES, help=f"with role: {', '.join(ROLES)}")
    add_data(parser)


def run(args: argparse.Namespace) -> int:
    """Do it, and say what was done."""
    from ..settings import CalledWrongly
    from ..store import Store

    if (args.action not in ("list", "call-back") and not args.name) or ((args.action == "role") != bool(args.role)):
        raise CalledWrongly(
            "Say whose account: decisionaid accounts disable NAME, or: decisionaid accounts role NAME ROLE"
        )
    store = Store.that_is_there(settings_from(args))
    try:
        print(_done(store.colleagues, args))
    finally:
        store.close()
    return 0


def _done(colleagues: Colleagues, args: argparse.Namespace) -> str:
    if args.action == "call-back":
        return f"{colleagues.call_back_links(args.name)} links were called back."
    if args.action == "role":
        colleagues.give_role(args.name, args.role)
        return f"{args.name} is {args.role} now, and signs in anew."
    if args.action == "disable":
        colleagues.disable(args.name)
        return f"{args.name} cannot sign in any more, and is signed out on every screen."
    if args.action == "enable":
        colleagues.enable(args.name)
        return f'{args.name} can sign in again; for a new password: decisionaid link --for "{args.name}"'
    if args.action == "remove":
        kept = colleagues.remove(args.name)
        return f"{args.name} is removed" + (
            "; the name stays with what it wrote, and cannot sign in." if kept else ", and nothing names it."
        )
    return _list(colleagues)


def _list(colleagues: Colleagues) -> str:
    rows = ["\t".join(HEADING)]
    for each in colleagues.listed():
        seen = each.seen.date().isoformat() if each.seen else ""
        rows.append(
            "\t".join((each.name, each.role, each.state, each.created.date().isoformat(), seen, str(each.links)))
        )
    return "\n".join([*rows, f"Links for new accounts that still work: {colleagues.open_links()}"])
