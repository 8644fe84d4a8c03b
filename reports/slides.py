"""The report as slides with native charts: editable, and their numbers inside."""

from __future__ import annotations

import io
import math
from dataclasses import replace
from typing import Any

import pandas as pd
from lxml import etree
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_LEGEND_POSITION
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Emu, Inches, Pt

from analytics.written import inert_cell
from charts.data import HIDDEN, SHARES, ChartData, Series
from charts.shared import NAME, Colors, colors_for
from reports.basis import ReportBasis, Section
from reports.hatch import add_hatch, draw_hatch, line_over_columns
from reports.labels import given_words, own_words
from reports.own_slides import look_of
from reports.packages import CLOCK, same_bytes
from words.definitions import in_words, primary_outcome
from words.foot import SHORT_FOOT
from words.numbers import in_lines, sentence_case

WIDE, HIGH = 13.333, 7.5  # inches of the built-in slides; another format is scaled to
LEFT, WIDTH = 0.6, 12.1
TOP, BOTTOM, LAST = 2.0, 6.1, 6.7  # of charts and tables; of tables without remarks
INK, QUIET, WHITE = RGBColor(0x1B, 0x24, 0x30), RGBColor(0x56, 0x61, 0x70), RGBColor(255, 255, 255)
KINDS = {
    "columns": XL_CHART_TYPE.COLUMN_CLUSTERED,
    "stacked": XL_CHART_TYPE.COLUMN_STACKED,
    "rows": XL_CHART_TYPE.BAR_CLUSTERED,
    "curve": XL_CHART_TYPE.LINE_MARKERS,
}
TITLES = (PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE)
NARROWEST = len(HIDDEN) + 2  # letters of a column: "not shown" stands on one line
LETTER = 0.55  # of a letter's height is its width, on average
LINE = 1.2  # of a letter's height from line to line
SETTINGS_FOLLOW = (
    "What follows is this report's settings file, settings.json, with the file's own names: saved "
    "as it is, it makes the same report again."
)
LONGEST_CELL = 400  # letters


def slides(sections: list[Section], basis: ReportBasis, template: bytes | None = None) -> bytes:
    """A deck, 16:9, or in the format and the look of the clinic's own slides.

    Raises NotSlides. Slides that stand in the template are left out.
    """
    sheet = _Deck(template, colors_for(basis.settings.definition))
    _title_slide(sheet, basis)
    for section in sections:
        if section.has_chart:
            sheet.add(section, basis, chart=section.chart)
        else:
            bottom = BOTTOM if section.remarks else LAST
            parts = _pages(section.table, bottom - TOP)
            for number, part in enumerate(parts, start=1):
                which = f" ({number})" if len(parts) > 1 else ""  # 1 of 3 reads as a rate
                named = replace(section, title=f"{section.title}{which}")
                sheet.add(named, basis, table=part)
    properties = sheet.deck.core_properties
    properties.title, properties.author = basis.title, "Clear Days"
    properties.created = properties.modified = properties.last_printed = CLOCK
    properties.last_modified_by, properties.revision = "Clear Days", 1
    out = io.BytesIO()
    sheet.deck.save(out)
    return same_bytes(out.getvalue())


