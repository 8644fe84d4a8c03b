"""How were the files in ``fixtures/kept`` written? Each folder by the version it is named after.

    python -m tests.make_kept 0.1.0

Run by the version that is about to be followed by another: what it writes, and the numbers that it
gave, stay as they are from then on; ``test_kept_fixtures`` opens every folder with the code of the
day. A folder that is there is never written over; where the number stays, the name gets a letter
more. Nobody in these records exists.

store.db            two cohorts kept as the page keeps them, one of them twice; renamed, retained
backup.zip          ``clinic backup`` of that store, before the last one was kept
diary.parquet, ...  ``import --format parquet`` of the invented files: stamped tables
cycles.csv          ``cycles --out cycles.csv`` of them
cycles.parquet      ``cycles --definition preempt --out cycles.parquet``: stamped
settings.json       ``Settings.to_json``, as every download that carries settings writes it
link.txt            ``Settings.address`` as the browser shows it
de_identified.csv   the cycles of ``data.zip`` under a key, for one Definition
mapping_*.json      ``Mapping.to_json``, as the page saves it; beside each the file it was made for
expected.json       what each must give: the numbers of the records before any of this was written
"""

from __future__ import annotations

import json
import re
import sys
import tempfile
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import urlencode

import pandas as pd
from click.testing import CliRunner

from analytics.definitions import PRESETS
from analytics.privacy import new_key
from analytics.records import Records
from analytics.report_choices import ReportChoices
from analytics.result import result_of
from analytics.settings import Settings
from analytics.summaries import responder_rates
from cleardays import main
from clinic import cohorts, trail
from clinic.database import make_engine, upgrade
from importing import Choices, Mapping, Source, read_records
from importing.choices import answered
from reports.de_identified import cycles_in_days
from tests.front_door import days, diary

KEPT = Path(__file__).parent / "fixtures" / "kept"
CYCLE = timedelta(days=84)
OBSERVED = (date(2024, 1, 1), date(2024, 10, 31))
HAZEL = "H-377"  # an attack list: days without an attack are assumed free
LIME = "L-402"  # came last: not in the first version of the kept cohort


def cycle(after: str, weeks_9_12: str) -> str:
    """The 84 days of a cycle: day 0, days 1 to 30, days 31 to 55, days 56 to 83."""
    return "-" + after.ljust(30) + days(5, 25) + weeks_9_12.ljust(28)


