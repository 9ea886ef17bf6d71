"""What comes in and what goes out, one file for each aggregate."""
