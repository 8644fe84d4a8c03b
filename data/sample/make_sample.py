"""Make the synthetic clinic: nobody in it exists.

    python -m data.sample.make_sample

About 150 patients at 3 sites, rolling starts over two years, with what real records have: diaries
that begin late, thin out and pause, bad days written down more often than good ones, sessions
that come early or late, people who stop, rows that contradict each other. Seeded, and drawn from
``Random.random`` alone, whose stream Python keeps across versions: the same bytes every time.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import groupby
from pathlib import Path
from random import Random
from statistics import NormalDist

SEED = 20140854
PATIENTS = 152
FIRST_START = date(2024, 6, 10)
CUT_OFF = date(2026, 6, 30)
SITES = (("Harbour", 0.45), ("Moor", 0.33), ("Valley", 0.22))
CLINICIANS = {"Harbour": ("A", "B"), "Moor": ("C", "D"), "Valley": ("E",)}
CLINIC_DAYS = [CUT_OFF + timedelta(days=7 * week + day) for week in range(5) for day in (1, 2)]
A_DAY = 6  # appointments
LONG_DIARY = 7 * 30  # days before session 1, of those who kept a diary before they came
LULL, CAME_ON = 0.18, 40  # share of days fewer before the bad spell, which came on in so many days
NEWCOMER = f"P-{PATIENTS + 2:04d}"  # keeps a diary, and comes for the first session
FOLDER = Path(__file__).parent

EVENTS = (  # event, chance per session, severity
    ("injection-site pain", 0.035, "mild"),
    ("neck stiffness", 0.035, "moderate"),
    ("ptosis", 0.025, "moderate"),
    ("could not frown", 0.015, "mild"),
    ("headache worse for five days", 0.010, "moderate"),
    ("difficulty swallowing", 0.006, "severe"),
    ("fainting during injection", 0.004, "mild"),
)


class Chance:
    """Draws, all from one stream of uniform numbers."""

    def __init__(self, seed: int) -> None:
        self.uniform = Random(seed).random

    def happens(self, probability: float) -> bool:
        return self.uniform() < probability

    def between(self, low: float, high: float) -> float:
        return low + (high - low) * self.uniform()

    def whole(self, low: int, high: int) -> int:
        return low + int((high - low + 1) * self.uniform())

    def normal(self, mean: float, sd: float) -> float:
        return mean + sd * NormalDist().inv_cdf(min(max(self.uniform(), 1e-9), 1 - 1e-9))

    def one_of(self, weighted: Iterable[tuple[str, float]]) -> str:
        draw, last = self.uniform(), ""
        for value, weight in weighted:
            draw, last = draw - weight, value
            if draw < 0:
                return value
        return last


@dataclass
class Patient:
    """One invented life: what is true of her, and what came to be written down."""

    id: str
    site: str
    start: date  # the first session
    headache: float  # chance of a headache day before treatment
    migraine: float  # chance that a headache day is a migraine day
    effect: float  # share of migraine days that go at full effect; below 0: worse
    recording: float  # chance that a day is written down
    sessions: list[date] = field(default_factory=list)
    diary_from: date = FIRST_START
    diary_to: date = CUT_OFF
    stop: tuple[date | None, str] = (None, "")
    gaps: list[tuple[date, date]] = field(default_factory=list)
    blank_migraine: bool = False
    triptan_user: bool = True
    units: int = 155
    always: str = ""  # the class that she takes, whenever she takes any


def make_patients(chance: Chance) -> list[Patient]:
    span = (CUT_OFF - FIRST_START).days - 12
    patients = []
    for number in range(1, PATIENTS + 1):
        daily = chance.happens(0.12)
        kind = chance.one_of((("strong", 0.52), ("some", 0.22), ("none", 0.16), ("worse", 0.10)))
        low, high = {
            "strong": (0.62, 0.95),
            "some": (0.3, 0.6),
            "none": (-0.05, 0.25),
            "worse": (-0.35, -0.1),
        }[kind]
        start = FIRST_START + timedelta(
            days=int(span * (number - 1) / PATIENTS) + chance.whole(0, 9)
        )
        patient = Patient(
            id=f"P-{number:04d}",
            site=chance.one_of(SITES),
            start=start,
            headache=1.0 if daily else chance.between(0.66, 0.95),
            migraine=chance.between(0.62, 0.93),
            effect=chance.between(low, high),
            recording=min(0.985, max(0.55, chance.normal(0.86, 0.09))),
            blank_migraine=chance.happens(0.15),
            triptan_user=chance.happens(0.75),
            units=155 + 5 * chance.whole(0, 8),
        )
        patient.diary_from = start - timedelta(days=chance.whole(34, 80))
        schedule(patient, chance)
        patients.append(patient)
    return patients


def schedule(patient: Patient, chance: Chance) -> None:
    """Sessions about every twelve weeks, until the cut-off or the day on which she stops."""
    day = patient.start
    while day <= CUT_OFF:
        patient.sessions.append(day)
        interval = chance.one_of((("usual", 0.80), ("early", 0.06), ("late", 0.14)))
        low, high = {"usual": (80, 94), "early": (62, 76), "late": (99, 140)}[interval]
        step = chance.whole(low, high)
        if len(patient.sessions) >= 2 and chance.happens(0.09):
            stop(patient, chance, day)
            break
        if chance.happens(0.025):  # simply does not come back
            patient.diary_to = min(CUT_OFF, day + timedelta(days=chance.whole(10, 80)))
            break
        day += timedelta(days=step)
    for begins in patient.sessions:
        if chance.happens(0.06):
            first = begins + timedelta(days=chance.whole(0, 30))
            patient.gaps.append((first, first + timedelta(days=chance.whole(12, 40))))


def stop(patient: Patient, chance: Chance, last: date) -> None:
    if patient.effect > 0.6 and len(patient.sessions) >= 3:
        reason = "goal_reached"
    elif patient.effect < 0.3:
        reason = chance.one_of((("no_effect", 0.7), ("side_effect", 0.3)))
    else:
        reason = chance.one_of(
            (
                ("side_effect", 0.25),
                ("patient_choice", 0.3),
                ("moved", 0.15),
                ("lost", 0.2),
                ("pregnancy", 0.1),
            )
        )
    stopped_on = last + timedelta(days=chance.whole(40, 84))
    if stopped_on <= CUT_OFF:
        patient.stop = (stopped_on, reason)
        patient.diary_to = min(CUT_OFF, stopped_on + timedelta(days=chance.whole(0, 30)))


def make_special_cases(patients: list[Patient]) -> None:
    """States that must occur, whatever the dice say. Each is named in tests/test_sample.py."""
    by_id = {patient.id: patient for patient in patients}
    for number, reason in (
        (9, "pregnancy"),
        (15, "died"),
        (21, "moved"),
        (27, "other"),
        (33, "lost"),
        (45, "patient_choice"),
    ):
        patient = by_id[f"P-{number:04d}"]
        patient.sessions = patient.sessions[:3]
        stopped_on = patient.sessions[-1] + timedelta(days=60)
        patient.stop, patient.diary_to = (stopped_on, reason), stopped_on
    for number in (12, 48, 77, 101):  # the diary begins with the treatment: no baseline
        by_id[f"P-{number:04d}"].diary_from = by_id[f"P-{number:04d}"].start
    for number in (18, 36, 59, 95, 120):  # 17 days before the treatment: too thin
        patient = by_id[f"P-{number:04d}"]
        patient.diary_from = patient.start - timedelta(days=17)
    by_id["P-0041"].migraine = 0.0  # headache without migraine: a baseline of 0 migraine days
    by_id["P-0052"].sessions[1:] = [by_id["P-0052"].start + timedelta(days=200)]  # a new course
    by_id["P-0005"].sessions[1] = by_id["P-0005"].start + timedelta(days=50)  # before week 9
    for number, kind in ((22, "ergot"), (23, "opioid"), (28, "combination")):
        by_id[f"P-{number:04d}"].always = kind
    for number in (30, 71):  # treated, and no diary at all
        by_id[f"P-{number:04d}"].diary_to = FIRST_START - timedelta(days=400)


def effect_on(patient: Patient, day: date) -> float:
    """Share of days gone: builds over two to three sessions, wears off late in a cycle.

    Fewer days, too, before the spell in which they sought help.
    """
    if day < patient.diary_from:
        return LULL * min(1.0, (patient.diary_from - day).days / CAME_ON)
    had = [session for session in patient.sessions if session <= day]
    if not had:
        return 0.0
    built = (0.8, 0.92, 1.0)[min(len(had), 3) - 1]
    since = (day - had[-1]).days
    if since < 10:
        before = (0.0, 0.3, 0.5)[min(len(had), 3) - 1]
        level = before + (1 - before) * since / 10
    elif since < 60:
        level = 1.0
    else:
        level = max(0.0, 1 - (since - 60) / 60)
    return patient.effect * built * level


def diary_rows(
    patient: Patient, chance: Chance, first: date | None = None, last: date | None = None
) -> list[list[object]]:
    rows: list[list[object]] = []
    day, last = first or patient.diary_from, last or patient.diary_to
    while day <= last:
        gone = effect_on(patient, day)
        worse = patient.headache * patient.migraine * (1 - gone)
        migraine = chance.happens(min(1.0, worse))
        other = patient.headache * (1 - patient.migraine) * (1 - 0.5 * max(gone, 0.0))
        headache = migraine or chance.happens(min(1.0, other / max(1 - worse, 1e-9)))
        bad_day = 0.5 if migraine else 0.0  # a bad day is written down more often
        written = chance.happens(patient.recording + (1 - patient.recording) * bad_day)
        row = diary_row(patient, day, headache, migraine, chance)
        if written and not any(begins <= day <= ends for begins, ends in patient.gaps):
            rows.append(row)
        day += timedelta(days=1)
    return rows


def diary_row(
    patient: Patient, day: date, headache: bool, migraine: bool, chance: Chance
) -> list[object]:
    pain = chance.whole(5, 9) if migraine else chance.whole(2, 5)
    taken = chance.happens(0.62 if migraine else 0.3 if headache else 0.01)
    triptan = taken and migraine and patient.triptan_user and chance.happens(0.75)
    rare = chance.one_of((("ergot", 0.01), ("opioid", 0.04), ("combination", 0.06), ("", 1.0)))
    rare = patient.always or rare
    non_opioid = taken and (not triptan or chance.happens(0.25)) and (not rare or not taken)
    blank = not headache and patient.blank_migraine and chance.happens(0.3)
    return [
        patient.id,
        day.isoformat(),
        int(headache),
        "" if blank else int(migraine),
        pain if headache else 0,
        int(taken),
        int(triptan),
        *(int(taken and rare == name) for name in ("ergot", "opioid", "combination")),
        int(non_opioid),
    ]


def earlier_rows(patients: list[Patient]) -> dict[str, list[list[object]]]:
    """By id: the diary of three in five of them from seven months before session 1 on."""
    chance, found = Chance(SEED + 2), {}
    for patient in patients:
        begun = (patient.start - patient.diary_from).days
        if begun > 30 and patient.diary_to > patient.start and chance.happens(0.6):
            first = patient.start - timedelta(days=LONG_DIARY + chance.whole(0, 20))
            last = patient.diary_from - timedelta(days=1)
            found[patient.id] = diary_rows(patient, chance, first, last)
    return found


def with_earlier_rows(
    rows: list[list[object]], earlier: dict[str, list[list[object]]]
) -> list[list[object]]:
    """Each patient's earlier days before her own."""
    whole: list[list[object]] = []
    for patient_id, own in groupby(rows, key=lambda row: str(row[0])):
        whole += [*earlier.get(patient_id, []), *own]
    return whole


