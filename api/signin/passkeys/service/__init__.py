"""Passkeys are added, used, renamed and removed."""
