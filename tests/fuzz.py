"""Damage done to good files, over and over: no traceback, no hang, and every row accounted for.

    python -m tests.fuzz 20000     (make fuzz)

The tests run a few hundred cases of the same.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Callable
from datetime import date

from importing import Choices, Source, read_records
from tests.make_formats import STORED, as_json, as_lines, dataset_json, diary, web_page
from tests.test_layouts import FIXTURES, apple, packed

CHOICES = (
    Choices(),
    Choices(observed=(date(2024, 11, 1), date(2024, 11, 30))),
    Choices(observed=(date(2024, 11, 15), date(2024, 11, 20)), date_order="day_first"),
    Choices(date_order="month_first", missing_codes=("", "1", "-99")),
)
SLOWEST = 5.0  # seconds for one small file


def seeds() -> dict[str, bytes]:
    files = {path.name: path.read_bytes() for path in sorted(FIXTURES.glob("*.csv"))}
    files["diary.csv"] = b"patient_id,date,headache,migraine,pain\n" + b"".join(
        b"A,2024-01-%02d,1,%d,%d\n" % (day, day % 2, day % 11) for day in range(1, 29)
    )
    files["page.xls"], files["records.json"] = web_page(diary()), as_json(diary())
    files["lines.ndjson"], files["data_set.json"] = as_lines(diary()), dataset_json(diary())
    files |= {name: (STORED / name).read_bytes() for name in ("diary.ods", "diary.xlsb")}
    files["zipped.zip"] = packed(dict(list(files.items())[:3]))
    files["apple.zip"] = apple("2024-11-16 09:00:00 -0800|2024-11-16 10:00:00 -0800|Mild")
    return files


def flip(content: bytes, chance: random.Random) -> bytes:
    damaged = bytearray(content)
    for _ in range(chance.randint(1, 8)):
        damaged[chance.randrange(len(damaged))] = chance.randrange(256)
    return bytes(damaged)


def cut(content: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(content))
    return content[: max(start, 1)] if chance.random() < 0.7 else content[start:]


def _cells(content: bytes, chance: random.Random, change: Callable) -> bytes:
    rows = [line.split(b",") for line in content.split(b"\n")]
    change(rows, chance)
    return b"\n".join(b",".join(row) for row in rows)


def swap_cells(content: bytes, chance: random.Random) -> bytes:
    def change(rows: list, chance: random.Random) -> None:
        for _ in range(chance.randint(1, 5)):
            one, two = chance.choice(rows), chance.choice(rows)
            i, j = chance.randrange(len(one)), chance.randrange(len(two))
            one[i], two[j] = two[j], one[i]

    return _cells(content, chance, change)


def shuffle_columns(content: bytes, chance: random.Random) -> bytes:
    def change(rows: list, chance: random.Random) -> None:
        order = list(range(max(map(len, rows))))
        chance.shuffle(order)
        for row in rows:
            row[:] = [row[i] for i in order if i < len(row)]

    return _cells(content, chance, change)


def shuffle_rows(content: bytes, chance: random.Random) -> bytes:
    def change(rows: list, chance: random.Random) -> None:
        below = rows[1:] + rows[1 : chance.randint(1, 5)]
        chance.shuffle(below)
        rows[1:] = below

    return _cells(content, chance, change)


def strange_cells(content: bytes, chance: random.Random) -> bytes:
    strange = [
        *(b"", b" ", b"NaN", b"nan", b"inf", b"-inf", b"1e400", b"-1", b"0x1", b"1_000", b"\xff"),
        *(
            b"2024-02-30",
            b"99/99/9999",
            b"31/12/24",
            b"12/31/24",
            b"0000-00-00",
            b"1/1/1",
            b"24:00",
        ),
        *("٣".encode(), "²".encode(), "\u202e".encode(), b"99999999999999", b"1731758400000000"),
        *(b'"', b'""', b'"a\nb"', b"1" * 20_000, b"99d 99h 99m", b"ongoing", b"Europe/Nowhere"),
        *(b"=1+1", b"1,5", b"1;5", b"#", b"'", b"None", b"True", b"-0", b"1.5", b"..", b"+1:00"),
    ]

    def change(rows: list, chance: random.Random) -> None:
        for _ in range(chance.randint(1, 6)):
            row = chance.choice(rows)
            row[chance.randrange(len(row))] = chance.choice(strange)

    return _cells(content, chance, change)


def recode(content: bytes, chance: random.Random) -> bytes:
    text = content.decode("utf-8", errors="replace")
    return text.encode(chance.choice(["utf-16", "utf-8-sig", "cp1252", "utf-32"]), errors="replace")


def redelimit(content: bytes, chance: random.Random) -> bytes:
    return content.replace(b",", chance.choice([b";", b"\t", b"|", b"^", b"  "]))


DAMAGE = (flip, cut, swap_cells, shuffle_columns, shuffle_rows, strange_cells, recode, redelimit)


def one_case(number: int, files: dict[str, bytes]) -> str:
    """Damage one file, read it, and check that the report adds up; returns what was done."""
    chance = random.Random(number)
    name = chance.choice(sorted(files))
    content = files[name]
    done = [chance.choice(DAMAGE) for _ in range(chance.randint(1, 3))]
    for damage in done:
        content = damage(content, chance) or b"x"
    choices = chance.choice(CHOICES)
    start = time.process_time()  # whatever else the machine does
    records, report = read_records([Source(name, content)], choices)
    seconds = time.process_time() - start
    told = f"case {number}: {name}, {', '.join(damage.__name__ for damage in done)}"
    assert seconds < SLOWEST, f"{told}: {seconds:.1f} s"
    for file in report.files:
        counts = (file.rows_read, file.used, file.duplicates, file.set_aside, file.not_used)
        assert min(counts) >= 0, f"{told}: {counts}"
        assert file.rows_read == sum(counts[1:]), f"{told}: {counts}"
        assert file.rows_read or file.problems, f"{told}: neither rows nor a sentence"
        if file.broken is not None and not file.questions:
            assert file.broken["row"].nunique() == file.set_aside, told
    assert all(sentence.strip() for sentence in report.sentences())
    assert records.digest == records.digest
    return told


def main(cases: int) -> None:
    files, start = seeds(), time.perf_counter()
    for number in range(cases):
        try:
            one_case(number, files)
        except Exception:
            print(f"case {number} broke the door", file=sys.stderr)
            raise
    print(f"{cases:,} cases, {time.perf_counter() - start:.0f} s: every row accounted for")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000)
