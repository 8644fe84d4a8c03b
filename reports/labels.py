"""How do a chart's labels on a slide say what the rest of the report says?

Office writes the numbers behind a chart by a number format, which cannot say "under 1%". Where
that format would differ from our words, the point carries the words as a format of its own.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from copy import deepcopy
from typing import Any

from lxml import etree
from pptx.oxml.ns import qn

from words.percents import SHARE_FORMAT, office_format, office_words

OF_A_POINT = (
    "numFmt",
    "spPr",
    "txPr",
    "dLblPos",
    "showLegendKey",
    "showVal",
    "showCatName",
    "showSerName",
    "showPercent",
    "showBubbleSize",
    "separator",
)


def own_words(named: Sequence[Any], labels: Any, values: Sequence[Sequence[float]]) -> None:
    """Give points their own label; ``values``: the shares of each of the ``named`` series.

    ``labels``: those of the whole plot, for series that have none of their own.
    """
    for drawn, shares in zip(named, values, strict=True):
        told = {
            point: form
            for point, share in enumerate(shares)
            if not math.isnan(share) and (form := office_format(share)) != SHARE_FORMAT
        }
        if told:
            _label(drawn, labels, told)


def given_words(drawn: Any, labels: Any, words: Sequence[str]) -> None:
    """Give each point of a series these words; "" for none."""
    told = {point: office_words(one) for point, one in enumerate(words) if one}
    if told:
        _label(drawn, labels, told)


def _label(drawn: Any, labels: Any, told: dict[int, str]) -> None:
    is_new = drawn._element.find(qn("c:dLbls")) is None
    mine = drawn.data_labels._element
    if is_new:
        mine[:] = [deepcopy(part) for part in labels._element]
    shared = [part for part in mine if etree.QName(part).localname in OF_A_POINT]
    for place, (point, form) in enumerate(sorted(told.items())):
        own = etree.Element(qn("c:dLbl"))
        etree.SubElement(own, qn("c:idx")).set("val", str(point))
        own.extend(deepcopy(part) for part in shared)
        own.find(qn("c:numFmt")).set("formatCode", form)
        mine.insert(place, own)
