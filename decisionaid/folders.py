"""Finds the kinds in a folder such as `cards`: every module is one, unless its name begins with an underscore."""

from __future__ import annotations

import importlib
import pkgutil
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent


def names_in(folder: str) -> tuple[str, ...]:
    """The names of the modules of a folder, such as ``cards``. Nothing is imported."""
    found = pkgutil.iter_modules([str(HERE / folder)])
    return tuple(sorted(each.name for each in found if not each.name.startswith("_")))


def kinds_in(package: str) -> tuple[Any, ...]:
    """Import the modules of a folder. Each of them follows the `Protocol` that the folder states.

    Found by their place, they have no type yet: whoever keeps them says it (``Mapping[str, Model]``), and a test has
    mypy hold every one of them to it.

    Args:
        package: the folder's name, as in ``decisionaid.risk``.
    """
    return tuple(importlib.import_module(f"{package}.{name}") for name in names_in(package.rpartition(".")[2]))
