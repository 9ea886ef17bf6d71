"""What the system reminds of: before, on and after a due day, and to whom it rises."""
