"""Each role tries each page by its link, in a real browser; nobody sees anything by default."""

import re

import pytest

from tests.signed_in import PAGES, SEES, clinic, go, profile, provider_is_there, shown

pytestmark = pytest.mark.server

if not provider_is_there():
    pytest.skip("Node is not installed: sign-in is left out", allow_module_level=True)

__all__ = ["clinic", "profile"]  # fixtures


def tried(role: str) -> list[str]:
    """Every page; what a researcher may see she walks through by click in ``test_sign_in``."""
    if role == "nobody":
        return ["", "kept", "patient", "trail"]
    known = SEES[role] - {"who", "report", "kept"} if role == "researcher" else set()
    return sorted(PAGES - known - ({""} - SEES[role]))  # from the first page she is led on


@pytest.mark.parametrize("role", SEES)
def test_each_role_sees_its_pages_and_no_other(clinic, profile, role):
    page = clinic.sign_in(profile, role)
    if SEES[role] and "" not in SEES[role]:
        page.wait_for_function("document.title.startsWith('All pages')")
    for path in tried(role):
        go(page, path)
        words = shown(page)
        refused = "Your role does not let you" in words or "You have no role here" in words
        assert refused == (path not in SEES[role]), (role, path, words[:300])
        if path in ("report", "presentation") and not refused:
            assert "SYNTHETIC" in words, (role, path)  # every demo says so, to every role
        if refused:
            assert "SYNTHETIC" not in words
            assert page.locator(".js-plotly-plot, [data-testid=stDataFrame]").count() == 0
    offered = {
        re.sub(r"\?.*", "", link.get_attribute("href") or "").strip("/")
        for link in page.get_by_test_id("stSidebar").get_by_role("link").all()
    }
    assert offered <= SEES[role]


def test_a_deep_link_without_sign_in_shows_nothing(clinic, profile):
    page = profile.visitor()
    for path in ("", "kept", "patient", "presentation", "trail"):
        page.goto(f"{clinic.address}/{path}")
        words = shown(page)
        assert "Sign in" in words
        assert "SYNTHETIC" not in words
        assert page.get_by_test_id("stSidebar").count() == 0 or not (
            page.get_by_test_id("stSidebar").get_by_role("link").count()
        )
