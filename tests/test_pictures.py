"""Is every picture that is taken shown, with words, and is none shown that nobody takes?"""

import re
from pathlib import Path

from docs.make_pictures import FOLDER, PICTURES, ROOT
from ui.frame.navigation import BY_LABEL

SHOWN = re.compile(r"!\[([^\]]*)\]\(([^)]+)\)")
TEXTS = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]


def shown() -> list[tuple[Path, str, Path]]:
    """The text, the words, and the picture of each place where one is shown."""
    return [
        (text, words, (text.parent / place).resolve())
        for text in TEXTS
        for words, place in SHOWN.findall(text.read_text(encoding="utf-8"))
    ]


def test_every_picture_is_taken_and_shown_with_words():
    taken = {(FOLDER / f"{picture.name}.png").resolve() for picture in PICTURES}
    assert {picture for _, _, picture in shown()} == taken == set(FOLDER.resolve().glob("*.png"))
    assert all(len(words) > 20 for _, words, _ in shown())
    assert all(picture.page in BY_LABEL for picture in PICTURES)


def test_pages_that_a_tour_names_are_there():
    named = {
        name
        for text in (ROOT / "docs" / "tour").glob("*.md")
        for name in re.findall(r"\*([A-Z][A-Za-z ]+)\*(?!\*)", text.read_text(encoding="utf-8"))
    }
    others = {"Next", "Filters", "Sets of filters", "Page for the file"}
    assert others <= named
    assert named - others <= set(BY_LABEL)


def test_a_link_of_a_tour_leads_somewhere():
    for text in TEXTS:
        for place in re.findall(r"(?<!!)\[[^\]]*\]\(([^)#:]+)\)", text.read_text(encoding="utf-8")):
            assert (text.parent / place).exists(), (text.name, place)
