"""What do the styles of a web page hide or cross out? By the element itself, or by rules for many.

Of the rules of ``<style>`` those are followed that name elements by tag, class or id, alone or
inside of others; what holds for print alone is left.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

_COMMENT = re.compile(r"/\*.*?\*/|<!--|-->", re.S)
_AT_RULE = re.compile(
    r"@(?!media\s+(?:all|screen)\s*\{)[^{};]*(?:;|\{(?:[^{}]*\{[^{}]*\})*[^{}]*\})"
)
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_DECLARATION = re.compile(
    r"(?<![\w-])(display|visibility|text-decoration(?:-line)?)\s*:\s*([^;]*)", re.I
)
_COMPOUND = re.compile(r"(?:\*|[a-z][\w-]*)?(?:[.#][\w-]+)*", re.I)
_PART = re.compile(r"[.#]?[\w-]+")
_CROSSED = ("del", "s", "strike")


class _Rule(NamedTuple):
    """Elements by the parts of their names (td, .h, #id), the innermost last, and how they look."""

    compounds: tuple[tuple[str, ...], ...]
    says: str

    @property
    def weight(self) -> tuple[int, int, int]:
        parts = [part for compound in self.compounds for part in compound]
        ids, classes = (sum(part[0] == mark for part in parts) for mark in "#.")
        return ids, classes, len(parts) - ids - classes


def follow_rules(page: Any) -> None:
    """Write what the rules of a page say of an element before what it says of itself."""
    sheets = "\n".join(style.text or "" for style in page.iter("style"))
    rules = sorted(_rules(sheets), key=lambda rule: rule.weight)
    if not any(_hides(rule.says) or _crosses(rule.says) for rule in rules):
        return
    for element in page.iter():
        said = [rule.says for rule in rules if _is_of(rule, element)]
        if said:
            element.set("style", ";".join([*said, element.get("style") or ""]))


def _rules(sheets: str) -> Iterator[_Rule]:
    plain = _AT_RULE.sub("", _COMMENT.sub("", sheets))
    for selectors, body in _RULE.findall(plain):
        says = ";".join(":".join(one) for one in _DECLARATION.findall(body))
        for selector in selectors.split(",") if says else ():
            *around, own = selector.replace(">", " ").split() or [""]
            compounds = [one for one in around if one.lower() != "tbody"] + [own]  # often implied
            if own and all(map(_COMPOUND.fullmatch, compounds)):
                yield _Rule(tuple(tuple(_PART.findall(one)) for one in compounds), says)


def _is_of(rule: _Rule, element: Any) -> bool:
    *around, own = rule.compounds
    if not _fits(own, element):
        return False
    above = element.iterancestors()
    return all(any(_fits(one, other) for other in above) for one in reversed(around))


def _fits(compound: tuple[str, ...], element: Any) -> bool:
    names = {str(element.tag), f"#{element.get('id')}"}
    names.update(f".{name}" for name in (element.get("class") or "").split())
    return names.issuperset(compound)


def is_hidden(element: Any) -> bool:
    """Is it not shown?"""
    return element.get("hidden") is not None or _hides(element.get("style") or "")


def is_crossed_out(element: Any) -> bool:
    """Is what it holds crossed out?"""
    return element.tag in _CROSSED or _crosses(element.get("style") or "")


def _hides(style: str) -> bool:
    said = _said(style)
    return said.get("display") == "none" or said.get("visibility") in ("hidden", "collapse")


def _crosses(style: str) -> bool:
    return "line-through" in _said(style).get("text-decoration", "")


def _said(style: str) -> dict[str, str]:
    """What a style says of these, the last time that it does."""
    found = _DECLARATION.findall(style) if style else ()
    return {
        name.lower().removesuffix("-line"): value.lower().replace("!important", "").strip()
        for name, value in found
    }