def with_doubtful_rows(rows: list[list[object]]) -> list[list[object]]:
    """A few rows twice, two pairs that contradict each other, one that cannot be."""
    doubtful: list[list[object]] = []
    for position, row in enumerate(rows):
        doubtful.append(row)
        if position in (400, 5200, 21000):
            doubtful.append(list(row))
        if position in (1500, 30100):
            doubtful.append([*row[:2], 1 - int(str(row[2])), 0, *row[4:]])
        if position == 12345:
            doubtful[-1] = [*row[:2], 0, 1, *row[4:]]
    return doubtful


def session_rows(patients: list[Patient], chance: Chance) -> list[list[object]]:
    """The sessions, and after the last day the appointments: in no figure."""
    rows: list[list[object]] = []
    coming = appointments(patients)
    for patient in patients:
        for number, day in enumerate(patient.sessions, start=1):
            units = min(195, patient.units + (10 if number > 3 else 0))
            rows.append([patient.id, number, day.isoformat(), units, ""])
        if patient.stop[0] is None and chance.happens(0.15):  # booked, not yet given
            booked = patient.sessions[-1] + timedelta(days=84)
            if booked > CUT_OFF:
                coming.setdefault(patient.id, (booked, ""))
        if patient.id in coming:
            day, time = coming[patient.id]
            rows.append([patient.id, len(patient.sessions) + 1, day.isoformat(), "", time])
    day, time = coming[NEWCOMER]
    return [*rows, [NEWCOMER, 1, day.isoformat(), "", time]]


