"""What goes into a report, and what may leave?

May import: frame, showing, tab, access.
"""
