"""A file of readings, loaded by hand."""
