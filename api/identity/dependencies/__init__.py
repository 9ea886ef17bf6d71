"""Who is calling, and what of identity they may touch."""
