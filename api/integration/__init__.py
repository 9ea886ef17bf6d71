"""Doors for other systems and for scripts, each a room of its own."""
