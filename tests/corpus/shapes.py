"""A truth as the files that a clinic would have of it: ten shapes, in a language and a form."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from tests.corpus.formats import BOOKS, TEXT, Page, written
from tests.corpus.tongues import TONGUES, Tongue
from tests.corpus.truth import Truth, diaries, months_of, wholes

IDS = ("P01", "P02", "P03")
FIRST = date(2024, 1, 3)
Row = list[object]


@dataclass(frozen=True)
class Look:
    """How a sheet looks beside its cells.

    ``dates``: their style (``Tongue.day``). ``digits``: 1 and 0 instead of words. ``titles``: rows
    above the names. ``below``: a row of totals. ``merged``: each patient once. ``grouped``: a row
    of groups above the names. ``whose``: where one patient's id stands: name, or cell.
    """

    dates: str = "iso"
    digits: bool = False
    titles: int = 0
    below: bool = False
    merged: bool = False
    grouped: bool = False
    whose: str = "name"


@dataclass(frozen=True)
class Filed:
    """Files, the truth that they tell, and the answers that a person has to give."""

    shape: str
    tongue: str
    form: str
    look: Look
    files: Mapping[str, bytes]
    truth: Truth
    answers: Sequence[tuple[str, ...]] = field(default=())

    @property
    def name(self) -> str:
        plain = {n: v for n, v in vars(self.look).items() if v != getattr(Look(), n)}
        looks = "-".join(n if v is True else f"{n}-{v}" for n, v in plain.items())
        return "-".join(filter(None, (self.shape, self.tongue, self.form, looks)))


Maker = Callable[[Tongue, str, Look, Truth], tuple[dict[str, bytes], Truth]]


def _flag(tongue: Tongue, look: Look, flag: int | None) -> object:
    if flag is None:
        return None
    return flag if look.digits else (tongue.no, tongue.yes)[flag]


def _page(tongue: Tongue, look: Look, rows: list[Row], title: str = "Sheet1") -> Page:
    """The rows with what stands above and below them, and each patient once."""
    names, *below = rows
    above: list[Row] = []
    for n in range(look.titles):
        above.append([("Clinica Nord 2024", "12345", "")[n % 3], *[None] * (len(names) - 1)])
    boxes = []
    if look.grouped:
        half = len(names) // 2
        above.append([None, *[None] * (half - 1), "X", *[None] * (len(names) - half - 1)])
        boxes.append((len(above) - 1, len(above) - 1, half, len(names) - 1))
    if look.merged:
        at = len(above) + 1
        for who in dict.fromkeys(row[0] for row in below):
            places = [n for n, row in enumerate(below) if row[0] == who]
            boxes.append((at + places[0], at + places[-1], 0, 0))
            for n in places[1:]:
                below[n] = [None, *below[n][1:]]
    if look.below:
        sums = [
            sum(v for v in column if isinstance(v, int)) or None
            for column in zip(*below, strict=False)
        ]
        below = [*below, [tongue["total"], *sums[1:]]]
    return Page([*above, names, *below], boxes, title)


def _one(tongue: Tongue, form: str, look: Look, rows: list[Row], name: str = "export"):
    page = _page(tongue, look, rows)
    return {f"{name}.{form.rpartition('.')[2]}": written([page], form)}


def _days(tongue: Tongue, look: Look, truth: Truth, *, named: bool = True) -> list[Row]:
    names: Row = [tongue["date"], tongue["headache"], tongue["migraine"], tongue["pain"]]
    rows: list[Row] = [[tongue["patient"], *names] if named else names]
    for (who, day), (headache, migraine) in truth.days.items():
        pain = 3 + day.day % 5 if headache else 0
        flags = [_flag(tongue, look, headache), _flag(tongue, look, migraine)]
        row = [tongue.day(day, look.dates), *flags, pain]
        rows.append([who, *row] if named else row)
    return rows


def days(tongue: Tongue, form: str, look: Look, truth: Truth) -> tuple[dict[str, bytes], Truth]:
    truth = truth.of("days")
    return _one(tongue, form, look, _days(tongue, look, truth)), truth


def sessions(tongue: Tongue, form: str, look: Look, truth: Truth) -> tuple[dict[str, bytes], Truth]:
    truth = truth.of("sessions")
    rows: list[Row] = [[tongue["patient"], tongue["treated"], tongue["units"]]]
    for (who, day), units in truth.sessions.items():
        rows.append([who, tongue.day(day, look.dates), int(units or 0)])
    return _one(tongue, form, look, rows), truth


def attacks(tongue: Tongue, form: str, look: Look, truth: Truth) -> tuple[dict[str, bytes], Truth]:
    """Attacks alone: of days without one nothing is known."""
    truth = truth.of("days")
    rows: list[Row] = [
        [tongue[n] for n in ("patient", "start", "end", "pain", "kind", "medication")]
    ]
    told: dict[tuple[str, date], tuple[int | None, int | None]] = {}
    for (who, day), (headache, migraine) in truth.days.items():
        if headache:
            written_day = tongue.day(day, look.dates)
            kind = tongue["migraine"] if migraine else "Tension-type"
            rows.append([who, f"{written_day} 08:30", f"{written_day} 15:00", 6, kind, ""])
            told[who, day] = 1, migraine
    return _one(tongue, form, look, rows), Truth(told)


def periods(tongue: Tongue, form: str, look: Look, truth: Truth) -> tuple[dict[str, bytes], Truth]:
    """A column per period: before, after session 1, 2 and 3."""
    ids = tuple(dict.fromkeys(who for who, _ in truth.counts))
    told = {key: (migraine, None) for key, (migraine, _) in truth.counts.items()}
    what = tongue["migraine_days"]
    names: Row = [tongue["patient"], f"{what} {tongue['before']}"]
    names += [f"{what} {tongue['after']} {n}" for n in (1, 2, 3)]
    rows: list[Row] = [names, *([w, *(told[w, n][0] for n in range(4))] for w in ids)]
    return _one(tongue, form, look, rows), Truth(counts=told)


def months(tongue: Tongue, form: str, look: Look, truth: Truth) -> tuple[dict[str, bytes], Truth]:
    """A row a month with 31 columns: M, H, 0; a blank where nothing was recorded."""
    truth = truth.of("days")
    rows: list[Row] = [[tongue["patient"], tongue["month"], tongue["year"], *range(1, 32)]]
    for who in truth.ids:
        mine = truth.only(who).days
        for year, month in months_of(day for _, day in mine):
            signs: Row = []
            for n in range(1, 32):
                known = [
                    v for (_, d), v in mine.items() if (d.year, d.month, d.day) == (year, month, n)
                ]
                signs.append({(1, 1): "M", (1, 0): "H", (0, 0): 0}[known[0]] if known else None)
            rows.append([who, tongue.months[month - 1], year, *signs])
    return _one(tongue, form, look, rows), truth


def sheets(tongue: Tongue, form: str, look: Look, truth: Truth) -> tuple[dict[str, bytes], Truth]:
    """A sheet per patient, named by the id, or with the id in a cell above the names."""
    truth = truth.of("days")
    pages = []
    for n, who in enumerate(truth.ids, start=1):
        rows = _days(tongue, look, truth.only(who), named=False)
        pages.append(_whose(tongue, look, rows, who, title=who if look.whose == "name" else f"{n}"))
    return {f"export.{form}": written(pages, form)}, truth


def _whose(tongue: Tongue, look: Look, rows: list[Row], who: str, title: str) -> Page:
    page = _page(tongue, look, rows, title)
    if look.whose == "name":
        return page
    above: list[Row] = [[f"{tongue['patient']}: {who}", *[None] * (len(rows[0]) - 1)]]
    return replace(page, rows=[*above, *page.rows])


def files(tongue: Tongue, form: str, look: Look, truth: Truth) -> tuple[dict[str, bytes], Truth]:
    """A file per patient, named by the id, or with the id in a cell above the names."""
    truth = truth.of("days")
    found = {}
    for n, who in enumerate(truth.ids, start=1):
        rows = _days(tongue, look, truth.only(who), named=False)
        page = _whose(tongue, look, rows, who, "Sheet1")
        name = who if look.whose == "name" else f"{n}"
        found[f"{name}.{form.rpartition('.')[2]}"] = written([page], form)
    return found, truth


def muscles(tongue: Tongue, form: str, look: Look, truth: Truth) -> tuple[dict[str, bytes], Truth]:
    """A row for each injected muscle, whose units add up to those of the session."""
    truth = truth.of("sessions")
    names = [tongue[n] for n in ("patient", "treated", "muscle", "units")]
    rows: list[Row] = [list(names)]
    for (who, day), units in truth.sessions.items():
        parts = (("M. frontalis", 20), ("M. temporalis", 40), ("M. occipitalis", 30))
        rest = int(units or 0) - sum(n for _, n in parts)
        for muscle, n in (*parts, ("M. trapezius", rest)):
            rows.append([who, tongue.day(day, look.dates), muscle, n])
    return _one(tongue, form, look, rows), truth


def values(tongue: Tongue, form: str, look: Look, truth: Truth) -> tuple[dict[str, bytes], Truth]:
    """A row for each value: patient, date, variable, value."""
    truth = truth.of("days")
    rows: list[Row] = [[tongue[n] for n in ("patient", "date", "variable", "value")]]
    for (who, day), flags in truth.days.items():
        for name, flag in zip(("headache", "migraine"), flags, strict=True):
            said = _flag(tongue, look, flag)
            rows.append([who, tongue.day(day, look.dates), tongue[name], said])
    return _one(tongue, form, look, rows), truth


def counts(tongue: Tongue, form: str, look: Look, truth: Truth) -> tuple[dict[str, bytes], Truth]:
    """A row for each patient and session with its counts; session 0 is the baseline."""
    names = ("patient", "session", "migraine_days", "headache_days")
    rows: list[Row] = [[tongue[n] for n in names]]
    rows += [[who, n, *counted] for (who, n), counted in truth.counts.items()]
    return _one(tongue, form, look, rows), truth


SHAPES: dict[str, Maker] = {
    maker.__name__: maker
    for maker in (days, sessions, attacks, periods, months, sheets, files, muscles, values, counts)
}


def happened(shape: str, seed: int) -> Truth:
    """What a file of this shape tells in the corpus."""
    if shape == "periods":
        return wholes(seed, tuple(f"N-{n:03d}" for n in range(1, 9)))
    if shape == "counts":
        return wholes(seed, IDS)
    return diaries(seed, IDS, FIRST, 40 if shape == "values" else 90)


def filed(shape: str, code: str, form: str, look: Look, *answers: tuple[str, ...]) -> Filed:
    """One of them, made from a seed of its own."""
    assert form in (*TEXT, *BOOKS, "json", "sav", "dta", "xpt")
    seed = sum(ord(letter) * n for n, letter in enumerate(f"{shape}{code}{form}{look}", start=1))
    made, truth = SHAPES[shape](TONGUES[code], form, look, happened(shape, seed))
    return Filed(shape, code, form, look, made, truth, answers)
