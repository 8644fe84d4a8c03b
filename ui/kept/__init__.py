"""What is kept by name, and who saw it?

May import: frame, showing, tab, access.
"""
