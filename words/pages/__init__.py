"""What does each page say of its numbers? A module a page, with its headline and its findings."""
