"""Builds SVG as a tree and writes it out in one place.

`Markup` is made nowhere else in the product: what goes in is an element tree, whose serialiser escapes every attribute
and text, so that no words of an aid or a person can become markup here (threat T02).
"""

from __future__ import annotations

from xml.etree.ElementTree import Element, SubElement, tostring

from markupsafe import Markup


def element(name: str, **attributes: object) -> Element:
    """A new element. `data_count` becomes `data-count`, and attributes that are None are left out."""
    return Element(name, _named(attributes))


def inside(parent: Element, name: str, **attributes: object) -> Element:
    """Add a new last child to an element."""
    return SubElement(parent, name, _named(attributes))


def written(tree: Element) -> Markup:
    """The tree as markup that a template may show."""
    return Markup(tostring(tree, encoding="unicode"))  # noqa: S704  the serialiser has escaped it


def joined(parts: tuple[Markup, ...]) -> Markup:
    """Several drawings, one after another."""
    return Markup("").join(parts)


def _named(attributes: dict[str, object]) -> dict[str, str]:
    return {
        name.rstrip("_").replace("_", "-"): _written(value) for name, value in attributes.items() if value is not None
    }


def _written(value: object) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)
