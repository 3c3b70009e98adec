"""Published risk models, one per file; the folder is the list.

A model is a module with

- ``NAME, VERSION, SOURCE`` (citation with DOI and table) and ``HORIZONS`` (years);
- ``INPUTS`` (name, kind, unit, published range), ``OUTPUTS``, and ``inputs_of(output)``, the inputs that
    one output uses;
- ``estimate(person, outputs=None) -> Estimate``;
- ``BLANK``, where an output may have no value that means anything (such as nobody spared): it is then
    printed as null.

It answers unrounded, and it refuses what lies outside the people it was made from: a clipped value would be
a wrong number that looks right. Asked for some outputs only, it needs the inputs of those alone, so that a
card about heart attack and stroke never asks for a weight. Files that begin with an underscore are shared
by models and are none themselves.

Rejected: a class per model (a module already is one object with a name), and a registry (one more list to
    forget).
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType, ModuleType


@cache
def models() -> Mapping[str, ModuleType]:
    """Every model of this folder, by the name that `decisionaid risk` knows.

    Example:
        >>> "prevent_base" in models()
        True
    """
    found = (
        importlib.import_module(f"{__name__}.{each.name}")
        for each in pkgutil.iter_modules(__path__)
        if not each.name.startswith("_")
    )
    return MappingProxyType({module.NAME: module for module in found})
