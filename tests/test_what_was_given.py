"""A list of sessions that says what was given: sums of sides, other units, other treatments."""

from datetime import date, timedelta

import pandas as pd
import pytest
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st

from importing import Choices, Source, read_records


def given(header: str, *rows: str):
    lines = "\n".join(f"P1,2024-02-06,{row}" for row in rows)
    text = f"patient_id,session_date,{header}\n{lines}\n"
    records, report = read_records([Source("sessions.csv", text.encode())])
    return records.sessions["units"].tolist(), [one.kind for one in report.questions]


@pytest.mark.parametrize("both", ["both", "bilateral", "beidseits", "les deux", "ambos"])
def test_both_sides_are_not_added_to_the_left_and_the_right(both):
    rows = [f"frontalis,{side},{n}" for side, n in (("left", 10), ("right", 10), (both, 20))]
    rows += [f"procerus,{side},{n}" for side, n in (("left", 5), ("right", 2.5), (both, 7.5))]
    assert given("muscle,side,units", *rows) == ([27.5], [])


@pytest.mark.parametrize(
    ("left", "right", "both"),
    [
        *(("L", "R", both) for both in ("B", "bi", "bds.", "L/R", "L&R", "R+L", "l and r")),
        *(("Li", "Re", both) for both in ("Li+Re", "beids.")),
        *(("G", "D", both) for both in ("G+D", "D/G", "G et D")),
        *(("I", "D", both) for both in ("D+I", "I y D")),
        *(("sx", "dx", both) for both in ("sx+dx", "B")),
        *(("E", "D", both) for both in ("E/D", "amb.")),
    ],
)
def test_both_sides_in_short_are_not_added_either(left, right, both):
    rows = [f"frontalis,{side},{n}" for side, n in ((left, 10), (right, 10), (both, 20))]
    assert given("muscle,side,units", *rows, f"procerus,{both},5") == ([25], [])
    rows = [f"frontalis {side},{n}" for side, n in ((left, 10), (right, 10), (both, 20))]
    assert given("muscle,units", *rows) == ([20], [])


@pytest.mark.parametrize("codes", ["012", "123", "ABC", ["izqda", "dchx", "las dos"]])
def test_a_code_of_a_side_that_is_the_sum_of_the_two_others_is_asked(codes):
    rows = [
        f"{muscle},{code},{n}"
        for muscle, n in (("frontalis", 10), ("temporalis", 20))
        for code, n in zip(codes, (n, n, 2 * n), strict=True)
    ]
    assert given("muscle,side,units", *rows, f"procerus,{codes[-1]},5")[1] == ["row_of_sums"]
    rows = [f"frontalis,{code},{n}" for code, n in zip(codes, (10, 10, 15), strict=True)]
    assert given("muscle,side,units", *rows) == ([35], [])


def test_the_sum_of_a_session_under_any_name_is_asked():
    rows = ["frontalis,20", "temporalis,40", "neck,95"]
    assert given("muscle,units", *rows, "PREEMPT fixed sites,155")[1] == ["row_of_sums"]
    assert given("muscle,units", *rows, "follow the pain,40") == ([195], [])


def test_a_muscle_a_point_or_a_vial_may_be_as_much_as_all_others():
    rows = ["masseter left,20", "masseter right,20", "temporalis,40"]
    assert given("muscle,units", *rows) == ([80], [])
    assert given("point,units", "1,5", "2,5", "3,10") == ([20], [])
    assert given("batch,units", "C1,100", "C2,50", "C3,50") == ([200], [])


def test_a_muscle_beside_its_two_sides_is_their_sum_or_asked():
    rows = ["frontalis left,10", "frontalis right,10", "procerus,5"]
    assert given("muscle,units", "frontalis,20", *rows) == ([25], [])
    assert given("muscle,units", "frontalis,15", *rows)[1] == ["both_sides"]


def test_one_side_more_than_the_others_is_added():
    assert given("muscle,units", "frontalis,20", "frontalis left,5") == ([25], [])
    rows = ["frontalis,left,10", "frontalis,right,10", "procerus,both,5"]
    assert given("muscle,side,units", *rows) == ([25], [])


