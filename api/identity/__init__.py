"""Who may sign in, with what rights and from when to when: users, grants, clients, sessions and tokens."""
