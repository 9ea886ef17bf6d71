"""Begin at a provider, believe its answer or not, and know whose account that is."""
