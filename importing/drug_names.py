"""Does a text name a drug that is taken against an attack, or say that something was taken?

In the languages of the layouts: substances, common brands, and a dose in tablets or milligrams.
"""

from __future__ import annotations

import re

from importing.attack_cells import TRIPTANS
from importing.negations import denies, plain

_NAMES = re.compile(
    r"\b(?:\w*(?:ibuprof|paracetamol|acetaminoph|acetylsalic|naprox|diclofena|diklofena|metami[sz]ol|"
    r"ketoprof|indomet|ketorola|etoricox|celecox|tramadol|tilidin|codein|kodein|oxycod|hydrocod|"
    r"morphin|ergotamin|novaminsulfon|dipyron|dipiron|gepant|lasmiditan|butalbital|metoclopram|"
    r"domperidon|phenazon|propyphenazon)\w*|"
    r"ibu|advil|motrin|nurofen|dolormin|brufen|espidifen|spidifen|moment|tylenol|dafalgan|doliprane|"
    r"panadol|efferalgan|ben u ron|benuron|tachipirina|gelocatil|alvedon|aspirin\w*|aspegic|aspro|"
    r"ass|asa|thomapyrin\w*|excedrin\w*|novalgin\w*|nolotil|aleve|voltaren\w*|cataflam|enantyum|"
    r"toradol|migranal|cafergot|optalidon|saridon|neuralgin|titralgan|ubrelvy|nurtec|vydura|"
    r"rayvow|reyvow|mcp|nsa(?:id|r|i)s?|schmerzmittel|schmerztablette\w*|pain ?killers?|"
    r"analg[eé]?sic\w*|antalgique\w*|pijnstillers?)\b"
)
_TRIPTANS = re.compile(rf"\w*(?:{TRIPTANS.pattern})\w*")
_DOSE = re.compile(
    r"\b\d+(?:[.,]\d+)?\s*(?:x\s*\d+\s*)?(?:mg|g|ml|µg|mcg|tbl|tab|tabs|tabl\w*|comprim\w*|"
    r"compress\w*|pills?|pastillas?|stück|hübe?|hub|puffs?|sprays?|kapseln?|capsules?)\b"
)


def drug_in(text: str) -> str:
    """The part of a text that names a drug or a dose of one; blank where it does neither.

    A name that is denied (no ibuprofen) names none.
    """
    words = plain(text)
    if denies(words):
        return ""
    for pattern in (_TRIPTANS, _NAMES, _DOSE):
        if found := pattern.search(words):
            return found[0].strip()
    return ""
