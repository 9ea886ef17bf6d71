"""Loads as one thing: what each wrote, what it refused, and taking it back."""