def appointments(patients: list[Patient]) -> dict[str, tuple[date, str]]:
    """Who comes on which Wednesday or Thursday of the next weeks, and when, by id."""
    chance, taken = Chance(SEED + 1), dict.fromkeys(CLINIC_DAYS, 0)
    found = {NEWCOMER: (CLINIC_DAYS[0], "10:40")}
    by_due = sorted(patients, key=lambda patient: (patient.sessions[-1], patient.id))
    for patient in by_due:
        due = patient.sessions[-1] + timedelta(days=84 + chance.whole(0, 6))
        ready = patient.stop[0] is None and patient.diary_to == CUT_OFF and chance.happens(0.9)
        free = [day for day in CLINIC_DAYS if day >= due and taken[day] < A_DAY]
        if ready and free and (CUT_OFF - due).days < 40:
            minutes = 8 * 60 + 40 + 20 * taken[free[0]]
            found[patient.id] = (free[0], f"{minutes // 60:02}:{minutes % 60:02}")
            taken[free[0]] += 1
    return found


def patient_rows(patients: list[Patient], chance: Chance) -> list[list[object]]:
    return [
        [
            patient.id,
            patient.site,
            "female" if chance.happens(0.83) else "male",
            min(79, max(18, round(chance.normal(45, 12)))),
            chance.one_of(
                [(who, 1 / len(CLINICIANS[patient.site])) for who in CLINICIANS[patient.site]]
            ),
            int(chance.happens(0.07)),
            chance.whole(3, 7),
            int(chance.happens(0.45)),
            patient.stop[0].isoformat() if patient.stop[0] else "",
            patient.stop[1],
        ]
        for patient in patients
    ]


