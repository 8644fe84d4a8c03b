import pytest

from tests.front_door import FrontDoor


@pytest.fixture
def door(tmp_path) -> FrontDoor:
    return FrontDoor(tmp_path)
