"""What is owed, when, and what follows from how it is done: pure functions."""
