"""Which columns of a research table hold the treatments that were given?

CDISC's EX, EC and ADEX and OMOP's drug_exposure write a row for each dose.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from importing.research_tables import DAY_1, NOT_DONE, Capitals, dated, without_clock

TOXIN = re.compile(
    r"botul|botox|dysport|xeomin|toxin|jeuveau|daxxify|letibo|bocouture|azzalure|alluzience",
    re.IGNORECASE,
)
PLACEBO = re.compile(r"placebo|saline|vehicle|sham", re.IGNORECASE)
PLANNED = "SCHEDULED"
IN_UNITS = re.compile(
    r"\[?(?:(?:allergan|speywood|mouse|ld50)[ _]?)?(?:u|iu|ie|ui|units?|unt)\]?", re.IGNORECASE
)


@dataclass(frozen=True)
class Exposures:
    """The names of the columns, the first of several that is filled going first.

    ``drug``: what it is called, ``concept``: the number of it. ``units``: those of the dose, which
    is one of them unless ``packages``. ``parts``: what tells the rows of one session apart.
    ``happened``: N where nothing was given; ``status``: NOT DONE there. ``mood``: SCHEDULED of a
    dose that was only planned.
    """

    name: str
    patient: str
    drug: str
    date: tuple[str, ...]
    dose: tuple[str, ...]
    units: tuple[str, ...]
    day: tuple[str, ...] = ()
    concept: str = ""
    happened: str = ""
    status: str = ""
    mood: str = ""
    packages: bool = False
    parts: Mapping[str, str] = field(default_factory=dict)

    def knows(self, headers: Sequence[str]) -> bool:
        """Are these the columns of such a table?"""
        found = {header.strip().upper() for header in headers}
        named = {self.patient, self.concept or self.drug} <= found
        return named and bool(found & {*self.date, *self.day})


def _doses(domain: str) -> Exposures:
    return Exposures(
        name=f"SDTM {domain}",
        patient="USUBJID",
        drug=f"{domain}TRT",
        date=(f"{domain}STDTC", f"{domain}STDTM", "ASTDT", "ASTDTM"),
        day=(f"{domain}STDY", "ASTDY"),
        dose=(f"{domain}DOSE", "ADOSE"),
        units=(f"{domain}DOSU",),
        happened=f"{domain}OCCUR",
        status=f"{domain}STAT",
        mood=f"{domain}MOOD",
        parts={f"{domain}LOC": "muscle", f"{domain}LAT": "side", f"{domain}LOT": "lot"},
    )


DRUG_EXPOSURE = Exposures(
    name="OMOP drug_exposure",
    patient="PERSON_ID",
    drug="DRUG_SOURCE_VALUE",
    concept="DRUG_CONCEPT_ID",
    date=("DRUG_EXPOSURE_START_DATE", "DRUG_EXPOSURE_START_DATETIME"),
    dose=("QUANTITY",),
    units=("DOSE_UNIT_SOURCE_VALUE",),
    packages=True,
    parts={"LOT_NUMBER": "lot", "ROUTE_SOURCE_VALUE": "site"},
)
EXPOSURES = (_doses("EX"), _doses("EC"), DRUG_EXPOSURE)


def exposures_of(headers: Sequence[str]) -> Exposures | None:
    """The standard by which a table with these columns is written, if it is one."""
    return next((one for one in EXPOSURES if one.knows(headers)), None)


@dataclass(frozen=True)
class ExposureTable(Capitals):
    """The cells of a table of treatments under the names of what they hold."""

    named: Exposures

    @property
    def drugs(self) -> pd.Series:
        """What was given in each row; a concept without a name is called by its number."""
        concept = self.first_filled(self.named.concept)
        return self.first_filled(self.named.drug).where(
            lambda drug: drug != "", ("concept " + concept).where(concept != "", "")
        )

    @property
    def given(self) -> pd.Series:
        """A mask without the rows that say that nothing was given."""
        happened = self.first_filled(self.named.happened).str.upper() != "N"
        done = self.first_filled(self.named.status).str.upper() != NOT_DONE
        return happened & done & ~self.planned

    @property
    def planned(self) -> pd.Series:
        """A mask of the rows of doses that were planned."""
        return self.first_filled(self.named.mood).str.upper() == PLANNED

    @property
    def has_no_dates(self) -> bool:
        """Does the table hold days from the first treatment, and no date at all?"""
        return self.only_days(self.named.day, self.named.date)

    @property
    def dates(self) -> pd.Series:
        """The date of each row, as it is written; from its day where there are only days."""
        if not self.has_no_dates:
            return without_clock(self.first_filled(*self.named.date))
        days = self.first_filled(*self.named.day)
        return dated(days, pd.Series(DAY_1.isoformat(), index=days.index))

    @property
    def doses(self) -> pd.Series:
        return self.first_filled(*self.named.dose)

    @property
    def in_units(self) -> pd.Series:
        """A mask of the rows whose dose is in units, as far as they say in what it is."""
        return self.first_filled(*self.named.units).str.fullmatch(IN_UNITS.pattern, case=False)
