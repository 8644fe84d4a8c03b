"""How does a table stand on a screen: words, percents and dates by what its columns mean?

``test_tables`` holds every named table of every cohort against ``on_screen.check_on_screen``.
"""

from pathlib import Path

import pandas as pd
import pytest

from analytics.definitions import DEFAULT_DEFINITION, PRESETS
from analytics.result import result_of
from analytics.settings import Settings
from ui.showing.screen import LETTER, looks, plain_cells, printed
from words.column_meanings import MEANINGS
from words.headings import HEADINGS
from words.numbers import UNDEFINED
from words.screen import ScreenTable, on_screen, out_of, whole


def test_numbers_are_printed_as_elsewhere_and_still_sort(sample):
    rates = on_screen("rates", result_of(sample[0], Settings()).rates, DEFAULT_DEFINITION)
    printed, values = rates.printed(), rates.values()
    assert printed["Rate"].tolist()[:2] == ["22.0%", "36.9%"]
    assert printed["95% interval"].tolist()[0] == "15.7 to 30.0%"
    assert pd.api.types.is_numeric_dtype(values["Rate"])
    assert values["Rate"].iloc[0] == pytest.approx(22.047, abs=0.001)


def test_a_date_a_flag_and_what_is_missing():
    frame = pd.DataFrame(
        {
            "session": [1, 2],
            "session_date": pd.to_datetime(["2024-03-12", None]),
            "closed": pd.array([True, None], dtype="boolean"),
            "change": [-5.75, 1.0],
            "share": [0.0004, 0.5],
        }
    )
    table = on_screen("outcomes", frame, DEFAULT_DEFINITION)
    assert table.printed().to_numpy().tolist() == [
        ["1", "12 Mar 2024", "yes", "−5.8", "under 0.1%"],
        ["2", "–", "–", "1.0", "50.0%"],
    ]


def test_numbers_that_a_column_holds_as_objects_are_printed_as_numbers():
    frame = pd.DataFrame({"day": [1, 2], "incidence": pd.Series([0.404520666, None], dtype=object)})
    assert on_screen("incidence", frame, DEFAULT_DEFINITION).printed()["Incidence"].tolist() == [
        "40.5%",
        "–",
    ]


def test_groups_whose_rates_differ_are_called_heterogeneous():
    """There is no treatment that could interact: one group is treated, and none is not."""
    told = [HEADINGS["p_heterogeneity"], MEANINGS["p_heterogeneity"][1]]
    assert all("heterogeneity of rates" in words for words in told)
    assert "interaction" not in " ".join([*HEADINGS.values(), *(w for _, w in MEANINGS.values())])


def test_fewer_days_with_intake_are_no_response():
    intake = PRESETS["hull2014"].changed(measure="acute_medication_days")
    frame = pd.DataFrame({"session": [1], "responders": [3]})
    assert list(on_screen("rates", frame, intake).printed()) == ["Session", "At least 50% fewer"]


def test_a_long_table_sends_numbers_as_they_are_printed():
    """For more rows than words can be sent for: the browser prints the rounded numbers."""
    frame = pd.DataFrame({"day": [1, 2], "change": [-5.75, None], "share": [0.2204, 0.5]})
    days, change, share = on_screen("outcomes", frame, DEFAULT_DEFINITION).columns
    told, form = plain_cells(share)
    assert (told.tolist(), form) == ([22.0, 50.0], {"type": "number", "format": "%.1f%%"})
    told, form = plain_cells(change)
    assert (told[0], told.isna()[1], form["format"]) == (-5.8, True, "%.1f")
    assert plain_cells(days)[1]["format"] == "%.0f"
    small = frame.assign(share=[0.0004, 0.5])
    told, form = plain_cells(on_screen("outcomes", small, DEFAULT_DEFINITION).columns[2])
    assert (told.tolist(), form) == (["under 0.1%", "50.0%"], {})


def test_one_place_draws_the_tables_of_the_screen():
    """A page that called Streamlit itself would show raw names; all patients have their own."""
    root = Path(__file__).parent.parent
    files = [*root.glob("ui/**/*.py"), *root.glob("pages/*.py"), root / "app.py"]
    found = {
        str(path.relative_to(root))
        for path in files
        if "st.dataframe(" in path.read_text(encoding="utf-8")
    }
    assert found == {"ui/showing/screen.py", "ui/patients/all_patients.py"}


def test_a_number_of_several_totals_is_drawn_with_its_own_words():
    frame = pd.DataFrame(
        {"days": [9, 27, 27, pd.NA, 9, 0], "of": [28, 28, 30, 28, 28, pd.NA]}, dtype="Int64"
    )
    table = ScreenTable((out_of("Recorded", frame, "days", "of"), whole("Days", frame["days"])))
    drawn = printed(table)
    drawn._compute()
    shown = [row[1]["display_value"] for row in drawn._translate(False, False)["body"]]
    assert shown == ["9 of 28", "27 of 28", "27 of 30", UNDEFINED, "9 of 28", "0"]


def test_the_first_column_is_whole_where_the_others_need_more_than_there_is():
    """It is pinned: what is cut off there cannot be scrolled to."""
    longest = "attacks_of_the_clinic_2024.csv"
    frame = pd.DataFrame({"File": ["a.csv", longest], "Rows": [1, 2]})
    drawn = looks(on_screen("", frame, DEFAULT_DEFINITION))["column_config"]
    assert drawn["File"]["width"] >= LETTER * len(longest)
    assert drawn["Rows"]["width"] is None
