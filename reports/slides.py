"""The report as slides with native charts: editable, and their numbers inside."""

from __future__ import annotations

import io
import math
import re
import zipfile
from datetime import datetime
from typing import Any

import pandas as pd
from lxml import etree
from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_LEGEND_POSITION
from pptx.enum.text import MSO_ANCHOR
from pptx.oxml.ns import qn
from pptx.util import Inches, Pt

from analytics.words import sentence_case
from reports.sections import ChartData, ReportBasis, Section

CLOCK = datetime(2014, 1, 1)
MOMENT = CLOCK.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
WIDE, HIGH = Inches(13.333), Inches(7.5)
LEFT, WIDTH = Inches(0.6), Inches(12.1)
INK, QUIET = RGBColor(0x1B, 0x24, 0x30), RGBColor(0x56, 0x61, 0x70)
COLORS = {"our records": "0072B2", "toxin": "B3588A", "placebo": "7A5C86", "usual care": "7A5C86"}
SHADES = ("0072B2", "66AAD1", "BFDCEC", "C6CDD3", "7A808A")
KINDS = {
    "columns": XL_CHART_TYPE.COLUMN_CLUSTERED,
    "stacked": XL_CHART_TYPE.COLUMN_STACKED,
    "rows": XL_CHART_TYPE.BAR_CLUSTERED,
}
MOST_ROWS = 9  # of a table on a slide; the rest stands on the next one


def slides(title: str, sections: list[Section], basis: ReportBasis, template: bytes | None = None
           ) -> bytes:  # fmt: skip
    """A deck, 16:9, on the clinic's own template where one is given."""
    deck = Presentation(io.BytesIO(template) if template else None)
    if template is None:
        deck.slide_width, deck.slide_height = WIDE, HIGH
    _title_slide(deck, title, basis)
    for section in sections:
        if section.chart is not None and section.chart.categories:
            _section_slide(deck, section, basis, chart=section.chart)
        if section.chart is None or not section.chart.categories:
            for start in range(0, max(len(section.table), 1), MOST_ROWS):
                part = section.table.iloc[start : start + MOST_ROWS]
                _section_slide(deck, section, basis, table=part)
    properties = deck.core_properties
    properties.title, properties.author = title, "Clear Days"
    properties.created = properties.modified = properties.last_printed = CLOCK
    properties.last_modified_by, properties.revision = "Clear Days", 1
    out = io.BytesIO()
    deck.save(out)
    return same_bytes(out.getvalue())


def _blank(deck: Any) -> Any:
    """A slide of the layout with the fewest places to fill in, emptied."""
    layout = min(deck.slide_layouts, key=lambda one: len(one.placeholders))
    slide = deck.slides.add_slide(layout)
    for shape in list(slide.placeholders):
        shape._element.getparent().remove(shape._element)
    return slide


def _text(
    slide: Any, words: str, top: float, height: float, size: int, *, bold: bool = False,
    color: RGBColor = INK,
) -> None:  # fmt: skip
    box = slide.shapes.add_textbox(LEFT, Inches(top), WIDTH, Inches(height))
    frame = box.text_frame
    frame.word_wrap, frame.vertical_anchor = True, MSO_ANCHOR.TOP
    run = frame.paragraphs[0].add_run()
    run.text = words
    run.font.size, run.font.bold, run.font.color.rgb = Pt(size), bold, color


def _title_slide(deck: Any, title: str, basis: ReportBasis) -> None:
    slide = _blank(deck)
    _text(slide, title, 2.3, 1.6, 40, bold=True)
    badge = "SYNTHETIC records: nobody in them exists. " if basis.records.synthetic else ""
    words = sentence_case(basis.settings.definition.in_words)
    _text(slide, f"{badge}{words}.", 4.0, 1.2, 20, color=QUIET)
    _foot(slide, basis)


def _foot(slide: Any, basis: ReportBasis) -> None:
    words = f"{basis.foot} Describes recorded diary days. No control group. Not advice."
    _text(slide, words, 6.85, 0.5, 11, color=QUIET)


def _section_slide(
    deck: Any, section: Section, basis: ReportBasis, *, chart: ChartData | None = None,
    table: pd.DataFrame | None = None,
) -> None:  # fmt: skip
    slide = _blank(deck)
    _text(slide, section.title, 0.35, 1.0, 26 if len(section.title) < 90 else 22, bold=True)
    _text(slide, section.about, 1.35, 0.5, 15, color=QUIET)
    if chart is not None:
        _chart(slide, chart)
    elif table is not None:
        _table(slide, table)
    if section.remarks:
        _text(slide, " ".join(section.remarks), 6.2, 0.6, 13, color=QUIET)
    _foot(slide, basis)


