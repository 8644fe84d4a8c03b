"""MigraineBot: start, end, pain."""

from importing.attacks import AttackColumns
from importing.layouts.base import Layout, attack_list, plain

_LIST = attack_list(
    "migrainebot",
    "MigraineBot",
    ("start", "end", "pain"),
    AttackColumns(start=("start",), end=("end",), pain="pain"),
)

# Three common words: known only if they are the whole header.
LAYOUT = Layout(
    _LIST.name,
    _LIST.title,
    lambda headers: [plain(h) for h in headers] == ["start", "end", "pain"],
    _LIST.read,
    per_patient=True,
)
