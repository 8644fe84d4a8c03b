"""From finished tables to figures. Nothing is computed here, and nothing knows Streamlit."""