# First day of the diary, the days before session 1, then one cycle after each session.
DIARIES = {
    "A-118": (
        "2024-01-02",
        days(20, 26) + "HHHH",
        [
            cycle(days(12, 30), days(9, 28)),
            cycle(days(8, 28) + "HH", days(7, 28)),
            cycle(days(7, 30), days(6, 28)),
        ],
    ),
    "B-240": (
        "2024-01-05",
        days(16, 30),
        [
            cycle(days(14, 30), days(13, 28)),
            cycle(days(12, 30), days(11, 28)),
        ],
    ),
    "C-093": (
        "2024-02-01",
        " " * 20 + days(8, 10),
        [
            cycle(days(6, 30), days(5, 28)),
            cycle(days(4, 30), days(4, 28)),
        ],
    ),
    "E-516": ("2024-01-20", days(18, 30), [cycle(days(17, 30), days(16, 28))]),
    "F-284": (
        "2024-01-12",
        days(15, 28) + "HH",
        [
            cycle(days(9, 30), days(8, 28)),
            cycle(days(3, 10), days(5, 28)),
        ],
    ),
    LIME: ("2024-07-20", days(17, 30), [cycle(days(10, 30), "")[:70]]),
}
PATIENTS = """patient_id,site,sex,age,prior_botulinum,medication_overuse,stopped_on,stop_reason
A-118,Moor,female,41,0,1,,
B-240,Valley,female,35,0,0,,
C-093,Moor,male,52,1,0,,
E-516,Moor,female,29,0,1,2024-05-10,side_effect
F-284,Valley,male,47,0,0,,
H-377,Moor,female,38,0,0,,
L-402,Valley,female,60,0,1,,
"""
OTHERS = {
    "patients.csv": PATIENTS,
    "treatments.csv": "patient_id,name,kind,started_on,stopped_on\n"
    "B-240,topiramate,preventive,2024-05-01,\nA-118,amitriptyline,preventive,2023-03-01,\n",
}
SETTINGS = Settings(
    PRESETS["nice"].changed(
        window="whole_cycle", month=30, min_days=40, other_treatments="left_out"
    ),
    date(2024, 9, 30),
    (("sex", ("female",)), ("site", ("Moor", "Valley"))),
    1,
    ReportChoices("Autumn audit", ("response", "safety"), 10, template="clinic.pptx"),
)
LINK = Settings(
    PRESETS["preempt"].changed(threshold=30, month=30, min_baseline_days=14),
    date(2024, 10, 1),
    (("site", ("Moor",)),),
    3,
)
ELSEWHERE = replace(LINK, filters=())  # cycles say nothing about sites
UNDATED = replace(ELSEWHERE, cut_off=None)  # de-identified cycles have no dates
MAPPINGS = {
    "diary": Mapping(
        "diary",
        {"Pat.": "patient_id", "Tag": "date", "Kopfweh": "headache", "Migräne": "migraine"},
        {"headache": {"ja": "1", "nein": "0"}, "migraine": {"ja": "1", "nein": "0"}},
    ),
    "counts": Mapping(
        columns={"Akte": "patient_id"},
        periods={
            "MT vorher": ("migraine_days", 0),
            "MT nach 1": ("migraine_days", 1),
            "MT nach 2": ("migraine_days", 2),
        },
    ),
    "events": Mapping(
        columns={"migraine_days": "migraine_days"},
        events={"intake_arm_1": 0, "botox_1_arm_1": 1, "botox_2_arm_1": 2},
    ),
}
COUNTS = "Akte,MT vorher,MT nach 1,MT nach 2\nA-118,20,12,8\nB-240,16,14,12\nF-284,15,9,\n"
EVENTS = """record_id,redcap_event_name,migraine_days,headache_days,interview_complete
A-118,intake_arm_1,20,24,2
A-118,botox_1_arm_1,12,12,2
A-118,botox_2_arm_1,8,10,2
B-240,intake_arm_1,16,16,2
B-240,botox_1_arm_1,14,14,2
"""


def as_text(rows: list[dict[str, object]]) -> str:
    return pd.DataFrame(rows).to_csv(index=False)


def days_of(patient: str) -> list[dict[str, object]]:
    first, before, cycles = DIARIES[patient]
    return diary(patient, first, before + "".join(cycles))


def sessions_of(patient: str) -> list[dict[str, object]]:
    if patient == HAZEL:
        first, count = date(2024, 2, 1), 2
    else:
        first = date.fromisoformat(DIARIES[patient][0]) + timedelta(days=30)
        count = len(DIARIES[patient][2])
    return [
        {
            "patient_id": patient,
            "session_date": (first + k * CYCLE).isoformat(),
            "units": 155 + 5 * k,
        }
        for k in range(count)
    ]


def attacks() -> str:
    """Hazel's list, as Aiding Migraine exports it: 18 days in January, 14, 8, and some between."""
    first, lines = date(2024, 2, 1), []
    for start, count in (
        (first - timedelta(30), 18),
        (first + timedelta(1), 14),
        (first + timedelta(60), 9),
        (first + CYCLE + timedelta(1), 8),
        (first + CYCLE + timedelta(60), 6),
    ):
        for k in range(count):
            lines.append(f"{start + timedelta(k)},09:00,12:00,3,6,Migraine,,,,Done,1013,,,,,,")
    header = (
        "Date,Start Time,End Time,Duration (hours),Pain Level,Category,Medication,Notes,"
        "Resolution,Status,Pressure (hPa),Symptoms,Triggers,Prodrome,Postdrome,Pain Location,"
        "Pain Quality"
    )
    return "\n".join([header, *lines, ""])


def own_words() -> str:
    """One diary, as a clinic keeps it in its own words."""
    rows = days_of("A-118")
    words = {1: "ja", 0: "nein"}
    return as_text(
        [
            {
                "Pat.": r["patient_id"],
                "Tag": r["date"],
                "Kopfweh": words[r["headache"]],
                "Migräne": words[r["migraine"]],
            }
            for r in rows
        ]
    )


