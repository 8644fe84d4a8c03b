import os
import tempfile

import pytest

from tests.front_door import FrontDoor

# What tests keep never comes near the database of whoever runs them.
os.environ["CLEAR_DAYS_DATABASE"] = f"sqlite:///{tempfile.mkdtemp(prefix='clear-days')}/kept.db"


@pytest.fixture
def door(tmp_path) -> FrontDoor:
    return FrontDoor(tmp_path)
