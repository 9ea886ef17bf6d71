"""Long work as its owner follows it."""
