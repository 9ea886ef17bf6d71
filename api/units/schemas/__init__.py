"""What units, clusters and audiences look like from outside."""
