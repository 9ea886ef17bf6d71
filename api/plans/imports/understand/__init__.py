"""A neutral document becomes preview rows. Pure: no files, no database, no clock."""
