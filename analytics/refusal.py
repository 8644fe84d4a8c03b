"""What is told to the user and ends what was asked for: her own files, choices or machine."""


class Refusal(Exception):
    """What was asked for cannot be done; its text is the sentence for the user, without a value."""