def in_codes() -> str:
    """The same diary in codes that have two readings."""
    return as_text(
        [
            {
                "patient_id": r["patient_id"],
                "date": r["date"],
                "headache": 2 - r["headache"],
                "migraine": 2 - r["migraine"],
            }
            for r in days_of("A-118")
        ]
    )


def answers_to(texts: dict[str, str]) -> Mapping:
    """What is kept of the answers: 1 is yes, 2 is no."""
    _, report = read_records([Source(n, t.encode()) for n, t in texts.items()])
    assert {one.kind for one in report.questions} == {"codes_of_a_flag"}
    (kept,) = answered(report.questions, {one.code: "1_is_yes" for one in report.questions})
    return kept


def files(patients: list[str]) -> dict[str, str]:
    diaries = [row for one in patients if one != HAZEL for row in days_of(one)]
    treated = [row for one in patients for row in sessions_of(one)]
    texts = {"diary.csv": as_text(diaries), "sessions.csv": as_text(treated)}
    if HAZEL in patients:
        texts["attacks.csv"] = attacks()
    return texts | OTHERS


def read(texts: dict[str, str], *mappings: Mapping) -> Records:
    choices = Choices(observed=OBSERVED, ids={"attacks.csv": HAZEL}, mappings=mappings)
    records, report = read_records([Source(n, t.encode()) for n, t in texts.items()], choices)
    assert not report.questions, report.questions
    assert not sum(one.set_aside for one in report.files)
    return records


def plain(frame: pd.DataFrame) -> dict[str, list[object]]:
    """A table as JSON keeps it, to the last digit: dates as text, null where undefined."""
    columns = {}
    for name, column in frame.items():
        if pd.api.types.is_datetime64_any_dtype(column):
            column = column.dt.strftime("%Y-%m-%d")
        columns[str(name)] = [None if pd.isna(v) else v for v in column.astype("object")]
    return json.loads(json.dumps(columns, default=lambda value: value.item()))


def numbers(records: Records, settings: Settings) -> dict[str, object]:
    """What these records give with these choices: what was chosen, and two whole tables."""
    settings = settings.as_counted(records)
    outcomes = result_of(records, settings).outcomes
    return {
        "definition": settings.definition.label,
        "session": settings.session,
        "cut_off": str(records.as_of(settings.cut_off).cut_off),
        "filters": [[column, list(values)] for column, values in settings.filters],
        "patients": records.patient_ids,
        "rates": plain(responder_rates(outcomes)),
        "outcomes": plain(outcomes),
    }


def run(*arguments: object, **environment: str) -> None:
    done = CliRunner().invoke(main, [str(one) for one in arguments], env=environment)
    assert done.exit_code == 0, done.output


def write_store(
    target: Path, records: Records, early: Records, elsewhere: Records
) -> list[dict[str, object]]:
    """Keep three versions, with a backup before the last; what each must give."""
    url = f"sqlite:///{target / 'store.db'}"
    engine = make_engine(url)
    upgrade(engine)
    expected: list[dict[str, object]] = []

    def keep(name: str, of: Records, settings: Settings, note: str, gives: str) -> None:
        one = cohorts.keep(
            engine,
            name,
            of,
            settings,
            "ada",
            cohorts.Provenance(
                note=note,
                report=["every row is accounted for"],
                mappings=[MAPPINGS["counts"].to_json()],
                sources=[{"file": file, "sha256": "0" * 64} for file in of.names],
            ),
        )
        expected.append(
            {
                "cohort": name,
                "number": one.number,
                "note": note,
                "digest": of.digest,
                "about": {
                    part: one.about[part] for part in ("mappings", "names", "report", "sources")
                },
                "numbers": gives,
            }
        )

    keep("Autumn", early, Settings(), "without the last patient", "early")
    cohorts.rename(engine, "Autumn", "Autumn clinic", "ada")
    expected[0]["cohort"] = "Autumn clinic"
    cohorts.retain(engine, "Autumn clinic", 3650, "ada")
    keep("Autumn clinic", records, SETTINGS, "", "settings")
    trail.add(engine, "bob", trail.OPENED, cohort="Autumn clinic", version=2)
    run("clinic", "backup", target / "backup.zip", CLEAR_DAYS_DATABASE=url)
    keep("Registry", elsewhere, ELSEWHERE, "cycles counted elsewhere", "elsewhere")
    engine.dispose()
    return expected


