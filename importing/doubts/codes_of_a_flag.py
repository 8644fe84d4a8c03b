"""What does a 2 mean in a column of yes and no? No, a mild headache, or not known."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from importing.doubts.base import Cells, Doubt, LooksAt, Sign

CODE = re.compile(r"(-?\d{1,3})(?:[.,]0)?")
FEW = 3  # a 7 or two among many 0 and 1 are typing errors: set aside, not a coding
HIGHEST = 10
ACCESS = -1  # how Microsoft Access writes yes
MINUS_1_IS_YES = "-1_is_yes"
ABOVE_0, ABOVE_1, ONE_IS_YES, TWO_IS_YES = "above_0", "above_1", "1_is_yes", "2_is_yes"
MISSING, SET_ASIDE = "not_recorded", "set_aside"


def signs(cells: Cells) -> Iterator[Sign]:
    for column in cells.flag_columns():
        counts = _codes(cells, column)
        others = {code: n for code, n in counts.items() if code not in (0, 1)}
        few = sum(others.values()) < FEW and (0 in counts or not {*others} <= {*range(HIGHEST + 1)})
        if not others or few:
            continue
        seen = ", ".join(f"{n:,} times {code}" for code, n in sorted(counts.items()))
        yield Sign(
            f"{column}: a coding ({seen}) where 1 for yes and 0 for no were expected: which code "
            "means yes?",
            _readings(counts),
            column,
        )


def _codes(cells: Cells, column: str) -> dict[int, int]:
    """Each code of the column that is a whole number, with its rows; none in our own coding."""
    found: dict[int, int] = {}
    for text, count in cells.texts(column).items():
        if text not in cells.choices.missing_codes and (match := CODE.fullmatch(text)):
            found[int(match[1])] = found.get(int(match[1]), 0) + count
    return found


def _readings(codes: Mapping[int, int]) -> tuple[tuple[str, str], ...]:
    scale = [code for code in codes if 0 <= code <= HIGHEST]
    beyond = sorted(code for code in codes if code not in (*scale, 0, 1))
    if beyond == [ACCESS] and max(scale, default=0) == 0:
        return (
            (MINUS_1_IS_YES, "-1 is yes, 0 is no, as Access writes it"),
            (MISSING, "0 is no, -1 is not recorded"),
            (SET_ASIDE, "the rows with -1 are set aside"),
        )
    if beyond and max(scale, default=0) <= 1:
        which = " and ".join(str(code) for code in beyond)
        return (
            (MISSING, f"1 is yes, 0 is no, {which} is not recorded"),
            (SET_ASIDE, f"the rows with {which} are set aside"),
        )
    rest = f"; {' and '.join(str(code) for code in beyond)} is not recorded" if beyond else ""
    top = max(scale)
    if 0 in codes and top == 9 and max(c for c in scale if c < 9) <= 1:
        return (
            (MISSING, f"1 is yes, 0 is no, 9 is not recorded{rest}"),
            (ABOVE_0, f"0 is no, 1 and 9 are yes{rest}"),
        )
    if 0 in codes:
        others = "2" if top == 2 else f"2 to {top}"
        return (
            (ABOVE_0, f"0 is no, 1 to {top} are yes{rest}"),
            (ONE_IS_YES, f"1 is yes, 0 is no, {others} is not recorded{rest}"),
        )
    if top <= 2:
        return (
            (ONE_IS_YES, f"1 is yes, 2 is no{rest}"),
            (TWO_IS_YES, f"1 is no, 2 is yes{rest}"),
        )
    others = "3" if top == 3 else f"3 to {top}"
    return (
        (ABOVE_1, f"1 is no, 2 to {top} are yes{rest}"),
        (ONE_IS_YES, f"1 is yes, 2 is no, {others} is not recorded{rest}"),
    )


def _meaning(code: int, reading: str, has_zero: bool) -> str:
    if code == ACCESS and reading == MINUS_1_IS_YES:
        return "1"
    if not 0 <= code <= HIGHEST:
        return ""
    if reading == ABOVE_0:
        return str(int(code > 0))
    if reading == ABOVE_1:
        return str(int(code > 1))
    if reading == TWO_IS_YES:
        return {1: "0", 2: "1"}.get(code, "")
    no = 0 if has_zero or reading in (MISSING, MINUS_1_IS_YES) else 2
    return {1: "1", no: "0"}.get(code, "")


def _is_no_flag(text: str) -> bool:
    match = CODE.fullmatch(text)
    return match is not None and int(match[1]) not in (0, 1)


def read(cells: Cells, sign: Sign, reading: str) -> Cells:
    column = sign.column
    codes = _codes(cells, column)
    if reading == SET_ASIDE:
        wrong = cells.where_text(column, _is_no_flag)
        return cells.set_aside(wrong, column, "this code is not 0 or 1, as you said")

    def meaning(text: str) -> str:
        match = CODE.fullmatch(text)
        if match is None or text in cells.choices.missing_codes:
            return text
        return _meaning(int(match[1]), reading, 0 in codes)

    return cells.rewritten(column, meaning)


DOUBT = Doubt("codes_of_a_flag", LooksAt.COLUMN, signs, read)
