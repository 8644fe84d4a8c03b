"""A questionnaire is one row: it is read within its range, told on *Days*, and in *Definitions*."""

import pytest

from analytics.frames import CANONICAL
from analytics.guidelines.scores import scores_by_session
from analytics.instruments import INSTRUMENTS
from analytics.research.change import OUTCOMES
from analytics.therapies import BOTULINUM_TOXIN
from importing import Source, read_records
from words.glossary import glossary
from words.pages.change import OUTCOME


def test_every_questionnaire_is_everywhere():
    choices = next(c for c in CANONICAL["scores"].columns if c.name == "instrument").choices
    assert set(choices) == set(INSTRUMENTS)
    assert set(INSTRUMENTS) <= set(OUTCOMES)
    assert set(INSTRUMENTS) <= set(OUTCOME)
    assert len(glossary(BOTULINUM_TOXIN)["Questionnaires"]) == len(INSTRUMENTS)
    assert {one.name for one in INSTRUMENTS.values() if one.core} == {"MFIQ", "pain intensity"}


@pytest.mark.parametrize("name", INSTRUMENTS)
def test_its_range_is_kept_at_the_door(name):
    one = INSTRUMENTS[name]
    ends = (one.lowest - 1, one.lowest, one.highest, one.highest + 1)
    rows = "".join(f"A,2024-03-{k + 1:02d},{name},{score}\n" for k, score in enumerate(ends))
    files = {
        "diary": "patient_id,date,headache,migraine\nA,2024-01-01,1,1\n",
        "sessions": "patient_id,session_date\nA,2024-02-01\n",
        "scores": "patient_id,date,instrument,score\n" + rows,
    }
    records, _ = read_records([Source(f, text.encode(), f) for f, text in files.items()])
    assert records.scores["score"].tolist() == [one.lowest, one.highest]
    placed = scores_by_session(records, name, BOTULINUM_TOXIN)
    assert placed["score"].tolist() == [one.highest]  # the last after the session
