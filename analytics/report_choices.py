"""What was chosen for a report: its title, sections, small cells, study beside, and the template.

Kept in ``settings.json`` beside the Definition, so that next month's report is made the same way. A
number never depends on it.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields

from analytics.definitions import SMALL_CELL_LIMIT, SMALL_CELL_LIMITS
from analytics.therapies import DEFAULT_THERAPY, THERAPIES, Therapy

SECTIONS = {
    "treated": "Who was treated",
    "response": "Response by session",
    "reduction": "Reduction in bands",
    "curve": "Every threshold",
    "medication": "Acute medication",
    "compared": "Compared with what",
    "safety": "Side effects",
    "methods": "Methods in plain words",
    "definitions": "Definitions",
    "checklist": "Checklist: what this report answers",
}


@dataclass(frozen=True)
class ReportChoices:
    """Choices about a report. ``study``: the key of a published result; empty is the first.

    ``template`` is the file name of the clinic's own slides, ``template_digest`` their SHA-256:
    settings hold no data, so the file is handed over again.
    """

    title: str = DEFAULT_THERAPY.title
    sections: tuple[str, ...] = tuple(SECTIONS)
    limit: int = SMALL_CELL_LIMIT
    study: str = ""
    template: str = ""
    template_digest: str = ""

    def title_for(self, therapy: Therapy) -> str:
        """As chosen; where it is a treatment's own title, that of this treatment."""
        titles = [known.title for known in THERAPIES.values()]
        return therapy.title if self.title in titles else self.title

    def to_dict(self, therapy: Therapy) -> dict[str, object]:
        """Plain values, as they are kept beside a Definition of this treatment."""
        named = {"title": self.title_for(therapy), "sections": list(self.sections)}
        return {**asdict(self), **named}

    @classmethod
    def from_dict(cls, kept: dict[str, object]) -> ReportChoices:
        """Read ``to_dict``; an unknown section or a limit out of bounds is a ValueError.

        A study that is named by its label, as 0.9.0 did, is taken by its key.
        """
        sections = tuple(str(name) for name in kept.get("sections", SECTIONS))  # type: ignore[attr-defined]
        unknown = [name for name in sections if name not in SECTIONS]
        limit = int(kept.get("limit", SMALL_CELL_LIMIT))  # type: ignore[call-overload]
        least, most = SMALL_CELL_LIMITS
        if unknown or not sections or not least <= limit <= most:
            raise ValueError(f"sections of {', '.join(SECTIONS)}; a limit from {least} to {most}")
        text = {
            f.name: str(kept[f.name]) for f in fields(cls) if f.type == "str" and f.name in kept
        }
        if text.get("study"):
            from analytics.research.compared import key_of

            text["study"] = key_of(text["study"])
        return cls(sections=tuple(dict.fromkeys(sections)), limit=limit, **text)
