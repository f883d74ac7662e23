"""Input metrics: proposed by anyone, agreed to by a team's own lead."""
