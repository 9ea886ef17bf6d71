"""The change feed, for other systems: what happened, in the order of commits, as far as the caller may see it."""
