"""Which words stand for a missing value, and which of them may also be a no?"""

OPEN = ("na", "n/a", "n.a.", "#n/a", "-", "–", "—", "--")
MISSING_WORDS = frozenset(
    (
        *(".", "nan", "null", "<na>", "nil", "missing", "unknown", "not known", "nd", "n.d."),
        *("not recorded", "not answered", "keine angabe", "k.a.", "k. a.", "unbekannt", "fehlend"),
        *("don't know", "don’t know", "do not know", "weiß nicht", "weiss nicht", "nicht bekannt"),
        *("nicht erfasst", "nicht dokumentiert", "nicht ausgefüllt", "fehlt"),
        *("non renseigné", "non renseignée", "inconnu", "inconnue", "ne sait pas", "non précisé"),
        *("manquant", "manquante", "desconocido", "desconocida", "sin dato", "sin datos"),
        *("no sabe", "no registrado", "no consta", "faltante"),
        *("non so", "non noto", "non nota", "sconosciuto", "non registrato", "mancante"),
        *("onbekend", "weet niet", "weet ik niet", "niet ingevuld", "niet geregistreerd"),
        *("desconhecido", "desconhecida", "não sabe", "não sei", "não registado", "não registrado"),
        *("sem dados", "omisso", "ved ikke", "ukendt", "ikke registreret", "ikke udfyldt"),
        *("vet ej", "vet inte", "okänt", "okänd", "ej registrerat", "ej ifyllt", "saknas"),
    )
)
