"""Plans: what a unit set out to do, by whom and by when."""
