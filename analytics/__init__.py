"""The numbers. Nothing here knows Streamlit, Plotly or a database server."""
