"""The rules of reporting: when what is due, how far a report has come, what it gathers."""
