"""The bytes of a text file as UTF-8, without its mark, with line ends as they are in Unix."""

from __future__ import annotations

import re
from collections import Counter

from importing.cells import NOT_READ, SAVE_AS_UTF8
from importing.text import Unreadable
from words.numbers import counted

UTF16 = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
LOOKED_AT = 2_000  # bytes by which UTF-16 is known that does not say so
ALPHABETS = {  # of old text files, the usual one first, and what is told of each
    "cp1252": "letters such as ä and é were read as older programs on Windows write them (cp1252).",
    "mac_roman": "letters such as ä and é were read as an older Mac writes them (Mac Roman).",
    "cp850": "letters such as ä and é were read as DOS writes them (cp850).",
}
LACKING = f"Some of them are none of this alphabet, so it is another one: {SAVE_AS_UTF8}."
MOST_WITH_NULLS = 10  # one line in so many: a file with more of them is none of text
UNSEEN = b"\x01"  # a control mark, which the checks refuse in every cell that is read
BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_INSIDE = re.compile(rb"(?<=[A-Za-z])[\x80-\xff](?=[a-z\x80-\xff])")  # a word
_LETTERS = {*"àâäáãåæçèéêëìíîïñòóôõöøœšùúûüýžß"}


def decoded(content: bytes) -> tuple[bytes, list[str]]:
    """The text, and what has to be told of it. Raises Unreadable where it is none."""
    notices: list[str] = []
    if encoding := UTF16.get(content[:2]) or _utf16_by_its_zeros(content[:LOOKED_AT]):
        try:
            content = content.decode(encoding).encode()
        except UnicodeDecodeError as error:
            raise Unreadable("is not a text file") from error
    while content.startswith(BYTE_ORDER_MARK):  # a program that adds one may find one there
        content = content.removeprefix(BYTE_ORDER_MARK)
    if not content.isascii():
        try:
            content.decode()
        except UnicodeDecodeError:
            content, told = _of_windows(content)
            notices.append(told)
    if b"\r" in content:
        content = content.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    if b"\0" in content:
        content, told = _with_few_nulls(content)
        notices.append(told)
    return content, notices


def _with_few_nulls(content: bytes) -> tuple[bytes, str]:
    """Null bytes of a broken disk or transfer cost their lines: a mark that no cell may hold."""
    lines = content.split(b"\n")
    hurt = sum(b"\0" in line for line in lines)
    if hurt * MOST_WITH_NULLS > len(lines):
        raise Unreadable("is not a text file: it holds null bytes")
    told = f"{counted(hurt, 'line')} with null bytes, as a broken disk or transfer leaves them."
    return content.replace(b"\0", UNSEEN), told


def _utf16_by_its_zeros(head: bytes) -> str:
    """Is every second byte of the beginning zero, as in UTF-16 of mostly plain letters?"""
    for encoding, zeros, letters in (
        ("utf-16-le", head[1::2], head[0::2]),
        ("utf-16-be", head[0::2], head[1::2]),
    ):
        if len(head) > 20 and zeros.count(0) > 0.9 * len(zeros) and not letters.count(0):
            return encoding
    return ""


def _of_windows(content: bytes) -> tuple[bytes, str]:
    """The whole text as an older system writes it; or some of its lines, where most are UTF-8."""
    lines, others, utf8 = content.split(b"\n"), [], 0
    for at, line in enumerate(lines):
        if not line.isascii():
            try:
                line.decode()
                utf8 += 1
            except UnicodeDecodeError:
                others.append(at)
    if utf8 <= len(others):
        encoding = _alphabet(content)
        text = content.decode(encoding, errors="replace")
        return text.encode(), ALPHABETS[encoding] + lacking(text)
    for at in others:
        lines[at] = lines[at].decode("cp1252", errors="replace").encode()
    told = (
        f"{counted(len(others), 'line')} not written like the others: read as "
        "older programs on Windows write (cp1252)."
    )
    whole = b"\n".join(lines)
    return whole, told + lacking(whole.decode())


def as_western(content: bytes) -> tuple[str, list[str]]:
    """Text of neither UTF-8 nor a stated alphabet, and what has to be told of it."""
    text = content.decode("cp1252", errors="replace")
    return text, [ALPHABETS["cp1252"] + lacking(text)]


def lacking(text: str) -> str:
    """What is told of a text with letters that the alphabet does not have: it is another one."""
    return f" {LACKING}" if NOT_READ in text else ""


def _alphabet(content: bytes) -> str:
    """As which of them are the letters inside its words letters? Windows unless it is far worse."""
    inside = Counter(match[0] for match in _INSIDE.finditer(content))
    all_of_them = sum(inside.values())
    letters = {
        encoding: sum(n for one, n in inside.items() if one.decode(encoding, "replace") in _LETTERS)
        for encoding in ALPHABETS
    }
    windows, best = next(iter(ALPHABETS)), max(ALPHABETS, key=lambda name: letters[name])
    if 2 * letters[windows] < all_of_them and letters[best] > 0.9 * all_of_them:
        return best
    return windows
