"""Co-creation: which levers a team pulls, and what to do when there seems to be none."""
