"""Who comes on a day or in a week, by the files or by a pasted list?

May import: showing, tab, access.
"""
