"""What does a clinic's server keep, who may see it, and who saw what? Nothing here knows Streamlit.

The database engine is handed in; ``database`` makes one ready.
"""
