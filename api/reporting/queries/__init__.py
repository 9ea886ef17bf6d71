"""What is read of reporting."""