@pytest.mark.parametrize("other", ["ml", "vial", "Ampullen"])
def test_a_dose_in_something_else_is_asked(other):
    rows = ["frontalis,20,U", f"procerus,5,{other}"]
    assert given("muscle,units,dose unit", *rows)[1] == ["dose_in_its_unit"]
    rows = ["frontalis,20,U", "procerus,5,IU"]
    assert given("muscle,units,dose unit", *rows) == ([25], [])


@pytest.mark.parametrize(
    "other",
    [
        "vial 100 U",
        "vials (100 units)",
        "100 U vial",
        "x100U",
        "Amp. à 100 E",
        "ml (50 U/ml)",
        "amp.",
    ],
)
def test_a_dose_in_something_with_its_size_is_asked(other):
    assert given("units,dose unit", f"2,{other}")[1] == ["dose_in_its_unit"]
    if other != "amp.":  # so many vials are more than anybody gets
        assert given("units,dose unit", f"155,{other}") == ([155], [])


def test_units_of_two_products_in_one_column_are_asked():
    rows = ["frontalis,155,Allergan units", "procerus,500,Speywood units"]
    assert "dose_in_its_unit" in given("muscle,units,dose unit", *rows)[1]
    assert given("units,dose unit", "500,Speywood units") == ([500], [])
    assert given("units,dose unit", "155,Allergan units") == ([155], [])


def test_what_a_vial_or_the_solution_holds_is_no_unit_of_the_dose():
    assert given("units,unit size", "155,100 U vial") == ([155], [])
    assert given("units,dose in words", "155,155 U") == ([155], [])
    rows = ["frontalis,20,50 U/ml", "temporalis,40,50 U/ml"]
    assert given("muscle,units,dose strength", *rows) == ([60], [])


@pytest.mark.parametrize("few", ["2", "5", "2.00", "9.5"])
def test_a_dose_below_any_is_asked_in_whatever_form(few):
    assert given("units", few)[1] == ["too_few_units"]
    assert given("muscle,units", f"frontalis,{few}", "temporalis,40")[1] == []  # of their sum


def test_a_dose_below_any_is_not_asked_twice_nor_where_it_is_none():
    assert given("units", "1.55")[1] == ["thousands"]
    for units in ("10", "25", "155"):
        assert given("units", units)[1] == []


@pytest.mark.parametrize(
    "sites", ["number of sites", "n_points", "Anzahl Injektionspunkte", "Nb de points", "puntos"]
)
def test_units_of_one_site_beside_the_number_of_sites_are_asked(sites):
    header = f"muscle,units,{sites}"
    rows = ["frontalis,5,4", "corrugator,5,2", "temporalis,5,8", "procerus,5,1"]
    assert given(header, *rows)[1] == ["per_site"]
    bill = [f"A,2025-02-10,{row}" for row in rows]
    assert _billed(bill, header, answer="each")[0] == [75]
    assert _billed(bill, header, answer="all")[0] == [20]
    rows = ["frontalis,20,4", "corrugator,10,2", "temporalis,40,8", "procerus,5,1"]
    assert given(header, *rows) == ([75], [])


def test_a_number_of_a_site_or_all_sites_of_a_session_ask_nothing():
    assert given("units,number of sites", "155,31") == ([155], [])
    assert given("point,units", "1,5", "2,5", "3,5", "8,5") == ([20], [])


def treated(column: str, *texts: str, units: str = "") -> list[str]:
    rows = "\n".join(f"P1,2024-0{n}-06,{units},{text}" for n, text in enumerate(texts, 1))
    text = f"patient_id,session_date,units,{column}\n{rows}\n"
    _, report = read_records([Source("sessions.csv", text.encode())])
    return [one.kind for one in report.questions]


@pytest.mark.parametrize(
    ("column", "texts"),
    [
        ("drug", ["Botox", "GON block"]),
        ("procedure", ["Botox", "consultation"]),
        ("Behandlung", ["Botulinumtoxin A", "Nervenblockade"]),
        ("traitement", ["toxine botulique", "érénumab"]),
        ("tratamiento", ["Botox", "bloqueo occipital"]),
        ("product", ["Xeomin", "placebo"]),
        ("visit_type", ["Botox", "consultation"]),
        ("treatment", ["GON block", "GON block"]),
        ("drug", ["Botox", "no Botox"]),
    ],
)
def test_another_treatment_is_asked(column, texts):
    assert treated(column, *texts) == ["drug_of_session"]


