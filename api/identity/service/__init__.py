"""What is done with accounts, grants, clients, sessions and tokens."""
