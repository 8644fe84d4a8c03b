"""Invented files with two readings: twelve patients whose sessions are all on a Wednesday, or not.

Day first, the sessions lie 12 or 13 weeks apart; month first, on any day and up to 26 weeks apart.
"""

from datetime import date, timedelta

from importing import Source

# The first three sessions of a patient, each on the first to twelfth of its month.
WEDNESDAYS = (
    (date(2024, 1, 3), date(2024, 4, 3), date(2024, 7, 3)),
    (date(2024, 2, 7), date(2024, 5, 1), date(2024, 8, 7)),
    (date(2024, 1, 10), date(2024, 4, 10), date(2024, 7, 10)),
    (date(2024, 3, 6), date(2024, 6, 5), date(2024, 9, 4)),
)
PATIENTS = [(f"T{n + 1:02d}", WEDNESDAYS[n % 4]) for n in range(12)]
LAST = date(2024, 10, 31)


def diary() -> str:
    """Every day; 16 migraine days in 32 before session 1, fewer after it, by patient."""
    lines = ["patient_id,date,headache,migraine"]
    for number, (patient, sessions) in enumerate(PATIENTS):
        day = sessions[0] - timedelta(days=32)
        while day <= LAST:
            every = 2 if day < sessions[0] else (6 if number < 5 else 3)
            has = int(day.toordinal() % every == 0)
            lines.append(f"{patient},{day},{has},{has}")
            day += timedelta(days=1)
    return "\n".join(lines) + "\n"


def sessions() -> str:
    lines = ["patient_id,session_date,units"]
    lines += [f"{patient},{day:%d/%m/%Y},155" for patient, days in PATIENTS for day in days]
    return "\n".join(lines) + "\n"


def stops() -> str:
    """A patients file whose one date has two readings too."""
    return "patient_id,site,stopped_on,stop_reason\n" + "".join(
        f"{patient},North,{'05/09/2024' if n == 0 else ''},{'goal_reached' if n == 0 else ''}\n"
        for n, (patient, _) in enumerate(PATIENTS)
    )


def files() -> dict[str, bytes]:
    """The names and bytes as they are uploaded."""
    return {"diary.csv": diary().encode(), "sessions.csv": sessions().encode()}


def sources() -> list[Source]:
    return [Source(name, content) for name, content in files().items()]
