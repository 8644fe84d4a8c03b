"""What people do to good files: a case of each kind gives the same records or exit 1."""

import pytest

from tests.door_fuzz import KINDS, Files, Tables, one_case, plain

pytestmark = pytest.mark.slow

FIRST = 29_000_000


@pytest.mark.parametrize("place", range(len(KINDS)), ids=[kind.__name__ for kind in KINDS])
def test_the_same_records_or_exit_1(place):
    one_case(FIRST - FIRST % len(KINDS) + place)


def test_other_records_without_a_word_are_found():
    def turned(tables: Tables, chance: object) -> Files:
        tables["diary"][5][1:] = ["2024-01-08", "1", "1", "5", ""]
        tables["diary"][6][2:4] = ["1", "1"]
        return plain(tables)

    with pytest.raises(AssertionError, match="without a word"):
        one_case(0, (turned,))
