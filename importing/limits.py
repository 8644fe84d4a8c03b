"""How large may a file be? Each limit with its reason; the message says both."""

MAX_FILE_BYTES = 600_000_000  # six times a diary of 3.7 million days
MAX_UNPACKED_BYTES = 4_000_000_000  # an Apple Health export of many years; read as a stream
MAX_TABLE_BYTES = 600_000_000  # one table inside a ZIP, which is held in memory
MAX_RATIO = 1_000  # unpacked to packed: real tables stay under 100, a zip bomb does not
MAX_MEMBERS = 2_000  # files in a ZIP: forty patients' exports, fifty times over
MAX_COLUMNS = 5_000  # the widest export of a study has some thousand fields
MAX_MAPPING_BYTES = 5_000_000  # the names of so many columns, a few times over
MAX_HEADER_BYTES = 1_000_000  # the first rows, where the column names are looked for
MAX_CELL_CHARACTERS = 10_000  # a long note; nothing that we read is longer
MAX_SHEET_ROWS = 1_048_576  # what a spreadsheet can hold
MAX_APART_BYTES = 200_000_000  # read whole by the library of another: a diary of 3 million days
MAX_TREE_BYTES = 100_000_000  # JSON or a web page, held whole while it is read: a million days
APART_MEMORY = 3_000_000_000  # bytes that such a library may take: it holds each cell as an object
APART_SECONDS = 180  # of the processor; 200 MB take less than a minute
MAX_SET_ASIDE = 200_000  # problems kept one by one; beyond, the file is not of this kind


def megabytes(size: int) -> str:
    return f"{size / 1_000_000:,.0f} MB"
