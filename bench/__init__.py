"""Speed, as ratios to a bare stack measured in the same run."""
