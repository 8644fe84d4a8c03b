"""Diaries larger than a machine's memory: counted where they lie, by the same expression.

Sessions, patients and what else has the size of patients come through the door as ever; the diary
stays in its files. Nothing is collected but patients x sessions.
"""
