"""Who is here, and where is what is kept?

May import: nothing of ui.
"""
