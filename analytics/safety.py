"""Which side effects were recorded, in how many patients of those treated?"""

from __future__ import annotations

import pandas as pd

from analytics.codes import Arm
from analytics.records import Records
from analytics.summaries import wilson
from analytics.therapies import Therapy
from analytics.windows import number_sessions

# Khalil 2014, J Headache Pain 15:54, Table 3: patients of 254. How they were asked is not known.
REFERENCE = pd.DataFrame(
    [
        ("injection-site pain", 38),
        ("neck stiffness", 37),
        ("ptosis", 28),
        ("could not frown", 15),
        ("headache worse for five days", 11),
        ("difficulty swallowing", 5),
        ("fainting during injection", 3),
    ],
    columns=["event", "patients"],
).assign(of=254)
REFERENCE_OF = Arm.TOXIN
REFERENCE_SOURCE = "Khalil 2014, J Headache Pain 15:54, Table 3"


def reference(therapy: Therapy) -> pd.DataFrame:
    """The events of the reference study; none beside another treatment than its own."""
    return REFERENCE if therapy.published == REFERENCE_OF else REFERENCE.head(0)


def _after_a_session(records: Records) -> pd.DataFrame:
    """Each event with every session of the patient up to its day."""
    sessions = number_sessions(records.sessions)[["patient_id", "session", "session_date"]]
    return records.adverse_events.merge(sessions, on="patient_id").query("session_date <= date")


def who_had(records: Records) -> dict[str, pd.Index]:
    """The ids of the patients with each event after a session, the most frequent event first."""
    pairs = _after_a_session(records)[["event", "patient_id"]].drop_duplicates()
    found = {str(event): pd.Index(ids) for event, ids in pairs.groupby("event")["patient_id"]}
    return dict(sorted(found.items(), key=lambda one: (-len(one[1]), one[0])))


def side_effects(records: Records) -> pd.DataFrame:
    """Patients with each event, of all treated, overall (session 0) and after each session.

    An event belongs to the last session before it. One row per event and session: ``patients``,
    ``treated`` (with that session), ``share`` with Wilson's 95% interval, ``events``, ``serious``.
    """
    sessions = number_sessions(records.sessions)
    treated = sessions.groupby("session")["patient_id"].nunique()
    everyone = sessions["patient_id"].nunique()
    pairs = _after_a_session(records)
    of_session = (
        pairs.sort_values("session_date")
        .groupby(["patient_id", "date", "event"], as_index=False)
        .last()
    )
    both = pd.concat([of_session.assign(session=0), of_session])
    rows = []
    for (event, session), found in both.groupby(["event", "session"]):
        of = everyone if session == 0 else int(treated.get(session, 0))
        patients = found["patient_id"].nunique()
        low, high = wilson(patients, of)
        serious = int((found["serious"] == 1).fillna(False).sum())
        rows.append((event, session, patients, of, patients / of, low, high, len(found), serious))
    columns = ["event", "session", "patients", "treated", "share", "ci_low", "ci_high"]
    table = pd.DataFrame(rows, columns=[*columns, "events", "serious"])
    return table.sort_values(
        ["session", "patients", "event"], ascending=[True, False, True], ignore_index=True
    )
