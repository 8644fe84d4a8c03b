"""Small files of kinds that people meet, each with its right answer."""
