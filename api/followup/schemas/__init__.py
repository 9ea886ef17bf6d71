"""What following up takes in and shows."""
