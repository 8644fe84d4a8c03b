"""How is this file read? The rows in question, and what each reading makes of them.

Nothing is preselected and no reading is recommended: boxes of equal weight, comparable line by
line, each with one button that repeats the answer.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from importing import Choices, ImportReport, Question, Source
from importing.carried import Made
from importing.file_names import is_sheet
from importing.shown import Shown
from ui.loading.questions import Answer, ask_otherwise
from ui.loading.readings import AskedOnce, Readings, asked_once
from ui.loading.strip import MOST_NAMED, cell, strip
from ui.showing.show import inert
from words.numbers import counted, sentence_case
from words.response import told_of

BESIDE = 2  # boxes in a row


class QuestionScreen:
    """The screen while a question is open; ``carry_through`` fills in its numbers at the end."""

    def __init__(
        self, sources: Sequence[Source], report: ImportReport, choices: Choices, answer: Answer
    ) -> None:
        self.report, self.choices, self.answer = report, choices, answer
        self.asked = asked_once(report.questions, apart=st.session_state.get("asked_apart", False))
        self.number = {asked.first.code: n for n, asked in enumerate(self.asked, start=1)}
        self.with_readings = [one for one in self.asked if one.first.has_readings]
        self.readings = Readings(sources, choices, report)
        wanted = st.session_state.get("pending_wanted", ())
        self.at_once = self.readings.at_once(self.with_readings if sources else [], wanted)
        self.slots: dict[tuple[str, str], DeltaGenerator] = {}
        self.same: dict[str, DeltaGenerator] = {}

    def show(self, names: Sequence[str], actions: Callable[[str], None]) -> None:
        """Whose file, the Definition, what is decided, and the questions one below the other."""
        strip(names)
        with st.container(gap="xsmall"):
            self.headline = st.empty()
            self._decide()
            actions(by_your_answer(self.with_readings))
            self.working = st.empty()
        for asked in self.asked:
            left, right = st.columns([2, 3], gap="medium")
            with left, st.container(gap="xsmall"):
                _rows(self.report.shown.get(asked.first.code), asked)
            with right, st.container(gap="small"):
                self._question(asked)

    def carry_through(self) -> None:
        """Work out what is missing, one reading after the other, while the page is there."""
        left = self.readings.missing(self.at_once)
        for n, (asked, reading) in enumerate(left, start=1):
            told = f"Reading the files with each answer: {n} of {len(left)}"
            with self.working, st.spinner(told, show_time=True):
                self.readings.carry(asked, reading)
            self._fill(asked)
        if left:
            self.working.empty()
            for asked in self.at_once:
                self._fill(asked)
            self._decide()

    def _decide(self) -> None:
        made = [one for asked in self.with_readings for one in self.readings.of(asked) or ()]
        further = len(self.asked) > len(self.with_readings)
        self.headline.header(deciding(len(self.asked), made, further=further), anchor=False)

    def _question(self, asked: AskedOnce) -> None:
        question = asked.first
        text = question.text.removeprefix(f"{question.file}: ")
        with st.container(gap="xxsmall"):
            st.subheader(f"{self.number[question.code]} · {inert(text)}", anchor=False)
            if len(asked.questions) > 1 and question.has_readings:
                with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                    st.markdown(
                        f":gray[:small[Asked of {len(asked.questions)} files like this one; an "
                        "answer holds for all of them.]]",
                        width="content",
                    )
                    if st.button("Ask file by file", type="tertiary", key=f"apart_{question.code}"):
                        st.session_state.asked_apart = True
                        st.rerun()
        if question.has_readings:
            self._boxes(asked)
            with st.container(gap="xxsmall"):
                self.same[question.code] = st.empty()
                self._held(asked)
            self._fill(asked)
        else:
            with st.container(border=True):
                ask_otherwise(asked, self.report, self.choices, self.answer)

    def _boxes(self, asked: AskedOnce) -> None:
        options = asked.first.options
        for start in range(0, len(options), BESIDE):
            columns = st.columns(BESIDE)
            for column, (reading, words) in zip(columns, options[start:], strict=False):
                with column, st.container(border=True, height="stretch"):
                    self._box(asked, reading, inert(sentence_case(words)))

    def _box(self, asked: AskedOnce, reading: str, words: str) -> None:
        code = asked.first.code
        with st.container(height="stretch", gap="small"):
            st.markdown(f"**{words}**")
            slot = st.empty()
        self.slots[code, reading] = slot
        if asked in self.at_once:
            slot.markdown(":gray[What this answer gives is being worked out.]")
        elif self.readings.sources and slot.button(
            "Work out what it gives",
            type="tertiary",
            key=f"wanted_{code}_{reading}",
            icon=":material/calculate:",
        ):
            st.session_state.pending_wanted = (*st.session_state.get("pending_wanted", ()), code)
            st.rerun()
        if st.button(words, key=f"answer_{code}_{reading}", width="stretch"):
            self.answer(self.choices.answered(asked.answers(reading)))

    def _fill(self, asked: AskedOnce) -> None:
        """Line by line what tells the readings apart, and below them what is the same in all."""
        made, code = self.readings.of(asked) or (), asked.first.code
        for one in made:
            lines = [
                line
                for topic, line in one.about.items()
                if not _same(topic, made) and (one.judged or topic != "judged")
            ]
            said = "\n".join(f"- {line}" for line in [*lines, _rate(one)])
            self.slots[code, one.reading].markdown(said)
        if made:
            same = [line for topic, line in made[0].about.items() if _same(topic, made)]
            told = f"By every answer: {'; '.join(same)}." if same else ""
            self.same[code].markdown(f":gray[:small[{told}]]")

    def _held(self, asked: AskedOnce) -> None:
        """At which reading the other questions are held while this one's numbers are made."""
        others = [one for one in self.with_readings if one is not asked]
        if not others:
            return
        told = "Numbers here take the first answer of every other question until it is answered."
        if len(others) <= MOST_NAMED:
            held = " and ".join(
                f"*{inert(one.first.options[0][1])}* until question "
                f"{self.number[one.first.code]} is answered"
                for one in others
            )
            told = f"Numbers here take {held}."
        st.markdown(f":gray[:small[{told}]]")


