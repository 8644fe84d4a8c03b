"""How are lists of patients shown?

May import: frame, showing, tab, access.
"""
