"""What is told of one patient, as her page and the page for the file have it: shared by tests."""

from analytics.bars import Ending, endings
from analytics.calendar import assumed_free, patient_days
from analytics.definitions import Definition
from analytics.guidelines import verdicts
from analytics.months import (
    begun_near,
    last_days,
    last_judged,
    months_from_counts,
    patient_months,
)
from analytics.needs import SINGLE_DAYS
from reports.patient_page import OnePatient
from words.facts import facts
from words.pages.patient import Picture, sentences


def told_of(records, patient_id: str, rows, definition: Definition, found=None):
    """Her part of the page for the file, her months and her picture; ``found``: her verdicts."""
    own = records.only([patient_id])
    found = verdicts(own, definition.therapy) if found is None else found
    dated = own.holds >= SINGLE_DAYS
    months = (
        patient_months(own, rows, definition) if dated else months_from_counts(rows, definition)
    )
    ending = endings(own, rows)[patient_id] if dated else Ending(None)
    last = last_days(own, months, rows, definition).get(patient_id) if dated else None
    days = patient_days(own, patient_id, ending.last)
    picture = Picture(ending, last, assumed_free(own, days))
    row = last_judged(rows)
    near = own.treatments.head(0) if row is None else begun_near(own, row)
    said = sentences(rows, definition, picture, near, asked=len(records.treatments) > 0)
    told = OnePatient(patient_id, rows, days, facts(found, own.cut_off), said, months)
    return told, months, picture
