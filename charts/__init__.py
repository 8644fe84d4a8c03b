"""How does a finished table look? Nothing is computed here.

May import: words, analytics.
"""
