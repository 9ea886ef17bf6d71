"""Webhooks: the feed brought to a system's own address, signed, tried again for days, replayed when asked."""
