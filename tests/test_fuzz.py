"""A few hundred damaged files: no traceback, no hang, every row accounted for (make fuzz: more)."""

import pytest

from tests.fuzz import one_case, seeds

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def files():
    return seeds()


@pytest.mark.parametrize("block", range(10))
def test_damaged_files(files, block):
    for number in range(block * 40, block * 40 + 40):
        one_case(1_000_000 + number, files)
