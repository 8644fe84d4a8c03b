"""What is said about results? Every sentence, heading and meaning that people read.

May import: analytics. Nothing is computed here, and no sentence is ever a key.
"""
