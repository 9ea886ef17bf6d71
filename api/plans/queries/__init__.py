"""Reads: selects that start from what the caller may see, and what turns their rows into answers."""
