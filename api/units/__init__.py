"""Units in time: the tree on two lines, clusters, audiences, and who reaches what."""