@pytest.mark.parametrize(
    ("column", "texts"),
    [
        ("drug", ["Botox", "Xeomin"]),
        ("drug", ["Botox", "onabotulinumtoxinA"]),
        ("product", ["Allergan", "Merz"]),
        ("code", ["J0585", "J0588"]),
        ("procedure", ["PREEMPT", "PREEMPT"]),
        ("treatment", ["first", "repeat"]),
        ("concomitant_medication", ["erenumab", "topiramate"]),
        ("preventive", ["Botox", "erenumab"]),
    ],
)
def test_toxins_and_what_is_taken_besides_are_not(column, texts):
    assert treated(column, *texts, units="155") == []


@pytest.mark.parametrize(
    ("column", "texts"),
    [
        ("Visit type", ["Injection", "Follow-up"]),
        ("Appointment", ["Botox", "Review"]),
        ("Art", ["Injektion", "Kontrolle"]),
        ("Leistung", ["Botulinumtoxin-Injektion", "Gespräch"]),
        ("motif", ["injection", "suivi"]),
        ("motivo", ["inyección", "revisión"]),
        ("tipo di visita", ["iniezione", "controllo"]),
        ("soort afspraak", ["injectie", "telefonisch consult"]),
        ("tipo", ["injeção", "consulta"]),
        ("besøgstype", ["injektion", "opfølgning"]),
        ("typ av besök", ["injektion", "återbesök"]),
        ("Clinic code", ["BOTOX1", "HEADREV"]),
        ("OPS", ["6-003.8", "9-410.04"]),
        ("CPT", ["64615", "99214"]),
        ("Arm", ["Verum", "Placebo"]),
        ("what", ["Botox", "Botox review"]),
        ("visit type", ["first", "follow-up"]),
    ],
)
def test_visits_without_an_injection_are_asked_about(column, texts):
    assert treated(column, *texts, texts[0]) == ["drug_of_session"]
    assert treated(column, *texts[:1] * 3) == []


@pytest.mark.parametrize(
    ("column", "texts"),
    [
        ("injector", ["Dr Review", "nurse"]),
        ("batch", ["Botox C1234", "C4567"]),
        ("room", ["Botox room", "Consulting room 2"]),
        ("place", ["Botox clinic", "Headache clinic"]),
        ("remarks", ["Botox well tolerated", "phone call to GP"]),
        ("plan", ["repeat injection", "review in 12 weeks"]),
        ("side effects", ["injection site pain", "none"]),
        ("protocol", ["PREEMPT", "follow the pain"]),
        ("type", ["first injection", "follow-up injection"]),
        ("type", ["Erstinjektion", "Folgeinjektion"]),
        ("visit", ["V1", "V2"]),
        ("brand", ["Botox", "Xeomin"]),
        ("contact", ["phone", "letter"]),
        ("dilution", ["2 ml saline", "100 U / 2 ml NaCl"]),
        ("Verdünnung", ["Kochsalz 2 ml", "Kochsalz 4 ml"]),
        ("funding", ["NHS Botox", "private"]),
        ("procedure", ["EMG-guided injection", "injection"]),
        ("brand", ["Botox", "Nabota"]),
    ],
)
def test_what_says_nothing_of_the_kind_of_a_visit_is_not(column, texts):
    assert treated(column, *texts) == []


def test_two_columns_that_name_the_same_visits_ask_once():
    rows = ["Injection,Botox", "Follow-up,none", "Injection,Botox"]
    assert treated("Visit type,Drug", *rows) == ["drug_of_session"]
    assert treated("Visit type,Drug", *rows, "Injection,GON block") == ["drug_of_session"] * 2