def screen_title(names: Sequence[str]) -> str:
    """The question of the page while one is open."""
    if len(names) == 1:
        return f"How is {inert(names[0])} read?"
    return f"How are {len(names)} files read?"


def deciding(questions: int, made: Sequence[Made], *, further: bool = False) -> str:
    """What the open questions decide, from the least to the most that the readings give.

    ``further``: a mapping or a period is open too, without which nobody may be judged as yet.
    """
    verb = "decides" if questions == 1 else "decide"
    asked = f"**:blue[{counted(questions, 'question')}] {verb}"
    judged = sorted((one for one in made if one.judged), key=lambda m: m.responders / m.judged)
    rates = list(dict.fromkeys(f"{m.responders:,} of {m.judged:,}" for m in reversed(judged)))
    unknown = [one.reached for one in made if not one.judged][:1]
    if not rates and (further or not unknown):
        return f"{asked}** :gray[what these files say.]"
    same = " by every answer" if len([*rates, *unknown]) == 1 else ""
    if len(rates) > MOST_NAMED:
        rates = [f"{rates[-1]} to {rates[0]}"]
    reach = [f"{' or '.join(rates)} {told_of(made[0].definition).reach_it}"] if rates else []
    return f"{asked}:** :gray[{', or '.join([*reach, *unknown])}{same}.]"


def by_your_answer(asked: Sequence[AskedOnce]) -> str:
    """Who chooses, and that it is not for good."""
    most = max((len(one.first.options) for one in asked), default=0)
    if not most:
        return "Only you can say. Every answer can be taken back. No control group."
    if most == BESIDE and len(asked) <= BESIDE:
        return (
            "By your answer: two readings give different records, so you choose. Both can be "
            "taken back. No control group."
        )
    return (
        "By your answer: the readings give different records, so you choose. Each can be taken "
        "back. No control group."
    )


def _same(topic: str, made: Sequence[Made]) -> bool:
    """Is the same said of it by every reading?"""
    said = {one.about.get(topic) for one in made}
    return len(said) == 1 and None not in said


def _rate(made: Made) -> str:
    return f"after session {made.session}: **{made.reached}**"


def _rows(shown: Shown | None, asked: AskedOnce) -> None:
    """The rows in question as they stand in the file, the column marked."""
    question = asked.first
    if shown is None:
        where = inert(question.file) if question.file else "Between the files"
        st.subheader(where, anchor=False)
        st.markdown(":gray[:small[No single column of one file shows it.]]")
        return
    with st.container(gap="xxsmall"):
        st.subheader(_table_of(shown, question), anchor=False)
        st.markdown(f":gray[:small[{_where(shown, question)}]]")
    st.table(_marked(shown), hide_index=True, alt="The rows in question as they stand in the file")
    if told := _texts(shown):
        st.markdown(f":gray[:small[{told}]]")


def _table_of(shown: Shown, question: Question) -> str:
    """Sheet Jan, or the name of a file: diary.csv"""
    if is_sheet(shown.sheet):
        return f"Sheet {inert(shown.sheet)}"
    return inert(question.file or shown.sheet)


def _where(shown: Shown, question: Question) -> str:
    first, last = shown.rows[0], shown.rows[-1]
    rows = f"Row {first}"
    if len(shown.rows) > 1 and last - first == len(shown.rows) - 1:
        rows = f"Rows {first} to {last}"
    elif len(shown.rows) > 1:
        rows = f"Rows {', '.join(str(row) for row in shown.rows)}"
    told = [f"{rows} of {shown.last_row:,}."]
    if shown.marked and question.has_readings:
        readings = {2: "two", 3: "three"}.get(len(question.options), "several")
        told.append(f"The marked column has {readings} readings.")
    if shown.hidden:
        told.append("Cells of columns that may name a person are not shown.")
    return " ".join(told)


def _marked(shown: Shown) -> object:
    """The rows as a table of text, the marked column in the theme's own colour of a mark."""
    frame = pd.DataFrame(
        [[cell(text) for text in row] for row in shown.cells],
        columns=[cell(name) for name in shown.headers],
        dtype="str",
    )
    if not shown.marked:
        return frame
    mode = st.context.theme.type or "light"
    colours = (
        f"background-color: {st.get_option(f'theme.{mode}.orangeBackgroundColor')}; "
        f"color: {st.get_option(f'theme.{mode}.textColor')}"
    )
    place = shown.headers.index(shown.marked)
    styles = pd.DataFrame("", index=frame.index, columns=frame.columns)
    styles.iloc[:, place] = colours
    return frame.style.apply(lambda _: styles, axis=None)


def _texts(shown: Shown) -> str:
    if not shown.texts:
        return ""
    told = [
        f"“{inert(text)}” in {counted(count, 'cell')}" if text else f"blank in {count:,}"
        for text, count in shown.texts.items()
    ]
    return f"{inert(shown.marked)}: {', '.join(told)}, nothing else."
