"""Which passwords are too easily guessed, after ASVS 5.0 (6.2): a list of common ones, and no rule of composition.

Length is what keeps a password; a list keeps out those that everybody tries first, and so do a single sign or a
few again and again, a run of the keyboard, and the person's own name. Nobody has to add a digit or a sign: that makes
passwords that are hard to keep and easy to guess.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from ..domain.alike import same_name

LEAST, MOST = 10, 200
_RUNS = ("01234567890123456789", "98765432109876543210", "abcdefghijklmnopqrstuvwxyz", "qwertyuiopasdfghjklzxcvbnm")
_LIST = Path(__file__).with_name("common_passwords.txt")


def is_common(password: str, name: str = "") -> bool:
    """Whether a password is among those that are tried first, for this person."""
    plain = " ".join(password.casefold().split())
    bare = plain.replace(" ", "")
    if bare in _common() or plain in _common() or _again_and_again(bare) or any(bare in run for run in _RUNS):
        return True
    own = {same_name(name).replace(" ", ""), "decisionaid"}
    return any(each and bare.replace(each, "").strip("0123456789") == "" for each in own)


def _again_and_again(text: str) -> bool:
    """Whether it is a few signs over and over: aaaaaaaaaa, abcabcabcabc."""
    return any(text == (text[:length] * len(text))[: len(text)] for length in range(1, min(4, len(text) // 2) + 1))


@cache
def _common() -> frozenset[str]:
    lines = _LIST.read_text("utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))
