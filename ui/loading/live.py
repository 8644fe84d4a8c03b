"""How are these files read now? Left the file and what its columns mean, right what it becomes.

Every choice reads the files again, so that a wrong one is seen as a wrong answer.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import pandas as pd
import streamlit as st

from analytics.calendar import patient_days
from analytics.definitions import MEASURES
from analytics.frames import CANONICAL
from analytics.needs import SINGLE_DAYS
from analytics.order import natural
from analytics.records import Records
from charts.calendar import calendar_chart
from importing import Choices, ImportReport, Mapping
from importing.as_read import AsRead, ColumnAsRead, as_shape, meanings_of
from importing.attack_list import OPTIONS
from importing.carried import Made, made_of
from importing.column_kinds import TakenFor, no_numbers
from importing.day_signs import MEANINGS
from importing.file_names import is_sheet
from importing.mapping_checks import ASIDE, ATTACKS, DAY, MONTHS, PAIN
from importing.suggested import PERIODS, is_whole
from importing.value_meanings import SET_ASIDE, options
from ui.loading.strip import cell, strip
from ui.showing.days import day_signs
from ui.showing.show import inert, rows_of
from ui.showing.signs import key_of
from ui.tab import state
from ui.tab.width import medium
from words.loading import (
    ROWS,
    becomes,
    cells_of_periods,
    column_label,
    columns_of_days,
    weakest,
)
from words.numbers import counted
from words.percents import percent
from words.response import told_of

MOST_ABOVE, LONGEST = 8, 14  # columns, and letters of a name; of more each is a row of a list
MOST_IN_A_WINDOW = 5  # columns that stand beside each other in one narrower than a desk's
NARROWEST = 92  # pixels of a column of the file
REASON = 190  # pixels
CONTROL = 240  # pixels
FEW = 3  # cells of a row that is named
PATIENTS = 5  # of counts, as they are understood
Change = Callable[[Mapping], None]


def answer_line(records: Records, made: Made, *, on_top: bool = False) -> str:
    """What the files become and, in grey, the number that this reading gives; ``on_top``: alone
    they are not enough, and they can be put on top of what is loaded."""
    reach = told_of(made.definition).reach_it
    number = "Nobody can be judged."
    if on_top:
        number = "They can be put on top of the records that are loaded."
    if made.judged:
        share = percent(made.responders / made.judged)
        number = f"{made.responders:,} of {made.judged:,} ({share}) {reach}."
    return f"**:blue[{becomes(records)}.]** :gray[{number}]"


def show_answer(
    records: Records, report: ImportReport, names: Sequence[str], *, on_top: bool = False
) -> Made:
    """Whose files, what they become, and the number that this reading gives."""
    strip(names)
    made = _made(records)
    if any(file.used for file in report.files):
        st.header(answer_line(records, made, on_top=on_top and not made.judged), anchor=False)
    else:
        st.header("**No row can be used.**", anchor=False)
    return made


def what_moves(report: ImportReport, made: Made) -> str:
    """Behind the buttons: which suggestion to look at first, and what the grey number is."""
    weak = next(filter(None, (seen.weakest for seen in report.as_read)), None)
    first = ""
    if weak is not None:
        means = column_label(*weak.meaning, several=True)
        first = f"{weakest(inert(weak.header), means, inert(weak.why))} "
    if not made.judged:
        return f"{first}Every choice shows at once what it makes of the files."
    return (
        f"{first}The grey number moves with every choice: after session {made.session}. "
        "No control group."
    )


def suggested_mappings(report: ImportReport, used: Sequence[Mapping] = ()) -> tuple[Mapping, ...]:
    """How tables that no layout knows are read until somebody says otherwise: as the last files
    with these columns were (``used``), else as suggested."""
    before = Choices(mappings=tuple(used))
    found = []
    for seen in report.as_read:
        mapping = before.mapping_for([*seen.headers])
        if seen.suggested and (mapping is not None or is_whole(seen.shape, seen.columns)):
            found.append(mapping or seen.mapping())
    return tuple(found)


def _made(records: Records) -> Made:
    """What these records amount to, by the Definition of the tab; worked out once."""
    settings = state.settings()
    kept = st.session_state.setdefault("pending_made", {})
    of = (settings.definition, settings.session)
    read, made = kept.get(of, (None, None))
    if read is not records:  # another choice: another reading
        made = made_of(records, "", "", *of)
        kept[of] = records, made
    found: Made = made
    return found


def show_file_and_reading(records: Records, report: ImportReport, change: Change) -> None:
    """Left the file, its cells below what each column means; right what is read from it."""
    left, right = st.columns([3, 2], gap="medium")
    with left:
        show_file(report.as_read, change)
    with right:
        _what_is_read(records)


def mapped(choices: Choices, mapping: Mapping) -> Choices:
    """The same with these columns read so; an earlier mapping of the same ones is gone.

    Not one of the events of REDCap: its columns are asked about beside them.
    """
    kept = tuple(m for m in choices.mappings if m.answers or m.events or _of(m) != _of(mapping))
    return replace(choices, mappings=(*kept, mapping))


def _of(mapping: Mapping) -> set[str]:
    """The columns of the file that a mapping was made for, as far as it names them."""
    return {*(mapping.headers or (*mapping.columns, *mapping.periods))}


def show_file(tables: Sequence[AsRead], change: Change, *, asked: bool = False) -> None:
    """One of the files, its first cells below what each column means; every meaning a choice.

    ``asked``: the question says already which file it is.
    """
    if not tables:
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        if not asked:
            st.subheader("The file", anchor=False)
        seen = _chosen(tables)
        _names_in(seen, change)
        _shape(seen, change)
    with st.container(gap="xxsmall"):
        st.markdown(f":gray[:small[{_where(seen)}]]")
        most = MOST_IN_A_WINDOW if medium() else MOST_ABOVE
        if len(seen.columns) > most or max(map(len, seen.headers)) > LONGEST:
            _as_a_list(seen, change)
        else:
            _above_the_cells(seen, change)
    _values(seen, change)


def _chosen(tables: Sequence[AsRead]) -> AsRead:
    if len(tables) == 1:
        return tables[0]
    return tables[
        st.selectbox(
            "Which file",
            range(len(tables)),
            format_func=lambda n: tables[n].file,
            key="looked_at_table",
            width=CONTROL,
        )
    ]


def _shape(seen: AsRead, change: Change) -> None:
    """What a row is: one control, with what it is taken for."""
    shapes = list(ROWS)
    if seen.known:
        if st.button("Read it by its columns", icon=":material/view_column:", type="tertiary"):
            change(as_shape(seen, seen.shape or shapes[0]).mapping())
        return
    chosen = st.selectbox(
        "A row is",
        shapes,
        index=shapes.index(seen.shape) if seen.shape in shapes else None,
        format_func=lambda name: ROWS[name],
        key=_key("shape", seen, seen.shape),
        placeholder="Which of these?",
        width=CONTROL,
    )
    if chosen and chosen != seen.shape:
        change(as_shape(seen, chosen).mapping())


def _names_in(seen: AsRead, change: Change) -> None:
    """In which row the names of the columns stand, where that may be another one."""
    private = {n for n, column in enumerate(seen.columns) if column.hidden}

    def told(row: int) -> str:
        if not row:
            return f"above row {seen.rows[0][0]:,}"
        cells = [c for n, c in enumerate(dict(seen.rows)[row]) if c and n not in private]
        return f"row {row:,}: {', '.join(cells[:FEW])}"

    texts = [row for row, cells in seen.rows if sum(map(bool, cells)) > 1 and no_numbers(cells)]
    if not texts or seen.known:
        return
    chosen = st.selectbox(
        "Names of columns",
        [0, *texts],
        format_func=told,
        key=_key("names", seen, seen.headers),
        width=CONTROL,
    )
    if chosen:
        change(seen.named_in(chosen))


def _where(seen: AsRead) -> str:
    sheet = f"Sheet **{inert(seen.sheet)}**, " if is_sheet(seen.sheet) else ""
    of = "rows" if sheet else "Rows"
    rows = f"{sheet}{of} {seen.rows[0][0]:,} to {seen.last_row:,}, the first of them shown."
    if seen.known:
        return f"{rows} Known as {inert(seen.known)}: its columns have their meaning."
    return f"{rows} {cells_of_periods(*seen.cells)}" if seen.cells else rows


def _above_the_cells(seen: AsRead, change: Change) -> None:
    with st.grid(len(seen.columns), min_column_width=NARROWEST, gap="xxsmall"):
        for n, column in enumerate(seen.columns):
            with st.container(gap=None):
                _meaning(seen, n, column, change)
                _cells(column)


def _meaning(seen: AsRead, n: int, column: ColumnAsRead, change: Change) -> None:
    options = list(dict.fromkeys((*meanings_of(seen.shape, seen.columns), column.meaning)))
    chosen = st.selectbox(
        f"What {column.header} means",
        options,
        index=options.index(column.meaning),
        format_func=lambda of: _label(seen, of),
        key=_key(f"means_{n}", seen, column.meaning),
        label_visibility="collapsed",
        disabled=bool(seen.known),
        help=inert(column.why) or None,
    )
    if chosen != column.meaning:
        change(seen.meaning(column.header, chosen).mapping())


def _cells(column: ColumnAsRead) -> None:
    texts = ["hidden"] * len(column.cells) if column.hidden else list(column.cells)
    shown = pd.DataFrame({cell(column.header): [cell(text) for text in texts]}, dtype="str")
    st.table(shown, hide_index=True, alt=f"The first cells of {column.header}")


def _as_a_list(seen: AsRead, change: Change) -> None:
    """Many columns: each a row, with what it means, why, and its first cells."""
    days = [column.header for column in seen.columns if column.meaning.column == DAY]
    listed = [column for column in seen.columns if column.header not in days]
    labels: dict[str, TakenFor] = {}
    for of in (*meanings_of(seen.shape, seen.columns), *(c.meaning for c in listed)):
        labels.setdefault(_label(seen, of), of)
    rows = [
        (
            column.header,
            _label(seen, column.meaning),
            column.why,
            "hidden" if column.hidden else " · ".join(text for text in column.cells if text),
        )
        for column in listed
    ]
    table = pd.DataFrame(rows, columns=["Column", "Means", "Why", "First cells"])
    given = st.data_editor(
        table if table["Why"].any() else table.drop(columns="Why"),
        hide_index=True,
        height="content",
        disabled=["Column", "Why", "First cells", *(["Means"] if seen.known else [])],
        column_config={
            "Means": st.column_config.SelectboxColumn(options=[*labels], required=True),
            "Why": st.column_config.TextColumn(width=REASON),
        },
        key=_key("columns", seen, tuple(column.meaning for column in seen.columns)),
        alt="Each column of the file, its first cells and what it means",
    )
    if days:
        st.markdown(f":gray[:small[{columns_of_days(inert(days[0]), inert(days[-1]), len(days))}]]")
    for column, label in zip(listed, given["Means"], strict=True):
        chosen = labels.get(label, TakenFor())
        if chosen != column.meaning:
            change(seen.meaning(column.header, chosen).mapping())


def _values(seen: AsRead, change: Change) -> None:
    """Of one column every different value, on how many rows, and what it means."""
    asked = [column for column in seen.columns if column.values]
    if not asked:
        return
    unknown = [n for n, c in enumerate(asked) if any(v.means == SET_ASIDE for v in c.values)]
    with st.container(gap="xxsmall"):
        with st.container(horizontal=True, vertical_alignment="bottom"):
            st.subheader("Different values, and what each means", anchor=False)
            column = asked[
                st.selectbox(
                    "Of the column",
                    range(len(asked)),
                    index=unknown[0] if unknown else 0,
                    format_func=lambda n: "every day" if seen.shape == MONTHS else asked[n].header,
                    key=_key("valued", seen, len(asked)),
                    width=CONTROL,
                )
            ]
        rows = [(value.text, value.rows, value.means) for value in column.values]
        counted_as = "Days" if seen.shape == MONTHS else "Rows"
        given = st.data_editor(
            pd.DataFrame(
                [(text or "(blank)", *rest) for text, *rest in rows],
                columns=["Value", counted_as, "Means"],
            ),
            hide_index=True,
            height="content",
            disabled=["Value", counted_as],
            column_config={
                "Means": st.column_config.SelectboxColumn(
                    options=_meanings_of_values(seen, column), required=True
                )
            },
            key=_key("values", seen, (column.header, tuple(v.means for v in column.values))),
            alt=f"Each different value of {column.header} and what it means",
        )
    for value, means in zip(column.values, given["Means"], strict=True):
        if means != value.means:
            change(seen.means(column.header, value.text, means))


def _meanings_of_values(seen: AsRead, column: ColumnAsRead) -> list[str]:
    """What a value of this column may mean: also what one of them means now."""
    if seen.shape == ATTACKS:
        return list(OPTIONS[column.meaning.column]) + [ASIDE] * (column.meaning.column == PAIN)
    if seen.shape == MONTHS:
        return list(dict.fromkeys((*MEANINGS, *(value.means for value in column.values))))
    of = CANONICAL["counts" if seen.shape == PERIODS else seen.shape]
    return list(options(of.column(column.meaning.column)))


def _label(seen: AsRead, of: TakenFor) -> str:
    """What a column means; of which kind of day only where another one is counted too."""
    kinds = {c.meaning.column for c in seen.columns if c.meaning.column in MEASURES}
    return column_label(*of, several=len({*kinds, of.column} & MEASURES.keys()) > 1 or not kinds)


def _key(name: str, seen: AsRead, now: object) -> str:
    """Of a control that shows what holds now: another one once that was changed."""
    turn = st.session_state.get("taken_back", 0)
    return f"{name}_{seen.file}_{seen.sheet}_{now}_{turn}"


def _what_is_read(records: Records) -> None:
    st.subheader("What will be read", anchor=False)
    if records.holds >= SINGLE_DAYS and len(records.diary):
        _first_calendar(records)
    elif len(records.counts):
        _first_counts(records)
    else:
        for name, frame in records.tables.items():
            if len(frame):
                rows_of(frame.head(PATIENTS).dropna(axis=1, how="all"), f"First rows: {name}", name)


def _first_calendar(records: Records) -> None:
    """The days of the first patient, as the pages draw them."""
    ids = sorted(records.diary["patient_id"].unique(), key=natural)
    whole, first = records.as_of(), ids[0]
    days = patient_days(whole, first)
    whose = f"{inert(first)}, the first of {len(ids):,}" if len(ids) > 1 else inert(first)
    st.markdown(f":gray[:small[{whose}. Every choice changes it at once.]]")
    st.plotly_chart(
        calendar_chart(days),
        key="live_calendar",
        config={"displayModeBar": False},
        alt=f"Every day of the first patient: {counted(len(days), 'day')}",
    )
    key_of(day_signs(days))


def _first_counts(records: Records) -> None:
    """The first patients, a column a period; a blank is not recorded."""
    counts, kind = records.counts, state.settings().definition.days
    name = kind.name if kind.name in counts else next(n for n in MEASURES if n in counts)
    wide = counts.pivot(index="patient_id", columns="session", values=name)
    wide = wide.loc[sorted(wide.index, key=natural)]
    wide.columns = [column_label(name, int(session)) for session in wide.columns]
    st.markdown(f":gray[:small[{MEASURES[name].words.capitalize()} counted. Blank: not recorded.]]")
    first = wide.head(PATIENTS).rename_axis("Patient").reset_index()
    shown = first.style.format(na_rep="–", precision=1, subset=list(wide.columns))
    st.table(shown, hide_index=True, alt="The counts of the first patients")
    if len(wide) > PATIENTS:
        st.markdown(f":gray[:small[The first {PATIENTS} of {len(wide):,}.]]")
