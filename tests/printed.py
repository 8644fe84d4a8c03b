"""What stands on the pages of a PDF, and where?"""

import re
import shutil
import subprocess
from pathlib import Path

WORDS = shutil.which("pdftotext")


def words_of(pdf: Path) -> list[tuple]:
    """The words of each page with their boxes: (word, left, top, right, bottom), width, height."""
    assert WORDS, "poppler is missing: .ci/run installs it"
    folder = pdf.parent
    subprocess.run([WORDS, "-bbox", str(pdf), str(folder / "words.html")], check=True, timeout=60)
    pages = (folder / "words.html").read_text(encoding="utf-8").split("<page ")[1:]
    found = []
    for page in pages:
        size = [float(v) for v in re.findall(r'(?:width|height)="([\d.]+)"', page.split(">")[0])]
        boxes = [
            (m[4], *(float(v) for v in m[:4]))
            for m in re.findall(
                r'<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">'
                r"(.*?)</word>",
                page,
            )
        ]
        found.append((size, boxes))
    return found


def over_each_other(boxes: list[tuple]) -> list[tuple[str, str]]:
    """Words printed over another one: by more than a fifth of its width and half of its height."""
    found = []
    for place, (word, left, top, right, bottom) in enumerate(boxes):
        for other, *edges in boxes[place + 1 :]:
            wide = min(right, edges[2]) - max(left, edges[0])
            high = min(bottom, edges[3]) - max(top, edges[1])
            smaller = min(right - left, edges[2] - edges[0]), min(bottom - top, edges[3] - edges[1])
            if wide > smaller[0] / 5 and high > smaller[1] / 2:
                found.append((word, other))
    return found
