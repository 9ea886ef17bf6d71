"""The page a leader begins the day with: what stands elsewhere, read for one screen, and a word when it changed."""
