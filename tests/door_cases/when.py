"""Kinds 15 to 18: which day does a file mean?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from tests.door_cases.base import (
    ANY,
    ASK,
    DAY,
    QUIET,
    RIGHT,
    RIGHT_OR_ASK,
    TOLD,
    AppleRecord,
    Case,
    Truth,
    aiding,
    apple,
    at,
    bot,
    clinic,
    diary_rows,
    french,
    german,
    lines,
    listed,
    navigator,
    period,
    rate_of,
    same,
    session_rows,
    sessions_csv,
    table,
    tracker,
    workbook,
)

UTC = ZoneInfo("UTC")


def _written(
    kind: int,
    special: str,
    truth: Truth,
    when: Callable[[date], Any],
    want: str,
    says: tuple[str, ...] = (),
    *,
    book: bool = False,
    options: tuple[str, ...] = (),
    never: tuple[str, ...] = (),
) -> Case:
    """A diary whose days are written in another way; the sessions are typed."""
    rows = diary_rows(truth, when=when)
    diary = {"diary.xlsx": workbook({"Diary": rows})} if book else {"diary.csv": table(rows)}
    return Case(
        kind=kind,
        special=special,
        files={**diary, **sessions_csv(truth)},
        truth=truth,
        want=want,
        says=says,
        never=never,
        options=options,
        true_reading=ANY,
    )


# 15: dates in other forms

DATES = (
    r"day and month",
    r"two kinds",
    r"not a date",
    r"day numbers?",
    r"1900|1904|1960",
    r"day or month first",
    r"does '.{6,12}' mean",
)


def _turned(day: date) -> date | str:
    """What a spreadsheet of the United States makes of 05/01/2024: the first of May."""
    return date(day.year, day.day, day.month) if day.day <= 12 else f"{day:%d/%m/%Y}"


def turned_by_a_spreadsheet() -> Case:
    return _written(
        15,
        "Days up to 12 became dates with day and month turned; the others stayed text.",
        clinic(151, date(2024, 1, 4)),
        _turned,
        RIGHT_OR_ASK,
        DATES,
        book=True,
    )


def turned_and_saved_as_csv() -> Case:
    def when(day: date) -> str:
        cell = _turned(day)
        return cell if isinstance(cell, str) else f"{cell:%Y-%m-%d}"

    return _written(
        15,
        "The same, saved again as CSV: dates of year, month, day among 13/03/2023.",
        clinic(152, date(2023, 2, 27), ("V-1", "V-2", "V-3")),
        when,
        RIGHT_OR_ASK,
        DATES,
    )


def sessions_turned_by_a_spreadsheet() -> Case:
    first = clinic(153, date(2024, 6, 12), ("a", "b")), clinic(154, date(2024, 6, 20), ("c", "d"))
    truth = Truth(
        days={p: v for of in first for p, v in (of.days or {}).items()},
        sessions={p: v for of in first for p, v in (of.sessions or {}).items()},
    )
    truth = replace(truth, rate=rate_of(truth))
    book = workbook({"Sessions": session_rows(truth, when=_turned)})
    return Case(
        kind=15,
        special="10 July became 7 October, 18/07/2024 stayed text: in the sessions only.",
        files={"diary.csv": table(diary_rows(truth)), "sessions.xlsx": book},
        truth=truth,
        want=RIGHT_OR_ASK,
        says=DATES,
    )


def turned_in_january() -> Case:
    def when(day: date) -> str:
        return str(_turned(day) if day.day <= 12 else day)

    return _written(
        15,
        "Nine weeks from January on; every date with a day up to 12 is turned, all are ISO.",
        clinic(156, date(2024, 1, 1), longer=6),
        when,
        RIGHT_OR_ASK,
        DATES,
    )


def one_patient_turned() -> Case:
    truth = clinic(157, date(2024, 1, 1), longer=6)
    rows = diary_rows(truth)
    for row in rows[1:]:
        day = date.fromisoformat(row[1])
        if row[0] == "P02" and day.day <= 12:
            row[1] = str(_turned(day))
    return Case(
        kind=15,
        special="The ISO dates of one of three patients are turned.",
        files={"diary.csv": table(rows), **sessions_csv(truth)},
        truth=truth,
        want=RIGHT_OR_ASK,
        says=DATES,
        true_reading=ANY,
    )


def a_year_turned() -> Case:
    def when(day: date) -> str:
        return str(_turned(day) if day.day <= 12 else day)

    return _written(
        15,
        "A whole year is turned: no day is missing, but the rows of the file jump.",
        clinic(158, date(2024, 1, 1), longer=309),
        when,
        RIGHT_OR_ASK,
        DATES,
    )


def a_diary_with_gaps_in_january() -> Case:
    truth = clinic(159, date(2024, 1, 1), longer=40)
    days = {
        p: (first, "".join("-" if n % 7 in (2, 5) and n > 30 else c for n, c in enumerate(of)))
        for p, (first, of) in (truth.days or {}).items()
    }
    return _written(
        15,
        "Days are missing here and there, and none is turned.",
        replace(truth, days=days, rate=""),
        date.isoformat,
        QUIET,
    )


def _list_of_attacks(special: str, rows: tuple[str, ...], want: str, says: tuple[str, ...]) -> Case:
    bad = {date(2024, 1, 2), date(2024, 1, 3), date(2024, 1, 12), date(2024, 2, 6)}
    bad |= {date(2024, 1, 13)} if want == QUIET else set()
    days = [date(2024, 1, 1) + n * DAY for n in range(63)]
    truth = Truth(
        days={"A1": (days[0], "".join("h" if d in bad else "0" for d in days))},
        sessions={"A1": [date(2024, 1, 29)]},
        columns="h",
        measure="headache_days",
    )
    return Case(
        kind=15,
        special=special,
        files={"A1.csv": lines("start,end,pain", *rows), **sessions_csv(truth)},
        options=("--observed", period(truth)),
        truth=truth,
        want=want,
        says=says,
        never=(r"end: does",),
        true_reading="" if want == QUIET else ANY,
    )


def ends_that_prove_the_order() -> Case:
    return _list_of_attacks(
        "No start is above 12; one end is, and start and end are of one app.",
        (
            "02/01/2024 22:00,03/01/2024 02:00,6",
            "12/01/2024 22:00,13/01/2024 02:00,6",
            "06/02/2024 14:00,06/02/2024 18:00,6",
        ),
        QUIET,
        (),
    )


def starts_and_ends_of_open_order() -> Case:
    return _list_of_attacks(
        "Starts and ends may both be day or month first: one question, one answer.",
        (
            "02/01/2024 22:00,03/01/2024 02:00,6",
            "12/01/2024 14:00,12/01/2024 15:00,6",
            "06/02/2024 14:00,06/02/2024 18:00,6",
        ),
        ASK,
        (r"start: does '.+' mean",),
    )


def year_in_two_digits() -> Case:
    return _written(
        15,
        "24-01-02 may be the second of January or the 24th.",
        clinic(155, date(2024, 1, 2), ("y1", "y2", "y3")),
        lambda d: f"{d:%y-%m-%d}",
        RIGHT_OR_ASK,
        (*DATES, "year"),
    )


def serials_among_dates() -> Case:
    first = date(1899, 12, 30)

    def when(day: date) -> Any:
        return (day - first).days if day.toordinal() % 5 == 0 else f"{day:%d/%m/%Y}"

    return _written(
        15,
        "Every fifth date is a day number of a spreadsheet.",
        clinic(156, date(2024, 1, 4)),
        when,
        RIGHT_OR_ASK,
        DATES,
    )


def days_counted_from_1904() -> Case:
    return _written(
        15,
        "All dates are day numbers, counted from 1904: read from 1900 they lie in 2020.",
        clinic(157, date(2024, 3, 11), ("M1", "M2", "M3")),
        lambda d: (d - date(1904, 1, 1)).days,
        RIGHT_OR_ASK,
        (*DATES, "number"),
    )


def days_counted_from_1960() -> Case:
    return _written(
        15,
        "Day numbers of SAS, from 1960.",
        clinic(158, date(2023, 9, 4), ("S1", "S2", "S3")),
        lambda d: (d - date(1960, 1, 1)).days,
        RIGHT_OR_ASK,
        (*DATES, "number"),
    )


def sas_date9() -> Case:
    truth = clinic(159, date(2024, 1, 4))

    def when(day: date) -> str:
        return f"{day:%d%b%Y}".upper()

    return Case(
        kind=15,
        special="Dates of SAS, 01FEB2024, in diary and sessions.",
        files={
            "diary.csv": table(diary_rows(truth, when=when)),
            "sessions.csv": table(session_rows(truth, when=when)),
        },
        truth=truth,
        want=RIGHT,
    )


def sas_date9_in_small_letters() -> Case:
    return _written(
        15,
        "The same in small letters with semicolons: 05dec2023.",
        clinic(160, date(2023, 12, 5), ("q1", "q2", "q3")),
        lambda d: f"{d:%d%b%Y}".lower(),
        RIGHT,
    )


def weekday_before_the_date() -> Case:
    days = ["Mo", "Di", "Mi", "Do", "Fr", "Sa", "So"]
    return _written(
        15,
        "The weekday before the date, as a German spreadsheet writes it: Mo, 08.01.2024.",
        clinic(164, date(2024, 1, 8)),
        lambda d: f"{days[d.weekday()]}, {german(d)}",
        RIGHT,
    )


def long_dates_of_a_spreadsheet() -> Case:
    return _written(
        15,
        "American long dates: Monday, January 8, 2024.",
        clinic(165, date(2024, 1, 8)),
        lambda d: f"{d:%A, %B} {d.day}, {d.year}",
        RIGHT,
    )


def months_of_a_german_spreadsheet() -> Case:
    months = ["Jan", "Feb", "Mrz", "Apr", "Mai", "Jun", "Jul", "Aug", "Sep", "Okt", "Nov", "Dez"]
    return _written(
        15,
        "March is Mrz: 08. Mrz 2024.",
        clinic(166, date(2024, 2, 8)),
        lambda d: f"{d.day:02}. {months[d.month - 1]} {d.year}",
        RIGHT,
    )


def months_in_polish() -> Case:
    months = ["sty", "lut", "mar", "kwi", "maj", "cze", "lip", "sie", "wrz", "paź", "lis", "gru"]
    return _written(
        15,
        "The months are Polish: 8 kwi 2024.",
        clinic(167, date(2024, 2, 20)),
        lambda d: f"{d.day} {months[d.month - 1]} {d.year}",
        RIGHT,
    )


def weekdays_of_other_days() -> Case:
    days = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
    return _written(
        15,
        "The weekday before each date is that of the day before: one of the two is wrong.",
        clinic(168, date(2024, 1, 8)),
        lambda d: f"{days[(d.weekday() - 1) % 7]} {d.isoformat()}",
        ASK,
        ("weekday", "another day"),
        never=(r"row \d+, date",),
    )


def one_weekday_of_another_day() -> Case:
    days = ["Mo", "Di", "Mi", "Do", "Fr", "Sa", "So"]
    slip = date(2024, 1, 22)
    truth = clinic(172, date(2024, 1, 8))
    case = _written(
        15,
        "German: one date in three diaries bears the weekday of the day after.",
        truth,
        lambda d: f"{days[(d.weekday() + (d == slip)) % 7]}, {d:%d.%m.%Y}",
        TOLD,
        ("weekday beside the date", "row 16, date"),
        never=("not a date",),
    )
    place = (slip - date(2024, 1, 8)).days
    days_left = {
        p: (first, letters[:place] + "-" + letters[place + 1 :])
        for p, (first, letters) in (truth.days or {}).items()
    }
    left = replace(truth, days=days_left)
    return replace(case, truth=replace(left, rate=rate_of(left)))


def weekdays_decide_the_order() -> Case:
    days = ["Mo", "Di", "Mi", "Do", "Fr", "Sa", "So"]
    truth = clinic(173, date(2024, 1, 9))
    rows = [[p, f"{days[day.weekday()]} {day:%d.%m.%Y}", 155] for p, day in truth.treated()]
    return Case(
        kind=15,
        special="No day of the sessions is above 12; the weekday beside each fits day first alone.",
        files={
            "tagebuch.csv": table(diary_rows(truth)),
            "sitzungen.csv": table([["Patient", "Datum", "Einheiten"], *rows]),
        },
        truth=truth,
        want=QUIET,
    )


def weekday_behind_the_date() -> Case:
    return _written(
        15,
        "The weekday behind the date: 08/01/2024 (Mon).",
        clinic(169, date(2024, 1, 8)),
        lambda d: f"{d:%d/%m/%Y} ({d:%a})",
        RIGHT,
    )


def dates_in_japanese() -> Case:
    return _written(
        15,
        "Dates of a Japanese spreadsheet: 2024年1月8日.",
        clinic(170, date(2024, 1, 8)),
        lambda d: f"{d.year}年{d.month}月{d.day}日",
        RIGHT,
    )


def weeks_of_iso() -> Case:
    return _written(
        15,
        "ISO weeks: 2024-W02-1.",
        clinic(171, date(2023, 12, 18)),
        lambda d: "{}-W{:02}-{}".format(*d.isocalendar()),
        RIGHT,
    )


def buddhist_years() -> Case:
    return _written(
        15,
        "Years of the Buddhist calendar: 08/01/2567.",
        clinic(172, date(2024, 1, 8)),
        lambda d: f"{d:%d/%m}/{d.year + 543}",
        RIGHT,
    )


def one_year_of_543_too_many() -> Case:
    truth = clinic(173, date(2024, 1, 8))
    rows = diary_rows(truth)
    rows[9][1] = f"2567{rows[9][1][4:]}"
    patient, (first, letters) = next(iter((truth.days or {}).items()))
    lost = letters[:8] + "-" + letters[9:]
    days = {**(truth.days or {}), patient: (first, lost)}
    return Case(
        kind=15,
        special="One date alone has such a year: a slip, not a calendar.",
        files={"diary.csv": table(rows), **sessions_csv(truth)},
        truth=replace(truth, days=days, rate=""),
        want=TOLD,
        says=(r"row 10, date: .*outside 1990 to 2099",),
    )


def years_of_iran() -> Case:
    return _written(
        15,
        "Years of a calendar that is not known here: 1403-10-18.",
        clinic(174, date(2024, 3, 20)),
        lambda d: f"{d.year - 621}-{d:%m-%d}",
        ASK,
        (r"168 rows of 168 in which date is not a date",),
        never=(r"row \d+, date",),
    )


def days_without_a_year() -> Case:
    return _written(
        15,
        "Days and months without a year: 08.01.",
        clinic(175, date(2024, 1, 8)),
        lambda d: f"{d:%d.%m.}",
        ASK,
        (r"168 rows of 168 in which date has no year",),
        never=(r"row \d+, date",),
    )


def a_few_words_among_the_dates() -> Case:
    truth = clinic(176, date(2024, 1, 8))
    rows = [*diary_rows(truth), *([p, "later", 1, 0] for p in truth.days or {})]
    return Case(
        kind=15,
        special="Three words among the dates: these rows alone are set aside, each with its place.",
        files={"diary.csv": table(rows), **sessions_csv(truth)},
        truth=truth,
        want=TOLD,
        says=(r"row 170, date: this text is not a date",),
    )


def saved_again_in_excel_us() -> Case:
    truth = listed(clinic(161, date(2024, 1, 4), ("P01",)))

    def clock(day: date, hour: int, minute: int) -> str:
        return f"{day.month}/{day.day}/{day.year} {hour - 12}:{minute:02}:00 PM"

    rows = [
        [clock(d, 18, 0), clock(d, 22, 30), 8 if c == "M" else 2, "", "", ""]
        for d, c in truth.bad_days("P01")
    ]
    head = ["start_time", "end_time", "intensity", "medication", "triggers", "notes"]
    return Case(
        kind=15,
        special="An app's file, saved again by an American spreadsheet: 12 hours, month first.",
        files={"P01.csv": table([head, *rows]), **sessions_csv(truth)},
        options=("--observed", period(truth)),
        truth=truth,
        want=RIGHT,
    )


def day_first_throughout() -> Case:
    return _written(
        15,
        "Day first in the whole column, with days above 12.",
        clinic(162, date(2024, 5, 13), ("d1", "d2", "d3")),
        lambda d: f"{d:%d/%m/%Y}",
        QUIET,
    )


def dates_as_dates_in_a_workbook() -> Case:
    return _written(
        15,
        "Dates as a workbook has them, sessions as text with points.",
        clinic(163, date(2024, 5, 13), ("d4", "d5", "d6")),
        same,
        QUIET,
        book=True,
    )


# 16: a lost zone

ZONE = (r"time zone", r"\d\d:\d\d", r"one day early", r"every (date|time)", r"UTC", "HKTimeZone")


def _midnight_as_utc(place: str, form: str = "%Y-%m-%d %H:%M") -> Callable[[date], Any]:
    def when(day: date) -> Any:
        moment = datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(place)).astimezone(UTC)
        return f"{moment:{form}}" if form else moment.replace(tzinfo=None)

    return when


def dates_at_23_oclock() -> Case:
    return _written(
        16,
        "Midnight of Berlin in winter, written as UTC: 23:00 of the day before.",
        clinic(164, date(2024, 1, 4), longer=12),
        _midnight_as_utc("Europe/Berlin", ""),
        RIGHT_OR_ASK,
        ZONE,
        book=True,
    )


def dates_at_23_and_22_oclock() -> Case:
    return _written(
        16,
        "Across the change to summer time: 23:00, then 22:00.",
        clinic(165, date(2024, 3, 5), ("SZ1", "SZ2", "SZ3")),
        _midnight_as_utc("Europe/Rome"),
        RIGHT_OR_ASK,
        ZONE,
    )


def dates_at_15_oclock() -> Case:
    return _written(
        16,
        "Midnight of Tokyo: 15:00 of the day before, with a T.",
        clinic(166, date(2024, 9, 2), ("東1", "東2", "東3")),
        _midnight_as_utc("Asia/Tokyo", "%Y-%m-%dT%H:%M:%S"),
        RIGHT_OR_ASK,
        ZONE,
    )


def dates_at_the_last_minute() -> Case:
    return _written(
        16,
        "A web tool that is 43 seconds off: 23:59:17 in every row.",
        clinic(167, date(2023, 1, 9), ("w-1", "w-2", "w-3")),
        lambda d: f"{d - DAY} 23:59:17",
        RIGHT_OR_ASK,
        ZONE,
    )


def sessions_and_days_at_22_oclock() -> Case:
    truth = clinic(168, date(2024, 6, 3), ("f1", "f2", "f3"))
    when = _midnight_as_utc("Europe/Paris", "%Y-%m-%d %H:%M:%S")
    return Case(
        kind=16,
        special="Diary and sessions alike lost their zone: 22:00 in summer.",
        files={
            "journal.csv": table(diary_rows(truth, when=when), delimiter=";"),
            "seances.csv": table(session_rows(truth, when=when), delimiter=";"),
        },
        truth=truth,
        want=RIGHT_OR_ASK,
        says=ZONE,
    )


def times_of_zulu() -> Case:
    return _written(
        16,
        "Midnight of Helsinki as 22:00Z of the day before, and no column of the zone.",
        clinic(169, date(2024, 2, 19), ("hel1", "hel2", "hel3")),
        _midnight_as_utc("Europe/Helsinki", "%Y-%m-%dT%H:%M:%SZ"),
        RIGHT_OR_ASK,
        ZONE,
    )


def _apple(truth: Truth, patient: str, away: tuple[date, date], place: str, hour: int) -> bytes:
    """Records of one phone, exported in Berlin; from ``away`` on made at another place."""
    first, letters = (truth.days or {})[patient]
    records = []
    for i, letter in enumerate(letters):
        day = first + i * DAY
        where = place if away[0] <= day <= away[1] else "Europe/Berlin"
        made = at(day, hour).replace(tzinfo=ZoneInfo(where)).astimezone(ZoneInfo("Europe/Berlin"))
        if letter in "MH0":
            records.append(
                AppleRecord(made.replace(tzinfo=None), letter, f"{made:%z}", place=where)
            )
    return apple(records)


def apple_travel_west() -> Case:
    truth = clinic(170, date(2024, 1, 4), ("P01",))
    away = date(2024, 2, 5), date(2024, 2, 20)
    return Case(
        kind=16,
        special="Evenings of Los Angeles, exported in Berlin: the written day is the next one.",
        files={
            "export.zip": _apple(truth, "P01", away, "America/Los_Angeles", 20),
            **sessions_csv(truth),
        },
        options=("--id", "export.zip=P01"),
        truth=truth,
        want=RIGHT_OR_ASK,
        says=ZONE,
    )


def apple_travel_east() -> Case:
    truth = clinic(171, date(2023, 10, 9), ("Jo",)).headaches()
    away = date(2023, 10, 11), date(2023, 11, 2)
    return Case(
        kind=16,
        special="Mornings of Auckland, exported in Berlin: the written day is the one before.",
        files={"Jo.zip": _apple(truth, "Jo", away, "Pacific/Auckland", 7), **sessions_csv(truth)},
        truth=truth,
        want=RIGHT_OR_ASK,
        says=ZONE,
    )


def apple_at_home() -> Case:
    truth = clinic(172, date(2024, 3, 4), ("Kay",)).headaches()
    return Case(
        kind=16,
        special="Every record carries the zone in which it was exported.",
        files={
            "Kay.zip": _apple(truth, "Kay", (date.min, date.min), "", 22),
            **sessions_csv(truth),
        },
        truth=truth,
        want=QUIET,
    )


def _appointments(special: str, clocks: Callable[[int, int], int]) -> Case:
    truth = clinic(177, date(2024, 1, 1), [f"a{n:02}" for n in range(20)], longer=90)
    twice = {p: [d[0], d[0] + 84 * DAY] for p, d in (truth.sessions or {}).items()}
    truth = replace(truth, sessions=twice)
    rows = [["patient_id", "session", "session_date"]]
    for n, (patient, days) in enumerate(twice.items()):
        rows += [[patient, k, f"{d} {clocks(n, k)}:00"] for k, d in enumerate(days, 1)]
    return Case(
        kind=16,
        special=special,
        truth=truth,
        want=QUIET,
        files={"diary.csv": table(diary_rows(truth)), "sessions.csv": table(rows)},
    )


def appointments_at_two_clocks() -> Case:
    return _appointments(
        "Appointments at 14:00 and 15:00 on the same dates: no summer time.",
        lambda patient, session: 14 + patient % 2,
    )


def appointments_an_hour_later() -> Case:
    return _appointments(
        "All at 14:00 in January and at 15:00 in April: no zone has its midnight there.",
        lambda patient, session: 13 + session,
    )


def evenings_at_23() -> Case:
    truth = clinic(173, date(2024, 2, 27), ("N1", "N2", "N3"), longer=12)
    start = date(2024, 2, 27)
    return _written(
        16,
        "Written each evening between 23:00 and 23:59 with its own minute, on its own day.",
        truth,
        lambda d: at(d, 23, (d - start).days * 7 % 60, (d - start).days * 13 % 60).isoformat(" "),
        QUIET,
    )


def midnight_of_zulu() -> Case:
    return _written(
        16,
        "00:00:00Z in every row is a date and no more.",
        clinic(174, date(2024, 4, 22), ("z1", "z2", "z3")),
        lambda d: f"{d}T00:00:00Z",
        QUIET,
    )


def reminder_of_an_app() -> Case:
    truth = clinic(175, date(2024, 9, 16), ("Rosa",))
    first, letters = (truth.days or {})["Rosa"]
    days = [(first + i * DAY, c) for i, c in enumerate(letters) if c != "-"]
    return Case(
        kind=16,
        special="A diary app reminds at 23:00 each day, with the day in a column of its own.",
        files={"Rosa.csv": table(navigator(days, "23:00")), **sessions_csv(truth)},
        truth=truth.headaches(),
        want=QUIET,
    )


def attacks_that_begin_at_23() -> Case:
    truth = listed(clinic(176, date(2024, 9, 16), ("Cluster 1",)))
    rows = [
        [f"{d} 23:00:00", f"{d} 23:45:00", 9, "oxygen", "", ""]
        for d, _ in truth.bad_days("Cluster 1")
    ]
    head = ["start_time", "end_time", "intensity", "medication", "triggers", "notes"]
    return Case(
        kind=16,
        special="Cluster attacks begin at 23:00 each night, and each has its end.",
        files={"Cluster 1.csv": table([head, *rows]), **sessions_csv(truth)},
        options=("--observed", period(truth)),
        truth=truth,
        want=QUIET,
    )


# 17: dates that cannot be

FUTURE = (
    r"future",
    r"after today",
    r"far from",
    r"lies .{0,30}after",
    r"20[34]\d",
    r"later than today",
    r"still to come",
)


def one_year_mistyped() -> Case:
    truth = clinic(177, date(2024, 1, 4))
    rows = diary_rows(truth)
    rows[41][1] = rows[41][1].replace("2024", "2042")
    first, letters = (truth.days or {})["P01"]
    place = (date.fromisoformat(rows[41][1].replace("2042", "2024")) - first).days
    text = letters[:place] + "-" + letters[place + 1 :]
    truth = replace(truth, days={**(truth.days or {}), "P01": (first, text)}, rate="")
    return Case(
        kind=17,
        special="One date of 2042 among those of 2024 moves the cut-off by 18 years.",
        files={"diary.csv": table(rows), **sessions_csv(truth)},
        truth=truth,
        want=RIGHT_OR_ASK,
        says=FUTURE,
    )


def three_dates_of_another_year() -> Case:
    truth = clinic(178, date(2024, 12, 9), ("ny-1", "ny-2", "ny-3"))
    first, letters = (truth.days or {})["ny-2"]
    rows, moved = diary_rows(truth, when=german), 0
    for row in rows:
        if row[0] == "ny-2" and row[1] in ("07.01.2025", "08.01.2025", "09.01.2025"):
            row[1], moved = row[1].replace("2025", "2022"), moved + 1
    at_place = (date(2025, 1, 7) - first).days
    text = letters[:at_place] + "-" * 3 + letters[at_place + 3 :]
    truth = replace(truth, days={**(truth.days or {}), "ny-2": (first, text)}, rate="")
    return Case(
        kind=17,
        special=f"{moved} rows of January carry a year three before: far from every other date.",
        files={"Tagebuch.csv": table(rows, delimiter=";"), **sessions_csv(truth)},
        truth=truth,
        want=RIGHT_OR_ASK,
        says=(*FUTURE, "2022", "a year"),
    )


def filled_ahead_with_zeros() -> Case:
    truth = clinic(179, date(2024, 3, 4), ("t1", "t2"))
    today = date(2024, 4, 29)
    rows = diary_rows(truth)
    rows += [[p, today + (i + 2) * DAY, 0, 0] for p in truth.days or {} for i in range(60)]
    return Case(
        kind=17,
        special="A sheet filled ahead with zeros to the end of June; today is 29 April.",
        files={"diary.csv": table(rows), **sessions_csv(truth)},
        options=("--today", today.isoformat()),
        truth=truth,
        want=RIGHT_OR_ASK,
        says=FUTURE,
    )


def _ahead(special: str, seed: int, cell: Any, want: str, reading: str = "") -> Case:
    """A sheet of 150 days a patient, of which the last ones lie ahead of today, 12 July."""
    truth = clinic(seed, date(2024, 3, 4), ("t4", "t5"), longer=60)
    ends = {p: (first, letters[:-1] + "M") for p, (first, letters) in (truth.days or {}).items()}
    truth = replace(truth, days=ends)
    last = date(2024, 3, 4) + 116 * DAY
    rows = diary_rows(truth)
    rows += [[p, last + (i + 1) * DAY, cell, cell] for p in ends for i in range(40)]
    return Case(
        kind=17,
        special=special,
        files={"diary.csv": table(rows), **sessions_csv(truth)},
        options=("--today", "2024-07-12"),
        truth=truth,
        want=want,
        says=(r"before them hold only zeros too, from 29 Jun 2024 on.*\?",) if want == ASK else (),
        true_reading=reading,
    )


def zeros_through_today() -> Case:
    return _ahead(
        "Zeros run on from the last headache through today to August.", 190, 0, ASK, "since_last"
    )


def blank_rows_ahead() -> Case:
    return _ahead("The rows ahead are prepared, and blank.", 191, "", QUIET)


def session_of_another_decade() -> Case:
    truth = clinic(180, date(2024, 3, 4), ("j1", "j2", "j3"))
    rows = session_rows(truth)
    rows[2][1] = rows[2][1].replace("2024", "2014")
    return Case(
        kind=17,
        special="One session is dated 2014, where no other date of anybody lies.",
        files={"diary.csv": table(diary_rows(truth)), "sessions.csv": table(rows)},
        truth=truth,
        want=ASK,
        says=(*FUTURE, "2014"),
    )


def _one_session_moved(special: str, years: int) -> Case:
    truth = clinic(184, date(2024, 1, 1), ("k1", "k2", "k3", "k4"))
    rows = session_rows(truth)
    rows[1][1] = rows[1][1].replace("2024", str(2024 + years))
    return Case(
        kind=17,
        special=special,
        truth=truth,
        want=ASK,
        says=(*FUTURE, str(2024 + years)),
        files={"diary.csv": table(diary_rows(truth)), "sessions.csv": table(rows)},
        true_reading=ANY,
    )


def one_session_a_year_early() -> Case:
    return _one_session_moved(
        "One session is dated a year before the others, her diary is not.", -1
    )


def one_session_a_year_late() -> Case:
    return _one_session_moved("One session is dated a year late: no appointment, a slip.", 1)


def appointments_one_a_day() -> Case:
    names = [f"q{n:02}" for n in range(12)]
    truth = clinic(185, date(2024, 1, 1), names)
    planned = {
        p: [*(truth.sessions or {})[p], date(2026, 12, 1) + n * DAY] for n, p in enumerate(names)
    }
    truth = replace(truth, sessions=planned)
    return Case(
        kind=17,
        special="Everybody has an appointment years later, one patient a day.",
        files={"diary.csv": table(diary_rows(truth)), **sessions_csv(truth)},
        options=("--today", "2026-11-20"),
        truth=truth,
        want=QUIET,
    )


def sessions_before_the_diary() -> Case:
    truth = clinic(186, date(2024, 1, 1), ("r1", "r2", "r3", "r4"))
    first = date(2024, 1, 29)
    before = [first - n * 84 * DAY for n in (5, 4, 3, 2, 1)]
    truth = replace(truth, sessions={**(truth.sessions or {}), "r2": [*before, first]}, rate="")
    return Case(
        kind=17,
        special="One patient's list has her sessions before the diary, in a row.",
        files={"diary.csv": table(diary_rows(truth)), **sessions_csv(truth)},
        truth=truth,
        want=QUIET,
    )


def appointment_in_spring() -> Case:
    truth = clinic(181, date(2024, 3, 4), ("p1", "p2", "p3"))
    planned = {p: [*days, date(2024, 6, 24)] for p, days in (truth.sessions or {}).items()}
    truth = replace(truth, sessions=planned)
    return Case(
        kind=17,
        special="Everybody has the next appointment in eight weeks: planned, no slip.",
        files={"diary.csv": table(diary_rows(truth)), **sessions_csv(truth)},
        options=("--today", "2024-04-30"),
        truth=truth,
        want=QUIET,
    )


def diary_up_to_today() -> Case:
    truth = clinic(182, date(2024, 3, 4), ("p4", "p5", "p6"))
    return Case(
        kind=17,
        special="The last row is of tomorrow, as seen from another zone: a day of grace.",
        files={"diary.csv": table(diary_rows(truth)), **sessions_csv(truth)},
        options=("--today", "2024-04-28"),
        truth=truth,
        want=QUIET,
    )


def a_diary_of_two_years() -> Case:
    truth = clinic(183, date(2024, 3, 4), ("old", "new"))
    early = clinic(184, date(2021, 3, 1), ("old",))
    earlier, later = (early.days or {})["old"], (truth.days or {})["old"]
    gap = (later[0] - earlier[0]).days - len(earlier[1])
    both = earlier[0], earlier[1] + "-" * gap + later[1]
    truth = replace(truth, days={**(truth.days or {}), "old": both}, rate="")
    return Case(
        kind=17,
        special="One patient kept a diary three years before as well, of two months.",
        files={"diary.csv": table(diary_rows(truth)), **sessions_csv(truth)},
        truth=truth,
        want=QUIET,
    )


# 18: 24:00


def clock_24_00() -> Case:
    truth = listed(clinic(185, date(2024, 1, 4), ("P01",)))
    rows = tracker(truth.bad_days("P01"))
    for row in rows[2::5]:
        row[1] = row[1].replace("22:30:00", "24:00:00")
    return Case(
        kind=18,
        special="Every fifth attack ends at 24:00.",
        files={"P01.csv": table(rows), **sessions_csv(truth)},
        options=("--observed", period(truth)),
        truth=truth,
        want=RIGHT,
    )


def clock_24_00_in_a_column_of_its_own() -> Case:
    truth = listed(clinic(186, date(2023, 5, 8), ("Zoé",)))
    rows = french(truth.bad_days("Zoé"), end="24:00")
    return Case(
        kind=18,
        special="French, day first, the end in a column of its own: 24:00.",
        files={"Zoé.csv": b"\xef\xbb\xbf" + table(rows), **sessions_csv(truth)},
        options=("--observed", period(truth)),
        truth=truth,
        want=RIGHT,
    )


def _at_24_00(seed: int, when: Callable[[date], str], special: str, want: str) -> Case:
    truth = clinic(seed, date(2024, 1, 8))
    says = ("24:00",) if want == ASK else ()
    return _written(18, special, truth, when, want, says)


def a_diary_written_at_24_00_now_and_then() -> Case:
    def when(day: date) -> str:
        return (
            f"{day - DAY:%d.%m.%Y} 24:00"
            if day.day % 7 == 1
            else f"{day:%d.%m.%Y} {7 + day.day % 12:02}:30"
        )

    return _at_24_00(
        188, when, "Some days of a German diary stand at 24:00 of the day before.", RIGHT
    )


def a_diary_written_at_24_00_alone() -> Case:
    return _at_24_00(
        189, lambda day: f"{day:%Y-%m-%d} 24:00", "Every day of a diary stands at 24:00.", ASK
    )


def a_diary_written_late() -> Case:
    return _at_24_00(
        190,
        lambda day: f"{day:%Y-%m-%d} {20 + day.day % 4}:{day.day:02}",
        "Times up to 23:31.",
        QUIET,
    )


def clock_24_00_as_a_start() -> Case:
    truth = listed(clinic(187, date(2024, 8, 5), ("Uwe",)))
    bad = list(truth.bad_days("Uwe"))
    rows = bot(bad)
    for row, (day, _) in zip(rows[1:], bad, strict=True):
        row[0], row[1] = f"{day - DAY} 24:00", f"{day} 03:00"
    return Case(
        kind=18,
        special="Attacks that begin at 24:00 begin at the next midnight.",
        files={"Uwe.csv": table(rows), **sessions_csv(truth)},
        options=("--observed", period(truth)),
        truth=truth,
        want=RIGHT,
    )


def clock_that_does_not_exist() -> Case:
    truth = listed(clinic(188, date(2024, 8, 5), ("Udo",)))
    bad = list(truth.bad_days("Udo"))
    rows = aiding(bad)
    rows[7][1] = "25:70"
    place = (bad[6][0] - date(2024, 8, 5)).days
    first, letters = (truth.days or {})["Udo"]
    unknown = letters[:place] + "?" + letters[place + 1 :]
    return Case(
        kind=18,
        special="One attack begins at 25:70: set aside in words, its day unknown.",
        files={"Udo.csv": table(rows), **sessions_csv(truth)},
        options=("--observed", period(truth)),
        truth=replace(truth, days={"Udo": (first, unknown)}, rate=""),
        want=RIGHT_OR_ASK,
        says=(r"25:70",),
    )


def clock_00_00() -> Case:
    truth = listed(clinic(189, date(2024, 11, 11), ("Ola",)))
    bad = list(truth.bad_days("Ola"))
    rows = bot(bad)
    for row, (day, _) in zip(rows[1:], bad, strict=True):
        row[1] = f"{day + timedelta(days=1)} 00:00"
    return Case(
        kind=18,
        special="Attacks end at 00:00 of the next day, which they do not touch.",
        files={"Ola.csv": table(rows), **sessions_csv(truth)},
        options=("--observed", period(truth)),
        truth=truth,
        want=QUIET,
    )


CASES = (
    turned_by_a_spreadsheet,
    turned_and_saved_as_csv,
    sessions_turned_by_a_spreadsheet,
    turned_in_january,
    one_patient_turned,
    a_year_turned,
    a_diary_with_gaps_in_january,
    ends_that_prove_the_order,
    starts_and_ends_of_open_order,
    appointments_at_two_clocks,
    appointments_an_hour_later,
    one_session_a_year_early,
    one_session_a_year_late,
    appointments_one_a_day,
    sessions_before_the_diary,
    year_in_two_digits,
    serials_among_dates,
    days_counted_from_1904,
    days_counted_from_1960,
    sas_date9,
    sas_date9_in_small_letters,
    weekday_before_the_date,
    long_dates_of_a_spreadsheet,
    months_of_a_german_spreadsheet,
    months_in_polish,
    weekdays_of_other_days,
    one_weekday_of_another_day,
    weekdays_decide_the_order,
    weekday_behind_the_date,
    dates_in_japanese,
    weeks_of_iso,
    buddhist_years,
    one_year_of_543_too_many,
    years_of_iran,
    days_without_a_year,
    a_few_words_among_the_dates,
    saved_again_in_excel_us,
    day_first_throughout,
    dates_as_dates_in_a_workbook,
    dates_at_23_oclock,
    dates_at_23_and_22_oclock,
    dates_at_15_oclock,
    dates_at_the_last_minute,
    sessions_and_days_at_22_oclock,
    times_of_zulu,
    apple_travel_west,
    apple_travel_east,
    apple_at_home,
    evenings_at_23,
    midnight_of_zulu,
    reminder_of_an_app,
    attacks_that_begin_at_23,
    one_year_mistyped,
    three_dates_of_another_year,
    filled_ahead_with_zeros,
    zeros_through_today,
    blank_rows_ahead,
    session_of_another_decade,
    appointment_in_spring,
    diary_up_to_today,
    a_diary_of_two_years,
    clock_24_00,
    clock_24_00_in_a_column_of_its_own,
    clock_24_00_as_a_start,
    a_diary_written_at_24_00_now_and_then,
    a_diary_written_at_24_00_alone,
    a_diary_written_late,
    clock_that_does_not_exist,
    clock_00_00,
)
