"""The report as one page to read: charts to point at, tables, print style, nothing from outside."""

from __future__ import annotations

from markupsafe import Markup

from charts.shared import colors_for, figure_html, plotly_script, shared_chart
from reports.basis import ReportBasis, Section
from reports.patient_page import TEMPLATES
from words.foot import FOOT


def document(sections: list[Section], basis: ReportBasis) -> str:
    """Self-contained HTML: Plotly's script stands inside, no request leaves the page.

    The settings stand inside too, as JSON that no browser runs.
    """
    shown, colors = [], colors_for(basis.settings.definition)
    for number, section in enumerate(sections):
        figure = ""
        if section.chart is not None and section.has_chart:
            figure = figure_html(shared_chart(section.chart, colors), f"chart{number}")
        shown.append(
            {
                "title": section.title,
                "about": section.about,
                "remarks": section.remarks,
                "alt": section.chart.alt if section.chart else "",
                "figure": Markup(figure),  # nosec B704
                "columns": list(section.table.columns),
                "foot": basis.foot(section),
                "rows": section.table.astype("str").to_numpy().tolist(),
            }
        )
    settings = basis.settings.to_json().replace("<", "\\u003c")
    return TEMPLATES.get_template("report.html").render(
        title=basis.title,
        sections=shown,
        foot=basis.foot(),
        advice=FOOT,
        cut_off_told=basis.cut_off_told,
        synthetic=basis.records.synthetic,
        plotly=Markup(plotly_script()),  # nosec B704
        settings=Markup(settings),  # nosec B704
    )
