"""Somebody's hand at a page: each click, each drop of files and each key is one action."""

from __future__ import annotations

import time
from pathlib import Path

from playwright.sync_api import Locator, Page


class Hand:
    """What it did, and since when."""

    def __init__(self, of: Page) -> None:
        self.page, self.actions, self.begun = of, 0, time.perf_counter()

    def click(self, where: Locator) -> None:
        self.actions += 1
        where.click()

    def press(self, key: str) -> None:
        self.actions += 1
        self.page.keyboard.press(key)

    def type(self, where: Locator, text: str) -> None:
        """A word and Enter: one action."""
        self.actions += 1
        where.fill(text)
        where.press("Enter")

    def drop(self, *files: Path) -> None:
        self.actions += 1
        self.page.locator("input[type=file]").last.set_input_files(list(files))

    def there(self, journey: str, most: int) -> None:
        """It took at most so many actions; the count begins anew."""
        print(f"{journey}: {self.actions} actions, {time.perf_counter() - self.begun:.1f} s")
        assert self.actions <= most, journey
        self.actions, self.begun = 0, time.perf_counter()
