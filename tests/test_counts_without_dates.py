"""Counts without dates: who has none after a session may be late or gone, and nobody can say."""

from __future__ import annotations

import pytest

from analytics.codes import Reason, Step
from analytics.research.who import flow
from analytics.result import result_of
from analytics.settings import Settings
from importing import Source, read_records
from reports.basis import ReportBasis
from reports.sections import response as response_section
from tests.test_pages import start, text
from words.pages import response, who

COUNTS = {"A": (20, 8, 6), "B": (18, 12, 16), "C": (16, 4), "D": (22, 10, 9), "E": (14, 12)}
UNSEEN = "Drop-outs cannot be seen, so the lowest rate may be too high."


@pytest.fixture(scope="module")
def read():
    rows = "".join(
        f"{patient},{session},{days}\n"
        for patient, counts in COUNTS.items()
        for session, days in enumerate(counts)
    )
    content = f"patient_id,session,migraine_days\n{rows}".encode()
    return read_records([Source("counts.csv", content)])


def test_who_has_no_count_is_not_called_not_due_yet(read):
    result = result_of(read[0], Settings())
    at = result.outcomes[result.outcomes["session"] == 2].set_index("patient_id")
    assert at.loc[["C", "E"], "reason"].tolist() == [Reason.NOT_KNOWN_IF_DUE] * 2
    rate = result.rates.set_index("session", drop=False).loc[2]
    assert response.possible(rate, unseen=True) == (
        "3 are known to have been due; all could be judged. "
        f"2 more: no count, not known whether due. {UNSEEN}"
    )
    assert "**2 without a count after session 2**: not known whether due" in response.not_judged(
        rate, unseen=True
    )
    steps = flow(read[0], result.outcomes, 2)
    assert who.title(steps, 2) == (
        "2 of 5 treated are not judged after session 2: 2 without a count, not known whether due"
    )
    assert not {Reason.WAITING, Reason.AFTER_OTHER_TREATMENT} & {*steps["reason"]}


def test_the_page_and_a_document_say_so_beside_the_number(read):
    app = start("app.py", {"records": read[0], "report": read[1]})
    assert UNSEEN in text(app)
    assert "waiting**: not due yet" not in text(app)
    assert UNSEEN in text(start("pages/all_pages.py", {"records": read[0], "report": read[1]}))
    result = result_of(read[0], Settings())
    assert UNSEEN in response_section(ReportBasis(result, result.settings)).remarks


def test_a_baseline_alone_is_no_treatment_in_any_table(read):
    rows = "".join(f"X{n},0,20\n" for n in range(3))
    rows += "".join(f"Y{n},0,20\nY{n},1,8\n" for n in range(4))
    source = Source("counts.csv", f"patient_id,session,migraine_days\n{rows}".encode())
    records, _ = read_records([source])
    result = result_of(records, Settings())
    steps = flow(records, result.outcomes, 1)
    known = steps.dropna(subset=["patients"]).set_index("step")["patients"].to_dict()
    assert known[Step.IN_THE_RECORDS] == 7
    assert known[Step.TREATED] == result.rates.iloc[0]["started"] == 4
    assert len(ReportBasis(result, result.settings).treated_ids) == 4
    gone = steps.dropna(subset=["left"])
    assert [*zip(gone["reason"], gone["left"], strict=True)] == [(Reason.NOT_KNOWN_IF_DUE, 3)]


def test_records_with_dates_wait_as_before(sample):
    result = result_of(sample[0], Settings())
    assert Reason.NOT_KNOWN_IF_DUE not in {*result.outcomes["reason"]}
    assert UNSEEN not in response.possible(result.rates.iloc[0])
