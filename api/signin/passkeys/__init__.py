"""Passkeys: signing in with what unlocks a telephone or a computer, and no password (WebAuthn)."""
