"""How are diaries counted that are larger than a machine's memory?

May import: importing, words, analytics. The diary stays in its files and is counted there by
the same expression; sessions, patients and what else has the size of patients come through the
door as ever. Nothing is collected but patients x sessions.
"""
