"""How do people of nine languages head their columns and write yes, no and a month?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

DAYS_FROM = date(1899, 12, 30)  # as spreadsheets count


@dataclass(frozen=True)
class Tongue:
    code: str
    names: dict[str, str]
    yes: str
    no: str
    months: tuple[str, ...]

    def __getitem__(self, name: str) -> str:
        return self.names[name]

    def day(self, day: date, style: str) -> object:
        """A date as it is written: iso, dots, slashes, compact, dashed (15-Jan-24), words, serial,
        or a date of the program itself (own)."""
        month = self.months[day.month - 1]
        short = month[:3].capitalize() if self.code == "en" else month[:3]
        return {
            "iso": day.isoformat(),
            "dots": f"{day:%d.%m.%Y}",
            "slashes": f"{day:%d/%m/%Y}",
            "dashes": f"{day:%d-%m-%Y}",
            "compact": f"{day:%Y%m%d}",
            "dashed": f"{day.day}-{short}-{day:%y}",
            "words": self.written(day),
            "serial": (day - DAYS_FROM) // timedelta(days=1),
            "own": day,
        }[style]

    def written(self, day: date) -> str:
        month = self.months[day.month - 1]
        between = {"de": ". ", "da": ". ", "es": " de ", "pt": " de "}.get(self.code, " ")
        behind = between if self.code in ("es", "pt") else " "
        return f"{day.day}{between}{month}{behind}{day.year}"


KEYS = [
    "patient",
    "date",
    "headache",
    "migraine",
    "pain",
    "treated",
    "units",
    "muscle",
    "side",
    "variable",
    "value",
    "start",
    "end",
    "medication",
    "kind",
    "before",
    "after",
    "migraine_days",
    "headache_days",
    "session",
    "month",
    "year",
    "total",
    "mean",
]


def _tongue(code: str, yes: str, no: str, months: str, *names: str) -> Tongue:
    return Tongue(code, dict(zip(KEYS, names, strict=True)), yes, no, tuple(months.split()))


TONGUES = {
    tongue.code: tongue
    for tongue in (
        _tongue(
            "en", "yes", "no",
            "January February March April May June July August September October November December",
            "Patient", "Date", "Headache", "Migraine", "Pain (0-10)", "Injection date", "Units",
            "Muscle", "Side", "Variable", "Value", "Start", "End", "Medication", "Type",
            "Baseline", "After session", "Migraine days", "Headache days", "Session", "Month",
            "Year", "Total", "Mean",
        ),
        _tongue(
            "de", "ja", "nein",
            "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
            "Patient", "Datum", "Kopfschmerz", "Migräne", "Schmerzstärke", "Injektionsdatum",
            "Einheiten", "Muskel", "Seite", "Merkmal", "Wert", "Beginn", "Ende", "Medikament",
            "Typ", "vorher", "nach Sitzung", "Migränetage", "Kopfschmerztage", "Sitzung", "Monat",
            "Jahr", "Summe", "Mittelwert",
        ),
        _tongue(
            "fr", "oui", "non",
            "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
            "Patient", "Date", "Céphalée", "Migraine", "Douleur", "Date d'injection", "Unités",
            "Muscle", "Côté", "Paramètre", "Valeur", "Début", "Fin", "Médicament", "Type",
            "avant", "après séance", "Jours de migraine", "Jours de céphalée", "Séance", "Mois",
            "Année", "Total", "Moyenne",
        ),
        _tongue(
            "es", "sí", "no",
            "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre "
            "diciembre",
            "Paciente", "Fecha", "Cefalea", "Migraña", "Dolor", "Fecha de inyección", "Unidades",
            "Músculo", "Lado", "Variable", "Valor", "Inicio", "Fin", "Medicación", "Tipo",
            "antes", "después de sesión", "Días de migraña", "Días de cefalea", "Sesión", "Mes",
            "Año", "Total", "Media",
        ),
        _tongue(
            "it", "sì", "no",
            "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre "
            "dicembre",
            "Paziente", "Data", "Cefalea", "Emicrania", "Dolore", "Data iniezione", "Unità",
            "Muscolo", "Lato", "Variabile", "Valore", "Inizio", "Fine", "Farmaco", "Tipo",
            "prima", "dopo seduta", "Giorni di emicrania", "Giorni di cefalea", "Seduta", "Mese",
            "Anno", "Totale", "Media",
        ),
        _tongue(
            "nl", "ja", "nee",
            "januari februari maart april mei juni juli augustus september oktober november "
            "december",
            "Patiënt", "Datum", "Hoofdpijn", "Migraine", "Pijn", "Injectiedatum", "Eenheden",
            "Spier", "Zijde", "Variabele", "Waarde", "Begin", "Einde", "Medicatie", "Type",
            "voor", "na sessie", "Migrainedagen", "Hoofdpijndagen", "Sessie", "Maand", "Jaar",
            "Totaal", "Gemiddelde",
        ),
        _tongue(
            "pt", "sim", "não",
            "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro "
            "dezembro",
            "Paciente", "Data", "Cefaleia", "Enxaqueca", "Dor", "Data da injeção", "Unidades",
            "Músculo", "Lado", "Variável", "Valor", "Início", "Fim", "Medicamento", "Tipo",
            "antes", "após sessão", "Dias de enxaqueca", "Dias de cefaleia", "Sessão", "Mês",
            "Ano", "Total", "Média",
        ),
        _tongue(
            "da", "ja", "nej",
            "januar februar marts april maj juni juli august september oktober november december",
            "Patient", "Dato", "Hovedpine", "Migræne", "Smerte", "Injektionsdato", "Enheder",
            "Muskel", "Side", "Variabel", "Værdi", "Start", "Slut", "Medicin", "Type",
            "før", "efter session", "Migrænedage", "Hovedpinedage", "Session", "Måned", "År",
            "I alt", "Gennemsnit",
        ),
        _tongue(
            "sv", "ja", "nej",
            "januari februari mars april maj juni juli augusti september oktober november "
            "december",
            "Patient", "Datum", "Huvudvärk", "Migrän", "Smärta", "Injektionsdatum", "Enheter",
            "Muskel", "Sida", "Variabel", "Värde", "Start", "Slut", "Läkemedel", "Typ",
            "före", "efter session", "Migrändagar", "Huvudvärksdagar", "Session", "Månad", "År",
            "Totalt", "Medel",
        ),
    )
}  # fmt: skip
