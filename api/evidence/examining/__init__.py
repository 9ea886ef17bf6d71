"""Looking into files: each module but `bounded` runs in a child process, which alone loads what parses them."""