class _Deck:
    """A presentation, with a place for words, charts and tables in its own format."""

    def __init__(self, template: bytes | None, colors: Colors) -> None:
        self.own, self.colors = template is not None, colors
        self.deck = look_of(template)
        if template is None:
            self.deck.slide_width, self.deck.slide_height = Inches(WIDE), Inches(HIGH)
        self.across = int(self.deck.slide_width or 0) / Inches(WIDE)
        self.down = int(self.deck.slide_height or 0) / Inches(HIGH)
        self.letters = min(self.across, self.down)
        titled = [
            one
            for one in self.deck.slide_layouts
            if any(p.placeholder_format.type in TITLES for p in one.placeholders)
        ]
        self.layout = min(titled or self.deck.slide_layouts, key=lambda one: len(one.placeholders))

    def place(self, left: float, top: float, width: float, height: float) -> tuple[Emu, ...]:
        """Inches of the built-in slide, in this format."""
        return (
            Emu(int(Inches(left) * self.across)),
            Emu(int(Inches(top) * self.down)),
            Emu(int(Inches(width) * self.across)),
            Emu(int(Inches(height) * self.down)),
        )

    def size(self, points: float) -> Pt:
        return Pt(max(9, round(points * self.letters)))

    def slide(self, title: str, top: float, height: float, points: float) -> Any:
        """A new slide with its title where the layout has a place for one."""
        slide = self.deck.slides.add_slide(self.layout)
        head = slide.shapes.title
        for shape in list(slide.placeholders):
            if head is None or shape.shape_id != head.shape_id:
                shape._element.getparent().remove(shape._element)
        head = head or slide.shapes.add_textbox(0, 0, 0, 0)
        head.left, head.top, head.width, head.height = self.place(LEFT, top, WIDTH, height)
        self._write(head, title, points, bold=True, color=None if self.own else INK)
        return slide

    def words(self, slide: Any, text: str, top: float, height: float, points: float) -> None:
        box = slide.shapes.add_textbox(*self.place(LEFT, top, WIDTH, height))
        self._write(box, text, points, color=QUIET)

    def _write(
        self,
        box: Any,
        text: str,
        points: float,
        *,
        bold: bool = False,
        color: RGBColor | None = QUIET,
    ) -> None:
        frame = box.text_frame
        frame.word_wrap, frame.vertical_anchor = True, MSO_ANCHOR.TOP
        frame.auto_size = MSO_AUTO_SIZE.NONE
        frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
        frame.clear()
        run = frame.paragraphs[0].add_run()
        run.text = text
        run.font.size, run.font.bold = self.size(points), bold
        if not self.own:
            frame.paragraphs[0].alignment = PP_ALIGN.LEFT
        if color is not None:
            run.font.color.rgb = color

    def add(
        self,
        section: Section,
        basis: ReportBasis,
        *,
        chart: ChartData | None = None,
        table: pd.DataFrame | None = None,
    ) -> None:
        """One slide: finding, how to read it, chart or table, remarks, foot."""
        title = section.title
        slide = self.slide(title, 0.4, 0.95, _fitting(title, 28, 0.95))
        self.words(slide, section.about, 1.42, 0.5, _fitting(section.about, 16, 0.5))
        if chart is not None:
            _chart(self, slide, chart)
        elif table is not None and len(table):
            _table(self, slide, table, section.title)
        if section.remarks:
            remarks = " ".join(section.remarks)
            self.words(slide, remarks, 6.15, 0.55, _fitting(remarks, 14, 0.55))
        self.foot(slide, basis.foot(section))

    def foot(self, slide: Any, text: str) -> None:
        words = f"{text} {SHORT_FOOT}"
        self.words(slide, words, 6.8, 0.5, _fitting(words, 12, 0.5))


def _lines(text: str, points: float, width: float) -> int:
    """How many lines these words take, in inches of the built-in slide."""
    each = max(1, int(width * 72 / (points * LETTER)))
    return sum(max(1, math.ceil(len(part) / each)) for part in text.split("\n"))


def _fitting(text: str, points: float, height: float) -> float:
    """The largest letters, up to so many points, in which the words stay inside the height."""
    while points > 9 and _lines(text, points, WIDTH) * points * LINE / 72 > height:
        points -= 1
    return points


def _title_slide(sheet: _Deck, basis: ReportBasis) -> None:
    title = basis.title
    slide = sheet.slide(title, 2.0, 1.9, _fitting(title, 40, 1.9))
    badge = "SYNTHETIC records: nobody in them exists. " if basis.records.synthetic else ""
    definition = basis.settings.definition
    words = f"{badge}{sentence_case(in_words(definition))}."
    words += f" {primary_outcome(definition, basis.session)}"
    if basis.cut_off_told:
        words += f" {basis.cut_off_told}"
    sheet.words(slide, words, 4.1, 1.2, _fitting(words, 20, 1.2))
    sheet.foot(slide, basis.foot())
    notes = slide.notes_slide.notes_text_frame
    if notes is not None:  # a clinic's notes page may have no place for words
        notes.text = f"{SETTINGS_FOLLOW}\n{basis.settings.to_json()}"


