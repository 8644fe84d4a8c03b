"""What does a clinic's server keep, who may see it, and who saw what?

May import: importing, words, analytics. The database engine is handed in:
``database`` makes one ready.
"""
