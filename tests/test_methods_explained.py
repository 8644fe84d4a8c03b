"""Whoever reads a name of statistics can ask, where it stands, what it means."""

import re

import pytest

from tests.test_pages import start
from words.glossary import METHODS, NAMED_BY, RESEARCH, explained

PAGES = (
    "plan",
    "who",
    "models",
    "onset",
    "subgroups",
    "change",
    "quality",
    "spread",
    "side_effects",
)


@pytest.mark.parametrize("page", PAGES)
def test_no_page_names_a_method_without_saying_what_it_is(page):
    """Wherever a paragraph names one, its own mark explains it; so does the box of methods."""
    opened = {"p_values": True, "spread_tab": "When, and who stops"}
    app = start(f"pages/{page}.py", opened)
    named = 0
    for part in app.markdown:
        for pattern in NAMED_BY:
            if re.search(pattern, part.value):
                named += 1
                assert explained(part.value) in part.proto.help, part.value
                assert explained(part.value)
    assert named


def test_each_name_leads_to_a_term_and_each_term_has_a_name():
    terms = {term.name for term in (*RESEARCH, *METHODS)}
    assert {*NAMED_BY.values()} <= terms
    assert {term.name for term in METHODS} <= {*NAMED_BY.values()}


def test_only_what_is_named_is_explained():
    assert explained("20 patients, 12 of them judged.") == ""
    assert explained("20 sites, ICC 0.05").startswith("- **ICC**: How alike patients of one site")
    assert explained("(Aalen-Johansen)").startswith("- **Cumulative incidence**")
    assert "bootstrap-t" in explained("Means with bootstrap-t intervals")
    assert "Resampling" not in explained("Means with bootstrap-t intervals")
