"""What triage decides: its form, what both teams read, and whether it still holds."""
