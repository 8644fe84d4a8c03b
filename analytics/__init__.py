"""The numbers: which days, which sessions, who responded, out of whom?

May import: nothing of ours. Nothing here knows Streamlit, Plotly, a database server or a file.
"""
