"""Which words stand for a missing value, and which of them may also be a no?"""

OPEN = ("na", "n/a", "n.a.", "#n/a", "-", "–", "—", "--")
MISSING_WORDS = frozenset(
    (
        *(".", "nan", "null", "<na>", "nil", "missing", "unknown", "not known", "nd", "n.d."),
        *("not recorded", "not answered", "keine angabe", "k.a.", "k. a.", "unbekannt", "fehlend"),
        *("non renseigné", "inconnu", "desconocido", "sin dato", "onbekend", "desconhecido"),
    )
)
