"""Who asks: the client's address, whether a post comes from our own page, and how often."""
