"""What may be seen of units, clusters and audiences, and how it is read."""