def _chart(slide: Any, chart: ChartData) -> None:
    data = CategoryChartData(number_format="0%")
    across = chart.kind == "rows"  # the first category stands at the top
    order = slice(None, None, -1) if across else slice(None)
    data.categories = chart.categories[order]
    for series in chart.series:
        values = [None if math.isnan(v) else v for v in series.values[order]]
        data.add_series(series.name, values)
    frame = slide.shapes.add_chart(
        KINDS[chart.kind], LEFT, Inches(1.95), WIDTH, Inches(4.2), data
    )  # fmt: skip
    frame.name = "Chart"
    frame._element.nvGraphicFramePr.cNvPr.set("descr", chart.alt)
    drawn = frame.chart
    drawn.font.size, drawn.font.color.rgb = Pt(15), INK
    drawn.has_title = False
    drawn.has_legend = len(chart.series) > 1
    if drawn.has_legend:
        drawn.legend.position, drawn.legend.include_in_layout = XL_LEGEND_POSITION.RIGHT, False
        drawn.legend.font.size = Pt(13)
    axis = drawn.value_axis
    axis.minimum_scale, axis.maximum_scale = 0, 1
    axis.major_unit = 0.25
    axis.tick_labels.number_format, axis.tick_labels.number_format_is_linked = "0%", False
    axis.major_gridlines.format.line.color.rgb = RGBColor(0xDD, 0xE2, 0xE8)
    axis.format.line.fill.background()
    plot = drawn.plots[0]
    plot.gap_width = 60
    if chart.kind == "stacked":
        plot.overlap = 100
    for place, (series, drawn_series) in enumerate(zip(chart.series, plot.series, strict=True)):
        fill = drawn_series.format.fill
        fill.solid()
        fill.fore_color.rgb = RGBColor.from_string(SHADES[place % len(SHADES)])
        drawn_series.invert_if_negative = False
        for point, kind in enumerate(series.kinds[order]):
            own = drawn_series.points[point].format.fill
            own.solid()
            own.fore_color.rgb = RGBColor.from_string(COLORS[kind])
        if series.low:
            _error_bars(drawn_series, series.values[order], series.low[order], series.high[order])
    plot.has_data_labels = True
    labels = plot.data_labels
    labels.number_format, labels.number_format_is_linked = "0%", False
    labels.font.size, labels.font.bold = Pt(14), True
    if chart.kind != "stacked":
        labels.position = XL_LABEL_POSITION.INSIDE_BASE
        labels.font.color.rgb = RGBColor(0xFF, 0xFF, 0xFF)


def _error_bars(series: Any, values: list[float], low: list[float], high: list[float]) -> None:
    """The intervals as the series' own error bars, which python-pptx cannot draw."""
    bars = etree.SubElement(series._element, qn("c:errBars"))
    for tag, value in (("c:errBarType", "both"), ("c:errValType", "cust"), ("c:noEndCap", "0")):
        etree.SubElement(bars, qn(tag)).set("val", value)
    for tag, ends in (("c:plus", high), ("c:minus", low)):
        numbers = etree.SubElement(etree.SubElement(bars, qn(tag)), qn("c:numLit"))
        etree.SubElement(numbers, qn("c:formatCode")).text = "General"
        etree.SubElement(numbers, qn("c:ptCount")).set("val", str(len(ends)))
        for index, (end, middle) in enumerate(zip(ends, values, strict=True)):
            if not math.isnan(end):
                point = etree.SubElement(numbers, qn("c:pt"))
                point.set("idx", str(index))
                etree.SubElement(point, qn("c:v")).text = repr(abs(end - middle))
    shape = etree.SubElement(bars, qn("c:spPr"))
    line = etree.SubElement(shape, qn("a:ln"))
    line.set("w", "25400")
    color = etree.SubElement(etree.SubElement(line, qn("a:solidFill")), qn("a:srgbClr"))
    color.set("val", "1B2430")
    before = series._element.find(qn("c:cat"))  # the schema wants it there
    if before is not None:
        before.addprevious(bars)


def _table(slide: Any, table: pd.DataFrame) -> None:
    rows, columns = len(table) + 1, len(table.columns)
    words = table.astype("str")
    wide = [max(len(str(name)), *(len(cell) for cell in words[name]), 8) for name in table]
    size = 16 if max(wide) < 60 else 12
    frame = slide.shapes.add_table(rows, columns, LEFT, Inches(2.05), WIDTH, Inches(0.4 * rows))
    grid = frame.table
    total = sum(min(width, 90) for width in wide)
    for place, width in enumerate(wide):
        grid.columns[place].width = int(WIDTH * min(width, 90) / total)
    for place, name in enumerate(table):
        _cell(grid.cell(0, place), str(name), size, bold=True)
        for row, cell in enumerate(words[name], start=1):
            _cell(grid.cell(row, place), cell, size)


def _cell(cell: Any, words: str, size: int, *, bold: bool = False) -> None:
    cell.text = words
    cell.margin_top = cell.margin_bottom = Inches(0.03)
    for run in cell.text_frame.paragraphs[0].runs:
        run.font.size, run.font.bold, run.font.color.rgb = Pt(size), bold, INK
    cell.fill.solid()
    cell.fill.fore_color.rgb = RGBColor(0xEE, 0xF1, 0xF5) if bold else RGBColor(0xFF, 0xFF, 0xFF)


def same_bytes(content: bytes) -> bytes:
    """The same package with a fixed clock: Office files carry the time of each part."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as read, zipfile.ZipFile(out, "w") as written:
        for name in read.namelist():
            part = read.read(name)
            if name.endswith(".xlsx"):
                part = same_bytes(part)
            if name == "docProps/core.xml":
                part = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", MOMENT, part)
            entry = zipfile.ZipInfo(name, date_time=CLOCK.timetuple()[:6])
            written.writestr(entry, part, zipfile.ZIP_DEFLATED)
    return out.getvalue()
