"""Does a file of days or sessions name a site, and does the patients file name the same?"""

from __future__ import annotations

from collections.abc import Iterator

from importing.doubts.base import Cells, Doubt, Everyone, LooksAt, Sign, content_of
from words.numbers import counted

SITE = "site"


def _site_of(cells: Cells) -> dict[str, str]:
    """The site of each patient, where it is the same in all of her rows."""
    ids, names = cells.encoded("patient_id")
    codes, texts = cells.encoded(SITE)
    found: dict[str, str] = {}
    for patient, site in set(zip(ids.tolist(), codes.tolist(), strict=True)):
        name = names[patient]
        found[name] = texts[site] if name not in found else ""
    return {patient: site for patient, site in found.items() if site}


def signs(everyone: Everyone) -> Iterator[Sign]:
    listed: dict[str, str] = {}
    for cells in everyone.cells:
        if cells.table == "patients" and SITE in cells:
            listed |= _site_of(cells)
    for cells in everyone.cells:
        if cells.table not in ("diary", "sessions") or SITE not in cells:
            continue
        sites = _site_of(cells)
        other = [p for p, site in sites.items() if p in listed and listed[p] != site]
        if other:
            yield Sign(
                f"{cells.file}: the site of {counted(len(other), 'patient')} is not that of the "
                "patients file, which is used.",
                (),
                SITE,
                about=cells.file,
                of=content_of([cells]),
            )
        elif sites and not listed:
            yield Sign(
                f"{cells.file}: its column site is not read; a patients file with a site groups by "
                "it.",
                (("not_read", "not read"),),
                SITE,
                about=cells.file,
                of=content_of([cells]),
            )


DOUBT = Doubt("site_of_days", LooksAt.IDS, signs)
