"""One finding at a time, large, for a projector."""

import streamlit as st

from analytics.report_choices import SECTIONS
from charts.shared import HELD, PROJECTED, colors_for, shared_chart, shared_table
from ui import foot, headline, inert, open_page
from ui.frame.invitations import invite
from ui.report.choices import basis_of, sections_of
from ui.showing.named import file_name
from ui.showing.picture import picture_buttons
from ui.tab.width import narrow

open_page("Presentation", bare=True)
cohort = st.session_state.cohort
if cohort is None or not cohort.answers:
    st.title("Presentation", anchor=False)
    invite(cohort)
    st.page_link("pages/report.py", label="Back to the report", icon=":material/close:")
    foot()
    st.stop()
sections = sections_of(cohort)
place = min(st.session_state.get("slide", 0), len(sections) - 1)


def turn(step: int) -> None:
    st.session_state.slide = max(0, min(len(sections) - 1, place + step))


section = sections[place]
badge = ":orange-badge[SYNTHETIC] " if cohort.records.synthetic else ""
with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
    st.title(f"{badge}{SECTIONS[section.name]}", anchor=False, width="content")
    # Above the picture: whoever scrolls to a button begins the next one at its foot.
    with st.container(horizontal=True, vertical_alignment="center", width="content"):
        st.button("Previous", on_click=turn, args=(-1,), shortcut="Left", disabled=not place)
        last = place == len(sections) - 1
        st.button("Next", on_click=turn, args=(1,), shortcut="Right", disabled=last)
        st.markdown(f":gray[{place + 1} of {len(sections)}]", width="content")
        st.page_link("pages/report.py", label="Back to the report", icon=":material/close:")
headline(f"**{inert(section.title)}**")
st.subheader(f":gray[{inert(section.about)}]", anchor=False)
if section.chart is not None and section.has_chart:
    colors = colors_for(cohort.settings.definition, on_screen=True)
    figure = shared_chart(section.chart, colors, HELD if narrow() else PROJECTED)
    alt = section.chart.alt
else:
    cells = section.table.astype("str").to_numpy().tolist()
    figure, alt = shared_table(list(section.table), cells, narrow=narrow()), section.title
st.plotly_chart(
    figure,
    key=f"slide_{place}_{st.context.theme.type}{'_narrow' if narrow() else ''}",
    alt=alt,
    config={"displayModeBar": False},
)
picture_buttons(
    f"slide_{place}",
    name=file_name(cohort, f"slide_{section.name}"),
    title=section.title,
    subtitle=section.about,
    foot=basis_of(cohort).foot(section),
)
for remark in section.remarks:
    st.markdown(f":gray[{inert(remark)}]")
foot(rests_on=basis_of(cohort).foot(section))
