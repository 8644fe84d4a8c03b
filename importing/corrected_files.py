"""Which file corrects which? By their names, as the user says it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from importing.choices import Choices
from importing.identity import given_id, id_of, is_called
from importing.one_file import ATTACKS, Part, Source

Corrects = Mapping[str, str]  # the file that corrects -> the file whose rows it replaces
Content = tuple[str, str]  # a table of a file: the file's digest, and the sheet or member


@dataclass(frozen=True)
class Corrected:
    """Of each table of a file the tables that correct it, the last word first.

    A correction of a correction is one of the first file too. ``problems``: a sentence for each
    that was said and cannot be; such a one changes nothing.
    """

    by: Mapping[Content, tuple[Content, ...]]
    problems: tuple[str, ...] = ()

    @property
    def files(self) -> set[Content]:
        """All that correct, or are corrected."""
        return {*self.by, *(new for by in self.by.values() for new in by)}


def corrected_files(corrects: Corrects, parts: Sequence[Part]) -> Corrected:
    """Which of these files correct which others, and what cannot be."""
    edges: dict[Content, set[Content]] = {}
    problems = []
    for new, old in corrects.items():
        said = f"--corrects {new}={old}"
        found, told = [], []
        for key in (new, old):
            called = [part for part in parts if is_called(key, part.file, part.place)]
            files = {(part.digest, part.place) for part in called}
            if not called:
                told.append(f"no file is called {key}")
            elif len(files) > 1:
                told.append(
                    f"{len(files)} files are called {key}: its folder before it tells them apart"
                )
            found.append(called)
        if told:
            problems.append(f"{said}: {'; '.join(told)}.")
            continue
        if _is_itself(new, old, *found):
            problems.append(f"{said}: a file corrects another one, and not itself.")
        elif any(cells.table == ATTACKS for part in (*found[0], *found[1]) for cells in part.cells):
            problems.append(
                f"{said}: a list of attacks has no day in each row that another row could "
                "replace. Load the corrected list alone, without the old one."
            )
        else:  # what holds the same to the byte changes nothing
            corrected = {content_of(part) for part in found[1]}
            for one in {content_of(part) for part in found[0]}:
                edges.setdefault(one, set()).update(corrected - {one})
    round_it = {one for one in edges if one in _reached(one, edges)}
    if round_it:
        named = sorted({part.file for part in parts if content_of(part) in round_it})
        problems.append(
            f"--corrects: {' and '.join(named)} correct each other in a circle: which of them "
            "is right cannot be known, so none replaces a row of another."
        )
        edges = {new: old for new, old in edges.items() if new not in round_it}
    return Corrected(_last_word_first(edges), tuple(problems))


def content_of(part: Part) -> Content:
    """What a part is, whatever its file is called."""
    return part.digest, part.text.sheet if part.text else ""


def _is_itself(new: str, old: str, news: Sequence[Part], olds: Sequence[Part]) -> bool:
    return new == old or {(p.file, p.place) for p in news} == {(p.file, p.place) for p in olds}


def _reached(new: Content, edges: Mapping[Content, Iterable[Content]]) -> dict[Content, int]:
    """The files that this one corrects, each with how many corrections lie between at most."""
    found: dict[Content, int] = {}
    waiting = [(old, 1) for old in edges.get(new, ())]
    while waiting:
        old, steps = waiting.pop()
        if found.get(old, 0) < steps <= len(edges):
            found[old] = steps
            waiting += [(one, steps + 1) for one in edges.get(old, ())]
    return found


def _last_word_first(
    edges: Mapping[Content, set[Content]],
) -> dict[Content, tuple[Content, ...]]:
    steps: dict[Content, list[tuple[int, Content]]] = {}
    for new in edges:
        for old, far in _reached(new, edges).items():
            steps.setdefault(old, []).append((-far, new))
    return {old: tuple(new for _, new in sorted(by)) for old, by in steps.items()}


def with_ids_of_the_corrected(choices: Choices, sources: Sequence[Source]) -> Choices:
    """A file that does not say whose it is is that of the patient whose file it corrects."""
    ids = dict(choices.ids)
    for new in choices.corrects:
        old, seen = new, set()
        while old in choices.corrects and old not in seen:  # to the first file of a chain
            seen.add(old)
            old = choices.corrects[old]
        named = [one for one in sources if is_called(old, one.name, one.place)]
        if named and not given_id(new, choices.ids):
            ids[new] = id_of(named[0].name, choices.ids, named[0].place)
    return replace(choices, ids=ids) if ids != choices.ids else choices