def _chart(sheet: _Deck, slide: Any, chart: ChartData) -> None:
    across = chart.kind == "rows"  # the first category stands at the top
    order = slice(None, None, -1) if across else slice(None)
    data = CategoryChartData(number_format=chart.form)
    names = [str(inert_cell(name)) for name in chart.categories[order]]  # for its workbook
    data.categories = _short(slide, names) if across else names
    listed = chart.series[::-1] if across else chart.series
    hatch = chart.hatch[order]
    if hatch and chart.kind == "curve":  # columns come before lines
        add_hatch(data, hatch)
    for series in listed:
        known = [None if math.isnan(v) else v for v in series.values[order]]
        data.add_series(series.name, known, "General" if series.words else None)
    if hatch and chart.kind != "curve":
        add_hatch(data, hatch)
    place = sheet.place(LEFT, TOP, WIDTH, BOTTOM - TOP)
    kind = KINDS["columns" if hatch and chart.kind == "curve" else chart.kind]
    frame = slide.shapes.add_chart(kind, *place, data)
    frame.name = "Chart"
    frame._element.nvGraphicFramePr.cNvPr.set("descr", chart.alt)
    drawn = frame.chart
    drawn.font.size, drawn.font.color.rgb = sheet.size(15), INK
    drawn.has_title = False
    drawn.has_legend = len(chart.series) > 1
    if drawn.has_legend:
        drawn.legend.position, drawn.legend.include_in_layout = XL_LEGEND_POSITION.RIGHT, False
        drawn.legend.font.size = sheet.size(14)
    _axes(sheet, drawn, chart)
    if hatch and chart.kind == "curve":
        line_over_columns(drawn)
    plot = drawn.plots[-1]
    if chart.kind == "stacked":
        plot.overlap = 100
    if chart.kind != "curve":
        plot.gap_width = 60
    named = list(plot.series)[: len(listed)]
    for number, (series, drawn_series) in enumerate(zip(listed, named, strict=True)):
        at = (number, order)
        _color(sheet.colors.of_chart(chart), drawn_series, series, at, curve=chart.kind == "curve")
        if series.low:
            _error_bars(drawn_series, series.values[order], series.low[order], series.high[order])
    plot.has_data_labels = True
    labels = plot.data_labels
    labels.number_format, labels.number_format_is_linked = chart.form, False
    labels.font.size, labels.font.bold = sheet.size(14), True
    _place_labels(plot, labels, chart, len(sheet.colors.shades))
    for drawn_series, series in zip(named, listed, strict=True):
        if series.words:
            given_words(drawn_series, labels, series.words[order])
        elif chart.form == SHARES:
            own_words([drawn_series], labels, [series.values[order]])
    if hatch:
        draw_hatch(drawn, chart, sheet.size(11))


def _place_labels(plot: Any, labels: Any, chart: ChartData, shades: int) -> None:
    if chart.kind == "curve":
        labels.position = XL_LABEL_POSITION.ABOVE
    elif any(series.low for series in chart.series):  # the middle belongs to the interval
        labels.position = XL_LABEL_POSITION.INSIDE_BASE
        labels.font.color.rgb = WHITE
    elif chart.kind == "rows":
        labels.position = XL_LABEL_POSITION.OUTSIDE_END
    else:
        _labels_that_can_be_read(plot, labels, shades)


def _short(slide: Any, names: list[str]) -> list[str]:
    """Names of rows in as many lines as there is room for; the notes hold those that are cut."""
    lines = int((BOTTOM - TOP) * 72 / (len(names) * 14 * LINE))
    short = ["\n".join(in_lines(name, NAME, max(1, min(3, lines)))) for name in names]
    cut = [name for name, one in zip(names, short, strict=True) if one.endswith("…")]
    notes = slide.notes_slide.notes_text_frame if cut else None
    if notes is not None:
        notes.text = "\n".join(["Names in full:", *cut[::-1]])
    return short


def _labels_that_can_be_read(plot: Any, labels: Any, shades: int) -> None:
    """White on the dark shades of a stack, ink on the pale ones."""
    for number, series in enumerate(plot.series):
        own = series.data_labels
        own.show_value = True
        own.number_format = f"{labels.number_format};;"  # no words on a part of nothing
        own.number_format_is_linked = False
        own.font.size, own.font.bold = labels.font.size, True
        own.font.color.rgb = WHITE if number % shades in (0, shades - 1) else INK