def score_rows(patients: list[Patient], chance: Chance) -> list[list[object]]:
    rows: list[list[object]] = []
    for patient in patients:
        burden = patient.headache * patient.migraine
        for number, day in enumerate(patient.sessions):
            gone = effect_on(patient, day - timedelta(days=1)) if number else 0.0
            when = (day - timedelta(days=chance.whole(0, 6))).isoformat()
            hit6 = round(min(78, max(36, chance.normal(58 + 10 * burden - 13 * gone, 2.5))))
            rows.append([patient.id, when, "HIT-6", hit6])
            if number % 2 == 0:
                midas = round(max(0, chance.normal(90 * burden * (1 - gone), 9)))
                msq = round(min(100, max(0, chance.normal(55 - 25 * burden + 35 * gone, 6))))
                rows.append([patient.id, when, "MIDAS", midas])
                rows.append([patient.id, when, "MSQ", msq])
    return rows


def event_rows(patients: list[Patient], chance: Chance) -> list[list[object]]:
    rows: list[list[object]] = []
    for patient in patients:
        for day in patient.sessions:
            for event, probability, severity in EVENTS:
                when = min(CUT_OFF, day + timedelta(days=chance.whole(0, 12)))
                if chance.happens(probability):
                    serious = int(event == "difficulty swallowing" and chance.happens(0.2))
                    rows.append([patient.id, when.isoformat(), event, severity, serious])
    return rows


