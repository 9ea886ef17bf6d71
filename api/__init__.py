"""Lộ Trình: from the signed plan to the proof that it was done."""
