"""Whose records match which published description? A description, never advice.

One module per rule or family of rules, found by its presence; each brings its own Definition, so
that the user's choices do not change a verdict.
"""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

import pandas as pd

from analytics.definitions import MEASURES
from analytics.guidelines.base import SAID, VERDICTS, Rule, held_against
from analytics.records import Records
from analytics.since import recorded_since
from analytics.therapies import Therapy

__all__ = ["Rule", "all_rules", "rules_for", "verdicts"]


@cache
def all_rules() -> dict[str, Rule]:
    """Every rule of this folder by its name."""
    modules = (
        importlib.import_module(f"{__name__}.{module.name}")
        for module in pkgutil.iter_modules(__path__)
    )
    rules = [rule for module in modules for rule in getattr(module, "RULES", ())]
    return {rule.name: rule for rule in rules}


def rules_for(therapy: Therapy) -> dict[str, Rule]:
    """The rules that may be held against the patients of a treatment."""
    return {name: rule for name, rule in all_rules().items() if rule.is_for(therapy)}


def verdicts(records: Records, therapy: Therapy) -> pd.DataFrame:
    """What every rule of a treatment says about every patient, as far as it speaks about her.

    ``records``: up to their cut-off (``as_of``), filtered. One row per patient, session and rule:
    ``verdict`` (meets, does_not_meet, cannot_judge), ``basis``, the numbers used, the first and
    last day looked at (``from``, ``to``), and what was recorded since: ``flagged_since`` headache
    days of ``recorded_since``. ``words.guidelines.in_words`` says them.
    """
    if not records.patient_ids:
        return pd.DataFrame(columns=VERDICTS)
    families = {rule.judge: rule for rule in rules_for(therapy).values()}  # a family judges at once
    parts = [
        said if "rule" in said else said.assign(rule=rule.name)
        for rule in families.values()
        for said in [held_against(rule, records, therapy)]
    ]
    said = pd.concat([part for part in parts if len(part)], ignore_index=True)[[*SAID, "rule"]]
    since = recorded_since(records, said, MEASURES["headache_days"])
    table = said.join(since)[VERDICTS]
    return table.sort_values(["patient_id", "session", "rule"], kind="stable", ignore_index=True)
