"""How many examples does a law try: few in every run, many in ``make fuzz``?

``LONG``: all combinations of a law, in ``make fuzz``; every run has its short form."""

import os

TIMES = int(os.environ.get("CLEAR_DAYS_EXAMPLES", "1"))
LONG = TIMES > 1


def examples(few: int) -> int:
    """This many, times ``CLEAR_DAYS_EXAMPLES``."""
    return few * TIMES
