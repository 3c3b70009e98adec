"""Formats to carry a plan away, one per file; the folder is the list.

A format is a module with ``NAME, MEDIA_TYPE, EXTENSION, READER, render(told) -> bytes``. Pure and byte-stable: the day,
the names and the phones come with `Told`, and nothing is looked up. `READER` says who reads it (`domain.readers`), and
a format takes only a plan that was told for such a reader: what goes home takes `Told[AtHome]`, what stays in the
clinic any `Told`. A plan that was told for a screen is no `Told` at all, so that what is "just between us" cannot be
handed to any format (hazard H17).
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType, ModuleType

from ..told import To, Told

__all__ = ["To", "Told", "formats"]


@cache
def formats() -> Mapping[str, ModuleType]:
    """Every format of this folder, by its name."""
    modules = (
        importlib.import_module(f"{__name__}.{each.name}")
        for each in pkgutil.iter_modules(__path__)
        if not each.name.startswith("_")
    )
    return MappingProxyType({module.NAME: module for module in modules})
