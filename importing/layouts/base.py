"""What does a layout have to say? Its name, how it is known, and how it is read."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from importing.attacks import AttackColumns
from importing.choices import Choices, Question
from importing.days_in_months import DaysInMonths, Grid
from importing.text import TextTable

# Dropped on sight, whatever the layout: where somebody was, who she is, what she wrote.
IDENTIFYING = re.compile(
    r"(^|[ _.-])(geohash|lat|latitude|lon|long|longitude|coordinates?|address|street|postcode|"
    r"zip|city|first ?name|last ?name|full ?name|surname|given ?name|family ?name|patient ?name|"
    r"phone|telephone|mobile|e ?mail|dob|birth ?date|date ?of ?birth|birthday|"
    r"survey ?identifier|nhs ?number|ssn|mrn|notes?|note ?title|user ?notes|free ?text|"
    r"comments?|remarks?|description|bemerkung(en)?|notiz(en)?)$|^name$"
)
# The same in the other languages of the clinics: the whole header, perhaps with whose it is.
_IN_OTHER_LANGUAGES = re.compile(
    r"(?:(?:name|vorname|nachname|familienname|nom|pr[eé]noms?|nom de famille|nombres?|apellidos?|"
    r"cognome|nome|naam|voornaam|achternaam|apelido|sobrenome|navn|fornavn|efternavn|etternavn|"
    r"namn|f[oö]rnamn|efternamn|"
    r"kommentare?|anmerkung(?:en)?|freitext|remarques?|commentaires?|observations?|notas?|"
    r"observaci[oó]n(?:es)?|comentarios?|comment[oi]|osservazion[ei]|opmerking(?:en)?|notities?|"
    r"observaç(?:ão|ões)|comentários?|bemærkning(?:er)?|noter|kommentar(?:er)?|"
    r"anteckning(?:ar)?|anmärkning(?:ar)?|"
    r"adresse|direcci[oó]n|indirizzo|adres|endereço|adress|stra(?:ß|ss)e|plz|wohnort|"
    r"telefon(?:nummer)?|t[eé]l[eé]phone|tel[eé]fono|telefoon(?:nummer)?|telefone|handy|"
    r"geburtsdatum|geb datum|date de naissance|fecha de nacimiento|data di nascita|geboortedatum|"
    r"data de nascimento|fødselsdato|födelsedatum)"
    r"(?: (?:der?|des|du|de la|del|della|do|da|van|van de|af|av) "
    r"(?:patient|pacient|pa[zs]ient|utente)\w*)?)"
)


@dataclass(frozen=True)
class AttackList:
    """The rows of an app, and where it writes what."""

    text: TextTable
    where: AttackColumns


@dataclass(frozen=True)
class MonthList:
    """A sheet of months before its signs are settled, and what its user's mapping says of them."""

    text: TextTable
    grid: Grid
    days: DaysInMonths
    said: Mapping[str, str]


@dataclass(frozen=True)
class Reading:
    """A file as a layout understands it: canonical tables in text, attacks, or months.

    The tables still go through the checks. ``problems``: why it cannot be used as a whole.
    ``columns``: what can be mapped, where that is not the columns of the file. ``of_one``: it holds
    one patient and does not say which. ``calendar_months``: its counts are of months, which stand
    as their sessions. ``into``: rows of the file that went into another of them.
    ``aside``: rows of the file that are set aside, with their column and why. ``not_read``: columns
    of the file of which nothing is made, beside those that may name a person.
    """

    tables: tuple[tuple[str, TextTable], ...] = ()
    attacks: AttackList | None = None
    months: MonthList | None = None
    assumptions: tuple[str, ...] = ()
    questions: tuple[Question, ...] = ()
    dropped: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    of_one: bool = False
    calendar_months: bool = False
    into: tuple[int, ...] = ()
    aside: tuple[tuple[int, str, str], ...] = ()
    not_read: tuple[str, ...] = ()


Reader = Callable[[TextTable, str, Choices], Reading]


@dataclass(frozen=True)
class Layout:
    """A kind of file. ``per_patient``: it holds one patient and does not say which. ``daily``: a
    row is a recorded day, so that no day has to be assumed. ``holds``: do its cells bear out what
    its columns are called?"""

    name: str
    title: str
    knows: Callable[[Sequence[str]], bool]
    read: Reader
    per_patient: bool = False
    daily: bool = False
    last_resort: bool = False
    holds: Callable[[TextTable], bool] = lambda _: True


@lru_cache(maxsize=1 << 14)
def plain(header: str) -> str:
    """A header for comparison: lower case, one space between words."""
    return re.sub(r"[\s_\-]+", " ", header.strip().lower())


def identifying(headers: Sequence[str]) -> tuple[str, ...]:
    """The headers whose content is dropped on sight."""
    return tuple(
        header
        for header in headers
        if IDENTIFYING.search(plain(header)) or _IN_OTHER_LANGUAGES.fullmatch(plain(header))
    )


def attack_list(
    name: str,
    title: str,
    header: Sequence[str],
    where: AttackColumns,
    *,
    forbidden: Sequence[str] = (),
) -> Layout:
    """A layout of one attack a row. It is known by all of ``header``, and none of ``forbidden``."""
    needed, not_there = {plain(h) for h in header}, {plain(h) for h in forbidden}

    def knows(headers: Sequence[str]) -> bool:
        found = {plain(h) for h in headers}
        return needed <= found and not not_there & found

    def read(text: TextTable, file: str, choices: Choices) -> Reading:
        return Reading(attacks=AttackList(text, where), dropped=identifying(text.headers))

    return Layout(name, title, knows, read, per_patient=True)