def _axes(sheet: _Deck, drawn: Any, chart: ChartData) -> None:
    levels = chart.levels
    axis = drawn.value_axis
    axis.minimum_scale, axis.maximum_scale = levels[0], levels[-1]
    axis.major_unit = levels[1] - levels[0]
    axis.tick_labels.number_format = SHARES if chart.form == SHARES else "0"
    axis.tick_labels.number_format_is_linked = False
    axis.major_gridlines.format.line.color.rgb = RGBColor(0xDD, 0xE2, 0xE8)
    axis.format.line.fill.background()
    axis.tick_labels.font.size = drawn.category_axis.tick_labels.font.size = sheet.size(14)


def _rgb(color: str) -> RGBColor:
    return RGBColor.from_string(color.lstrip("#"))


def _color(
    colors: Colors, drawn: Any, series: Series, at: tuple[int, slice], *, curve: bool
) -> None:
    """``at``: which series it is, and the order of its points."""
    number, order = at
    shade = _rgb(colors.shades[number % len(colors.shades)])
    if curve:
        drawn.smooth = False
        drawn.format.line.color.rgb, drawn.format.line.width = shade, Pt(2.5)
        drawn.marker.format.fill.solid()
        drawn.marker.format.fill.fore_color.rgb = shade
        drawn.marker.size = 9
        return
    drawn.invert_if_negative = False
    same = set(series.kinds)
    drawn.format.fill.solid()
    color = _rgb(colors.of(series.kinds[0])) if len(same) == 1 else shade
    drawn.format.fill.fore_color.rgb = color
    for point, kind in enumerate(series.kinds[order] if len(same) > 1 else ()):
        own = drawn.points[point].format.fill
        own.solid()
        own.fore_color.rgb = _rgb(colors.of(kind))


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


def _pages(table: pd.DataFrame, height: float) -> list[pd.DataFrame]:
    """The table in parts that fit on a slide, in inches."""
    points, widths = _columns(table)
    parts, start, head = [], 0, points * LINE + 4
    used = head
    for row in range(len(table)):
        lines = max(
            _lines(_cut(str(cell)), points, width)
            for cell, width in zip(table.iloc[row], widths, strict=True)
        )
        needed = lines * points * LINE + 4
        if row > start and used + needed > height * 72:
            parts.append(table.iloc[start:row])
            start, used = row, head
        used += needed
    return [*parts, table.iloc[start:]]


def _columns(table: pd.DataFrame) -> tuple[float, list[float]]:
    """The size of a table's letters in points, and the width of each column in inches."""
    wide = [
        min(
            90,
            max(len(str(name)) * 1.1, *(len(_cut(str(cell))) for cell in table[name]), NARROWEST),
        )
        if len(table)
        else NARROWEST
        for name in table
    ]
    points = 16 if sum(wide) * 16 * LETTER / 72 < WIDTH * 1.1 else 14
    return points, [WIDTH * one / sum(wide) - 0.2 for one in wide]


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST_CELL else f"{text[:LONGEST_CELL]} ..."


def _table(sheet: _Deck, slide: Any, table: pd.DataFrame, alt: str) -> None:
    rows, columns = len(table) + 1, max(len(table.columns), 1)
    points, widths = _columns(table)
    left, top, width, _ = sheet.place(LEFT, TOP, WIDTH, 0)
    height = Emu(int(Pt(points * LINE + 4) * sheet.down))
    frame = slide.shapes.add_table(rows, columns, left, top, width, Emu(height * rows))
    frame._element.nvGraphicFramePr.cNvPr.set("descr", alt)
    grid = frame.table
    for row in grid.rows:
        row.height = height
    for place, name in enumerate(table):
        grid.columns[place].width = int(width * (widths[place] + 0.2) / WIDTH)
        _cell(sheet, grid.cell(0, place), str(name), points, bold=True)
        for number, cell in enumerate(table[name].astype("str"), start=1):
            _cell(sheet, grid.cell(number, place), _cut(cell), points)


def _cell(sheet: _Deck, cell: Any, words: str, points: float, *, bold: bool = False) -> None:
    cell.text = words
    cell.margin_top = cell.margin_bottom = Pt(2)
    for paragraph in cell.text_frame.paragraphs:
        for run in paragraph.runs:
            run.font.size, run.font.bold = sheet.size(points), bold
            run.font.color.rgb = INK
    cell.fill.solid()
    cell.fill.fore_color.rgb = RGBColor(0xEE, 0xF1, 0xF5) if bold else WHITE
