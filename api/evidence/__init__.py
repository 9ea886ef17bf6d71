"""Evidence: files that show that something was done, whose bytes never change, and what was found of them."""
