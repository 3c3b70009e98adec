"""What a second server process does in a race: the same choice, from several threads, at one moment."""

from __future__ import annotations

import sys
import threading
import time
from pathlib import Path

from decisionaid.domain.encounter import Hand, NewChoice
from decisionaid.settings import Settings
from decisionaid.store import Store


def send_at_one_moment(store: Store, person: str, visit: str, keys: list[str], at: float) -> list[int]:
    """Send each key in a thread of its own, all at the same moment; the seq that each was told."""
    told: list[int] = []

    def send(key: str) -> None:
        time.sleep(max(0.0, at - time.time()))
        new = NewChoice(key=key, kind="situation", item="words", value={}, words="sent at one moment")
        told.append(store.log.append(person, visit, Hand(role="clinician"), new).choice.seq)

    threads = [threading.Thread(target=send, args=(key,)) for key in keys]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    return told


if __name__ == "__main__":
    data, url, person, visit, at, *keys = sys.argv[1:]
    print(*send_at_one_moment(Store(Settings(data=Path(data), database_url=url)), person, visit, keys, float(at)))
