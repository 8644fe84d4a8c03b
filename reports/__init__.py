"""What goes into the file, or to a meeting? Tables and figures as documents.

May import: charts, words, analytics.
"""
