"""Reads of the page, compiled once; each takes its caller and its unit as parameters."""
