"""How are our columns called in the languages of the clinics? Whole names, never parts of one.

Lower case, without accents and marks, one space between words (see ``columns.own_names``). A word
that may mean another thing (a tag that is a day or a number, pain that is a yes) stands nowhere.
"""

from __future__ import annotations

COLUMNS: dict[str, tuple[str, ...]] = {
    "patient_id": (
        *("patient", "patientin", "patiente", "patient id", "patientid", "patient nr"),
        *("patient no", "patient number", "patient code", "patienten id", "patientenid"),
        *("patienten nr", "patientennr", "patientennummer", "pat", "pat id", "pat nr", "pseudonym"),
        *("proband", "probandin", "probanden id", "teilnehmer", "teilnehmerin", "id patient"),
        "code patient",
        *("id du patient", "numero patient", "numero du patient", "n patient", "paciente"),
        *("id paciente", "id del paciente", "codigo paciente", "codigo del paciente"),
        *("numero de paciente", "n paciente", "paziente", "id paziente", "codice paziente"),
        *("numero paziente", "n paziente", "patientnummer", "patientnr", "patientcode"),
        *("deelnemer", "id do paciente", "codigo do paciente", "numero do paciente", "utente"),
        *("doente", "id do doente", "codigo do doente", "numero do doente", "n doente"),
        *("hospital no", "hospital nr", "hospital number"),
        *("pacjent", "id pacjenta", "nr pacjenta", "numer pacjenta"),
    ),
    "date": ("fecha", "data", "dato", "kalenderdatum", "kalendertag", "diary date"),
    "session_date": (
        *("date of session", "date of injection", "injection date", "date of treatment"),
        *("treatment date", "injektionsdatum", "datum der injektion", "behandlungsdatum"),
        *("datum der behandlung", "sitzungsdatum", "datum der sitzung", "date d injection"),
        *("date de l injection", "date de seance", "date de la seance", "date seance"),
        *("date du traitement", "fecha de inyeccion", "fecha de la inyeccion", "fecha de sesion"),
        *("fecha de la sesion", "fecha sesion", "fecha del tratamiento", "fecha de tratamiento"),
        *("data iniezione", "data dell iniezione", "data seduta", "data della seduta"),
        *("data del trattamento", "data trattamento", "injectiedatum", "datum injectie"),
        *("behandeldatum", "datum behandeling", "sessiedatum", "datum sessie", "data da injecao"),
        *("data da sessao", "data sessao", "data do tratamento"),
        *("injektionsdato", "behandlingsdato", "behandlingsdatum"),
    ),
    "session": (
        *("session nr", "session no", "session number", "sitzung", "sitzung nr", "sitzungsnummer"),
        *("sitzungsnr", "seance", "seance n", "n seance", "numero de seance"),
        *("sesion", "sesion n", "n sesion", "numero de sesion", "seduta", "n seduta"),
        *("numero seduta", "numero della seduta", "sessie", "sessie nr", "sessienummer"),
        *("sessienr", "sessao", "n sessao", "numero da sessao", "sesja", "nr sesji"),
    ),
    "units": (
        *("units injected", "injected units", "total units", "botox units", "units botox"),
        *("einheiten", "einheiten botox", "botox einheiten", "gesamteinheiten", "unites"),
        *("unites injectees", "unidades", "unidades inyectadas", "unita", "unita iniettate"),
        *("eenheden", "unidades injetadas", "jednostki"),
        *("enheder", "enheter"),
    ),
    "headache": (
        *("headache day", "kopfschmerz", "kopfschmerzen", "kopfschmerztag", "kopfweh"),
        *("cephalee", "cephalees", "jour de cephalee", "mal de tete", "maux de tete"),
        *("dolor de cabeza", "dia de cefalea", "cefalea", "mal di testa", "hoofdpijn"),
        *("hoofdpijndag", "dor de cabeca", "cefaleia", "huvudvark", "hovedpine", "hodepine"),
        *("hovedpinedag", "huvudvarksdag", "bol glowy"),
    ),
    "migraine": (
        *("migraine day", "migrane", "migraene", "migranetag", "migraenetag", "jour de migraine"),
        *("migrana", "jaqueca", "dia de migrana", "emicrania", "migrainedag", "enxaqueca"),
        *("migran", "migrena", "migræne", "migrænedag", "migrandag"),
    ),
    "headache_days": (
        *("kopfschmerztage", "jours de cephalee", "jours de cephalees", "jours de maux de tete"),
        *("dias de cefalea", "dias de dolor de cabeza", "giorni di cefalea", "hoofdpijndagen"),
        *("giorni di mal di testa", "dias de dor de cabeca", "dias de cefaleia"),
        *("hovedpinedage", "huvudvarksdagar"),
    ),
    "migraine_days": (
        *("migranetage", "migraenetage", "jours de migraine", "dias de migrana"),
        *("dias de jaqueca", "giorni di emicrania", "migrainedagen", "dias de enxaqueca"),
        *("migrænedage", "migrandagar"),
    ),
    "pain": (
        *("pain intensity", "pain score", "schmerzstarke", "schmerzintensitat"),
        *("intensite de la douleur", "intensidad del dolor", "intensita del dolore"),
        *("pijnscore", "pijnintensiteit", "intensidade da dor"),
    ),
    "acute_medication": (
        *("acute medication", "medikament", "medikamente", "akutmedikament", "akutmedikation"),
        *("medikation", "medicament", "medicaments", "medicamento", "medicamentos", "medicacion"),
        *("farmaco", "farmaci", "medicijn", "medicijnen", "medicatie", "medicacao"),
        *("medicin", "akutmedicin", "lakemedel"),
    ),
    "age": ("age", "alter", "edad", "eta", "leeftijd", "idade", "alder"),
    "sex": (
        *("gender", "geschlecht", "sexe", "sexo", "sesso", "geslacht", "køn", "kon", "kjønn"),
        *("plec", "genero", "genre", "genere"),
    ),
}

# Of a list of sessions alone: elsewhere it may be the dose of a tablet.
OF_SESSIONS = {
    "units": (
        *("dose", "dose units", "total dose", "dosage", "dosis", "gesamtdosis", "dosierung"),
        *("dosis unidades", "dose totale", "dosering", "dosis total", "dose total", "dawka"),
    ),
}

# Beside counted days alone: in a diary it may be the time of a tablet.
OF_COUNTS = {
    "session": (
        *("zeitpunkt", "messzeitpunkt", "erhebung", "visite", "visit", "time point", "timepoint"),
        *("study visit", "visita", "tijdstip", "moment", "momento", "temps", "tempo"),
    ),
}

COLUMN_OF_COUNTS = {word: column for column, words in OF_COUNTS.items() for word in words}
COLUMN_OF_SESSIONS = {word: column for column, words in OF_SESSIONS.items() for word in words}
COLUMN_OF = {word: column for column, words in COLUMNS.items() for word in words}
