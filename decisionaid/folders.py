"""A folder of kinds is its own list: every module in it is one, but for those whose name begins with an underscore."""

from __future__ import annotations

import importlib
import pkgutil
from typing import Any


def kinds_in(package: str) -> tuple[Any, ...]:
    """The modules of a folder, each held to the `Protocol` that the folder states.

    Found by their place, they have no type yet: whoever keeps them says it (``Mapping[str, Model]``), and a test has
    mypy hold every one of them to it.

    Args:
        package: the folder's name, as in ``decisionaid.risk``.
    """
    folder = importlib.import_module(package)
    found = (each.name for each in pkgutil.iter_modules(folder.__path__) if not each.name.startswith("_"))
    return tuple(importlib.import_module(f"{package}.{name}") for name in sorted(found))
