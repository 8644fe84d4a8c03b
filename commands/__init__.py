"""What can be asked for without a browser? One file a group of commands.

May import: reports, clinic, registry, importing, words, analytics.
"""
