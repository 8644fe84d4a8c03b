"""How is a file read that no layout knows? As its user maps it; we suggest."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping as AnyMapping
from collections.abc import Sequence
from dataclasses import replace

import pyarrow as pa
import pyarrow.compute as pc

from analytics.definitions import MEASURES
from analytics.frames import CANONICAL
from importing.attack_list import read_list
from importing.cells import FLAG_WORDS
from importing.choices import Mapping
from importing.columns import ALIASES, canonical_name, missing, word_for
from importing.layouts.base import Reading, identifying, plain
from importing.layouts.month_grid import months_of_sheet
from importing.layouts.redcap_forms import names_recorded
from importing.layouts.wide_counts import from_periods, period
from importing.mapping_checks import ATTACKS, DAY, MONTHS
from importing.month_grid import of_mapping
from importing.negations import names, opposite_of
from importing.of_another import is_of_another
from importing.text import TextTable, Unreadable, one_meaning_each

# Words in a header that speak for a column of ours.
HINTS = {
    "patient_id": ("patient", "subject", "participant", "record", "id", "code"),
    "date": ("date", "datum", "day", "tag", "jour", "fecha", "data"),
    "session_date": (
        "injection",
        "treatment",
        "botox",
        "toxin",
        "visit date",
        "session date",
        "inj date",
        "bont date",
        "date inj",
        "date of inj",
    ),
    "headache": ("headache", "kopfschmerz", "kopfweh", "céphalée", "cefalea", "ha"),
    "migraine": ("migraine", "migräne", "migraene", "emicrania", "migraña"),
    **{measure.name: (measure.words,) for measure in MEASURES.values()},
    "migraine_days": ("migraine days", "migränetage"),
    "headache_days": ("headache days", "kopfschmerztage"),
    "recorded_days": ("recorded", "days in diary", "filled"),
    "session": ("session", "cycle", "visit", "event"),
    "pain": ("pain", "intensity", "nrs", "vas", "schmerz"),
    "acute_medication": ("medication", "acute", "drug"),
    "triptan": ("triptan",),
    "units": ("units", "dose", "dosis", "dosierung", "dosering", "dawka", "einheiten"),
    "site": (
        "site",
        "centre",
        "center",
        "centro",
        "zentrum",
        "clinic",
        "klinik",
        "standort",
        "sede",
    ),
    "age": ("age", "alter"),
    "sex": ("sex", "gender", "geschlecht"),
}

# What a form asks, and what a clinic calls her patients' id beside a name that may be another's.
_ASKED = (
    (
        "date",
        r"(?:which|what|welche[rnms]?|an welchem|quels?|qué|qu[ae]l|welke|hvilken|vilken) "
        r"(?:day|date|tag|datum|jour|día|fecha|giorno|data|dag|dia) \w",
    ),
    (
        "pain",
        r"how (?:bad|severe|strong|intense)|worst|wie (?:stark|schlimm|heftig)|stärkste|intensit|"
        r"(?:était|est) la pire|plus fort|(?:qué|cuán) (?:tan )?(?:fuerte|intens)|intensid|"
        r"peor|quanto (?:era )?(?:forte|intens)|peggior|hoe (?:erg|hevig|zwaar)|ergste|pior|"
        r"hvor (?:stærk|slem|kraftig|ondt)|værst|hur (?:stark|svår|ont)|värst",
    ),
    (
        "acute_medication",
        r"(?:which|what|welche|quels?|quelles?|qué|qu[ae]li|welke|quais|hvilke|vilka)\b.*\b(?:tablet|"
        r"pill|medi[ckz]|drug|painkiller|schmerzmittel|médic|comprim|antidouleur|pastilla|analg|"
        r"farma|fárma|compress|pijnstill|smertestill|läkemedel|värktablett|remédio)",
    ),
    (
        "patient_id",
        r"^(?:(?:ihr|mein|dein|patienten|pat\.?) ?)?(?:kürzel|kuerzel)$|"
        r"^(?:n|no|nr|num|numero|número|numéro)?[°º.]? ?(?:de |du |di |do )?(?:dossier|"
        r"historia(?: clínica)?|cartella(?: clinica)?|processo)$|"
        r"^(?:dossier|akten|fall|journal) ?(?:nummer|nr)$|"
        r"\b(?:study|your) (?:id|code|number)\b|^unit (?:no|number)$|"
        r"^(?:user|client|case|chart|person)(?: ?(?:id|no|nr|number|code))?$",
    ),
)
_TODAY = re.compile(r"\b(?:today|heute|aujourd['’]hui|hoy|oggi|vandaag|hoje|i ?dag)\b")
_BRACKETS = re.compile(r"^[^(]*\(([^()]+)\)$")

# The words for yes and no in a column that is the opposite of ours, as they may be spelled.
TURNED = {
    spelled: str(1 - said)
    for word, said in FLAG_WORDS.items()
    for spelled in (word, word.capitalize(), word.upper())
}


def suggest(headers: Sequence[str], *, several: bool = False) -> Mapping:
    """The best guess for a file with these headers: a table, and a column for each header.

    ``several``: the file has rows of several kinds, as a project of REDCap: columns of all tables.
    """
    periods = {h: p for h in headers if (p := period(h)) is not None}
    columns: dict[str, str] = {}
    none = {*_spans(headers), *identifying(headers), *periods}
    for header in headers:
        if header in none or names(header) is False:
            continue
        if several and header.startswith("redcap_"):  # filled in by REDCap itself
            continue
        guess = _guess(header)
        if guess and guess not in columns.values():
            columns[header] = guess
    opposite = _opposites(headers, columns)
    columns |= opposite
    found = set(columns.values())
    if len(periods) >= 2:
        return Mapping(columns=columns, periods=periods)
    scores = {
        name: len(found & {c.name for c in table.columns}) - 3 * len(missing(table, list(found)))
        for name, table in CANONICAL.items()
    }
    if found <= {"patient_id"} | {"date", "session_date"}:
        scores["patients"] = -10  # an id alone, or with a date, describes no patient
    table = max(scores, key=lambda name: scores[name])
    ours = {column.name for column in CANONICAL[table].columns}
    return Mapping(
        table=table,
        columns={h: c for h, c in columns.items() if several or c in ours},
        values={flag: dict(TURNED) for flag in opposite.values() if flag in ours},
    )


def suggest_of_forms(headers: Sequence[str]) -> Mapping:
    """The best guess for an export of REDCap, whose rows are of several kinds: also the one column
    that is called days recorded, as its question does."""
    best = suggest(headers, several=True)
    recorded = [h for h in headers if names_recorded(h) and h not in best.columns]
    if len(recorded) != 1 or "recorded_days" in best.columns.values():
        return best
    return replace(best, columns={**best.columns, recorded[0]: "recorded_days"})


def _spans(headers: Sequence[str]) -> list[str]:
    """A start beside an end: when something was filled in, or lasted, and no day of a diary."""
    named = {plain(header).replace(" ", ""): header for header in headers}
    both = [named.get("startdate"), named.get("enddate")]
    return [header for header in both if header] if all(both) else []


def _opposites(headers: Sequence[str], columns: dict[str, str]) -> dict[str, str]:
    """Columns like *Headache-free day*, where headache itself is not there: its yes is a no."""
    found: dict[str, str] = {}
    for header in headers:
        flag = opposite_of(header)
        if flag and flag not in (*columns.values(), *found.values()):
            found[header] = flag
    return found


def _guess(header: str) -> str | None:
    name = canonical_name(header)
    ours = {column.name for table in CANONICAL.values() for column in table.columns}
    if name in ours:
        return name
    found = word_for(header) or _in_brackets(header) or _hinted(header) or _asked(header)
    return None if found and is_of_another(header, found) else found


def _hinted(header: str) -> str | None:
    """The column that words in a name speak for, or that is nearly called so."""
    ours = {column.name for table in CANONICAL.values() for column in table.columns}
    text = plain(header)
    for column, hints in sorted(HINTS.items(), key=lambda pair: -max(map(len, pair[1]))):
        if any(hint == text or (len(hint) > 3 and hint in text) for hint in hints):
            return column
    close = difflib.get_close_matches(text.replace(" ", "_"), [*ours, *ALIASES], n=1, cutoff=0.8)
    return ALIASES.get(close[0], close[0]) if close else None


def _asked(header: str) -> str | None:
    """The column that a question of a form asks for, or an id by a name that is no certain one."""
    text = plain(header)
    return next((column for column, form in _ASKED if re.search(form, text)), None)


def _in_brackets(header: str) -> str | None:
    """What the meaning behind a short name says, as in a data set: *kop (Hoofdpijn vandaag)*."""
    found = _BRACKETS.match(header.strip())
    meant = word_for(_TODAY.sub(" ", found[1].lower())) if found else ""
    return meant if meant != "patient_id" else None  # of whom, not who: weight (patient)


def read_mapped(text: TextTable, mapping: Mapping, file: str = "") -> Reading:
    """Read a file as its mapping says."""
    read = {*mapping.columns, *mapping.periods, *identifying(text.headers)}
    if mapping.table in CANONICAL and CANONICAL[mapping.table].open_ended:
        read |= {header for header in text.headers if _is_seen(header, mapping)}
    reading = _as_mapped(text, mapping, file)
    return replace(reading, not_read=tuple(h for h in text.headers if h not in read))


def _as_mapped(text: TextTable, mapping: Mapping, file: str) -> Reading:
    if mapping.table == MONTHS:
        return months_of_sheet(text, of_mapping(mapping), file, mapping.values.get(DAY, {}))
    if mapping.table == ATTACKS:
        return read_list(text, mapping)
    if mapping.periods or mapping.table not in CANONICAL:
        return _of_periods(text, mapping)
    _one_column_of_ours_each(mapping)
    seen = [header for header in text.headers if _is_seen(header, mapping)]
    names = {header: mapping.columns.get(header, header) for header in (*mapping.columns, *seen)}
    one_meaning_each([*names.values()])
    columns = {
        name: _as_meant(text, header, mapping.values.get(name, {}))
        for header, name in names.items()
    }
    return Reading(
        tables=((mapping.table, replace(text, columns=columns)),),
        dropped=tuple(h for h in identifying(text.headers) if h not in mapping.columns),
    )


def _as_meant(text: TextTable, header: str, said: AnyMapping[str, str]) -> pa.Array:
    """The cells of a column, each different text read as it is said to be."""
    if not {*said} & {*text.counted(header), ""}:
        return text.columns[header]
    codes, texts = text.encoded(header)
    return pc.take(pa.array([said.get(cell, cell) for cell in texts], pa.string()), pa.array(codes))


def _one_column_of_ours_each(mapping: Mapping) -> None:
    """Refuse two headers for one column, and columns that a row of this table has not."""
    table = CANONICAL[mapping.table]
    ours = {column.name for column in table.columns}
    theirs: dict[str, list[str]] = {}
    for header, column in mapping.columns.items():
        theirs.setdefault(column, []).append(header)
    problems = [
        f"{' and '.join(headers)} for {column}, where one was expected"
        for column, headers in theirs.items()
        if len(headers) > 1
    ]
    problems += [
        f"{headers[0]} for {column}, which {table.name} has not"
        for column, headers in theirs.items()
        if column not in ours and not table.open_ended
    ]
    if problems:
        raise Unreadable(f"cannot be read by its mapping: it names {'; '.join(problems)}")


def _of_periods(text: TextTable, mapping: Mapping) -> Reading:
    """A column per period; of the others only those that are mapped."""
    if "patient_id" not in mapping.columns.values():
        raise Unreadable("has no column patient_id in its mapping")
    if not mapping.periods:
        raise Unreadable("has no column in its mapping that is of a session, or of before it")
    one_meaning_each([f"{name} of session {session}" for name, session in mapping.periods.values()])
    frame = text.frame()[[*mapping.columns, *mapping.periods]].rename(columns=mapping.columns)
    for header, (name, _) in mapping.periods.items():
        said = mapping.values.get(name, {})
        frame[header] = frame[header].map(lambda cell, said=said: said.get(cell, cell))
    reading = from_periods(text.with_frame(frame), mapping.periods, _said(mapping))
    dropped = tuple(h for h in identifying(text.headers) if h not in mapping.columns)
    return replace(reading, dropped=dropped, assumptions=())


def _said(mapping: Mapping) -> dict[int, str]:
    """The sessions in words, where their bare numbers (3, 6) would be asked about as months."""
    after = {session for _, session in mapping.periods.values()} - {0}
    return {} if after & {1, 2} else {session: f"session {session}" for session in after}


def _is_seen(header: str, mapping: Mapping) -> bool:
    """Is a column that is not mapped left beside the others? It may tell rows apart (a muscle, a
    product), or group patients; never one that could be taken for a column of ours, or a person."""
    table = CANONICAL[mapping.table]
    ours = {column.name for column in table.columns}
    if header in mapping.columns or identifying([header]):
        return False
    return canonical_name(header) not in ours
