"""What callers see of following up, and what they may do with it."""
