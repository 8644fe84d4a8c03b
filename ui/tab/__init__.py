"""What does this tab hold, and what follows from it?

May import: access.
"""
