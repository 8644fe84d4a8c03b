"""Doses of two products whose units differ are told; of one, or of alike ones, nothing is."""

import pytest

from importing import Source, read_records


@pytest.mark.parametrize(
    ("products", "told"),
    [
        (("Dysport", "Botox"), True),
        (("abobotulinumtoxinA", "Xeomin 100"), True),
        (("Dysport", "Dysport"), False),
        (("Botox", "Xeomin"), False),
        (("Botox (no Dysport)", "Botox"), False),
    ],
)
def test_doses_of_two_products_are_told(products, told):
    rows = "".join(f"P{n},2024-0{1 + 3 * (n % 2)}-1{n},{products[n % 2]},155\n" for n in range(6))
    text = f"patient_id,session_date,product,units\n{rows}"
    _, report = read_records([Source("sessions.csv", text.encode())])
    said = [one for one in report.sentences() if "is not a unit of the other" in one]
    assert bool(said) == told
