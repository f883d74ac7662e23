"""What was missed while nobody was awake."""