@pytest.mark.parametrize(
    ("column", "texts"),
    [
        ("Indication", ["Chronic migraine", "Cervical dystonia"]),
        ("Diagnosis code", ["G43.709", "G24.3"]),
        ("ICD-10", ["G43.7 G", "G80.1"]),
        ("Indikation", ["Migräne", "Spastik"]),
        ("indication", ["migraine chronique", "dystonie cervicale"]),
        ("indicación", ["migraña crónica", "distonía cervical"]),
        ("indicazione", ["emicrania cronica", "spasticità"]),
        ("indicatie", ["migraine", "overactieve blaas"]),
        ("indicação", ["enxaqueca", "sialorreia"]),
        ("indikation", ["migræne", "spasticitet"]),
        ("diagnos", ["migrän", "hyperhidros"]),
        ("what for", ["CM", "hemifacial spasm"]),
        ("diagnosis", ["G24.3", "G24.3"]),
    ],
)
def test_sessions_for_something_else_are_asked_about(column, texts):
    assert treated(column, *texts, units="155") == ["indication_of_session"]


@pytest.mark.parametrize(
    ("column", "texts"),
    [
        ("Indication", ["Chronic migraine", "episodic migraine", "CM with MOH"]),
        ("Diagnosis", ["G43.709", "G43.7", "G44.40"]),
        ("Diagnosis", ["chronic migraine", "unknown", "tension-type headache"]),
        ("Comorbidities", ["migraine", "spasticity"]),
        ("secondary diagnosis", ["G43.1", "F32.1"]),
        ("batch", ["C12", "G43"]),
        ("aura", ["migraine with aura", "none"]),
    ],
)
def test_sessions_for_migraine_are_not(column, texts):
    assert treated(column, *texts, units="155") == []


def test_a_session_for_something_else_is_left_out_or_counts():
    rows = "P1,2024-01-08,Migraine\nP1,2024-02-12,Dystonia\nP1,2024-04-02,Migraine\n"
    source = Source("sessions.csv", f"patient_id,session_date,indication\n{rows}".encode())
    (question,) = read_records([source])[1].questions
    assert "1 time 'Dystonia', beside 2 times 'Migraine'" in question.text
    for answer, sessions in (("left_out", 2), ("they_count", 3)):
        records, _ = read_records([source], Choices(answers={question.code: answer}))
        assert len(records.sessions) == sessions


INJECTIONS = st.sampled_from(
    ["Injection", "Botox", "Injektion", "inyección", "Xeomin 100", "64615"]
)
VISITS = st.sampled_from(["Follow-up", "Kontrolle", "suivi", "revisión", "controllo", "Telefon"])


@settings(max_examples=30, deadline=None)
@drawn(
    st.lists(st.one_of(INJECTIONS, VISITS.map(str.upper), VISITS), min_size=2, max_size=9),
    st.sampled_from(["Visit type", "Anlass", "what", "x1"]),
)
def test_the_injections_are_the_sessions_once_the_visits_are_left_out(texts, column):
    days = [date(2024, 1, 8) + timedelta(days=60 * n) for n in range(len(texts))]
    rows = "".join(f"P1,{day},{text}\n" for day, text in zip(days, texts, strict=True))
    source = Source("sessions.csv", f"patient_id,session_date,{column}\n{rows}".encode())
    names = {"Injection", "Botox", "Injektion", "inyección", "Xeomin 100", "64615"}
    injected = [day for day, text in zip(days, texts, strict=True) if text in names]
    _, report = read_records([source])
    told = bool(injected) or column in ("Visit type", "Anlass")
    assert len(report.questions) == (told and len(injected) < len(days))
    if injected:
        answers = {one.code: "toxins" for one in report.questions}
        records, _ = read_records([source], Choices(answers=answers))
        assert records.sessions["session_date"].dt.date.tolist() == injected


def _billed(rows: list[str], head: str = "HCPCS,units", answer: str = ""):
    text = f"patient_id,session_date,{head}\n" + "".join(f"{row}\n" for row in rows)
    bill = Source("bill.csv", text.encode())
    records, report = read_records([bill])
    asked = [q.kind for q in report.questions]
    if answer:
        answers = {q.code: answer for q in report.questions}
        records, report = read_records([bill], Choices(answers=answers))
    return records.sessions["units"].tolist(), asked, report


