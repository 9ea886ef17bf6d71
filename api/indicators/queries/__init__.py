"""Reads of indicators and targets."""
