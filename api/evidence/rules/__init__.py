"""What may be kept, how it is asked for, how it is judged: pure."""
