"""How is what is not shown drawn on a slide? As a hatched series of its own, without a number.

python-pptx draws one kind of chart at a time: the columns behind a curve are put together here.
"""

from __future__ import annotations

import math
from typing import Any

from lxml import etree
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_LABEL_POSITION
from pptx.enum.dml import MSO_PATTERN
from pptx.oxml.ns import qn
from pptx.util import Pt

from charts.data import HIDDEN, ChartData

LINES = RGBColor(0x56, 0x61, 0x70)
WHITE = RGBColor(255, 255, 255)


def add_hatch(data: CategoryChartData, hatch: list[float]) -> None:
    """The hatched series, to the numbers of a chart: a length where something is hidden."""
    data.add_series(HIDDEN, [None if math.isnan(length) else length for length in hatch])


def line_over_columns(drawn: Any) -> None:
    """Take all series but the first, the hatched one, out of the columns: they are a curve."""
    columns = drawn._chartSpace.find(f".//{qn('c:barChart')}")
    line = etree.Element(qn("c:lineChart"))
    columns.addnext(line)
    for tag, value in (("c:grouping", "standard"), ("c:varyColors", "0")):
        etree.SubElement(line, qn(tag)).set("val", value)
    for series in columns.findall(qn("c:ser"))[1:]:
        for never in series.findall(qn("c:invertIfNegative")):
            series.remove(never)
        line.append(series)
    etree.SubElement(line, qn("c:marker")).set("val", "1")
    for axis in columns.findall(qn("c:axId")):
        etree.SubElement(line, qn("c:axId")).set("val", axis.get("val"))


def draw_hatch(drawn: Any, chart: ChartData, size: Pt) -> None:
    """Hatch the series that ``add_hatch`` added, and write *not shown* on it."""
    plot, curve = drawn.plots[0], chart.kind == "curve"
    series = plot.series[0 if curve else len(chart.series)]
    series.invert_if_negative = False
    fill, line = series.format.fill, series.format.line
    fill.patterned()
    fill.pattern = MSO_PATTERN.WIDE_UPWARD_DIAGONAL
    fill.fore_color.rgb, fill.back_color.rgb = LINES, WHITE
    line.color.rgb, line.width = LINES, Pt(0.75)
    labels = series.data_labels
    labels.show_series_name, labels.show_value = True, False
    labels.font.size, labels.font.bold, labels.font.color.rgb = size, True, LINES
    labels.position = XL_LABEL_POSITION.CENTER
    _on_white(labels)
    if curve:
        plot.gap_width = 0
        _upright(labels)
    elif len(chart.series) == 1:
        plot.overlap = 100  # in the place of the column that is missing
    elif chart.kind == "rows":
        plot.gap_width = 25  # each group has one bar more


def _on_white(labels: Any) -> None:
    """Words on lines cannot be read."""
    shape = etree.Element(qn("c:spPr"))
    fill = etree.SubElement(etree.SubElement(shape, qn("a:solidFill")), qn("a:srgbClr"))
    fill.set("val", str(WHITE))
    labels._element.find(qn("c:txPr")).addprevious(shape)


def _upright(labels: Any) -> None:
    """From the foot to the head of a narrow column."""
    body = labels._element.find(f"{qn('c:txPr')}/{qn('a:bodyPr')}")
    body.set("rot", "-5400000")
    body.set("vert", "horz")
