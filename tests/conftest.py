from __future__ import annotations

import gc
import os
import sys
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from analytics.records import Records
from importing import ImportReport
from tests.examples import examples
from tests.front_door import FrontDoor

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from tests.browsers import Profile

# What tests keep never comes near the database of whoever runs them.
os.environ["CLEAR_DAYS_DATABASE"] = f"sqlite:///{tempfile.mkdtemp(prefix='clear-days')}/kept.db"


# A law that names no number tries 30 examples in every run, and more in ``make fuzz``; how long one
# takes on a machine that does other things says nothing.
settings.register_profile("laws", max_examples=examples(30), deadline=None)
settings.load_profile("laws")

# Seldom: going through all that pytest and pandas hold was a tenth of the tests' time.
gc.set_threshold(20_000, 50, 100)

# The files that take longest, begun first, so that no worker waits for another at the end.
FIRST = (
    "test_sign_in",
    "test_browser",
    "test_registry",
    "test_accessible",
    "test_door_cases",
    "test_roles",
    "test_comes_back",
    "test_rendering",
    "test_a_measure",
    "test_tables",
    "test_pages",
    "test_counts",
    "test_reports",
    "test_kept_cohorts",
    "test_words",
    "test_cycles_elsewhere",
    "test_files_counted",
    "test_journeys_of_files",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    places = {name: place for place, name in enumerate(FIRST)}
    items.sort(key=lambda item: places.get(item.path.stem, len(FIRST)))


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Without the slow tests, a file that is slow as a whole is not even imported."""
    left_out = "not slow" in config.option.markexpr and collection_path.match("test_*.py")
    whole = "\npytestmark = pytest.mark.slow\n"
    return True if left_out and whole in collection_path.read_text(encoding="utf-8") else None


def pytest_collection_finish() -> None:
    """What is installed stays so: each ``AppTest`` would look through all packages for components,
    for longer than it then takes to run a page. And it waits for the page's thread to end, where it
    would look a thousand times a second and hold up the page each time: a fifth of its time."""
    if "streamlit" in sys.modules:
        from streamlit.components.v2 import manifest_scanner
        from streamlit.testing.v1 import local_script_runner

        manifest_scanner.scan_component_manifests = cache(manifest_scanner.scan_component_manifests)
        look = local_script_runner.require_widgets_deltas

        def wait(runner: local_script_runner.LocalScriptRunner, timeout: float = 3) -> None:
            runner._script_thread.join(timeout)
            look(runner, timeout)

        local_script_runner.require_widgets_deltas = wait


@pytest.fixture(scope="session")
def sample() -> tuple[Records, ImportReport]:
    """The sample clinic and what the door said of it: read once for all tests of a worker."""
    from tests.test_sample import sample_clinic

    return sample_clinic()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests of a worker; only where one of them asks is it started."""
    from tests.browsers import chromium

    with chromium() as started:
        yield started


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The app for all tests of a worker: what it works out of the sample, it works out once."""
    from tests.browsers import served

    with served(tmp_path_factory.mktemp("server")) as address:
        yield address


@pytest.fixture(scope="session")
def profile(browser: Browser, server: str) -> Iterator[Profile]:
    from tests.browsers import Profile

    profile = Profile(browser, f"{server}/_stcore/health")
    yield profile
    profile.close()


@pytest.fixture
def page(profile: Profile) -> Iterator[Page]:
    """A tab of a new visitor, which asks for nothing outside."""
    page = profile.visitor()
    outside: list[str] = []
    page.on("request", lambda r: outside.append(r.url) if "localhost" not in r.url else None)
    yield page
    assert not [url for url in outside if not url.startswith(("data:", "blob:"))]


@pytest.fixture
def door(tmp_path) -> FrontDoor:
    return FrontDoor(tmp_path)
