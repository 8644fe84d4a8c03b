"""What would the rate of all due be, by what is assumed of those not judged?"""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from charts.rows import EstimateRow, rows_chart
from words.pages.missing import assumed, in_numbers, of_those_judged
from words.percents import percent

LEVELS = (0, 0.25, 0.5, 0.75, 1)


def missing_chart(rate: pd.Series, rows: pd.DataFrame) -> go.Figure:
    """Those judged, with what is possible of all due, and under them each assumption.

    ``rate``: the row of ``responder_rates``; ``rows``: those of ``imputed`` after one session.
    """
    judged = EstimateRow(
        "Those judged",
        of_those_judged(rate),
        float(rate["rate"]),
        float(rate["ci_low"]),
        float(rate["ci_high"]),
        in_numbers(rate),
        "ours",
        (float(rate["rate_low"]), float(rate["rate_high"])),
    )
    others = [
        EstimateRow(
            *assumed(row),
            float(row["rate"]),
            float(row["ci_low"]),
            float(row["ci_high"]),
            in_numbers(row),
        )
        for _, row in rows.iterrows()
    ]
    return rows_chart([judged, *others], LEVELS, [percent(level) for level in LEVELS])
