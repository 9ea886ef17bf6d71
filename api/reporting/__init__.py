"""Who reports what to whom, and when: regimes, their rounds, and the reports units send."""
