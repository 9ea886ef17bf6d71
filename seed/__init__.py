"""What a new deployment is filled with: reference data, the five real plans, the demonstration."""

from seed.loading import load

__all__ = ["load"]
