"""The report as one page to read: charts to point at, tables, print style, nothing from outside."""

from __future__ import annotations

from markupsafe import Markup

from charts.shared import figure_html, plotly_script, shared_chart
from reports.patient_page import TEMPLATES
from reports.sections import ReportBasis, Section


def document(title: str, sections: list[Section], basis: ReportBasis) -> str:
    """Self-contained HTML: Plotly's script stands inside, no request leaves the page."""
    shown = []
    for number, section in enumerate(sections):
        figure = ""
        if section.chart is not None and section.chart.categories:
            drawn = shared_chart(*section.chart.drawn)
            figure = figure_html(drawn, f"chart{number}")
        shown.append(
            {
                "title": section.title, "about": section.about, "remarks": section.remarks,
                "alt": section.chart.alt if section.chart else "", "figure": Markup(figure),
                "columns": list(section.table.columns),
                "rows": section.table.astype("str").to_numpy().tolist(),
            }
        )  # fmt: skip
    return TEMPLATES.get_template("report.html").render(
        title=title, sections=shown, foot=basis.foot, synthetic=basis.records.synthetic,
        plotly=Markup(plotly_script()),
    )  # fmt: skip