@pytest.mark.parametrize("charge", [("", ""), (",$412.00", ",$1137.50"), (",412.00", ",900.10")])
@pytest.mark.parametrize("procedure", ["64615", "64616", "64642", "64615-50"])
def test_the_quantity_of_a_procedure_is_no_dose(charge, procedure):
    head = "CPT/HCPCS,units" + ",Charge" * bool(charge[0])
    bill = [
        f"A,2025-{month:02}-10,{code},{units}{money}"
        for month, dose in ((2, 165), (5, 175))
        for code, units, money in ((procedure, 1, charge[0]), ("J0585", dose, charge[1]))
    ]
    rows = [*bill, f"B,2025-02-10,{procedure},1{charge[0]}"]
    units, asked, report = _billed(rows, head, "they_count")
    assert asked == ([] if "64615" in procedure else ["billing_codes"])
    assert units[:2] == [165, 175]
    assert pd.isna(units[2])  # she was treated; with how much nobody says
    told = f"the quantity of {procedure[:5]} (a procedure) is no dose: 3 rows not added"
    assert any(told in one for one in report.files[0].notices)


@pytest.mark.parametrize("other", ["64616", "64642"])
def test_a_session_that_is_billed_for_other_muscles_alone_is_asked_about(other):
    """The neck is injected for dystonia: it was a session for migraine, in silence."""
    both = ["A,2025-02-10,64615,1", "A,2025-02-10,J0585,155", f"A,2025-02-10,{other},1"]
    alone = [f"A,2025-05-12,{other},1", "A,2025-05-12,J0585,200"]
    assert _billed(both, "CPT,units")[:2] == ([155], [])
    units, asked, report = _billed([*both, *alone], "CPT,units", "left_out")
    assert (units, asked) == ([155], ["billing_codes"])
    assert "1 session left out, as you said" in " ".join(report.files[0].notices)
    assert _billed([*both, *alone], "CPT,units", "they_count")[0] == [155, 200]
    assert _billed(alone, "CPT,units", "left_out")[0] == []


@pytest.mark.parametrize("visits", [1, 9])
def test_an_office_visit_on_a_bill_is_no_dose_and_asked_where_it_is_alone(visits):
    bill = ["A,2025-02-10,99214,1", "A,2025-02-10,64615,1", "A,2025-02-10,J0585,155"]
    assert _billed(bill, "CPT,units")[:2] == ([155], [])
    assert _billed(["A,2025-02-10,99214,1", "A,2025-02-10,64615,1"], "CPT,units")[1] == []
    days = (date(2025, 4, 10) + timedelta(days=60 * n) for n in range(visits))
    alone = [f"A,{day},99214,1" for day in days]
    units, asked, report = _billed([*bill, *alone], "CPT,units", answer="toxins")
    assert (units, asked) == ([155], ["drug_of_session"])
    assert any("64615 (a procedure), 99214 (another" in one for one in report.files[0].notices)
    assert f"cpt: {visits} time" in _billed([*bill, *alone], "CPT,units")[2].questions[0].text
    units = _billed([*bill, *alone], "CPT,units", answer="all")[0]
    assert units[0] == 155
    assert all(pd.isna(dose) for dose in units[1:])


@pytest.mark.parametrize("code", ["J0585-JW", "J0585 JW", "J0585-RT-JW"])
def test_what_was_thrown_away_is_no_dose(code):
    units, asked, report = _billed(["A,2025-02-10,J0585-RT,175", f"A,2025-02-10,{code},25"])
    assert (units, asked) == ([175], [])
    assert any("JW (thrown away) is no dose" in one for one in report.files[0].notices)


def test_products_billed_by_five_units_are_asked_about():
    bill = ["A,2025-02-10,64615,1", "A,2025-02-10,J0586,100"]
    units, asked, _ = _billed(bill, answer="billed")
    assert (units, asked) == ([500], ["billing_codes"])
    assert _billed(bill, answer="units")[0] == [100]


def test_rows_that_differ_in_their_charge_alone_are_asked_about():
    bill = ["A,2025-02-10,1,$412.00", "A,2025-02-10,175,$1137.50"]
    assert _billed(bill, "units,Charge")[1] == ["session_rows"]
    german = ["A,2025-02-10,100,C1234", "A,2025-02-10,75,C1235"]
    assert _billed(german, "units,Charge")[:2] == ([175], [])  # a batch
