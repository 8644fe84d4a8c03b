"""How is a figure, a table or a file shown?

May import: tab, access.
"""
