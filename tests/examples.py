"""How many examples does a law try: few in every run, many in ``make fuzz``?"""

import os

TIMES = int(os.environ.get("CLEAR_DAYS_EXAMPLES", "1"))


def examples(few: int) -> int:
    """This many, times ``CLEAR_DAYS_EXAMPLES``."""
    return few * TIMES
