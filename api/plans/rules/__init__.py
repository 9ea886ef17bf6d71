"""Pure rules of plans: schedules, and what follows from the words of a plan."""
