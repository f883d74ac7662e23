"""Where readings come from, and how the sources do."""
