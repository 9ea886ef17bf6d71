"""The `lotrinh` command, and one small module for each process it becomes."""
