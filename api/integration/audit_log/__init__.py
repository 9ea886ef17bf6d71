"""The audit as administrators read it."""
