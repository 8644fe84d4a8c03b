"""How do files come in? Questions, readings, and where every row went.

May import: frame, showing, tab, access.
"""