def write(target: Path) -> None:
    target.mkdir(parents=True)
    everyone = [*DIARIES, HAZEL]
    texts = files(everyone)
    records = read(texts)
    first = files([one for one in everyone if one != LIME])
    early = read({name: text for name, text in first.items() if name not in OTHERS})
    with tempfile.TemporaryDirectory() as folder:
        brought = []
        for name, text in texts.items():
            brought.append(Path(folder) / name)
            brought[-1].write_text(text, encoding="utf-8", newline="")
        period = "..".join(map(str, OBSERVED))
        run(
            "import",
            *brought,
            "--observed",
            period,
            "--id",
            f"attacks.csv={HAZEL}",
            "--format",
            "parquet",
            "--out",
            target,
        )
    tables = [
        f"--{name}={target / name}.parquet"
        for name in ("diary", "sessions", "patients", "treatments")
    ]
    run("cycles", *tables, "--out", target / "cycles.csv")
    run("cycles", *tables, "--definition", "preempt", "--out", target / "cycles.parquet")
    (target / "settings.json").write_text(SETTINGS.to_json(), encoding="utf-8", newline="")
    address = {**LINK.address(), "records": "own"}
    (target / "link.txt").write_text(
        f"/?{urlencode(address, doseq=True)}\n", encoding="utf-8", newline=""
    )

    result = result_of(records, ELSEWHERE)
    given = cycles_in_days(
        result.outcomes,
        ELSEWHERE,
        new_key(),
        ("sex", "units"),
    )
    given.to_csv(target / "de_identified.csv", index=False)

    mapped = {
        "diary": {"mapped_diary.csv": own_words(), "sessions.csv": as_text(sessions_of("A-118"))},
        "counts": {"mapped_counts.csv": COUNTS},
        "events": {"mapped_events.csv": EVENTS},
        "answers": {
            "mapped_answers.csv": in_codes(),
            "sessions.csv": as_text(sessions_of("A-118")),
        },
    }
    mappings = MAPPINGS | {"answers": answers_to(mapped["answers"])}
    for name, mapping in mappings.items():
        saved = target / f"mapping_{name}.json"
        saved.write_text(mapping.to_json(), encoding="utf-8", newline="")
        for file, text in mapped[name].items():
            (target / file).write_text(text, encoding="utf-8", newline="")
    elsewhere, _ = read_records([Source("cycles.csv", (target / "cycles.csv").read_bytes())])
    leaving, _ = read_records([Source("d.csv", (target / "de_identified.csv").read_bytes())])
    expected = {
        "store": write_store(target, records, early, elsewhere),
        "versions_in_backup": 2,
        "entries": {"store": 6, "backup": 5},
        "digest": records.digest,
        "report": {
            "title": SETTINGS.report.title,
            "limit": SETTINGS.report.limit,
            "sections": list(SETTINGS.report.sections),
        },
        "mappings": {name: list(texts) for name, texts in mapped.items()},
        "numbers": {
            "default": numbers(records, Settings()),
            "preempt": numbers(records, Settings(PRESETS["preempt"])),
            "settings": numbers(records, SETTINGS),
            "link": numbers(records, LINK),
            "early": numbers(early, Settings()),
            "elsewhere": numbers(elsewhere, ELSEWHERE),
            **{
                f"mapping_{name}": numbers(read(mapped[name], mapping), Settings())
                for name, mapping in mappings.items()
            },
            "de_identified": numbers(leaving, UNDATED),
            "undated": numbers(records, ELSEWHERE),
        },
    }
    text = json.dumps(expected, ensure_ascii=False, separators=(",", ":"))
    lines = re.sub(r'([\]}],)(?=")|(?<=\],)(?=\{)', r"\1\n", text)  # one column a line
    (target / "expected.json").write_text(lines + "\n", encoding="utf-8", newline="")


if __name__ == "__main__":
    folder = KEPT / sys.argv[1]
    if folder.exists():
        sys.exit(f"{folder} was written by its version and stays as it is.")
    write(folder)