def treatment_rows(patients: list[Patient], chance: Chance) -> list[list[object]]:
    rows: list[list[object]] = []
    for patient in patients:
        began = patient.start - timedelta(days=chance.whole(200, 500))
        if chance.happens(0.35):
            ended = patient.start + timedelta(days=chance.whole(20, 200))
            name = chance.one_of((("topiramate", 0.4), ("candesartan", 0.35), ("amitriptyline", 1)))
            over = ended <= CUT_OFF and chance.happens(0.5)
            last = ended.isoformat() if over else ""
            rows.append([patient.id, name, "preventive", began.isoformat(), last])
        if len(patient.sessions) >= 4 and chance.happens(0.12):
            day = patient.sessions[2] + timedelta(days=chance.whole(5, 70))
            kind = chance.one_of((("cgrp_antibody", 0.5), ("nerve_block", 0.5)))
            name = {"cgrp_antibody": "erenumab", "nerve_block": "occipital nerve block"}[kind]
            last = day.isoformat() if kind == "nerve_block" else ""
            rows.append([patient.id, name, kind, day.isoformat(), last])
    return rows


def never_treated(chance: Chance) -> list[list[object]]:
    """Two people who keep a diary and wait for their first appointment."""
    rows = []
    for number in (1, 2):
        waiting = Patient(f"P-{PATIENTS + number:04d}", "Moor", CUT_OFF, 0.8, 0.6, 0.0, 0.9)
        waiting.diary_from = CUT_OFF - timedelta(days=25 * number)
        rows += diary_rows(waiting, chance)
    return rows


def main(folder: Path = FOLDER) -> None:
    """Write every file of the templates."""
    from analytics.frames import CANONICAL

    chance = Chance(SEED)
    patients = make_patients(chance)
    make_special_cases(patients)
    diary = [row for patient in patients for row in diary_rows(patient, chance)]
    tables: dict[str, list[list[object]]] = {
        "diary": with_earlier_rows(with_doubtful_rows(diary), earlier_rows(patients))
        + never_treated(chance)
    }
    makers: dict[str, Callable[[list[Patient], Chance], list[list[object]]]] = {
        "sessions": session_rows,
        "patients": patient_rows,
        "scores": score_rows,
        "adverse_events": event_rows,
        "treatments": treatment_rows,
    }
    for name, make in makers.items():
        tables[name] = make(patients, chance)
    for name, rows in tables.items():
        write(folder / f"{name}.csv", CANONICAL[name].template.strip().split(","), rows)
    write_counts(folder)


def write(path: Path, header: list[str], rows: list[list[object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def write_counts(folder: Path) -> None:
    """The same patients as cycles, and as counts per session from the windows that are over.

    Both with the columns that such tables always have: what more is counted stays in the diary.
    """
    from analytics.cycles import count_cycles, to_hand_on
    from analytics.definitions import DEFAULT_DEFINITION
    from analytics.frames import COUNTS, CYCLES
    from analytics.written import as_csv
    from importing import Source, read_records

    names = ("diary", "sessions", "patients", "treatments")
    sources = [Source(f"{n}.csv", (folder / f"{n}.csv").read_bytes(), n) for n in names]
    records, _ = read_records(sources)
    cycles = count_cycles(records.as_of(), DEFAULT_DEFINITION)
    handed_on = to_hand_on(cycles, DEFAULT_DEFINITION, records.last_date)
    more = [column.name for column in CYCLES.columns if column.where_needed]
    handed_on = handed_on.drop(columns=more, errors="ignore")
    (folder / "cycles.csv").write_text(as_csv(handed_on), encoding="utf-8", newline="")
    over = cycles[(cycles["session"] == 0) | (cycles["treated"] & cycles["closed"])]
    counts = over.assign(recorded_days=over["migraine_recorded_days"])
    columns = [c.name for c in COUNTS.columns if c.name in counts and not c.where_needed]
    (folder / "counts.csv").write_text(as_csv(counts[columns]), encoding="utf-8", newline="")


if __name__ == "__main__":
    main()
