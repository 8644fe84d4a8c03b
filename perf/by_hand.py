"""The same by hand, as a careful user writes it: in SQL (one column, or all) and in pandas."""

from __future__ import annotations

import pandas as pd

SQL = """
with windows as (
    select patient_id, session_date,
           row_number() over (partition by patient_id order by session_date) as session,
           min(session_date) over (partition by patient_id) as first_date,
           lead(session_date) over (partition by patient_id order by session_date) as next_date
    from sessions
), spans as (
    select patient_id, session, session_date + 1 as window_start,
           least(session_date + 30, coalesce(next_date - 1, session_date + 30)) as window_end
    from windows
    union all
    select distinct patient_id, 0, first_date - 30, first_date - 1 from windows
), counted as (
    select s.patient_id, s.session, sum(d.migraine) as days, count(d.migraine) as recorded
    from spans s join diary d on d.patient_id = s.patient_id
         and d.date between s.window_start and s.window_end
    group by all
)
select a.patient_id, a.session,
       case when a.recorded >= 15 and b.recorded >= 20 and b.days > 0
            then 100.0 * (b.days * a.recorded - a.days * b.recorded) / (b.days * a.recorded) end
       as percent_reduction
from counted a join counted b on a.patient_id = b.patient_id and b.session = 0
where a.session > 0 order by 1, 2
"""


# The same table as ours, by hand: every session of everybody, who was due, why not judged, flags.
SQL_TABLE = """
with numbered as (
    select patient_id, session_date,
           row_number() over by_date as session,
           lead(session_date) over by_date as next_date
    from sessions window by_date as (partition by patient_id order by session_date)
), of_patient as (
    select patient_id, min(session_date) as first_date, max(session_date) as last_date,
           max(session) as last_session from numbered group by patient_id
), grid as (
    select p.*, s.session, n.session_date, n.next_date, n.session_date is not null as treated
    from of_patient p cross join (select unnest(range(0, (select max(session) from numbered) + 1))
                                  as session) s
    left join numbered n on n.patient_id = p.patient_id and n.session = s.session
), spans as (
    select *, case when session = 0 then first_date - 30 else session_date + 1 end as window_start,
           case when session = 0 then first_date - 1 else least(session_date + 30,
                coalesce(next_date - 1, session_date + 30)) end as window_end,
           case when treated then least(session_date + 30, coalesce(next_date - 1,
                session_date + 30)) when session > 0 then last_date
                + (84 * (session - last_session) + 28 + 30)::int end as due_on
    from grid
), counted as (
    select s.patient_id, s.session, sum(d.migraine) as days, count(d.migraine) as recorded,
           sum(d.headache) as headache_days, count(d.headache) as headache_recorded
    from spans s join diary d on d.patient_id = s.patient_id
         and d.date between s.window_start and s.window_end
    group by s.patient_id, s.session
), cycles as (
    select s.*, window_end - window_start + 1 as window_days, coalesce(c.recorded, 0) as recorded,
           c.days, c.headache_days, coalesce(c.headache_recorded, 0) as headache_recorded,
           due_on <= (select max(date) from diary) as closed
    from spans s left join counted c using (patient_id, session)
), before as (
    select patient_id, days as b_days, recorded as b_recorded,
           recorded >= 20 and days > 0 as usable,
           case when recorded >= 20 then 30.0 * days / recorded end as baseline
    from cycles where session = 0
), judged as (
    select c.*, b.* exclude (patient_id), usable and closed as due,
           usable and closed and treated and c.recorded >= 15 as evaluable,
           case when c.recorded >= 15 and closed then 30.0 * days / c.recorded end as monthly_days
    from cycles c join before b using (patient_id)
)
select *, monthly_days - baseline as change,
       case when evaluable then 100.0 * (b_days * recorded - days * b_recorded)
            / (b_days * recorded) end as percent_reduction,
       case when evaluable then 100 * (b_days * recorded - days * b_recorded)
            >= 30 * b_days * recorded end as responder_30,
       case when evaluable then 100 * (b_days * recorded - days * b_recorded)
            >= 50 * b_days * recorded end as responder_50,
       case when evaluable then 100 * (b_days * recorded - days * b_recorded)
            >= 75 * b_days * recorded end as responder_75,
       case when evaluable then days = 0 end as responder_100,
       case when session = 0 or evaluable then '' when b_recorded = 0 then 'no baseline recorded'
            when baseline is null then 'baseline too thin'
            when not usable then 'no such day in the baseline'
            when due and treated then 'diary too thin'
            when due then 'no session and no reason recorded' else 'waiting' end as reason
from judged order by patient_id, session
"""


def percent_in_pandas(diary: pd.DataFrame, sessions: pd.DataFrame) -> pd.Series:
    """The script of a careful user: merge, filter, group."""
    sessions = sessions.sort_values(["patient_id", "session_date"])
    sessions["session"] = sessions.groupby("patient_id").cumcount() + 1
    next_date = sessions.groupby("patient_id")["session_date"].shift(-1)
    sessions["start"] = sessions["session_date"] + pd.Timedelta(days=1)
    sessions["end"] = sessions["session_date"] + pd.Timedelta(days=30)
    sessions["end"] = sessions["end"].mask(
        sessions["end"] >= next_date, next_date - pd.Timedelta(days=1)
    )
    baseline = sessions[sessions["session"] == 1].copy()
    baseline["start"] = baseline["session_date"] - pd.Timedelta(days=30)
    baseline["end"] = baseline["session_date"] - pd.Timedelta(days=1)
    baseline["session"] = 0
    windows = pd.concat([baseline, sessions])[["patient_id", "session", "start", "end"]]
    joined = diary[["patient_id", "date", "migraine"]].merge(windows, on="patient_id")
    inside = joined[(joined["date"] >= joined["start"]) & (joined["date"] <= joined["end"])]
    counted = inside.groupby(["patient_id", "session"])["migraine"].agg(["sum", "count"])
    counted = counted.reset_index()
    before = counted[counted["session"] == 0].set_index("patient_id")
    after = counted[counted["session"] > 0].join(before, on="patient_id", suffixes=("", "_before"))
    base = after["sum_before"] * after["count"]
    percent = 100.0 * (base - after["sum"] * after["count_before"]) / base
    enough = (after["count"] >= 15) & (after["count_before"] >= 20) & (after["sum_before"] > 0)
    return percent.where(enough).astype("float64")
